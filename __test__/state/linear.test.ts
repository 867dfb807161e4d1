// Functions that list everything do linear work, and functions that look up one thing always do the same work. The work
// of the package's JavaScript is counted, not timed. Loops on the native side are counted by their results.
import test from 'ava'
import { addressTasks } from '../../benchmark/scale/address-tasks.ts'
import { idTasks } from '../../benchmark/scale/id-tasks.ts'
import { systemTasks } from '../../benchmark/scale/system-tasks.ts'
import type { MakeTasks } from '../../benchmark/scale/task.ts'
import { countWork, growthExponent } from '../support/work.ts'

const [SMALL, TIMES] = [250, 4]

/** The tasks whose work grows with the size; all others do the same work at any size. */
const LINEAR = new Set([
  'AddressAllocator.ranges',
  "AddressAllocator.ranges('allocated')",
  "AddressAllocator.ranges('free')",
  'structuredClone(AddressAllocator.ranges)',
  'AddressAllocator.toJSON',
  'JSON.stringify(AddressAllocator)',
  'IdAllocator.ids',
  'IdAllocator.allocatedRuns',
  'IdAllocator.toJSON',
  'SystemAllocator.devices',
  'IdPool.allocatedRuns, of SystemAllocator.pool',
  'IdPool.isAllocated',
  'IdPool.stats',
  'IdPool.toJSON',
  'SystemAllocator.pool',
  'SystemAllocator.labels, used once',
  'SystemAllocator.snapshot',
  'SystemAllocator.restore',
  'SystemAllocator.clone',
  'SystemAllocator.equals',
  'SystemAllocator.toJSON',
])

/** Left out because they do more work for each range: a map folds, and has its own test. */
const ELSEWHERE = new Set(['renderMap, SystemAllocator'])

const GROUPS: Readonly<Record<string, MakeTasks>> = { addresses: addressTasks, ids: idTasks, systems: systemTasks }

for (const [group, make] of Object.entries(GROUPS)) {
  for (const name of Object.keys(make(SMALL)).filter((name) => !ELSEWHERE.has(name))) {
    test.serial(`${group}: ${name} ${LINEAR.has(name) ? 'is linear' : 'does the same at any size'}`, async (t) => {
      const work = (count: number): Promise<number> => {
        const task = make(count)[name]?.()
        if (task === undefined) throw new Error(`there is no task ${name}`)
        return countWork('/dist/', task)
      }
      const [small, large] = [await work(SMALL), await work(SMALL * TIMES)]
      const exponent = growthExponent(small, large, TIMES)
      const shown = `grows as n^${exponent.toFixed(2)}: ${small}, then ${large}`
      t.true(small > 0 || name.startsWith('structuredClone'), `the work was counted: ${small}`)
      if (LINEAR.has(name)) t.true(exponent < 1.15, shown)
      else t.true(large < small + 40, shown)
    })
  }
}
