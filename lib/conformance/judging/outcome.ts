// What comes of a case.
import type { StateText, Vector } from '../cases/vector.ts'
import { isFault, type PortAnswer } from '../port/port-answer.ts'
import type { Status } from './judge.ts'
import type { Violation } from './ownership-ledger.ts'

/** A numbered deviation, and the operation at which the crate shows it. */
export interface Cause {
  /** Such as `D1`, as in docs/deviations.md. */
  readonly deviation: string
  /** Position of the operation, from 0; -1 is the construction. */
  readonly step: number
}

/** Where a port differs from the crate, or from sound mode. */
export interface Divergence {
  /** Position of the operation, from 0; -1 is the construction. */
  readonly step: number
  /** How they differ. */
  readonly status: Status
  /** What the crate answered, listed or described. */
  readonly expected: unknown
  /** The same of the port; a fault has its `detail`. */
  readonly actual: unknown
  /**
   * The numbered deviations of the crate that explain it: the port may differ here on purpose. One that an earlier call
   * left in the crate's state explains it if the crate without that trace answers as the port does.
   */
  readonly causes: readonly Cause[]
}

/** What came of a case. */
export interface Outcome {
  /** The case, as far as it could be told beforehand. */
  readonly vector: Vector
  /** What came of it. */
  readonly status: 'passed' | 'failed' | 'unsupported'
  /** The first difference that ends the comparison. */
  readonly divergence?: Divergence
  /** Known differences before it: after each, both sides were brought into the same state. */
  readonly passedOver?: readonly Divergence[]
  /** The operation at which a case ended, since nothing certain can be said of it after what it passed over. */
  readonly endedAt?: number
  /** The first broken promise, and at which operation. */
  readonly violation?: {
    /** Position of the operation, from 0. */
    readonly step: number
    /** The promise. */
    readonly violation: Violation
  }
  /** What the port lacks. */
  readonly unsupported?: string
  /** The port's answers, as far as it was asked. */
  readonly answers: readonly PortAnswer[]
  /** What the port listed after the operation at which they part. */
  readonly portRanges?: readonly StateText[]
}

/** Whether the port may differ there on purpose; a fault isn't on purpose, wherever it happens. */
export function isExplained({ causes, actual }: Divergence): boolean {
  return causes.length > 0 && !isFault(actual)
}

/** The numbers of the deviations that explain a difference. */
export function deviationsOf({ causes }: Divergence): string[] {
  return [...new Set(causes.map(({ deviation }) => deviation))]
}
