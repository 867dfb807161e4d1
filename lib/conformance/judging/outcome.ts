// The outcome of a case.
import type { StateText, Vector } from '../cases/vector.ts'
import { isFault, type PortAnswer } from '../port/port-answer.ts'
import type { Status } from './judge.ts'
import type { Violation } from './ownership-ledger.ts'

/** A numbered deviation, and the operation at which the crate shows it. */
export interface Cause {
  /** The number, such as `D1`, as in docs/deviations.md. */
  readonly deviation: string
  /** The position of the operation, starting at 0; -1 is the construction. */
  readonly step: number
}

/** Where a port differs from the crate, or from sound mode. */
export interface Divergence {
  /** The position of the operation, starting at 0; -1 is the construction. */
  readonly step: number
  /** How they differ. */
  readonly status: Status
  /** What the crate answered, listed or described. */
  readonly expected: unknown
  /** The same for the port; a fault has a `detail`. */
  readonly actual: unknown
  /**
   * The numbered deviations of the crate that explain it: the port may differ here on purpose. A deviation that left a
   * trace in the crate's state earlier is an explanation if the crate without that trace would answer like the port.
   */
  readonly causes: readonly Cause[]
}

/** The outcome of a case. */
export interface Outcome {
  /** The case, with the crate's answers. */
  readonly vector: Vector
  /** The outcome. */
  readonly status: 'passed' | 'failed' | 'unsupported'
  /** The first difference that ends the comparison. */
  readonly divergence?: Divergence
  /** Known differences before it. After each one, both sides were given the same state. */
  readonly passedOver?: readonly Divergence[]
  /** The operation at which a case ended, because the port's state is unknown after a skipped difference. */
  readonly endedAt?: number
  /** The first broken promise, and at which operation. */
  readonly violation?: {
    /** The position of the operation, starting at 0. */
    readonly step: number
    /** The broken promise. */
    readonly violation: Violation
  }
  /** What the port lacks. */
  readonly unsupported?: string
  /** The port's answers, up to the end of the comparison. */
  readonly answers: readonly PortAnswer[]
  /** The ranges that the port listed after the operation that differs. */
  readonly portRanges?: readonly StateText[]
}

/** Whether the port may differ there on purpose. A fault is never on purpose. */
export function isExplained({ causes, actual }: Divergence): boolean {
  return causes.length > 0 && !isFault(actual)
}

/** The numbers of the deviations that explain a difference. */
export function deviationsOf({ causes }: Divergence): string[] {
  return [...new Set(causes.map(({ deviation }) => deviation))]
}
