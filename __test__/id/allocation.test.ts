import test from 'ava'
import { IdAllocator } from 'vm-allocator'
import { refuses } from '../support/refusal.ts'

test('freed ids come back in ascending order, before ids that were never handed out', (t) => {
  const allocator = new IdAllocator(0, 9)
  for (let i = 0; i < 6; i++) allocator.allocateId()
  for (const id of [4, 0, 2]) allocator.freeId(id)
  t.deepEqual(
    Array.from({ length: 7 }, () => allocator.allocateId()),
    [0, 2, 4, 6, 7, 8, 9],
  )
  refuses(t, () => allocator.allocateId(), 'ResourceNotAvailable')
})

test('an exhausted allocator continues after an id was freed, even after Overflow', (t) => {
  for (const [base, refusal] of [
    [7, 'ResourceNotAvailable'],
    [2 ** 32 - 1, 'Overflow'],
  ] as const) {
    const allocator = new IdAllocator(base, base)
    t.is(allocator.allocateId(), base)
    refuses(t, () => allocator.allocateId(), refusal)
    t.is(allocator.freeId(base), base)
    t.is(allocator.allocateId(), base)
    refuses(t, () => allocator.allocateId(), refusal)
  }
})

test('refused frees change nothing', (t) => {
  const allocator = new IdAllocator(5, 8)
  allocator.allocateId()
  for (const [id, kind] of [
    [4, 'OutOfRange'],
    [9, 'OutOfRange'],
    [6, 'NeverAllocated'],
  ] as const) {
    refuses(t, () => allocator.freeId(id), kind, { id })
  }
  t.deepEqual([allocator.allocateId(), allocator.allocateId(), allocator.allocateId()], [6, 7, 8])
  refuses(t, () => allocator.allocateId(), 'ResourceNotAvailable')
})

test('two allocators of the same ids are independent', (t) => {
  const [one, other] = [new IdAllocator(1, 2), new IdAllocator(1, 2)]
  t.is(one.allocateId(), 1)
  t.false(other.isAllocated(1))
  refuses(t, () => other.freeId(1), 'NeverAllocated', { id: 1 })
  t.is(other.allocateId(), 1)
})

test('an id is never -0: it would print and compare (Object.is) differently from the crate’s 0', (t) => {
  const allocator = new IdAllocator(-0, 5)
  t.is(allocator.base, 0)
  allocator.allocateId()
  t.is(allocator.freeId(-0), 0)
})
