import type { VmAllocatorError } from 'vm-allocator'
import { wrongType } from '../argument.ts'

/** Who holds a part of the place that was asked for. */
export interface Holder {
  /** The device. It can be the one that was to be attached: two of its own needs are in each other's way. */
  readonly device: string
  /** What the device calls it. */
  readonly resource: string
  /** The first address or id of what it holds there. */
  readonly start: bigint
  /** The last one, inclusive. */
  readonly end: bigint
}

/** What a pool that was asked had instead. */
export interface AskedPool {
  /** The name of the pool. */
  readonly pool: string
  /**
   * The longest free place that meets the alignment and lies within the bounds of the request, if there is any; of a
   * request for a particular place, the longest in the pool that meets the alignment. Both ends are inclusive.
   */
  readonly largest:
    | {
        /** The first address or id. */
        readonly start: bigint
        /** The last one, inclusive. */
        readonly end: bigint
      }
    | undefined
  /** How many addresses or ids are free within the same bounds. */
  readonly free: bigint
  /** Who holds the particular place that was asked for by `at`, `id` or `move`, in order; empty for other requests. */
  readonly holders: readonly Holder[]
  /** The pool's refusal: `ResourceNotAvailable`. */
  readonly cause: VmAllocatorError
}

/**
 * None of the pools that a need names has room for it. Nothing was changed.
 *
 * The message says what to do about it; the members carry the same as data.
 *
 * @example
 * ```ts
 * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 1n << 20n } })
 * try {
 *   system.attach('gpu0', { bar0: { pool: 'mmio32', size: 16n << 20n } })
 * } catch (error) {
 *   if (error instanceof NoRoomError) console.log(error.message)
 * }
 * // gpu0.bar0 needs 16 MiB aligned to 16 MiB; mmio32 is only 1 MiB
 * ```
 */
export class NoRoomError extends Error {
  static {
    const name = { value: 'NoRoomError', configurable: true, writable: true }
    Object.defineProperty(NoRoomError.prototype, 'name', name)
  }

  /** What a program tells it by. It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_NO_ROOM'
  /** The device that was to be attached, or that has what was to be moved. */
  readonly device: string
  /** What the device calls the resource that finds no place. */
  readonly resource: string
  /** The pools that were asked, in order. */
  readonly pools: readonly AskedPool[]

  /** @internal */
  constructor(message: string, device: string, resource: string, pools: readonly AskedPool[]) {
    for (const [name, value] of Object.entries({ message, device, resource })) {
      if (typeof value !== 'string') throw wrongType(name, 'a string', value)
    }
    if (!Array.isArray(pools)) throw wrongType('pools', 'an array', pools)
    super(message, { cause: pools[0]?.cause })
    this.device = device
    this.resource = resource
    this.pools = pools
  }
}
