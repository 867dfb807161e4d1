import { wrongType } from '../argument.ts'
import { listCases } from './cases/list-cases.ts'
import { checkConformance, runCase } from './check.ts'
import { type CheckOptions, validateOptions } from './check-options.ts'
import { type KnownDeviation, KnownDeviations, nameOf } from './judging/known.ts'
import type { Outcome } from './judging/outcome.ts'
import type { PassesOver } from './judging/run-vector.ts'
import { adapt } from './port/adapter.ts'
import { Port } from './port/port.ts'
import { profileOf, programOf } from './port/profile.ts'
import { failureText } from './reports/failure-text.ts'
import type { Failure } from './reports/report.ts'

/** The `test` (or `it`) of a test runner: node:test, vitest, jest, mocha or ava. */
export type TestFunction = (title: string, body: (...context: unknown[]) => Promise<void>) => unknown

/** What {@link registerConformance} registers, and where. */
export interface RegisterOptions extends CheckOptions {
  /** The function that registers a test. */
  readonly test: TestFunction
  /** A module whose exports are shaped like this package's, or an adapter. */
  readonly port: object
}

/**
 * Registers a test for every recorded vector, one for the generated sequences and one for the known deviations. Cases
 * that need something the port lacks are reported as skipped if the test runner can skip, and otherwise marked in the
 * title.
 *
 * @example
 * <!-- types only: the reader's test runner runs it -->
 * ```ts
 * import test from 'node:test'
 * import { registerConformance } from 'vm-allocator/conformance'
 * import * as port from './port.ts'
 *
 * registerConformance({ test, port })
 * ```
 * @param options - the runner's `test`, the port, and what to check
 * @throws TypeError if an option is unknown or has the wrong type
 */
export function registerConformance(options: RegisterOptions): void {
  if (typeof options !== 'object' || options === null)
    throw wrongType('options', 'an object with test and port', options)
  const { test, port: module, ...checks } = options
  if (typeof test !== 'function') throw wrongType('test', "the test function of Node's or another runner", test)
  validateOptions(checks)
  const adapter = adapt(module)
  const port = new Port(adapter, checks.stepLimit ?? 2000)
  const { level = 'errors', known: entries = [], only } = checks
  const known = new KnownDeviations(entries, checks.oracle)
  const context = { level, program: programOf(module) }
  const fail = (failure: Failure): never => {
    throw new Error(failureText(failure, 'PORT', context))
  }
  const passesOver: PassesOver = (vector, found) => known.match(vector, found) !== undefined
  for (const vector of listCases({ ...checks, exhaustive: false }, profileOf(adapter))) {
    const title = `${vector.id}: ${vector.title}`
    const lacking = port.lacks(vector)
    if (lacking === undefined)
      register(test, title, async (context) =>
        judgeCase(await runCase(port, vector, { level, passesOver }), entries, known, { runner: context, fail }),
      )
    else skip(test, `${title} (unsupported: ${lacking})`)
  }
  if (only !== undefined && !only.includes('generated')) return
  const rest = { ...checks, only: ['generated', ...(checks.exhaustive ? ['exhaustive'] : [])] }
  register(test, `generated: ${checks.runs ?? 1000} sequences answer as the crate does`, async () => {
    const { failures } = await checkConformance(module, rest)
    if (failures[0] !== undefined) fail(failures[0])
  })
  if (entries.length > 0)
    register(test, 'known: every known deviation still occurs', async () => {
      const { unmet } = await checkConformance(module, checks)
      if (unmet.length > 0) throw new Error(`These no longer occur: ${unmet.map(nameOf).join(', ')}`)
    })
}

/** What a test runner passes to a test's body, if anything. */
type Context = { readonly pass?: unknown; readonly skip?: (reason: string) => void } | undefined

/** Registers a body without parameters, which jest and mocha would take for callbacks. ava requires an assertion. */
function register(test: TestFunction, title: string, body: (context: Context) => Promise<void>): void {
  test(title, async (...context) => {
    const t = context[0] as Context
    await body(t)
    if (typeof t?.pass === 'function') t.pass()
  })
}

function skip(test: TestFunction, title: string): void {
  const { skip } = test as { skip?: TestFunction }
  if (typeof skip === 'function') skip.call(test, title, async () => {})
  else register(test, title, async () => {})
}

function judgeCase(
  outcome: Outcome,
  entries: readonly KnownDeviation[],
  known: KnownDeviations,
  { runner, fail }: { readonly runner: Context; readonly fail: (failure: Failure) => never },
): void {
  // Only running the case showed this. jest and mocha pass no context with which to skip.
  if (outcome.status === 'unsupported') runner?.skip?.(`unsupported: ${outcome.unsupported}`)
  const { vector, divergence } = outcome
  if (divergence !== undefined && known.match(vector, divergence) === undefined) fail(outcome)
  const expected = entries.find(({ id }) => id === vector.id)
  if (expected !== undefined && outcome.status === 'passed')
    throw new Error(`Passes although it is known to fail: ${expected.reason}`)
}
