// The verdict on soundness is right for every port and every origin of cases: it depends only on what the port itself
// answered and listed before and after a call.
import test from 'ava'
import * as crate from 'vm-allocator'
import { exhaustiveVectors } from '../../lib/conformance/cases/exhaustive.ts'
import { checkConformance, type Report, type Violation } from '../../lib/conformance/index.ts'
import { runVector } from '../../lib/conformance/judging/run-vector.ts'
import { Tally } from '../../lib/conformance/judging/tally.ts'
import { adapt } from '../../lib/conformance/port/adapter.ts'
import { Port } from '../../lib/conformance/port/port.ts'
import { runsOr } from '../support/runs.ts'
import { sound, VIOLATING, VIOLATING_IDS } from './ports.ts'

type Violations = Report['violations']

const RUNS = runsOr(60)

/** The origins of cases, and what they show of a port. */
const SOURCES: Readonly<Record<string, (port: object) => Promise<Violations>>> = {
  recorded: (port) => check(port, { only: ['AddressAllocator', 'IdAllocator'] }),
  generated: (port) => check(port, { only: ['generated'], runs: RUNS, seed: 4 }),
  exhaustive,
  misuse: (port) => check(port, { only: ['misuse'] }),
  'short forms': (port) => check(port, { only: ['short-form'] }),
  isolation: (port) => check(port, { only: ['isolation', 'clone'] }),
}

async function check(port: object, options: object): Promise<Violations> {
  return (await checkConformance(port, { runs: 0, ...options })).violations
}

/** Smaller spaces than the command's, whose cases take a minute. */
const SPACES = [0n, 1n, 2n ** 64n - 3n].map((base) => ({ base, size: 2n }))
const SOME = [...exhaustiveVectors(2n ** 64n - 1n, 'crate', SPACES)].filter((_, number) => number % 5 === 0)

async function exhaustive(module: object): Promise<Violations> {
  const port = new Port(adapt(module), 2000)
  const tally = new Tally([])
  for (const vector of SOME) tally.add(await runVector(port, vector, { level: 'errors' }))
  return tally.result().violations
}

for (const [source, violationsOf] of Object.entries(SOURCES)) {
  test(`${source}: a sound port keeps every promise`, async (t) => {
    t.deepEqual(await violationsOf(sound), {})
  })

  test(`${source}: a canonical port breaks the crate's promises, or shows none to be broken`, async (t) => {
    const broken = Object.keys(await violationsOf(crate)).sort()
    const shown = ['recorded', 'generated', 'exhaustive'].includes(source)
    t.deepEqual(broken, shown ? ['changed-by-refusal', 'freed-twice', 'not-freed', 'two-owners'] : [])
  })

  for (const [violation, port] of Object.entries(VIOLATING)) {
    test(`${source}: a port with ${violation} breaks only that promise`, async (t) => {
      const broken = Object.keys(await violationsOf(port))
      if (['recorded', 'generated', 'exhaustive'].includes(source)) t.deepEqual(broken, [violation])
      else
        t.true(
          broken.every((name) => name === violation),
          broken.join(),
        )
    })
  }
}

for (const [violation, port] of Object.entries(VIOLATING_IDS)) {
  test(`ids: a port with ${violation} breaks only that promise`, async (t) => {
    for (const source of ['recorded', 'generated'])
      t.deepEqual(Object.keys((await SOURCES[source]?.(port)) ?? {}), [violation as Violation], source)
  })
}

test('an unreadable answer neither keeps nor breaks a promise', async (t) => {
  const { IdAllocator: _, AddressAllocator, ...rest } = crate
  class Unreadable extends AddressAllocator {
    override allocate(...request: never[]): crate.RangeInclusive {
      const { start, end } = super.allocate(...(request as unknown as [bigint]))
      return { start: Number(start) + 0.5, end } as never
    }
  }
  const violations = await check(
    { ...rest, AddressAllocator: Unreadable },
    { only: ['address-first-match-whole-space'] },
  )
  t.deepEqual(violations, {})
})
