// Known deviations pass while they occur, and fail the run when they no longer do.
import test from 'ava'
import * as crate from 'vm-allocator'
import { checkConformance, type KnownDeviation, parseKnown } from '../../lib/conformance/index.ts'
import { knownFileOf } from '../../lib/conformance/judging/known.ts'
import { runsOr } from '../support/runs.ts'

/** The package in sound mode: it differs from the crate on purpose. */
class AddressAllocator extends crate.AddressAllocator {
  constructor(base: bigint, size: bigint) {
    super(base, size, { sound: true })
  }
}
const sound = { ...crate, AddressAllocator }

const KNOWN: KnownDeviation[] = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D11', 'D14'].map((number) => ({
  tag: `deviation:${number}`,
  reason: 'sound',
}))

const RUNS = runsOr(200)

test('a sound port differs from the crate where the crate is not sound, and nowhere else', async (t) => {
  const report = await checkConformance(sound, { seed: 5, runs: RUNS, known: KNOWN })
  t.deepEqual(report.failures, [])
  t.deepEqual(report.unmet, [])
  t.true(report.passed)
  t.deepEqual(report.verdicts, { canonical: false, sound: true })
  t.true(report.totals.known > 20)
})

test('without the file it fails', async (t) => {
  const report = await checkConformance(sound, { seed: 5, runs: RUNS })
  t.false(report.passed)
  t.true(report.verdicts.sound)
})

test('an unexpected success fails', async (t) => {
  const report = await checkConformance(crate, { runs: 10, known: KNOWN.slice(0, 1) })
  t.is(report.totals.failed, 0)
  t.deepEqual(report.unmet, KNOWN.slice(0, 1))
  t.false(report.passed)
})

test('a file written from the failures makes the next run pass', async (t) => {
  const { failures } = await checkConformance(sound, { runs: 0 })
  const written = knownFileOf(failures)
  const { known } = parseKnown(JSON.stringify(written))
  t.deepEqual({ format: 1, known }, written)
  t.true((await checkConformance(sound, { runs: RUNS, seed: 5, known })).passed)
})

test('an entry by id names the difference, and another difference is not accepted', async (t) => {
  class IdAllocator extends crate.IdAllocator {
    override allocateId(): number {
      return super.allocateId() + 1
    }
  }
  const port = { ...crate, IdAllocator }
  const options = { runs: 0, only: ['id-one-id'] }
  const { failures } = await checkConformance(port, options)
  const { known } = knownFileOf(failures)
  t.deepEqual(known[0]?.difference, { step: 0, status: 'wrong-result', actual: { result: 8 } })
  t.is((await checkConformance(port, { ...options, known })).totals.known, 1)
  const other = known.map((entry) => ({
    ...entry,
    difference: { step: 0, status: 'wrong-result' as const, actual: { result: 9 } },
  }))
  t.is((await checkConformance(port, { ...options, known: other })).totals.failed, 1)
})

const WRONG: [text: string, message: RegExp][] = [
  ['{', /JSON/],
  ['{"format":2,"known":[]}', /^\$\.format: must be 1$/],
  ['{"format":1}', /^\$\.known: must be a list$/],
  ['{"format":1,"known":[{"id":"a"}]}', /^\$\.known\[0\]\.reason: must be a text$/],
  ['{"format":1,"known":[{"reason":"a"}]}', /^\$\.known\[0\]: must have either an id or a tag$/],
]
for (const [text, message] of WRONG) {
  test(`refused: ${text}`, (t) => {
    t.throws(() => parseKnown(text), { message })
  })
}
