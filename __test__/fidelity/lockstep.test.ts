// Random sequences in lockstep with the bare crate: results, errors and trees are equal after every step.
import test from 'ava'
import fc from 'fast-check'
import { command } from '../../lib/conformance/generation/command.ts'
import { space } from '../../lib/conformance/generation/space.ts'
import { runsOr } from '../support/runs.ts'
import { compareWithCrate, run } from './lockstep.ts'

const RUNS = runsOr(100)

test(`${RUNS} sequences of 200 random calls answer as the bare crate does, tree included`, (t) => {
  const sequence = fc.array(command, { minLength: 200, maxLength: 200 })
  const property = fc.property(space, sequence, (space, commands) => compareWithCrate(space, run(space, commands)))
  t.notThrows(() => fc.assert(property, { numRuns: RUNS }))
})
