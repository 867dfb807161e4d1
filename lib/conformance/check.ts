import { exhaustiveVectors } from './cases/exhaustive.ts'
import { misuseVectors } from './cases/misuse.ts'
import { shortFormVectors } from './cases/short-forms.ts'
import type { Vector } from './cases/vector.ts'
import { readVectors } from './cases/vector-files.ts'
import { type CheckOptions, validateOptions } from './check-options.ts'
import { generate } from './generation/generate.ts'
import { isOfTwo, isolationVectors, runIsolation } from './judging/isolation.ts'
import type { Level } from './judging/judge.ts'
import { type Heartbeat, type Outcome, runVector } from './judging/run-vector.ts'
import { Tally } from './judging/tally.ts'
import { type Adapter, adapt } from './port/adapter.ts'
import { Port } from './port/port.ts'
import { isPassed, type Report } from './reports/report.ts'

/** The cases of a check that are recorded, or made without a seed. */
export function* listCases({ only, exhaustive = false, replay = [], skip = [] }: CheckOptions): Generator<Vector> {
  const wanted = (vector: Vector) => !skip.includes(vector.id) && (only === undefined || isOneOf(vector, only))
  for (const vector of replay) if (wanted(vector)) yield vector
  const own = [...isolationVectors(), ...shortFormVectors(), ...misuseVectors()]
  for (const vector of [...own, ...readVectors()]) if (wanted(vector)) yield vector
  if (exhaustive) for (const vector of exhaustiveVectors()) if (wanted(vector)) yield vector
}

function isOneOf({ id, tags }: Vector, only: readonly string[]): boolean {
  // A tag can be given without its class.
  return only.some((name) => id === name || tags.some((tag) => tag === name || tag.split(':')[1] === name))
}

/** Runs one case, whatever kind it is. */
export function runCase(port: Port, vector: Vector, level: Level, heartbeat?: Heartbeat): Promise<Outcome> {
  return isOfTwo(vector) ? runIsolation(port, vector, level) : runVector(port, vector, level, heartbeat)
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
  validateOptions(options)
  return new Check(adapt(module), options).run()
}

/** Told as a step between two cases. */
const BETWEEN = -2

class Check {
  readonly #adapter: Adapter
  readonly #options: CheckOptions
  readonly #port: Port
  readonly #level: Level
  readonly #tally: Tally

  constructor(adapter: Adapter, options: CheckOptions) {
    this.#adapter = adapter
    this.#options = options
    this.#port = new Port(adapter, options.stepLimit ?? 2000)
    this.#level = options.level ?? 'errors'
    this.#tally = new Tally(options.known ?? [])
  }

  async run(): Promise<Report> {
    const { runs = 1000, seed = Date.now() & 0x7fff_ffff, path, only } = this.#options
    if (path === undefined) for (const vector of listCases(this.#options)) this.#tally.add(await this.#runOne(vector))
    const generates = only === undefined || only.includes('generated')
    const ran = generates ? await this.#runGenerated(runs, seed, path) : 0
    return this.#report(runs, ran, seed)
  }

  #runGenerated(runs: number, seed: number, path: string | undefined): Promise<number> {
    return generate(
      { runs, seed, path },
      {
        run: (vector) => this.#runOne(vector),
        fails: (outcome) => this.#tally.isNewFailure(outcome),
        count: (outcome) => this.#tally.add(outcome),
        found: (outcome, replay) => this.#tally.add(outcome, replay),
      },
    )
  }

  async #runOne(vector: Vector): Promise<Outcome> {
    this.#options.onCase?.(vector)
    const outcome = await runCase(this.#port, vector, this.#level, this.#options.onStep)
    this.#options.onStep?.(BETWEEN)
    return outcome
  }

  #report(runs: number, ran: number, seed: number): Report {
    const { only, path, complete } = this.#options
    const result = this.#tally.result()
    // A part of the cases tells nothing of a deviation that isn't met in it.
    const unmet = only === undefined && path === undefined ? this.#tally.unmet() : []
    return {
      format: 1,
      port: this.#adapter.name ?? 'port',
      level: this.#level,
      seed,
      runs,
      ran,
      passed: isPassed({ totals: result.totals, unmet }, complete),
      ...result,
      unmet,
    }
  }
}
