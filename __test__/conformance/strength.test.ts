// The kit finds planted faults, with short generated sequences. This is a sample; __test__/conformance/port-strength.ts
// has all.
import test from 'ava'
import { runsOr } from '../support/runs.ts'
import { FAULTS } from './faults.ts'
import { findFault, median } from './strength.ts'

const EVERY = 16
const lengths: number[] = []

for (const fault of FAULTS.filter((_, index) => index % EVERY === 0)) {
  test.serial(`found: ${fault.name}`, async (t) => {
    const { cases, length } = await findFault(fault, runsOr(100))
    t.true(cases || length !== undefined)
    if (length !== undefined) lengths.push(length)
  })
}

test.serial('the median of the shortest failing sequences has at most 4 operations', (t) => {
  t.true(lengths.length > 4)
  t.true(median(lengths) <= 4)
})

test('there are at least 40 faults, each with its own name', (t) => {
  t.true(FAULTS.length >= 40)
  t.is(new Set(FAULTS.map(({ name }) => name)).size, FAULTS.length)
})
