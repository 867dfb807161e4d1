import { IdAllocator } from 'vm-allocator'
import type { MakeTasks } from './task.ts'

/** Calls of an IdAllocator with `count` live ids, and the same number of freed ones between them. */
export const idTasks: MakeTasks = (count) => {
  const ids = new IdAllocator(0, 4 * count)
  for (let id = 0; id < 2 * count; id++) ids.allocateId()
  for (let id = 0; id < 2 * count; id += 2) ids.freeId(id)
  const text = ids.snapshot()
  const same = ids.clone()
  return {
    'new IdAllocator': () => () => new IdAllocator(0, 4 * count),
    'IdAllocator.allocateId + freeId': () => () => ids.freeId(ids.allocateId()),
    'IdAllocator.isAllocated': () => () => ids.isAllocated(count),
    'IdAllocator.ids': () => () => [...ids.ids()],
    'IdAllocator.allocatedRuns': () => () => ids.allocatedRuns(),
    'IdAllocator.stats': () => () => ids.stats(),
    'IdAllocator.snapshot': () => () => ids.snapshot(),
    'IdAllocator.restore': () => () => IdAllocator.restore(text),
    'IdAllocator.clone': () => () => ids.clone(),
    'IdAllocator.equals': () => () => ids.equals(same),
    'IdAllocator.toJSON': () => () => ids.toJSON(),
    'IdAllocator.toString': () => () => `${ids}`,
  }
}
