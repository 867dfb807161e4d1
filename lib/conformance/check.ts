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
import { type PassesOver, type RunOptions, runVector } from './judging/run-vector.ts'
import { Tally } from './judging/tally.ts'
import { type AnyAdapter, adapt } from './port/adapter.ts'
import { Port } from './port/port.ts'
import { profileOf } from './port/profile.ts'
import { isPassed, type Report } from './reports/report.ts'

/** Runs one case, whatever kind it is. */
export function runCase(port: Port, vector: Vector, options: RunOptions): Promise<Outcome> {
  return isOfTwo(vector) ? runIsolation(port, vector, options.level) : runVector(port, vector, options)
}

/**
 * Proves a port against the crate: all recorded vectors, then generated sequences, step by step. The guide is
 * [prove a port](../../docs/conformance.md).
 *
 * @example
 * ```ts
 * const report = await checkConformance({ RangeInclusive }, { runs: 10, seed: 1 })
 * report.passed // true
 * report.totals.unsupported > 0 // true
 * ```
 * @param module - a module whose exports are shaped like this package's, or an {@link Adapter}
 * @param options - what to check; all of it by default
 * @returns what came of it; a difference doesn't reject the promise
 * @throws TypeError when an option is none, or has another type
 */
export async function checkConformance(module: object, options: CheckOptions = {}): Promise<Report> {
  return checkPort(adapt(module), options)
}

/** The same for a port that has its adapter. */
export async function checkPort(adapter: AnyAdapter, options: CheckOptions = {}): Promise<Report> {
  validateOptions(options)
  return new Check(adapter, options).run()
}

/** Told as a step between two cases. */
const BETWEEN = -2

class Check {
  readonly #adapter: AnyAdapter
  readonly #options: CheckOptions
  readonly #port: Port
  readonly #level: Level
  readonly #oracle: Oracle
  readonly #tally: Tally

  constructor(adapter: AnyAdapter, options: CheckOptions) {
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
      for (const vector of listCases(this.#options, profileOf(this.#adapter)))
        this.#tally.add(await this.#runOne(vector, (vector, found) => this.#tally.isKnown(vector, found)))
    }
    const generates = only === undefined || only.includes('generated')
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
    const outcome = await runCase(this.#port, vector, { level: this.#level, heartbeat: onStep, passesOver })
    onStep?.(BETWEEN)
    return outcome
  }

  #report(runs: number, ran: number, seed: number): Report {
    const { only, path, complete } = this.#options
    const result = this.#tally.result()
    // A part of the cases says nothing of a deviation that isn't met in it.
    const unmet = only === undefined && path === undefined ? this.#tally.unmet() : []
    return {
      format: 1,
      port: this.#adapter.name ?? 'port',
      level: this.#level,
      oracle: this.#oracle,
      seed,
      runs,
      ran,
      passed: isPassed({ totals: result.totals, unmet }, complete),
      ...result,
      unmet,
    }
  }
}
