import { isDeepStrictEqual } from 'node:util'
import type { Answer, ErrorText, Misuse } from '../cases/vector.ts'
import type { Numbers } from '../port/adapter.ts'
import { type FaultStatus, isFault, type PortAnswer } from '../port/port-answer.ts'

/**
 * How closely a port must agree. Each level includes the ones before it: `results` (the same calls succeed, with the
 * same results), `errors` (refusals have the same kind and payload), `messages` (and the same text), `state` (the port
 * must list its ranges). If a port lists its ranges, they are compared at every level.
 */
export const LEVELS = ['results', 'errors', 'messages', 'state'] as const

/** See {@link LEVELS}. */
export type Level = (typeof LEVELS)[number]

/** How an answer differs from the crate's. */
export type Status =
  | 'accepted'
  | 'refused'
  | 'wrong-result'
  | 'wrong-kind'
  | 'wrong-payload'
  | 'wrong-message'
  | 'wrong-ranges'
  | 'wrong-members'
  | 'wrong-snapshot'
  | 'unchecked'
  | FaultStatus

/** How `actual` differs from `expected`; `undefined` when it doesn't at this level. */
export function judge(level: Level, expected: Answer, actual: PortAnswer): Status | undefined {
  // At the lowest level, any Error counts as a refusal.
  if (isFault(actual)) {
    return level === 'results' && actual.fault === 'unknown-error' && 'error' in expected
      ? undefined
      : judgeFault(actual.fault, expected)
  }
  if ('result' in expected) {
    if ('error' in actual) return 'refused'
    return isDeepStrictEqual(actual.result, expected.result) ? undefined : 'wrong-result'
  }
  if ('result' in actual) return 'accepted'
  if (level === 'results') return undefined
  if (actual.error.kind !== expected.error.kind) return 'wrong-kind'
  if (!isDeepStrictEqual(actual.error.payload, expected.error.payload)) return 'wrong-payload'
  if (level === 'errors' || actual.error.message === expected.error.message) return undefined
  return 'wrong-message'
}

/** If the call should have been refused, even an unreadable answer means that it was accepted. */
function judgeFault(fault: FaultStatus, expected: Answer): Status {
  return fault === 'malformed' && 'error' in expected ? 'accepted' : fault
}

/**
 * How a misused port differs. It must throw; from the level `errors`, the right class; from `messages`, with the
 * argument's name.
 */
export function judgeMisuse(
  level: Level,
  { argument, value }: Misuse,
  expected: ErrorText,
  actual: PortAnswer,
  numbers: Numbers = 'bigint',
): Status | undefined {
  if (isFault(actual)) return actual.fault
  if ('result' in actual) return 'unchecked'
  if (level === 'results') return undefined
  const { kind, message } = actual.error
  // For a port that takes bigints, any number has a wrong type, and vice versa.
  const foreign = (numbers === 'bigint') !== /\dn/.test(value)
  if (kind !== expected.kind && !(foreign && kind === 'TypeError')) return 'wrong-kind'
  return level === 'errors' || message.includes(argument) ? undefined : 'wrong-message'
}
