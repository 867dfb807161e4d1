import test from 'ava'
import { IdAllocator } from 'vm-allocator'

/** An allocator of 5 to 23 that allocated `count` ids, and then freed `freed`. */
function legacyInterrupts(count: number, ...freed: number[]): IdAllocator {
  const allocator = new IdAllocator(5, 23)
  for (let id = 0; id < count; id++) allocator.allocateId()
  for (const id of freed) allocator.freeId(id)
  return allocator
}

/** All 2³² ids, allocated except for the freed ones. */
function allIds(...freed: number[]): IdAllocator {
  return IdAllocator.restore(`{"range_base":0,"next_id":null,"range_end":4294967295,"freed_ids":[${freed}]}`)
}

test('a new allocator has no id', (t) => {
  const allocator = legacyInterrupts(0)
  t.deepEqual([...allocator.ids()], [])
  t.deepEqual(allocator.allocatedRuns(), [])
  t.deepEqual(allocator.stats(), { allocated: 0, available: 19, freed: 0 })
})

test('ids are listed in order, without the freed ones', (t) => {
  const allocator = legacyInterrupts(8, 12, 5, 8, 9)
  t.deepEqual([...allocator.ids()], [6, 7, 10, 11])
  t.deepEqual(allocator.allocatedRuns(), [
    { start: 6, end: 7 },
    { start: 10, end: 11 },
  ])
  t.deepEqual(allocator.stats(), { allocated: 4, available: 15, freed: 4 })
})

test('an exhausted allocator has all ids', (t) => {
  const allocator = legacyInterrupts(19)
  t.deepEqual(allocator.allocatedRuns(), [{ start: 5, end: 23 }])
  t.deepEqual(allocator.stats(), { allocated: 19, available: 0, freed: 0 })
})

test('an allocator lists no ids after all were freed', (t) => {
  const allocator = legacyInterrupts(3, 5, 6, 7)
  t.deepEqual(allocator.allocatedRuns(), [])
  t.deepEqual(allocator.stats(), { allocated: 0, available: 19, freed: 3 })
})

test('an id that is allocated again does not count as freed', (t) => {
  const allocator = legacyInterrupts(3, 6)
  t.is(allocator.allocateId(), 6)
  t.deepEqual(allocator.stats(), { allocated: 3, available: 16, freed: 0 })
})

test('four billion ids are counted and listed without enumerating them', (t) => {
  const allocator = allIds(7, 2 ** 32 - 1)
  t.deepEqual(allocator.stats(), { allocated: 2 ** 32 - 2, available: 2, freed: 2 })
  t.deepEqual(allocator.allocatedRuns(), [
    { start: 0, end: 6 },
    { start: 8, end: 2 ** 32 - 2 },
  ])
  const ids = allocator.ids()
  t.deepEqual(
    Array.from({ length: 9 }, () => ids.next().value),
    [0, 1, 2, 3, 4, 5, 6, 8, 9],
  )
})

test('the highest possible id is listed', (t) => {
  const allocator = new IdAllocator(2 ** 32 - 2, 2 ** 32 - 1)
  allocator.allocateId()
  t.deepEqual([...allocator.ids()], [2 ** 32 - 2])
  allocator.allocateId()
  t.deepEqual([...allocator.ids()], [2 ** 32 - 2, 2 ** 32 - 1])
  t.deepEqual(allocator.stats(), { allocated: 2, available: 0, freed: 0 })
})

test('an iteration shows the state at its start', (t) => {
  const allocator = legacyInterrupts(3)
  const ids = allocator.ids()
  t.is(ids.next().value, 5)
  allocator.freeId(6)
  allocator.allocateId()
  allocator.allocateId()
  t.deepEqual([...ids], [6, 7])
})

test('iterations are independent, and can be stopped early', (t) => {
  const allocator = legacyInterrupts(3)
  for (const id of allocator.ids()) if (id === 5) break
  t.deepEqual([...allocator.ids()], [5, 6, 7])
})

test('a listed id is allocated', (t) => {
  const allocator = legacyInterrupts(9, 6, 11, 13)
  const listed = new Set(allocator.ids())
  for (let id = 0; id < 30; id++) t.is(allocator.isAllocated(id), listed.has(id), `${id}`)
})
