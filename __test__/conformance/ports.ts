// Ports made of this package: canonical, sound, and sound except for one broken promise.
import * as crate from 'vm-allocator'
import type { Violation } from '../../lib/conformance/index.ts'

/** The arguments that the kit passes to `allocate`. */
type Request = [size: bigint, align: bigint, policy: crate.AllocPolicy]

/** An address allocator in sound mode. */
export class SoundAllocator extends crate.AddressAllocator {
  constructor(base: bigint, size: bigint) {
    super(base, size, { sound: true })
  }
}

/** The package in sound mode: it differs from the crate on purpose. */
export const sound = { ...crate, AddressAllocator: SoundAllocator }

function stateOf(allocator: crate.AddressAllocator, address: bigint): string | undefined {
  return [...allocator.ranges()].find(({ start, end }) => start <= address && address <= end)?.state
}

/** Allocates a live range again for a request for one address. */
class TwoOwners extends SoundAllocator {
  override allocate(...request: never[]): crate.RangeInclusive {
    const [size, , policy] = request as unknown as Request
    if (policy?.kind === 'ExactMatch' && size === 1n && stateOf(this, policy.address) === 'allocated')
      return new crate.RangeInclusive(policy.address, policy.address)
    return super.allocate(...(request as unknown as Request))
  }
}

/** Never frees live ranges of one byte. */
class NotFreed extends SoundAllocator {
  override free(range: crate.RangeLike): void {
    super.free(range.start === range.end ? { start: 0n, end: 2n ** 63n } : range)
  }
}

/** Frees what is already free. */
class FreedTwice extends SoundAllocator {
  override free(range: crate.RangeLike): void {
    if (stateOf(this, range.start as bigint) !== 'free') super.free(range)
  }
}

/** Allocates a byte although it refuses. */
class ChangedByRefusal extends SoundAllocator {
  readonly #taken = new Set<bigint>()

  override allocate(...request: never[]): crate.RangeInclusive {
    try {
      return super.allocate(...(request as unknown as Request))
    } catch (error) {
      const free = [...this.ranges()].find(({ state }) => state === 'free')
      if (error instanceof crate.VmAllocatorError && free !== undefined && free.end < 2n ** 64n - 1n)
        this.#taken.add(super.allocate(1n, 1n, crate.AllocPolicy.ExactMatch(free.start)).start)
      throw error
    }
  }
  override free(range: crate.RangeLike): void {
    super.free(this.#taken.has(range.start as bigint) ? { start: 0n, end: 2n ** 63n } : range)
  }
}

/** Loses a free byte beside a live range. */
class LostBytes extends SoundAllocator {
  override ranges(): crate.ManagedRange[] {
    const all = super.ranges()
    return all.filter(({ start, end, state }) => state !== 'free' || start !== end || all.length === 1)
  }
}

/** Sound, except for the promise in the name. */
export const VIOLATING: Readonly<Record<Violation, object>> = {
  'two-owners': { ...crate, AddressAllocator: TwoOwners },
  'not-freed': { ...crate, AddressAllocator: NotFreed },
  'freed-twice': { ...crate, AddressAllocator: FreedTwice },
  'changed-by-refusal': { ...crate, AddressAllocator: ChangedByRefusal },
  'lost-bytes': { ...crate, AddressAllocator: LostBytes },
}

/** Ids that are allocated several times, freed several times, or never freed. */
export const VIOLATING_IDS: Readonly<Partial<Record<Violation, object>>> = {
  'two-owners': {
    IdAllocator: class extends crate.IdAllocator {
      override allocateId(): number {
        return this.isAllocated(this.base) ? this.base : super.allocateId()
      }
    },
  },
  'freed-twice': {
    IdAllocator: class extends crate.IdAllocator {
      override freeId(id: number): number {
        return this.isAllocated(id) ? super.freeId(id) : id
      }
    },
  },
  'not-freed': {
    IdAllocator: class extends crate.IdAllocator {
      override freeId(id: number): number {
        return super.freeId(id === this.base ? this.end + 1 : id)
      }
    },
  },
}
