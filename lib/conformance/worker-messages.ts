// What the thread that a port runs in and its supervisor tell each other.

import type { Vector } from './cases/vector.ts'
import type { CheckOptions } from './check-options.ts'
import type { PortProfile } from './port/profile.ts'
import type { Report } from './reports/report.ts'

/** What each element of the pulse holds, by its index. */
export const PULSE = {
  /** How many steps were begun. */
  steps: 0,
  /** Which one runs: its position plus 2, or 0 between two cases. */
  step: 1,
  /** How many cases were begun. */
  cases: 2,
  /** 1 once `process.exit` was called. */
  exit: 3,
} as const

export const PULSE_LENGTH = 4

/** What the thread is given. */
export interface WorkerInput {
  readonly file: string
  readonly options: CheckOptions
  /** Memory that both see, since a thread that never returns sends no message. */
  readonly pulse: Int32Array
}

/** What the thread tells; of a case only if it is generated: the supervisor can make all others anew. */
export type WorkerMessage =
  | { readonly type: 'port'; readonly profile: PortProfile }
  | { readonly type: 'case'; readonly vector: Vector }
  | { readonly type: 'report'; readonly report: Report }
  | { readonly type: 'failure'; readonly about: 'port' | 'path'; readonly message: string }
  /** What the port prints, where the runtime doesn't give a thread's output to its supervisor. */
  | { readonly type: 'output'; readonly text: string }
