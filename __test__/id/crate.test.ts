// The crate's own tests of its `IdAllocator` (`id_allocator.rs`).
import test from 'ava'
import { IdAllocator } from 'vm-allocator'
import { refuses } from '../support/refusal.ts'

const U32_MAX = 2 ** 32 - 1
const legacyInterrupts = () => new IdAllocator(5, 23)

function allocate(allocator: IdAllocator, count: number): number[] {
  return Array.from({ length: count }, () => allocator.allocateId())
}

test('ids are handed out from base to end, both included (crate: test_slot_id_allocation)', (t) => {
  refuses(t, () => new IdAllocator(23, 5), 'InvalidRange', { start: 23n, end: 5n })
  const allocator = legacyInterrupts()
  t.is(allocator.base, 5)
  t.is(allocator.end, 23)
  t.is(allocator.allocateId(), 5)
  t.deepEqual(allocate(allocator, 18), [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23])
  refuses(t, () => allocator.allocateId(), 'ResourceNotAvailable')
})

test('after the id 2^32 - 1 the next one overflows, D8 (crate: test_u32_overflow)', (t) => {
  const allocator = new IdAllocator(U32_MAX - 1, U32_MAX)
  t.deepEqual(allocate(allocator, 2), [U32_MAX - 1, U32_MAX])
  refuses(t, () => allocator.allocateId(), 'Overflow')
})

test('an id is freed once, and the lowest freed one comes back first (crate: test_slot_id_free)', (t) => {
  const allocator = legacyInterrupts()
  refuses(t, () => allocator.freeId(3), 'OutOfRange', { id: 3 })
  t.deepEqual(allocate(allocator, 9), [5, 6, 7, 8, 9, 10, 11, 12, 13])
  t.is(allocator.freeId(10), 10)
  refuses(t, () => allocator.freeId(10), 'AlreadyReleased', { id: 10 })
  t.is(allocator.freeId(9), 9)
  t.is(allocator.allocateId(), 9)
  refuses(t, () => allocator.freeId(21), 'NeverAllocated', { id: 21 })
  t.deepEqual(allocate(allocator, 2), [10, 14])
})

test('the next id was never allocated (crate: test_free_id_never_allocated_boundary)', (t) => {
  const allocator = legacyInterrupts()
  refuses(t, () => allocator.freeId(5), 'NeverAllocated', { id: 5 })
  t.deepEqual(allocate(allocator, 3), [5, 6, 7])
  refuses(t, () => allocator.freeId(8), 'NeverAllocated', { id: 8 })
  t.is(allocator.allocateId(), 8)
})

test('an id is allocated from when it is handed out until it is freed (crate: test_is_allocated)', (t) => {
  const allocator = legacyInterrupts()
  t.false(allocator.isAllocated(4))
  t.false(allocator.isAllocated(24))
  t.false(allocator.isAllocated(10))
  t.is(allocator.allocateId(), 5)
  t.true(allocator.isAllocated(5))
  t.false(allocator.isAllocated(6))
  allocator.freeId(5)
  t.false(allocator.isAllocated(5))
  t.is(allocator.allocateId(), 5)
  t.true(allocator.isAllocated(5))
})

test('the last two ids of u32 are allocated like others (crate: test_is_allocated_full_range)', (t) => {
  const allocator = new IdAllocator(U32_MAX - 1, U32_MAX)
  t.false(allocator.isAllocated(U32_MAX - 1))
  t.false(allocator.isAllocated(U32_MAX))
  t.is(allocator.allocateId(), U32_MAX - 1)
  t.true(allocator.isAllocated(U32_MAX - 1))
  t.false(allocator.isAllocated(U32_MAX))
  t.is(allocator.allocateId(), U32_MAX)
  t.true(allocator.isAllocated(U32_MAX))
  allocator.freeId(U32_MAX)
  t.false(allocator.isAllocated(U32_MAX))
  t.true(allocator.isAllocated(U32_MAX - 1))
})

test('freed ids and ids to come are not allocated (crate: test_is_allocated_with_freed)', (t) => {
  const allocator = legacyInterrupts()
  t.deepEqual(allocate(allocator, 2), [5, 6])
  t.true(allocator.isAllocated(6))
  t.false(allocator.isAllocated(7))
  allocator.freeId(5)
  t.false(allocator.isAllocated(5))
  t.true(allocator.isAllocated(6))
  t.false(allocator.isAllocated(7))
})

test('ids on either side are out of the range (crate: test_id_sanity_checks)', (t) => {
  const allocator = legacyInterrupts()
  refuses(t, () => allocator.freeId(4), 'OutOfRange', { id: 4 })
  refuses(t, () => allocator.freeId(6), 'NeverAllocated', { id: 6 })
  refuses(t, () => allocator.freeId(25), 'OutOfRange', { id: 25 })
})
