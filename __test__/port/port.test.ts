// The example port answers exactly like the crate.
import test from 'ava'
import * as port from '../../examples/port/index.ts'
import { checkConformance } from '../../lib/conformance/index.ts'
import { runsOr } from '../support/runs.ts'

const RUNS = runsOr(1000)

test(`all vectors and ${RUNS} generated sequences, messages and ranges included`, async (t) => {
  const report = await checkConformance(port, { level: 'state', runs: RUNS, seed: 1 })
  t.deepEqual(
    report.failures.map(({ vector }) => vector.id),
    [],
  )
  t.deepEqual(report.unsupported, {})
  t.true(report.passed)
  t.true(report.verdicts.canonical)
  t.is(report.totals.cases, report.totals.passed)
  t.true(report.totals.cases > RUNS + 250)
})

test('it breaks the promises of a sound allocator, as the crate does', async (t) => {
  const { violations, verdicts } = await checkConformance(port, { runs: 0 })
  t.false(verdicts.sound)
  t.deepEqual(Object.keys(violations).sort(), ['changed-by-refusal', 'freed-twice', 'not-freed', 'two-owners'])
})

test('arguments that are not u64 or u32 are refused as misuse', (t) => {
  for (const value of [-1n, -1, 1.5, Number.NaN, 2n ** 64n, 2 ** 53]) {
    t.throws(() => new port.AddressAllocator(value, 1), { instanceOf: RangeError })
  }
  t.throws(() => new port.AddressAllocator('1' as never, 1), { instanceOf: TypeError })
  for (const value of [-1, 1.5, 2 ** 32]) t.throws(() => new port.IdAllocator(value, 9), { instanceOf: RangeError })
  t.throws(() => new port.IdAllocator('1' as never, 9), { instanceOf: TypeError })
})

test('the alignment and the policy can be left out', (t) => {
  t.is(new port.AddressAllocator(1, 16).allocate(1).start, port.DEFAULT_CONSTRAINT_ALIGN)
  const request = new port.Constraint(2, 2, port.AllocPolicy.LastMatch)
  t.is(new port.AddressAllocator(0, 16).allocate(request).start, 14n)
})
