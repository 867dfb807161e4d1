// Allocators to misuse, and the values that calls on them take and return.
import {
  AddressAllocator,
  AllocPolicy,
  Constraint,
  IdAllocator,
  InvalidSnapshotError,
  ManagedRange,
  RangeInclusive,
  type RangeLike,
  VmAllocatorError,
} from 'vm-allocator'
import { Layout, LayoutError, LayoutRange, readLayout } from 'vm-allocator/layout'
import { type IdPool, NoRoomError, SystemAllocator, SystemRequestError } from 'vm-allocator/system'
import type { Random } from '../../support/random.ts'
import { call, systemHandle } from '../native/functions.ts'
import { Planted } from '../values.ts'
import { pickKind } from './kinds.ts'

/** How deeply calls made by getters may nest. */
const DEPTH = 3
/** The number of values of a kind to keep; after that, new ones replace old ones. */
const KEPT = 12

class HostileAllocator extends AddressAllocator {
  override get base(): bigint {
    throw new Planted('base')
  }

  override snapshot(): string {
    return 'no snapshot'
  }
}

class HostileIds extends IdAllocator {
  override allocatedRuns(): never {
    throw new Planted('allocatedRuns')
  }
}

class HostileRange extends RangeInclusive {
  override toString(): never {
    throw new Planted('toString')
  }
}

const encoder = new TextEncoder()

/** What `/proc/iomem` and `dmesg` show of a bridge with a window, a device behind it, and a BAR without a place. */
export const LAYOUTS = [
  '00000000-0009ffff : System RAM\nc0000000-feafffff : PCI Bus 0000:00\n  fe000000-fe0fffff : PCI Bus 0000:01\n    fe000000-fe003fff : 0000:01:00.0\n',
  "pci_bus 0000:00: root bus resource [mem 0xc0000000-0xfebfffff window]\npci 0000:00:01.0: BAR 0 [mem size 0x00100000 64bit pref]: can't assign; no space\n",
]

export class World {
  readonly random: Random
  /** The instances of each class. */
  readonly instances: Readonly<Record<string, unknown[]>>
  readonly addressHandles: unknown[]
  readonly idHandles: unknown[]
  readonly systemHandles: unknown[]
  /** The number of calls made during other calls. */
  reentries = 0
  #depth = 0
  readonly #callBack: (world: World) => void

  /** `callBack` is what getters do. */
  constructor(random: Random, callBack: (world: World) => void) {
    this.random = random
    this.#callBack = callBack
    const addresses = [
      new AddressAllocator(0n, 0x10000n),
      new AddressAllocator(0x1000n, 0x10000n, { sound: true }),
      new AddressAllocator(2n ** 64n - 0x1000n, 0x1000n),
      new AddressAllocator(0n, 2n ** 64n - 1n, { sound: true }),
      new HostileAllocator(0x10n, 0x1000n, { sound: random.onceIn(2) }),
    ]
    const ids = [new IdAllocator(0, 100), new IdAllocator(2 ** 32 - 50, 2 ** 32 - 1), new HostileIds(5, 23)]
    const range = new RangeInclusive(0x1000n, 0x1fffn)
    const systems = [aSystem(), aSystem()]
    this.instances = {
      SystemAllocator: systems,
      IdPool: [systems[0]?.pool('ids') as IdPool],
      NoRoomError: [caught(() => systems[0]?.plan('full', { all: { pool: 'low', size: 2n ** 40n } }))],
      SystemRequestError: [caught(() => systems[0]?.detach('nobody'))],
      AddressAllocator: addresses,
      IdAllocator: ids,
      RangeInclusive: [range, new HostileRange(0n, 7n)],
      ManagedRange: [new ManagedRange(0n, 3n, 'free')],
      Constraint: [new Constraint(16n), new Constraint(0x100n, 0x100n, AllocPolicy.LastMatch)],
      VmAllocatorError: [caught(() => new IdAllocator(5, 1)), caught(() => addresses[0]?.allocate(2n ** 40n))],
      Layout: LAYOUTS.map((text) => readLayout(text)),
      LayoutRange: LAYOUTS.flatMap((text) => readLayout(text).windows()),
      LayoutError: [caught(() => readLayout('nothing that is known'))],
      InvalidSnapshotError: [caught(() => IdAllocator.restore('{}'))],
    }
    const spaces = [false, true].map((sound) => call('createAddressAllocator', 0x100n, 0x8000n, sound))
    this.addressHandles = [...spaces, call('createAddressAllocator', 2n ** 64n - 64n, 64n, false)]
    this.idHandles = [call('createIdAllocator', 0, 60), call('createIdAllocator', 2 ** 32 - 9, 2 ** 32 - 1)]
    this.systemHandles = [systemHandle(), systemHandle()]
  }

  get addresses(): AddressAllocator[] {
    return this.instances['AddressAllocator'] as AddressAllocator[]
  }

  get ids(): IdAllocator[] {
    return this.instances['IdAllocator'] as IdAllocator[]
  }

  get layouts(): Layout[] {
    return this.instances['Layout'] as Layout[]
  }

  get systems(): SystemAllocator[] {
    return this.instances['SystemAllocator'] as SystemAllocator[]
  }

