// What came of the cases: counts, failures, broken promises, and what was exercised.

import { callName, type Vector } from '../cases/vector.ts'
import { isFault } from '../port/port-answer.ts'
import type { Failure, Report } from '../reports/report.ts'
import { CoverageCount } from './coverage.ts'
import { type KnownDeviation, KnownDeviations } from './known.ts'
import type { Violation } from './ownership-ledger.ts'
import type { Outcome } from './run-vector.ts'

/** Counts outcomes, and keeps what a report tells of them. */
export class Tally {
  readonly #known: KnownDeviations
  readonly #coverage = new CoverageCount()
  readonly #cases: Report['cases'][number][] = []
  readonly #failures: Failure[] = []
  /** The failures of generated and exhaustive cases, by the way in which they fail. */
  readonly #ways = new Map<string, Failure & { repeats: number }>()
  readonly #accepted: Report['accepted'][number][] = []
  readonly #unsupported = new Map<string, number>()
  readonly #violations: Partial<Record<Violation, { times: number; example: Outcome }>> = {}
  readonly #totals = { cases: 0, passed: 0, failed: 0, known: 0, unsupported: 0 }

  constructor(known: readonly KnownDeviation[]) {
    this.#known = new KnownDeviations(known)
  }

  /** Whether it fails in a way that isn't known, nor among the generated failures so far. */
  isNewFailure(outcome: Outcome): boolean {
    return outcome.status === 'failed' && this.#known.match(outcome) === undefined && !this.#ways.has(wayOf(outcome))
  }

  /** Counts an outcome; a generated one comes with what replays it. */
  add(outcome: Outcome, replay: { seed?: number; path?: string } = {}): void {
    const known = outcome.status === 'failed' ? this.#known.match(outcome) : undefined
    const status = known === undefined ? outcome.status : 'known'
    this.#totals.cases++
    this.#totals[status]++
    this.#coverage.add(outcome)
    if (outcome.unsupported !== undefined) increase(this.#unsupported, outcome.unsupported)
    if (status === 'failed') this.#addFailure(outcome, replay)
    // One of each is enough of what is too much to list.
    if (known !== undefined && !(isMade(outcome.vector) && this.#accepted.some((other) => other.known === known)))
      this.#accepted.push({ outcome, known })
    if (outcome.violation !== undefined) this.#countViolation(outcome.violation.violation, outcome)
    const { id, title, tags } = outcome.vector
    if (!isMade(outcome.vector)) this.#cases.push({ id, title, status, tags })
  }

  /** What a report tells. */
  result(): Omit<Report, 'format' | 'port' | 'level' | 'seed' | 'runs' | 'ran' | 'passed' | 'unmet'> {
    const canonical = this.#totals.failed === 0 && this.#totals.known === 0
    return {
      verdicts: { canonical, sound: Object.keys(this.#violations).length === 0 },
      totals: { ...this.#totals },
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

  #addFailure(outcome: Outcome, replay: { seed?: number; path?: string }): void {
    if (!isMade(outcome.vector)) {
      this.#failures.push({ ...outcome, ...replay })
      return
    }
    const way = wayOf(outcome)
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
    // One that can be met again by its id, and a short one.
    const rank = ({ vector }: Outcome) => (vector.id === 'generated' ? 1000 : 0) + vector.operations.length
    const shorter = rank(example) < rank(first) ? example : first
    this.#violations[violation] = { times: times + 1, example: shorter }
  }
}

/** The way in which a case fails: the call at which it parts from the crate, the status, and both answers' kinds. */
export function wayOf({ vector, divergence }: Outcome): string {
  if (divergence === undefined) return ''
  const { step, status, expected, actual } = divergence
  const operation = vector.operations[step]
  const call = operation === undefined ? `new ${vector.create.type}` : callName(operation)
  // A fault is no answer to compare.
  return isFault(actual) ? `${call} ${status}` : `${call} ${status} ${kindOf(expected)} ${kindOf(actual)}`
}

function kindOf(answer: unknown): string {
  return (answer as { error?: { kind: string } }).error?.kind ?? 'ok'
}

/** Whether it is generated or exhaustive, one of too many to list. */
function isMade({ id, tags }: Vector): boolean {
  return id.startsWith('generated') || tags.includes('topic:exhaustive')
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
