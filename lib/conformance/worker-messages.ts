// The messages between a port's thread and its supervisor.

import type { Vector } from './cases/vector.ts'
import type { CheckOptions } from './check-options.ts'
import type { PortProfile } from './port/profile.ts'
import type { Report } from './reports/report.ts'

/** The elements of the pulse, by index. */
export const PULSE = {
  /** The number of steps started. */
  steps: 0,
  /** The current step: its position plus 2, or 0 between two cases. */
  step: 1,
  /** The number of cases started. */
  cases: 2,
  /** 1 once `process.exit` was called. */
  exit: 3,
} as const

export const PULSE_LENGTH = 4

/** What the thread receives. */
export interface WorkerInput {
  readonly file: string
  readonly options: CheckOptions
  /** Shared memory, because a thread that never returns sends no message. */
  readonly pulse: Int32Array
}

/** What the thread sends. Only generated cases are included: the supervisor can make all others itself. */
export type WorkerMessage =
  | { readonly type: 'port'; readonly profile: PortProfile }
  | { readonly type: 'case'; readonly vector: Vector }
  | { readonly type: 'report'; readonly report: Report }
  | { readonly type: 'failure'; readonly about: 'port' | 'path'; readonly message: string }
  /** The port's output, if the runtime doesn't pass a thread's output to its supervisor. */
  | { readonly type: 'output'; readonly text: string }
