import { AddressAllocator, type AddressAllocatorOptions, type RangeInclusive } from 'vm-allocator'

export const BASE = 1n << 40n
export const PAGE = 0x1000n

/** The pages of the range with this number: 1 to 13, in an order that maps can't fold. */
export function pagesOf(at: number): bigint {
  return BigInt(1 + ((at * 7919) % 13))
}

/** An allocator with `count` live ranges and the same number of holes of all sizes, and its live ranges. */
export function fragmented(
  count: number,
  base = BASE,
  options?: AddressAllocatorOptions,
): { readonly allocator: AddressAllocator; readonly live: readonly RangeInclusive[] } {
  const allocator = new AddressAllocator(base, BigInt(count) * 32n * PAGE, options)
  const live: RangeInclusive[] = []
  const holes: RangeInclusive[] = []
  // A page at the start separates the ranges from the edge of u64.
  allocator.allocate(PAGE - (base % PAGE), 1n)
  for (let at = 0; at < count; at++) {
    live.push(allocator.allocate(pagesOf(at) * PAGE, PAGE))
    holes.push(allocator.allocate(pagesOf(at + 5) * PAGE, PAGE))
  }
  for (const hole of holes) allocator.free(hole)
  return { allocator, live }
}
