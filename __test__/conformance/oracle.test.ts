// A port that is sound on purpose is tested at full strength: compared with sound mode, or with the crate after known
// differences.
import test from 'ava'
import * as crate from 'vm-allocator'
import { exhaustiveVectors } from '../../lib/conformance/cases/exhaustive.ts'
import { type CheckOptions, checkConformance } from '../../lib/conformance/index.ts'
import { deviationsOf } from '../../lib/conformance/judging/outcome.ts'
import { runVector } from '../../lib/conformance/judging/run-vector.ts'
import { adapt } from '../../lib/conformance/port/adapter.ts'
import { Port } from '../../lib/conformance/port/port.ts'
import { runsOr } from '../support/runs.ts'
import { SoundAllocator, sound, VIOLATING } from './ports.ts'

const RUNS = runsOr(100)
/** Smaller spaces than those of the command, whose cases take a minute. */
const SPACES = [0n, 1n, 7n, 2n ** 64n - 5n, 2n ** 64n - 4n].map((base) => ({ base, size: 4n }))
const SOUND: CheckOptions = { oracle: 'sound', seed: 6, runs: RUNS }

test('sound mode agrees with itself, in every case', async (t) => {
  const report = await checkConformance(sound, { ...SOUND, level: 'state' })
  t.deepEqual(report.failures, [])
  t.true(report.passed)
  t.is(report.ran, RUNS)
  t.is(report.totals.known, 0)
  t.deepEqual(report.verdicts, { sound: true })
})

test('the crate does not agree with sound mode', async (t) => {
  const { failures, verdicts } = await checkConformance(crate, SOUND)
  t.true(failures.length > 3)
  t.false(verdicts.sound)
  t.true(failures.every(({ divergence }) => divergence?.causes.length === 0))
})

for (const [violation, port] of Object.entries(VIOLATING)) {
  test(`recorded or generated cases find a sound port with ${violation}`, async (t) => {
    t.false((await checkConformance(port, { ...SOUND, runs: 0 })).passed)
    t.false((await checkConformance(port, { ...SOUND, only: ['generated'] })).passed)
  })
}

test('the exhaustive cases have the answers of sound mode', async (t) => {
  const port = new Port(adapt(sound), 2000)
  let number = 0
  for (const vector of exhaustiveVectors(2n ** 64n - 1n, 'sound', SPACES)) {
    if (number++ % 20 !== 0) continue
    const { status, divergence } = await runVector(port, vector, { level: 'state' })
    t.is(status, 'passed', JSON.stringify(divergence, undefined, 1))
  }
  t.true(number > 10_000)
})

test('without a file of known differences, all sequences run, and continue after each deviation', async (t) => {
  const report = await checkConformance(sound, { seed: 6, runs: RUNS, only: ['generated'] })
  t.is(report.ran, RUNS)
  t.is(report.endedEarly, 0)
  t.true(report.failures.length > 2)
  for (const { vector, divergence } of report.failures)
    t.true(divergence !== undefined && deviationsOf(divergence).length > 0, vector.id)
})

test('a fault that shows only after a known deviation is found', async (t) => {
  class Faulty extends SoundAllocator {
    #refused = false
    override free(range: crate.RangeLike): void {
      // The crate accepts this: D2.
      if (this.ranges('free').some(({ start, end }) => start === range.start && end === range.end)) this.#refused = true
      super.free(range)
    }
    override allocate(...request: never[]): crate.RangeInclusive {
      const range = super.allocate(...(request as unknown as [bigint]))
      if (this.#refused) throw Object.assign(new Error('x'), { kind: 'NeverAllocated', id: 1 })
      return range
    }
  }
  const port = { ...crate, AddressAllocator: Faulty }
  const { failures } = await checkConformance(port, { seed: 6, runs: RUNS, only: ['generated'] })
  const found = failures.find(({ divergence }) => divergence?.causes.length === 0)
  t.is(found?.divergence?.status, 'refused')
  t.true((found?.vector.operations.length ?? 99) <= 4)
  t.true((found?.passedOver?.length ?? 0) > 0)
})
