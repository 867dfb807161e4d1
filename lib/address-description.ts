// How an AddressAllocator describes itself.
import type { AddressAllocator } from './address-allocator.ts'
import type { RangeState } from './managed-range.ts'

/** How much of an {@link AddressAllocator}'s space is allocated and how much is free. The crate has no such item. */
export interface AddressStats {
  /** How many live ranges there are. */
  readonly allocatedRanges: number
  /** How many free ranges there are. */
  readonly freeRanges: number
  /** Bytes in live ranges. */
  readonly allocatedBytes: bigint
  /** Bytes in free ranges. */
  readonly freeBytes: bigint
  /** Bytes that are neither, because the crate lost them (deviation D3); always `0n` in sound mode. */
  readonly lostBytes: bigint
  /** Bytes in the largest free range. */
  readonly largestFreeRange: bigint
  /** 1 − largest free range ÷ free bytes: 0 when all free bytes are in one range, or when there are none. */
  readonly fragmentation: number
}

/** What {@link AddressAllocator.toJSON} returns. The crate has no such item. */
export interface AddressDescription {
  /** The first managed address, in hex: `'0xd0000000'`. */
  readonly base: string
  /** The last managed address, in hex. */
  readonly end: string
  /** Whether the allocator is in sound mode. */
  readonly sound: boolean
  /** All ranges in address order. */
  readonly ranges: readonly {
    /** The first address, in hex. */
    readonly start: string
    /** The last address, in hex. */
    readonly end: string
    /** Whether the range is allocated or free. */
    readonly state: RangeState
  }[]
}
