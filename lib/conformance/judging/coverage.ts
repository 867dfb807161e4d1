// Counts what was exercised.
import { deviationsAt } from '../cases/deviation.ts'
import { answerOf, callName } from '../cases/vector.ts'
import type { Outcome } from './outcome.ts'

/** How often the port agreed and how often it didn't. */
export interface Count {
  /** How often it agreed. */
  readonly passed: number
  /** How often it didn't. */
  readonly failed: number
}

/** How often each item occurred. */
export interface Coverage {
  /** Counts by operation, such as `allocate LastMatch`, then by the crate's answer: `ok` or the kind of the error. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, Count>>>>
  /** Counts by number, such as `D1`. */
  readonly deviations: Readonly<Record<string, Count>>
}

type Counts = Map<string, { passed: number; failed: number }>

/** Counts the calls of cases. */
export class CoverageCount {
  readonly #calls = new Map<string, Counts>()
  readonly #deviations: Counts = new Map()

  /** Counts the steps up to the first difference, except for those that other cases compare. */
  add({ vector, status, divergence, passedOver = [] }: Outcome): void {
    if (status === 'unsupported') return
    const { create, error, operations, compared = 0 } = vector
    const last = divergence?.step ?? operations.length - 1
    const failed = (step: number) => divergence?.step === step || passedOver.some((known) => known.step === step)
    if (compared === 0) {
      this.#count(`new ${create.type}`, error?.kind, failed(-1))
      for (const deviation of deviationsAt(vector, -1)) increase(this.#deviations, deviation, failed(-1))
    }
    for (const [step, operation] of operations.slice(0, last + 1).entries()) {
      if (step < compared) continue
      const answer = answerOf(operation)
      this.#count(callName(operation), 'error' in answer ? answer.error.kind : undefined, failed(step))
      for (const deviation of deviationsAt(vector, step)) increase(this.#deviations, deviation, failed(step))
    }
  }

  /** The counts so far. */
  result(): Coverage {
    const calls = [...this.#calls].sort(byName).map(([name, counts]) => [name, sorted(counts)])
    return { calls: Object.fromEntries(calls), deviations: sorted(this.#deviations) }
  }

  #count(name: string, kind = 'ok', failed: boolean): void {
    const counts = this.#calls.get(name) ?? new Map()
    this.#calls.set(name, counts)
    increase(counts, kind, failed)
  }
}

function increase(counts: Counts, name: string, failed: boolean): void {
  const { passed, failed: times } = counts.get(name) ?? { passed: 0, failed: 0 }
  counts.set(name, failed ? { passed, failed: times + 1 } : { passed: passed + 1, failed: times })
}

function sorted(counts: Counts): Record<string, Count> {
  return Object.fromEntries([...counts].sort(byName))
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
