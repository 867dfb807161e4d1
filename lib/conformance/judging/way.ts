import { callName, type Vector } from '../cases/vector.ts'
import { isFault } from '../port/port-answer.ts'
import { type Divergence, deviationsOf } from './outcome.ts'

/**
 * The way in which a case fails: the deviations that explain it, or the call that differs and the kinds of both
 * answers. One failure is shown for each way.
 */
export function wayOf(vector: Vector, divergence: Divergence | undefined): string {
  if (divergence === undefined) return ''
  const { step, status, expected, actual } = divergence
  const operation = vector.operations[step]
  const call = operation === undefined ? `new ${vector.create.type}` : callName(operation)
  // A fault has no answer to compare, and is never on purpose.
  if (isFault(actual)) return `${call} ${status}`
  const deviations = deviationsOf(divergence)
  return deviations.length > 0
    ? `${deviations.join(' ')} ${status}`
    : `${call} ${status} ${kindOf(expected)} ${kindOf(actual)}`
}

function kindOf(answer: unknown): string {
  return (answer as { error?: { kind: string } }).error?.kind ?? 'ok'
}
