import test from 'ava'
import { AddressAllocator, type AddressStats, AllocPolicy } from 'vm-allocator'
import { refuses } from '../support/refusal.ts'

const NOTHING: AddressStats = {
  allocatedRanges: 0,
  freeRanges: 0,
  allocatedBytes: 0n,
  freeBytes: 0n,
  lostBytes: 0n,
  largestFreeRange: 0n,
  fragmentation: 0,
}

test('a new allocator is all free', (t) => {
  const size = 768n << 20n
  const stats = new AddressAllocator(0xd000_0000n, size).stats()
  t.deepEqual(stats, { ...NOTHING, freeRanges: 1, freeBytes: size, largestFreeRange: size })
})

test('a full allocator has no fragmentation', (t) => {
  const allocator = new AddressAllocator(0n, 0x1000n)
  allocator.allocate(0x1000n)
  t.deepEqual(allocator.stats(), { ...NOTHING, allocatedRanges: 1, allocatedBytes: 0x1000n })
})

test('fragmentation is 1 - largest free range / free bytes', (t) => {
  const allocator = new AddressAllocator(0n, 0x1_0000n)
  allocator.allocate(0x1000n, 4n, AllocPolicy.ExactMatch(0x1000n))
  allocator.allocate(0x2000n, 4n, AllocPolicy.ExactMatch(0x5000n))
  // Free: 0x1000 below, 0x3000 between, 0x9000 above.
  t.deepEqual(allocator.stats(), {
    allocatedRanges: 2,
    freeRanges: 3,
    allocatedBytes: 0x3000n,
    freeBytes: 0xd000n,
    lostBytes: 0n,
    largestFreeRange: 0x9000n,
    fragmentation: 4 / 13,
  })
})

test('bytes beyond 2^53 are exact', (t) => {
  const size = 2n ** 64n - 1n
  const allocator = new AddressAllocator(0n, size)
  allocator.allocate(2n ** 53n + 1n, 1n)
  const { allocatedBytes, freeBytes } = allocator.stats()
  t.deepEqual([allocatedBytes, freeBytes], [2n ** 53n + 1n, size - 2n ** 53n - 1n])
})

test('bytes that free loses are counted (deviation D3)', (t) => {
  const allocator = new AddressAllocator(1n, 0x100n)
  const lost = allocator.allocate(0x10n, 1n)
  refuses(t, () => allocator.free(lost), 'Underflow')
  const rest = { freeRanges: 1, freeBytes: 0xf0n, largestFreeRange: 0xf0n }
  t.deepEqual(allocator.stats(), { ...NOTHING, ...rest, lostBytes: 0x10n })
})

test('in sound mode nothing is lost', (t) => {
  const allocator = new AddressAllocator(1n, 0x100n, { sound: true })
  allocator.free(allocator.allocate(0x10n, 1n))
  t.deepEqual(allocator.stats(), { ...NOTHING, freeRanges: 1, freeBytes: 0x100n, largestFreeRange: 0x100n })
})

test('a range freed outside an emptied space counts as free, and does not reduce the loss (deviation D10)', (t) => {
  const allocator = new AddressAllocator(1n, 0x100n)
  const all = allocator.allocate(0x100n, 1n)
  refuses(t, () => allocator.free(all), 'Underflow')
  t.deepEqual(allocator.stats(), { ...NOTHING, lostBytes: 0x100n })
  allocator.free({ start: 0x5000n, end: 0x5fffn })
  const outside = { freeRanges: 1, freeBytes: 0x1000n, largestFreeRange: 0x1000n }
  t.deepEqual(allocator.stats(), { ...NOTHING, ...outside, lostBytes: 0x100n })
})

test('free neighbours that were not merged are distinguished (deviation D4)', (t) => {
  const allocator = new AddressAllocator(4n, 2n)
  const bytes = [allocator.allocate(1n, 1n), allocator.allocate(1n, 1n)]
  for (const byte of bytes) allocator.free(byte)
  const free = { freeRanges: 2, freeBytes: 2n, largestFreeRange: 1n }
  t.deepEqual(allocator.stats(), { ...NOTHING, ...free, fragmentation: 0.5 })
})
