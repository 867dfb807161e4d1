import type { Breach } from './books.ts'
import type { Coverage } from './coverage.ts'
import type { Level } from './judge.ts'
import type { KnownDeviation } from './known.ts'
import type { Outcome } from './run-vector.ts'

/** A failed case, and how to meet it again if it was generated. */
export interface Failure extends Outcome {
  readonly seed?: number
  readonly path?: string
  /** How many more generated or exhaustive cases fail in the same way. */
  readonly repeats?: number
}

/** What came of a check. */
export interface Report {
  readonly format: 1
  /** How the port is called. */
  readonly port: string
  readonly level: Level
  readonly seed: number
  readonly runs: number
  /** How many generated sequences ran: fewer after several failures, or when others were asked for. */
  readonly ran: number
  /** Nothing failed, every known deviation still occurs, and with `complete` nothing was unsupported. */
  readonly passed: boolean
  /** `canonical`: it answers as the crate does; `sound`: no promise of a sound allocator was broken. */
  readonly verdicts: { readonly canonical: boolean; readonly sound: boolean }
  readonly totals: {
    readonly cases: number
    readonly passed: number
    readonly failed: number
    readonly known: number
    readonly unsupported: number
  }
  /** Each listed case in short. */
  readonly cases: readonly {
    readonly id: string
    readonly title: string
    readonly status: string
    readonly tags: readonly string[]
  }[]
  /** Of generated and exhaustive cases, one of each way to fail. */
  readonly failures: readonly Failure[]
  /** Differences that are accepted. */
  readonly accepted: readonly { readonly outcome: Outcome; readonly known: KnownDeviation }[]
  /** Known deviations that no longer occur. */
  readonly unmet: readonly KnownDeviation[]
  /** What the port lacks, and how many cases need it. */
  readonly unsupported: Readonly<Record<string, number>>
  /** Promises that were broken: how often, and an example. */
  readonly breaches: Readonly<Partial<Record<Breach, { readonly times: number; readonly example: Outcome }>>>
  readonly coverage: Coverage
}

/** Whether a run passes; one with no case that the port can run doesn't. */
export function isPassed({ totals, unmet }: Pick<Report, 'totals' | 'unmet'>, complete = false): boolean {
  const { failed, passed, known, unsupported } = totals
  return failed === 0 && unmet.length === 0 && passed + known > 0 && !(complete && unsupported > 0)
}
