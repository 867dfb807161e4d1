import test from 'ava'
import { AddressAllocator, AllocPolicy, IdAllocator } from 'vm-allocator'
import { refusesArgument } from './misuse.ts'

function pages(count: number, policy = AllocPolicy.FirstMatch): AddressAllocator {
  const allocator = new AddressAllocator(0x1000n, 0x8000n)
  for (let page = 0; page < count; page++) allocator.allocate(0x1000n, 0x1000n, policy)
  return allocator
}

function ids(count: number, ...freed: number[]): IdAllocator {
  const allocator = new IdAllocator(5, 23)
  for (let id = 0; id < count; id++) allocator.allocateId()
  for (const id of freed) allocator.freeId(id)
  return allocator
}

test('a clone is equal and independent', (t) => {
  const original = pages(3)
  const clone = original.clone()
  t.true(clone.equals(original))
  t.not(clone, original)
  const before = original.snapshot()
  clone.allocate(0x1000n)
  clone.free({ start: 0x1000n, end: 0x1fffn })
  t.is(original.snapshot(), before)
  t.false(clone.equals(original))
  const cloned = clone.snapshot()
  original.allocate(0x2000n)
  t.is(clone.snapshot(), cloned)
})

test('a clone answers like the original', (t) => {
  const original = pages(5)
  original.free({ start: 0x2000n, end: 0x2fffn })
  const clone = original.clone()
  for (const size of [0x2000n, 0x800n, 0x800n, 0x1000n]) t.deepEqual(clone.allocate(size), original.allocate(size))
  t.true(clone.equals(original))
})

test('a clone keeps the mode', (t) => {
  t.true(new AddressAllocator(0n, 0x1000n, { sound: true }).clone().sound)
  t.false(new AddressAllocator(0n, 0x1000n).clone().sound)
})

test('a clone has the class and the ends of the original', (t) => {
  const clone = pages(1).clone()
  t.is(clone.constructor, AddressAllocator)
  t.deepEqual([clone.base, clone.end], [0x1000n, 0x8fffn])
  const ofIds = ids(1).clone()
  t.is(ofIds.constructor, IdAllocator)
  t.deepEqual([ofIds.base, ofIds.end], [5, 23])
})

test('allocators of different spaces are not equal, even when both are empty', (t) => {
  const allocator = new AddressAllocator(0n, 0x1000n)
  t.true(allocator.equals(new AddressAllocator(0n, 0x1000n)))
  t.false(allocator.equals(new AddressAllocator(0n, 0x2000n)))
  t.false(allocator.equals(new AddressAllocator(0x1000n, 0x1000n)))
})

test('an allocator equals itself, and equality goes both ways', (t) => {
  const [one, other] = [pages(2), pages(2)]
  t.true(one.equals(one))
  t.true(one.equals(other) && other.equals(one))
  other.allocate(0x1000n)
  t.false(one.equals(other) || other.equals(one))
})

test('the same ranges in another tree are not equal, as in the crate', (t) => {
  const [upwards, downwards] = [pages(8), pages(8, AllocPolicy.LastMatch)]
  t.deepEqual(upwards.ranges(), downwards.ranges())
  t.not(upwards.snapshot(), downwards.snapshot())
  t.false(upwards.equals(downwards))
})

test('the mode does not affect equality, because the crate has none', (t) => {
  t.true(new AddressAllocator(0n, 0x1000n).equals(new AddressAllocator(0n, 0x1000n, { sound: true })))
})

test('an id clone is equal and independent', (t) => {
  const original = ids(4, 6)
  const clone = original.clone()
  t.true(clone.equals(original))
  t.is(clone.allocateId(), 6)
  t.false(clone.equals(original))
  t.is(original.snapshot(), '{"range_base":5,"next_id":9,"range_end":23,"freed_ids":[6]}')
  t.is(original.allocateId(), 6)
  t.true(clone.equals(original))
})

test('id allocators are equal when all four fields are', (t) => {
  t.true(ids(4, 6).equals(ids(4, 6)))
  t.false(ids(4, 6).equals(ids(4, 7)))
  t.false(ids(4).equals(ids(5)))
  t.false(ids(0).equals(new IdAllocator(5, 22)))
  t.false(ids(0).equals(new IdAllocator(4, 23)))
})

test('id allocators with the same ids but other answers to come are not equal', (t) => {
  const [one, other] = [ids(1), ids(2, 6)]
  t.deepEqual(one.allocatedRuns(), other.allocatedRuns())
  t.false(one.equals(other))
})

const STRANGERS: readonly unknown[] = [undefined, null, true, 0, 1n, 'x', Symbol('x'), {}, [], () => 0]

test('an address allocator refuses to be compared with anything else', (t) => {
  const others = [...STRANGERS, ids(0), Object.create(AddressAllocator.prototype), pages(0).toJSON()]
  for (const other of others) refusesArgument(t, () => pages(0).equals(other as never), 'other')
})

test('an id allocator refuses to be compared with anything else', (t) => {
  const others = [...STRANGERS, pages(0), Object.create(IdAllocator.prototype), ids(0).toJSON()]
  for (const other of others) refusesArgument(t, () => ids(0).equals(other as never), 'other')
})
