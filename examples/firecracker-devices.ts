// The devices of a microVM: what each model needs of the pools, and who has what.
import { AllocPolicy, type RangeLike } from 'vm-allocator'
import {
  createPools,
  type PoolName,
  type Pools,
  restorePools,
  type SavedPools,
  savePools,
} from './firecracker-pools.ts'

const KIB = 1n << 10n
const MIB = 1n << 20n

type AddressPool = 'mmio32' | 'mmio64' | 'systemMemory'
type InterruptPool = 'legacyInterrupts' | 'msiInterrupts'

interface Window {
  readonly pool: AddressPool
  readonly size: bigint
  /** Windows are aligned to their size, as PCI wants it, unless this says otherwise. */
  readonly align?: bigint
  readonly policy?: AllocPolicy
}

interface Model {
  readonly windows: readonly Window[]
  readonly interrupts: { readonly pool: InterruptPool; readonly count: number }
}

/** A virtio device on the PCI bus: one BAR, an interrupt for its configuration and one for each queue. */
const virtioPci = (queues: number): Model => ({
  windows: [{ pool: 'mmio64', size: 512n * KIB }],
  interrupts: { pool: 'msiInterrupts', count: queues + 1 },
})
/** A virtio device without PCI: a page of registers and an interrupt line. */
const virtioMmio: Model = {
  windows: [{ pool: 'mmio32', size: 4n * KIB }],
  interrupts: { pool: 'legacyInterrupts', count: 1 },
}
const systemPage: Window = { pool: 'systemMemory', size: 4n * KIB, policy: AllocPolicy.LastMatch }

export const MODELS = {
  rng: virtioMmio,
  balloon: virtioMmio,
  block: virtioPci(1),
  net: virtioPci(2),
  vsock: virtioPci(3),
  pmem: { ...virtioPci(1), windows: [...virtioPci(1).windows, { pool: 'mmio64', size: 256n * MIB, align: 2n * MIB }] },
  gpu: {
    windows: [
      { pool: 'mmio32', size: 16n * MIB },
      { pool: 'mmio64', size: 8192n * MIB },
      { pool: 'mmio64', size: 32n * MIB },
    ],
    interrupts: { pool: 'msiInterrupts', count: 16 },
  },
  vmgenid: { windows: [systemPage], interrupts: { pool: 'legacyInterrupts', count: 1 } },
  acpi: {
    windows: [{ pool: 'systemMemory', size: 9n * KIB, align: 1n }],
    interrupts: { pool: 'msiInterrupts', count: 0 },
  },
} satisfies Record<string, Model>

export type ModelName = keyof typeof MODELS

/** What a device has of the pools. */
export interface Device {
  readonly name: string
  readonly ranges: readonly { readonly pool: AddressPool; readonly range: RangeLike }[]
  readonly interrupts: readonly { readonly pool: InterruptPool; readonly id: number }[]
}

/** A microVM in a form that `JSON.stringify` keeps whole: addresses are hex texts. */
export interface SavedMachine {
  readonly pools: SavedPools
  readonly devices: readonly {
    readonly name: string
    readonly ranges: readonly { readonly pool: AddressPool; readonly start: string; readonly end: string }[]
    readonly interrupts: Device['interrupts']
  }[]
}

/** Attaches and detaches the devices of one microVM. */
export class DeviceManager {
  readonly pools: Pools
  readonly #devices: Map<string, Device>

  constructor(pools: Pools = createPools(), devices: readonly Device[] = []) {
    this.pools = pools
    this.#devices = new Map(devices.map((device) => [device.name, device]))
  }

  get devices(): Device[] {
    return [...this.#devices.values()]
  }

  /** Takes all that a device needs, or nothing: then it throws the `VmAllocatorError` of the pool that is exhausted. */
  attach(name: string, model: ModelName): Device {
    const { windows, interrupts }: Model = MODELS[model]
    const device = { name, ranges: [] as Device['ranges'][number][], interrupts: [] as Device['interrupts'][number][] }
    try {
      for (const { pool, size, align = size, policy } of windows) {
        device.ranges.push({ pool, range: this.pools[pool].allocate(size, align, policy) })
      }
      const { pool, count } = interrupts
      while (device.interrupts.length < count) device.interrupts.push({ pool, id: this.pools[pool].allocateId() })
    } catch (error) {
      this.#release(device)
      throw error
    }
    this.#devices.set(name, device)
    return device
  }

  detach(name: string): void {
    const device = this.#devices.get(name)
    if (device === undefined) throw new Error(`there is no device ${name}`)
    this.#devices.delete(name)
    this.#release(device)
  }

  save(): SavedMachine {
    const devices = this.devices.map(({ name, ranges, interrupts }) => ({
      name,
      ranges: ranges.map(({ pool, range }) => ({ pool, start: hex(range.start), end: hex(range.end) })),
      interrupts,
    }))
    return { pools: savePools(this.pools), devices }
  }

  static restore({ pools, devices }: SavedMachine): DeviceManager {
    const restored = devices.map(({ name, ranges, interrupts }) => ({
      name,
      ranges: ranges.map(({ pool, start, end }) => ({ pool, range: { start: BigInt(start), end: BigInt(end) } })),
      interrupts,
    }))
    return new DeviceManager(restorePools(pools), restored)
  }

  /** Which device has what of a pool: names by first address or by id. */
  labels(name: PoolName): Map<bigint | number, string> {
    const labels = new Map<bigint | number, string>()
    for (const device of this.devices) {
      for (const { pool, range } of device.ranges) if (pool === name) labels.set(BigInt(range.start), device.name)
      for (const { pool, id } of device.interrupts) if (pool === name) labels.set(id, device.name)
    }
    return labels
  }

  #release({ ranges, interrupts }: Device): void {
    for (const { pool, range } of ranges) this.pools[pool].free(range)
    for (const { pool, id } of interrupts) this.pools[pool].freeId(id)
  }
}

function hex(address: bigint | number): string {
  return `0x${address.toString(16)}`
}
