// Collects the outcomes: counts, failures, broken promises, and what was exercised.

import type { Oracle } from '../cases/crate.ts'
import type { Vector } from '../cases/vector.ts'
import type { Failure, Report } from '../reports/report.ts'
import { CoverageCount } from './coverage.ts'
import { type KnownDeviation, KnownDeviations } from './known.ts'
import type { Divergence, Outcome } from './outcome.ts'
import type { Violation } from './ownership-ledger.ts'
import { wayOf } from './way.ts'

/** The part of a report about the cases. */
export type TallyResult = Pick<
  Report,
  'verdicts' | 'totals' | 'endedEarly' | 'cases' | 'failures' | 'accepted' | 'unsupported' | 'violations' | 'coverage'
>

/** Counts outcomes, and keeps what a report needs. */
export class Tally {
  readonly #known: KnownDeviations
  readonly #oracle: Oracle
  readonly #coverage = new CoverageCount()
  readonly #cases: Report['cases'][number][] = []
  readonly #failures: Failure[] = []
  /** The failures of generated and exhaustive cases, by the way they fail. */
  readonly #ways = new Map<string, Failure & { repeats: number }>()
  readonly #accepted: Report['accepted'][number][] = []
  readonly #unsupported = new Map<string, number>()
  readonly #violations: Partial<Record<Violation, { times: number; example: Outcome }>> = {}
  /** The ways to fail that the next case to be counted has already shown. */
  readonly #noted = new Set<string>()
  #endedEarly = 0
  readonly #totals = { cases: 0, passed: 0, failed: 0, known: 0, unsupported: 0 }

  constructor(known: readonly KnownDeviation[], oracle: Oracle = 'crate') {
    this.#known = new KnownDeviations(known, oracle)
    this.#oracle = oracle
  }

  /** Whether a difference is neither known nor among the generated failures so far. */
  isNew(vector: Vector, divergence: Divergence): boolean {
    return !this.isKnown(vector, divergence) && !this.#ways.has(wayOf(vector, divergence))
  }

  /** Whether a difference is known. */
  isKnown(vector: Vector, divergence: Divergence): boolean {
    return this.#known.match(vector, divergence) !== undefined
  }

  /** Keeps a failure of a case that continues after it, and is counted later. */
  note(outcome: Outcome, replay: { seed: number; path: string }): void {
    this.#addFailure(outcome, replay)
  }

  /** Counts an outcome. `replay` reproduces a generated case. */
  add(outcome: Outcome, replay: { seed?: number; path?: string } = {}): void {
    const { vector, divergence, passedOver = [] } = outcome
    const unknown = [...passedOver, ...(divergence === undefined ? [] : [divergence])].filter((found) => {
      const known = this.#known.match(vector, found)
      if (known !== undefined) this.#accept(outcome, found, known)
      return known === undefined
    })
    const status = outcome.status === 'failed' && unknown.length === 0 ? 'known' : outcome.status
    this.#totals.cases++
    this.#totals[status]++
    this.#coverage.add(outcome)
    if (outcome.unsupported !== undefined) increase(this.#unsupported, outcome.unsupported)
    for (const found of unknown) this.#addFailure({ ...outcome, divergence: found }, replay)
    this.#noted.clear()
    if (outcome.violation !== undefined) this.#countViolation(outcome.violation.violation, outcome)
    const end = divergence?.step ?? outcome.endedAt
    const endedEarly = end !== undefined && end < vector.operations.length - 1
    if (vector.id === 'generated' && endedEarly) this.#endedEarly++
    const { id, title, tags } = vector
    if (!isMade(vector)) this.#cases.push({ id, title, status, tags })
  }

  /** The part of the report about the cases. */
  result(): TallyResult {
    const canonical = this.#totals.failed === 0 && this.#totals.known === 0
    const sound = Object.keys(this.#violations).length === 0
    return {
      verdicts: this.#oracle === 'crate' ? { canonical, sound } : { sound },
      totals: { ...this.#totals },
      endedEarly: this.#endedEarly,
      cases: this.#cases,
      failures: this.#failures,
      accepted: this.#accepted,
      unsupported: Object.fromEntries(this.#unsupported),
      violations: this.#violations,
      coverage: this.#coverage.result(),
    }
  }

  /** The known deviations that didn't occur. */
  unmet(): KnownDeviation[] {
    return this.#known.unmet()
  }

  #accept(outcome: Outcome, divergence: Divergence, known: KnownDeviation): void {
    // One example of each is enough if there are too many to list.
    if (isMade(outcome.vector) && this.#accepted.some((other) => other.known === known)) return
    this.#accepted.push({ outcome: { ...outcome, divergence }, known })
  }

  #addFailure(outcome: Outcome, replay: { seed?: number; path?: string }): void {
    if (!isMade(outcome.vector)) {
      this.#failures.push({ ...outcome, ...replay })
      return
    }
    const way = wayOf(outcome.vector, outcome.divergence)
    if (this.#noted.has(way)) return
    this.#noted.add(way)
    const same = this.#ways.get(way)
    if (same !== undefined) {
      same.repeats++
      return
    }
    const failure = { ...outcome, ...replay, repeats: 0 }
    this.#ways.set(way, failure)
    this.#failures.push(failure)
  }

  #countViolation(violation: Violation, example: Outcome): void {
    const { times, example: first } = this.#violations[violation] ?? { times: 0, example }
    // Prefers an example that can be run by its id, and a short one.
    const rank = ({ vector }: Outcome) => (vector.id === 'generated' ? 1000 : 0) + vector.operations.length
    const shorter = rank(example) < rank(first) ? example : first
    this.#violations[violation] = { times: times + 1, example: shorter }
  }
}

/** Whether a case is generated or exhaustive: there are too many to list. */
function isMade({ id, tags }: Vector): boolean {
  return id.startsWith('generated') || tags.includes('topic:exhaustive')
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
