import type { VmAllocatorError } from 'vm-allocator'
import { wrongType } from '../argument.ts'
import { beginStackAtCaller } from '../caller.ts'

/** Who holds a part of the requested place. */
export interface Holder {
  /** The device. It can be the new device itself, if two of its needs conflict. */
  readonly device: string
  /** The name of its resource. */
  readonly resource: string
  /** The first address or id that it holds there. */
  readonly start: bigint
  /** The last one that it holds there, inclusive. */
  readonly end: bigint
}

/** What a pool without room had instead. */
export interface AskedPool {
  /** The name of the pool. */
  readonly pool: string
  /**
   * The longest free place with the requested alignment, within the bounds of the request, if there is one. For a
   * request for a particular place, the longest in the pool with that alignment. Both ends are inclusive.
   */
  readonly largest:
    | {
        /** The first address or id. */
        readonly start: bigint
        /** The last one, inclusive. */
        readonly end: bigint
      }
    | undefined
  /** The number of addresses or ids that are free within the same bounds. */
  readonly free: bigint
  /** Who holds the place that `at`, `id` or `move` named, in order; empty for other requests. */
  readonly holders: readonly Holder[]
  /** The pool's refusal: `ResourceNotAvailable`. */
  readonly cause: VmAllocatorError
}

/**
 * No pool of a need has room for it. Nothing was changed.
 *
 * The message explains what is in the way; the members hold the same information as data.
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

  /** Identifies the error to programs. It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_NO_ROOM'
  /** The device you tried to attach, or whose resource you tried to move. */
  readonly device: string
  /** The name of the resource that found no place. */
  readonly resource: string
  /** The pools that were tried, in order. */
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
    beginStackAtCaller(this)
  }
}
