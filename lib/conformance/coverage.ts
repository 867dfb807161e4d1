// What was exercised, and how often.
import { deviationsAt } from './deviation.ts'
import type { Outcome } from './run-vector.ts'
import { answerOf, callName } from './vector.ts'

/** How often each was met. */
export interface Coverage {
  /** By operation, such as `allocate LastMatch`, then by outcome: `ok` or the kind of the crate's error. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** By number, such as `D1`. */
  readonly deviations: Readonly<Record<string, number>>
}

/** Counts what cases ask for. */
export class CoverageCount {
  readonly #calls = new Map<string, Map<string, number>>()
  readonly #deviations = new Map<string, number>()

  /** Counts the steps up to the one at which the port parted from the crate. */
  add({ vector, status, departure }: Outcome): void {
    if (status === 'unsupported') return
    const { create, error, operations } = vector
    this.#count(`new ${create.type}`, error?.kind)
    for (const deviation of deviationsAt(vector, -1)) increase(this.#deviations, deviation)
    const last = departure === undefined ? operations.length : departure.step + 1
    for (const [step, operation] of operations.slice(0, last).entries()) {
      const answer = answerOf(operation)
      this.#count(callName(operation), 'error' in answer ? answer.error.kind : undefined)
      for (const deviation of deviationsAt(vector, step)) increase(this.#deviations, deviation)
    }
  }

  /** The counts so far. */
  result(): Coverage {
    const calls = [...this.#calls].sort(byName).map(([name, outcomes]) => [name, sorted(outcomes)])
    return { calls: Object.fromEntries(calls), deviations: sorted(this.#deviations) }
  }

  #count(name: string, kind = 'ok'): void {
    const outcomes = this.#calls.get(name) ?? new Map()
    this.#calls.set(name, outcomes)
    increase(outcomes, kind)
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function sorted(counts: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(byName))
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
