import { type Adapter, adapt } from './adapter.ts'
import type { Breach } from './books.ts'
import { type Coverage, CoverageCount } from './coverage.ts'
import { exhaustiveVectors } from './exhaustive.ts'
import { generate } from './generate.ts'
import { isolationVectors, runIsolation } from './isolation.ts'
import type { Level } from './judge.ts'
import { type KnownDeviation, KnownDeviations } from './known.ts'
import { Port } from './port.ts'
import { type Beat, type Outcome, runVector } from './run-vector.ts'
import type { Vector } from './vector.ts'
import { readVectors } from './vector-files.ts'

/**
 * What to check, and how closely.
 *
 * @example
 * ```ts
 * const options: CheckOptions = { level: 'messages', runs: 10_000, seed: 7, only: ['LastMatch', 'generated'] }
 * ```
 */
export interface CheckOptions {
  /** How closely answers must agree. Default: `'errors'`. */
  readonly level?: Level | undefined
  /** How many generated sequences to run. Default: 1000. */
  readonly runs?: number | undefined
  /** Where the generated sequences start. Default: by the clock. */
  readonly seed?: number | undefined
  /** Replays one generated failure, together with its `seed`. */
  readonly path?: string | undefined
  /** Only cases with one of these tags or ids; generated cases are then left out unless `generated` is among them. */
  readonly only?: readonly string[] | undefined
  /** Also every call in every state of small spaces. Default: `false`. */
  readonly exhaustive?: boolean | undefined
  /** Differences that are accepted. Default: none. */
  readonly known?: readonly KnownDeviation[] | undefined
  /** Cases that failed before: they are run first. */
  readonly replay?: readonly Vector[] | undefined
  /** Milliseconds that a promise of the port may take. Default: 2000. */
  readonly stepLimit?: number | undefined
  /** Ids of cases to leave out, such as one that never returned. */
  readonly skip?: readonly string[] | undefined
  /** Told of every case before it runs. */
  readonly onCase?: ((vector: Vector) => void) | undefined
  /** Told before every step: its position, -1 for the construction, -2 when a case has ended. */
  readonly onStep?: Beat | undefined
}

/** A failed case, and how to meet it again if it was generated. */
export interface Failure extends Outcome {
  /** Of a generated case: the seed of its run. */
  readonly seed?: number
  /** Of a generated case: its place in the run; both together replay it. */
  readonly path?: string
}

/** What came of a check. */
export interface Report {
  /** Grows when a reader of the old form would misread the new one. */
  readonly format: 1
  /** How the port is called. */
  readonly port: string
  /** How closely the answers had to agree. */
  readonly level: Level
  /** Where the generated sequences started. */
  readonly seed: number
  /** How many generated sequences were asked for. */
  readonly runs: number
  /** Nothing failed, and every known deviation still occurs. */
  readonly passed: boolean
  /** The two verdicts. */
  readonly verdicts: {
    /** It answers as the crate does. */
    readonly canonical: boolean
    /** No promise of a sound allocator was broken. */
    readonly sound: boolean
  }
  /** How many cases there were, and what came of them. */
  readonly totals: {
    /** All cases. */
    readonly cases: number
    /** Those that agree. */
    readonly passed: number
    /** Those that differ. */
    readonly failed: number
    /** Those that differ as it is known. */
    readonly known: number
    /** Those that need what the port lacks. */
    readonly unsupported: number
  }
  /** Each recorded case in short. */
  readonly cases: readonly {
    /** As in {@link Vector}. */
    readonly id: string
    /** What happens in it. */
    readonly title: string
    /** What came of it. */
    readonly status: string
  }[]
  /** The cases that differ. */
  readonly failures: readonly Failure[]
  /** Differences that are accepted. */
  readonly accepted: readonly {
    /** The case. */
    readonly outcome: Outcome
    /** What accepts it. */
    readonly known: KnownDeviation
  }[]
  /** Known deviations that no longer occur. */
  readonly unmet: readonly KnownDeviation[]
  /** What the port lacks, and how many cases need it. */
  readonly unsupported: Readonly<Record<string, number>>
  /** Promises that were broken: how often, and an example. */
  readonly breaches: Readonly<
    Partial<
      Record<
        Breach,
        {
          /** How often. */
          readonly times: number
          /** A case. */
          readonly example: Outcome
        }
      >
    >
  >
  /** What the cases exercised. */
  readonly coverage: Coverage
}

/** The cases of a check that are recorded, or made without a seed. */
export function* listCases({ only, exhaustive = false, replay = [], skip = [] }: CheckOptions): Generator<Vector> {
  const wanted = (vector: Vector) => !skip.includes(vector.id) && (only === undefined || isOneOf(vector, only))
  for (const vector of replay) if (wanted(vector)) yield vector
  for (const vector of [...isolationVectors(), ...readVectors()]) if (wanted(vector)) yield vector
  if (exhaustive) for (const vector of exhaustiveVectors()) if (wanted(vector)) yield vector
}

