import type { Oracle } from './cases/crate.ts'
import { isOfTwo } from './cases/isolation-cases.ts'
import { listCases } from './cases/list-cases.ts'
import type { Vector } from './cases/vector.ts'
import { type CheckOptions, validateOptions } from './check-options.ts'
import { generate } from './generation/generate.ts'
import { sequencesFor } from './generation/sequences.ts'
import { runIsolation } from './judging/isolation.ts'
import type { Level } from './judging/judge.ts'
import { isExplained, type Outcome } from './judging/outcome.ts'
import {
  type FloatingRejections,
  floatingRejection,
  type PassesOver,
  type RunOptions,
  runVector,
} from './judging/run-vector.ts'
import { Tally } from './judging/tally.ts'
import { type AnyAdapter, adapt } from './port/adapter.ts'
import { Port } from './port/port.ts'
import { isFault } from './port/port-answer.ts'
import { profileOf, programOf } from './port/profile.ts'
import { type Report, reasonsAgainst } from './reports/report.ts'

/** Runs one case of any kind. */
export function runCase(port: Port, vector: Vector, options: RunOptions): Promise<Outcome> {
  return isOfTwo(vector) ? runIsolation(port, vector, options.level) : runVector(port, vector, options)
}

/**
 * Compares a port with the crate, step by step: all recorded vectors, then generated sequences. The guide is
 * [Prove a port](../../docs/conformance.md).
 *
 * @example
 * ```ts
 * const report = await checkConformance({ RangeInclusive }, { runs: 10, seed: 1 })
 * report.passed // true
 * report.totals.unsupported > 0 // true
 * ```
 * @param module - a module whose exports are shaped like this package's, or an {@link Adapter}
 * @param options - what to check; everything by default
 * @returns the outcome; a difference doesn't reject the promise
 * @throws TypeError when an option is unknown or has the wrong type
 */
export async function checkConformance(module: object, options: CheckOptions = {}): Promise<Report> {
  return { ...(await checkPort(adapt(module), options)), program: programOf(module) }
}

/** The same for a port with an adapter. */
export async function checkPort(
  adapter: AnyAdapter,
  options: CheckOptions = {},
  settle?: FloatingRejections,
): Promise<Report> {
  validateOptions(options)
  return new Check(adapter, options, settle).run()
}

/**
 * Reports a fault in how a port describes a new object or lists its ranges. It would make all other cases fail too.
 */
function shapeProblemOf({ divergence }: Outcome): string | undefined {
  if (divergence === undefined || divergence.step >= 0 || divergence.status !== 'malformed') return undefined
  return isFault(divergence.actual) && divergence.actual.detail.startsWith('`') ? divergence.actual.detail : undefined
}

/** Placeholder for a call with an unknown answer, which only a rejection can contradict. */
function withRejection(outcome: Outcome, rejected: readonly unknown[]): Outcome {
  const step = outcome.vector.operations.length - 1
  const actual = floatingRejection(rejected)
  const divergence = { step, status: actual.fault, expected: { result: null }, actual, causes: [] }
  return { ...outcome, status: 'failed', divergence }
}

/** The step that is reported between two cases. */
const BETWEEN = -2

class Check {
  readonly #adapter: AnyAdapter
  readonly #options: CheckOptions
  readonly #port: Port
  readonly #level: Level
  readonly #oracle: Oracle
  readonly #tally: Tally
  #stopped: string | undefined
  readonly #settle: FloatingRejections | undefined

  constructor(adapter: AnyAdapter, options: CheckOptions, settle: FloatingRejections | undefined) {
    this.#settle = settle
    this.#adapter = adapter
    this.#options = options
    this.#port = new Port(adapter, options.stepLimit ?? 2000)
    this.#level = options.level ?? 'errors'
    this.#oracle = options.oracle ?? 'crate'
    this.#tally = new Tally(options.known ?? [], this.#oracle)
  }

  async run(): Promise<Report> {
    const { runs = 1000, seed = Date.now() & 0x7fff_ffff, path, only } = this.#options
    if (path === undefined) {
      for (const vector of listCases(this.#options, profileOf(this.#adapter))) {
        const outcome = await this.#runOne(vector, (vector, found) => this.#tally.isKnown(vector, found))
        this.#tally.add(outcome)
        this.#stopped = shapeProblemOf(outcome)
        if (this.#stopped !== undefined) break
      }
    }
    const generates = this.#stopped === undefined && (only === undefined || only.includes('generated'))
    const ran = generates ? await this.#runGenerated(runs, seed, path) : 0
    return this.#report(generates ? runs : 0, ran, seed)
  }

  async #runGenerated(runs: number, seed: number, path: string | undefined): Promise<number> {
    const sequences = sequencesFor(profileOf(this.#adapter), this.#oracle)
    if (sequences === undefined) return 0
    const tally = this.#tally
    return generate(
      { sequences, runs, seed, path },
      {
        run: (vector, passesOver) => this.#runOne(vector, passesOver),
        passesOver: (vector, found) => isExplained(found) || tally.isKnown(vector, found),
        isNew: (vector, found) => tally.isNew(vector, found),
        count: (outcome) => tally.add(outcome),
        found: (outcome, replay) => tally.add(outcome, replay),
        note: (outcome, replay) => tally.note(outcome, replay),
      },
    )
  }

  async #runOne(vector: Vector, passesOver: PassesOver): Promise<Outcome> {
    const { onCase, onStep } = this.#options
    onCase?.(vector)
    const options = { level: this.#level, heartbeat: onStep, passesOver }
    const outcome = await runCase(this.#port, vector, options)
    const rejected = (await this.#settle?.()) ?? []
    // Await the calls one by one, to find the one that left the promise behind.
    const settled =
      rejected.length === 0 ? outcome : await runCase(this.#port, vector, { ...options, settle: this.#settle })
    // Rejections during the repetition must not be blamed on another case.
    if (rejected.length > 0) await this.#settle?.()
    onStep?.(BETWEEN)
    return rejected.length === 0 || settled.divergence !== undefined ? settled : withRejection(settled, rejected)
  }

  #report(runs: number, ran: number, seed: number): Report {
    const { only, path, complete } = this.#options
    const result = this.#tally.result()
    // If only some cases ran, a deviation that didn't occur may be in the others.
    const unmet = only === undefined && path === undefined && this.#stopped === undefined ? this.#tally.unmet() : []
    const reasons = reasonsAgainst({ totals: result.totals, unmet }, complete)
    return {
      format: 1,
      port: this.#adapter.name ?? 'port',
      level: this.#level,
      oracle: this.#oracle,
      seed,
      runs,
      ran,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
      passed: reasons.length === 0,
      reasons,
      ...result,
      unmet,
    }
  }
}
