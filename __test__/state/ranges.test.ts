import { inspect } from 'node:util'
import test from 'ava'
import { AddressAllocator, AllocPolicy, ManagedRange, RangeInclusive, VmAllocatorError } from 'vm-allocator'
import { refuses } from '../support/refusal.ts'
import { refusesArgument } from './misuse.ts'

test('a new allocator has one free range, its whole space', (t) => {
  t.deepEqual(new AddressAllocator(0x1000n, 0x3000n).ranges(), [new ManagedRange(0x1000n, 0x3fffn, 'free')])
})

test('ranges are listed in address order, in whatever order they were allocated', (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x5000n)
  allocator.allocate(0x1000n, 0x1000n, AllocPolicy.ExactMatch(0x4000n))
  allocator.allocate(0x800n, 4n)
  allocator.allocate(0x1000n, 4n, AllocPolicy.LastMatch)
  t.deepEqual(allocator.ranges(), [
    new ManagedRange(0x1000n, 0x17ffn, 'allocated'),
    new ManagedRange(0x1800n, 0x3fffn, 'free'),
    new ManagedRange(0x4000n, 0x4fffn, 'allocated'),
    new ManagedRange(0x5000n, 0x5fffn, 'allocated'),
  ])
})

test('ranges of one state can be listed', (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x3000n)
  const page = allocator.allocate(0x1000n, 0x1000n, AllocPolicy.ExactMatch(0x2000n))
  t.deepEqual(allocator.ranges('allocated'), [page])
  t.deepEqual(allocator.ranges('free'), [new RangeInclusive(0x1000n, 0x1fffn), new RangeInclusive(0x3000n, 0x3fffn)])
  t.deepEqual(allocator.ranges(undefined as never) as unknown, allocator.ranges())
})

test('a full allocator has no free range', (t) => {
  const allocator = new AddressAllocator(0n, 0x1000n)
  allocator.allocate(0x1000n, 4n)
  t.deepEqual(allocator.ranges('free'), [])
  t.deepEqual(allocator.ranges(), [new ManagedRange(0n, 0xfffn, 'allocated')])
})

test('addresses beyond 2^53 are exact', (t) => {
  const [base, size] = [2n ** 63n + 1n, 2n ** 63n - 3n]
  const allocator = new AddressAllocator(base, size)
  allocator.allocate(2n, 1n)
  t.deepEqual(allocator.ranges(), [
    new ManagedRange(base, base + 1n, 'allocated'),
    new ManagedRange(base + 2n, 2n ** 64n - 3n, 'free'),
  ])
})

test('a list does not change afterwards', (t) => {
  const allocator = new AddressAllocator(0n, 0x2000n)
  const before = allocator.ranges()
  allocator.allocate(0x1000n)
  t.deepEqual(before, [new ManagedRange(0n, 0x1fffn, 'free')])
})

test('parts that ExactMatch splits off a live range are listed as free (deviation D1)', (t) => {
  const allocator = new AddressAllocator(0n, 0x4000n)
  allocator.allocate(0x4000n)
  allocator.allocate(0x1000n, 4n, AllocPolicy.ExactMatch(0x1000n))
  t.deepEqual(allocator.ranges(), [
    new ManagedRange(0n, 0xfffn, 'free'),
    new ManagedRange(0x1000n, 0x1fffn, 'allocated'),
    new ManagedRange(0x2000n, 0x3fffn, 'free'),
  ])
})

test('a range that free loses is not listed any more (deviation D3)', (t) => {
  const allocator = new AddressAllocator(1n, 0x100n)
  const lost = allocator.allocate(0x10n, 1n)
  refuses(t, () => allocator.free(lost), 'Underflow')
  t.deepEqual(allocator.ranges(), [new ManagedRange(0x11n, 0x100n, 'free')])
})

test('free neighbours of one byte are listed separately (deviation D4)', (t) => {
  const allocator = new AddressAllocator(4n, 3n)
  const bytes = [0, 1, 2].map(() => allocator.allocate(1n, 1n))
  for (const byte of bytes) allocator.free(byte)
  t.deepEqual(
    allocator.ranges('free').map(({ start, end }) => [start, end]),
    [
      [4n, 4n],
      [5n, 5n],
      [6n, 6n],
    ],
  )
})

test('an invalid state is refused', (t) => {
  const allocator = new AddressAllocator(0n, 0x1000n)
  for (const state of ['Allocated', 'used', '', null, 0, true, {}, ['free']]) {
    refusesArgument(t, () => allocator.ranges(state as never), 'state')
  }
})

test('a managed range is a range with a state', (t) => {
  const range = new ManagedRange(0x1000, 0x1fffn, 'free')
  t.true(range instanceof RangeInclusive)
  t.is(range.len, 0x1000n)
  t.is(String(range), 'RangeInclusive [0x1000, 0x1fff] free')
  t.is(inspect(range), 'RangeInclusive [0x1000, 0x1fff] free')
  t.deepEqual(range.toJSON(), { start: '0x1000', end: '0x1fff', state: 'free' })
  t.deepEqual(structuredClone(range) as unknown, { start: 0x1000n, end: 0x1fffn, state: 'free' })
  t.true(range.equals(new RangeInclusive(0x1000n, 0x1fffn)))
})

test('a listed range has the class and the own properties of a constructed one', (t) => {
  const allocator = new AddressAllocator(0n, 0x2000n)
  const page = allocator.allocate(0x1000n)
  const [listed] = allocator.ranges()
  t.is(listed?.constructor, ManagedRange)
  t.deepEqual(Object.keys(listed ?? {}), Object.keys(new ManagedRange(0n, 1n, 'free')))
  const [plain] = allocator.ranges('allocated')
  t.is(plain?.constructor, RangeInclusive)
  t.deepEqual(Object.keys(plain ?? {}), Object.keys(page))
})

test('a listed live range can be freed', (t) => {
  const allocator = new AddressAllocator(0n, 0x4000n)
  for (let page = 0; page < 4; page++) allocator.allocate(0x1000n)
  for (const range of allocator.ranges('allocated')) allocator.free(range)
  t.deepEqual(allocator.ranges(), [new ManagedRange(0n, 0x3fffn, 'free')])
})

test('a managed range needs valid ends', (t) => {
  refuses(t, () => new ManagedRange(2n, 1n, 'free'), 'InvalidRange', { start: 2n, end: 1n })
  t.throws(() => new ManagedRange('1' as never, 1n, 'free'), { code: 'ERR_INVALID_ARG_TYPE', instanceOf: TypeError })
  t.throws(() => new ManagedRange(0n, 2n ** 64n - 1n, 'free'), { instanceOf: VmAllocatorError })
})

test('a managed range needs one of the two states', (t) => {
  for (const state of ['Allocated', 'used', undefined, null, true]) {
    refusesArgument(t, () => new ManagedRange(0n, 1n, state as never), 'state')
  }
})
