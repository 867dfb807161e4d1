// The kit finds planted faults: all by a default run, and what the generated sequences find is short.
import test from 'ava'
import { checkConformance } from '../../lib/conformance/index.ts'
import { FAULTS } from './faults.ts'
import { importPlanted } from './planted.ts'

const lengths: number[] = []
let byVectors = 0

for (const fault of FAULTS) {
  test.serial(`found: ${fault.name}`, async (t) => {
    const port = await importPlanted(fault)
    const [failure] = (await checkConformance(port, { seed: 7, runs: 0 })).failures
    if (failure !== undefined) byVectors++
    const generated = await checkConformance(port, { seed: 7, only: ['generated'] })
    t.true(failure !== undefined || !generated.passed)
    const shortest = generated.failures[0]
    if (shortest !== undefined) lengths.push(shortest.vector.operations.length)
    else t.log('by the vectors alone')
  })
}

test.serial('the median of the shortest failing sequences has at most 4 operations', (t) => {
  const sorted = lengths.toSorted((one, other) => one - other)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY
  t.log(`${FAULTS.length} faults: vectors find ${byVectors}, sequences ${lengths.length}; lengths ${sorted.join(' ')}`)
  t.true(median <= 4)
})
