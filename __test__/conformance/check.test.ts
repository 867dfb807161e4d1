// Tests the options of a check, and ports with several faults.
import { inspect } from 'node:util'
import test from 'ava'
import * as crate from 'vm-allocator'
import { exhaustiveVectors } from '../../lib/conformance/cases/exhaustive.ts'
import { checkConformance, type Report, registerConformance } from '../../lib/conformance/index.ts'
import { runVector } from '../../lib/conformance/judging/run-vector.ts'
import { Tally } from '../../lib/conformance/judging/tally.ts'
import { adapt } from '../../lib/conformance/port/adapter.ts'
import { Port } from '../../lib/conformance/port/port.ts'
import { sound } from './ports.ts'

/** The package with three unrelated faults. */
class AddressAllocator extends crate.AddressAllocator {
  override free(range: crate.RangeLike): void {
    if (range.start === range.end) throw new Error('one byte')
    super.free(range)
  }
}
class IdAllocator extends crate.IdAllocator {
  override isAllocated(id: number): boolean {
    return !super.isAllocated(id)
  }
  override allocateId(): number {
    return super.allocateId() + 1
  }
}
const faulty = { ...crate, AddressAllocator, IdAllocator }

function generated(options: object = {}): Promise<Report> {
  return checkConformance(faulty, { seed: 11, only: ['generated'], runs: 300, ...options })
}
const all = generated()

test('generated sequences go on after a failure, and report each way to fail once', async (t) => {
  const { failures, totals, ran, runs } = await all
  const ways = failures.map(({ vector, divergence }) => `${vector.operations.at(-1)?.op} ${divergence?.status}`)
  for (const way of ['free unknown-error', 'is_allocated wrong-result', 'allocate_id wrong-result'])
    t.is(ways.filter((other) => other === way).length, 1, way)
  t.true(failures.every(({ repeats = 0 }) => repeats > 0))
  t.is(
    totals.failed,
    failures.reduce((sum, { repeats = 0 }) => sum + 1 + repeats, 0),
  )
  t.is(ran, runs)
  t.is(totals.cases, ran)
})

test('a case that fails in the same way again and again counts once', async (t) => {
  const { failures, totals } = await checkConformance(sound, { seed: 4, only: ['generated'], runs: 200 })
  t.true(failures.length > 0)
  t.deepEqual(
    failures.filter(({ repeats = 0 }) => 1 + repeats > totals.failed),
    [],
  )
})

test('each of them is reproduced by its seed and path', async (t) => {
  for (const { seed, path, vector, divergence } of (await all).failures) {
    const again = (await generated({ seed, path })).failures
    t.is(again.length, 1)
    t.deepEqual(again[0]?.vector.operations, vector.operations)
    t.deepEqual(again[0]?.divergence, divergence)
  }
})

test('the exhaustive set reports each way to fail once, with the shortest case', async (t) => {
  const port = new Port(adapt(faulty), 2000)
  const tally = new Tally([])
  // All of them take half a minute, but the first ones are enough.
  let left = 3000
  for (const vector of exhaustiveVectors()) {
    if (left-- === 0) break
    tally.add(await runVector(port, vector, { level: 'errors' }))
  }
  const { failures, totals } = tally.result()
  const [failure] = failures
  t.is(failures.length, 1)
  t.is(failure?.divergence?.status, 'unknown-error')
  t.true((failure?.vector.operations.length ?? 0) <= 2)
  t.true(totals.failed > 1)
  t.is(totals.failed, 1 + (failure?.repeats ?? 0))
})

test('a report says how many sequences ran', async (t) => {
  const some = await checkConformance(crate, { runs: 10, only: ['id-one-id'] })
  t.is(some.ran, 0)
  t.is(some.totals.cases, 1)
})

const REFUSED: [options: unknown, message: RegExp][] = [
  [[], /"options" argument must be an object/],
  [null, /"options" argument must be an object/],
  [{ run: 10 }, /no option "run"/],
  [{ toString: 1 }, /no option "toString"/],
  [{ level: 'all' }, /"level" must be results, errors, messages, state/],
  [{ runs: -1 }, /"runs" must be a whole number/],
  [{ runs: 1.5 }, /"runs" must be a whole number/],
  [{ seed: 2 ** 31 }, /"seed" must be a whole number from 0 to 2147483647/],
  [{ only: 'id' }, /"only" must be a list of texts/],
  [{ only: [1] }, /"only" must be a list of texts/],
  [{ known: {} }, /"known" must be a list/],
  [{ exhaustive: 'yes' }, /"exhaustive" must be true or false/],
  [{ onCase: 'x' }, /"onCase" must be a function/],
  [{ path: '1:2' }, /"path" needs the "seed"/],
  [{ replay: [1] }, /"replay" must be a list of vectors/],
  [{ replay: [{ id: 'a' }] }, /"replay" must be a list of vectors/],
]
for (const [options, message] of REFUSED) {
  test(`refused: ${JSON.stringify(options)}`, async (t) => {
    await t.throwsAsync(() => checkConformance(crate, options as object), { instanceOf: TypeError, message })
  })
}

for (const port of [undefined, null, 'port.ts', { ...crate, conformance: null }, { ...crate, conformance: 'x' }]) {
  test(`refused as a port: ${inspect(port, { depth: -1 })} ${inspect((port as typeof port & object)?.conformance)}`, async (t) => {
    const refusal = { instanceOf: TypeError, message: /^The "(port|conformance)" argument must be an? / }
    await t.throwsAsync(() => checkConformance(port as object, { runs: 0, only: ['id-one-id'] }), refusal)
    t.throws(() => registerConformance({ test: () => {}, port } as never), refusal)
  })
}

test('refused: no test function', (t) => {
  for (const [given, name] of [
    [undefined, 'options'],
    [{ port: crate }, 'test'],
  ] as const) {
    const refusal = { instanceOf: TypeError, message: new RegExp(`^The "${name}" argument must be `) }
    t.throws(() => registerConformance(given as never), refusal)
  }
})

test('options that are undefined are left out', async (t) => {
  const report = await checkConformance(crate, { runs: 0, level: undefined, known: undefined, only: ['id-one-id'] })
  t.is(report.level, 'errors')
})