  /** An instance of a class; any value if the world has none. */
  instanceOf(name: string): unknown {
    return this.random.pick(this.instances[name] ?? Object.values(this.instances).flat())
  }

  /** A value that is valid for some function. */
  good(): unknown {
    const { random } = this
    switch (random.below(12)) {
      case 0:
        return random.pick(this.addressHandles)
      case 1:
        return random.pick(this.idHandles)
      case 2:
        return this.policy()
      case 3:
        return this.liveRange()
      case 4:
        return this.instanceOf('Constraint')
      case 5:
        return random.pick<unknown>([{ sound: true }, { sound: false }, {}, 'allocated', 'free', true, false])
      case 6:
        return this.instanceOf(random.pick(['AddressAllocator', 'IdAllocator', 'RangeInclusive', 'ManagedRange']))
      default:
        return random.onceIn(3) ? random.below(64) : this.primitive()
    }
  }

  policy(): AllocPolicy {
    return this.random.pick([
      AllocPolicy.FirstMatch,
      AllocPolicy.LastMatch,
      AllocPolicy.ExactMatch(this.primitive() & ~0xfn),
    ])
  }

  /** A value of any kind, mostly `good` ones. */
  any(): unknown {
    return this.random.below(8) < 5 ? this.good() : pickKind(this.random).make(this)
  }

  /** A value that isn't derived from others. */
  shallow(): unknown {
    return this.random.pick<unknown>([undefined, null, -1, 2n ** 70n, 'x', Symbol.iterator, {}, this.primitive()])
  }

  /** A good u64, usually small, so that there is room. */
  primitive(): bigint {
    const { random } = this
    if (random.onceIn(20)) return 2n ** 64n - 1n - BigInt(random.below(64))
    return random.onceIn(2) ? 1n << BigInt(random.below(13)) : BigInt(random.below(0x400))
  }

  /** The text of a good snapshot. */
  snapshot(): string {
    const { random } = this
    if (random.onceIn(4)) return random.pick(this.systems).snapshot()
    if (random.onceIn(2)) return AddressAllocator.prototype.snapshot.call(random.pick(this.addresses))
    return random.pick(this.ids).snapshot()
  }

  /** A good snapshot as bytes. */
  document(): Uint8Array {
    return encoder.encode(this.snapshot())
  }

  /** Calls something during a call. */
  reenter(): void {
    if (this.#depth >= DEPTH) return
    this.#depth++
    this.reentries++
    try {
      this.#callBack(this)
    } finally {
      this.#depth--
    }
  }

  /** Keeps the result of a call for later calls. */
  keep(value: unknown): void {
    if (value instanceof AddressAllocator) this.#replace(this.addresses, value)
    else if (value instanceof IdAllocator) this.#replace(this.ids, value)
    else if (value instanceof ManagedRange) this.#replace(this.instances['ManagedRange'] as unknown[], value)
    else if (value instanceof RangeInclusive) this.#replace(this.instances['RangeInclusive'] as unknown[], value)
    else if (value instanceof VmAllocatorError) this.#replace(this.instances['VmAllocatorError'] as unknown[], value)
    else if (value instanceof InvalidSnapshotError)
      this.#replace(this.instances['InvalidSnapshotError'] as unknown[], value)
    else if (value instanceof SystemAllocator) this.#replace(this.systems, value)
    else if (value instanceof NoRoomError) this.#replace(this.instances['NoRoomError'] as unknown[], value)
    else if (value instanceof SystemRequestError)
      this.#replace(this.instances['SystemRequestError'] as unknown[], value)
    else if (value instanceof LayoutRange) this.#replace(this.instances['LayoutRange'] as unknown[], value)
    else if (value instanceof LayoutError) this.#replace(this.instances['LayoutError'] as unknown[], value)
    // Each merge adds up the notes.
    else if (value instanceof Layout && value.notes.length < 10) this.#replace(this.layouts, value)
  }

  /** Keeps a handle that a native function returned. */
  keepHandle(name: string, handle: unknown): void {
    if (name.endsWith('System')) this.#replace(this.systemHandles, handle)
    else this.#replace(name.includes('Id') ? this.idHandles : this.addressHandles, handle)
  }

  #replace(list: unknown[], value: unknown): void {
    if (list.length < KEPT) list.push(value)
    else list[this.random.below(KEPT)] = value
  }

  /** A range that is allocated in one of the allocators, if there is any. */
  liveRange(): RangeLike {
    const ranges = AddressAllocator.prototype.ranges.call(this.random.pick(this.addresses), 'allocated')
    return ranges.length === 0 ? { start: 0n, end: 3n } : this.random.pick(ranges)
  }
}

function aSystem(): SystemAllocator {
  const pools = { low: { base: 0x1000n, size: 0x10000 }, high: { base: 2n ** 64n - 0x1000n, size: 0x1000n } }
  const system = new SystemAllocator({ ...pools, ids: { ids: [5, 60] } })
  system.attach('first', { bar: { pool: 'low', size: 0x100 }, irq: { pool: 'ids', count: 3 } })
  return system as SystemAllocator
}

function caught(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