function isOneOf({ id, tags }: Vector, only: readonly string[]): boolean {
  // A tag can be given without its class.
  return only.some((name) => id === name || tags.some((tag) => tag === name || tag.split(':')[1] === name))
}

/** Runs one case, whatever kind it is. */
export function runCase(port: Port, vector: Vector, level: Level, beat?: Beat): Promise<Outcome> {
  return vector.tags.includes('topic:isolation')
    ? runIsolation(port, vector, level)
    : runVector(port, vector, level, beat)
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
 */
export async function checkConformance(module: object, options: CheckOptions = {}): Promise<Report> {
  return new Check(adapt(module), options).run()
}

/** Told as a step between two cases. */
const BETWEEN = -2

class Check {
  readonly #adapter: Adapter
  readonly #options: CheckOptions
  readonly #port: Port
  readonly #level: Level
  readonly #known: KnownDeviations
  readonly #coverage = new CoverageCount()
  readonly #cases: Report['cases'][number][] = []
  readonly #failures: Failure[] = []
  readonly #accepted: Report['accepted'][number][] = []
  readonly #unsupported = new Map<string, number>()
  readonly #breaches: Partial<Record<Breach, { times: number; example: Outcome }>> = {}
  readonly #totals = { cases: 0, passed: 0, failed: 0, known: 0, unsupported: 0 }

  constructor(adapter: Adapter, options: CheckOptions) {
    this.#adapter = adapter
    this.#options = options
    this.#port = new Port(adapter, options.stepLimit ?? 2000)
    this.#level = options.level ?? 'errors'
    this.#known = new KnownDeviations(options.known ?? [])
  }

  async run(): Promise<Report> {
    const { runs = 1000, seed = Date.now() & 0x7fff_ffff, path, only } = this.#options
    if (path === undefined) await this.#runListed()
    if (only === undefined || only.includes('generated')) await this.#runGenerated(runs, seed, path)
    return this.#report(runs, seed)
  }

  async #runListed(): Promise<void> {
    for (const vector of listCases(this.#options)) {
      const outcome = await this.#runOne(vector)
      const status = this.#file(outcome)
      if (!isCountless(vector)) this.#cases.push({ id: vector.id, title: vector.title, status })
    }
  }

  async #runGenerated(runs: number, seed: number, path: string | undefined): Promise<void> {
    const failure = await generate(
      { runs, seed, path },
      (vector) => this.#runOne(vector),
      (outcome) => outcome.status === 'failed' && this.#known.match(outcome) === undefined,
      (outcome) => {
        // A failure is filed when it is as short as it can be.
        if (outcome.status !== 'failed' || this.#known.match(outcome) !== undefined) this.#file(outcome)
      },
    )
    if (failure !== undefined) this.#file(failure.outcome, { seed: failure.seed, path: failure.path })
  }

  async #runOne(vector: Vector): Promise<Outcome> {
    this.#options.onCase?.(vector)
    const outcome = await runCase(this.#port, vector, this.#level, this.#options.onStep)
    this.#options.onStep?.(BETWEEN)
    return outcome
  }

  /** Counts an outcome, and keeps what a report tells of it. */
  #file(outcome: Outcome, replay: { seed?: number; path?: string } = {}): string {
    const known = outcome.status === 'failed' ? this.#known.match(outcome) : undefined
    const status = known === undefined ? outcome.status : 'known'
    this.#totals.cases++
    this.#totals[status]++
    this.#coverage.add(outcome)
    if (outcome.unsupported !== undefined) increase(this.#unsupported, outcome.unsupported)
    if (status === 'failed') this.#failures.push({ ...outcome, ...replay })
    if (known !== undefined) this.#accepted.push({ outcome, known })
    if (outcome.breach !== undefined) this.#countBreach(outcome.breach.breach, outcome)
    return status
  }

  #countBreach(breach: Breach, example: Outcome): void {
    const { times, example: first } = this.#breaches[breach] ?? { times: 0, example }
    const shorter = example.vector.operations.length < first.vector.operations.length ? example : first
    this.#breaches[breach] = { times: times + 1, example: shorter }
  }

  #report(runs: number, seed: number): Report {
    // A part of the cases tells nothing of a deviation that isn't met in it.
    const whole = this.#options.only === undefined && this.#options.path === undefined
    const unmet = whole ? this.#known.unmet() : []
    const canonical = this.#totals.failed === 0 && this.#totals.known === 0
    return {
      format: 1,
      port: this.#adapter.name ?? 'port',
      level: this.#level,
      seed,
      runs,
      passed: this.#totals.failed === 0 && unmet.length === 0 && this.#totals.passed + this.#totals.known > 0,
      verdicts: { canonical, sound: Object.keys(this.#breaches).length === 0 },
      totals: { ...this.#totals },
      cases: this.#cases,
      failures: this.#failures,
      accepted: this.#accepted,
      unmet,
      unsupported: Object.fromEntries(this.#unsupported),
      breaches: this.#breaches,
      coverage: this.#coverage.result(),
    }
  }
}

function isCountless({ tags }: Vector): boolean {
  return tags.includes('topic:exhaustive')
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
