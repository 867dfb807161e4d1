// Checks that two instances share no state: a change to one must not affect the other, whether that is new or a clone.
import { isDeepStrictEqual } from 'node:util'
import { answerOf, callOf, type Vector } from '../cases/vector.ts'
import type { Port, PortSubject } from '../port/port.ts'
import { isFault } from '../port/port-answer.ts'
import { Unsupported } from '../port/port-arguments.ts'
import { judge, type Level, type Status } from './judge.ts'
import type { Outcome } from './outcome.ts'
import { membersOf } from './run-vector.ts'

/** Makes the calls of a case on one instance while another is used. */
export async function runIsolation(port: Port, vector: Vector, level: Level): Promise<Outcome> {
  try {
    port.checkNumbers(vector)
    const found = await (vector.tags.includes('topic:clone') ? runClone : runNew)(port, vector, level)
    if (found === undefined) return { vector, status: 'passed', answers: [] }
    return { vector, status: 'failed', divergence: { ...found, causes: [] }, answers: [] }
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error
    return { vector, status: 'unsupported', unsupported: error.message, answers: [] }
  }
}

interface Difference {
  readonly step: number
  readonly status: Status
  readonly expected: unknown
  readonly actual: unknown
}

async function runNew(port: Port, vector: Vector, level: Level): Promise<Difference | undefined> {
  const { subject: one } = await port.create(vector.create)
  const { subject: other } = await port.create(vector.create)
  // Other cases already report that it can't be constructed.
  if (one === undefined || other === undefined) return undefined
  const found = await inTurn(port, vector, level, 0, [one, other])
  // If the first call already differs, sharing isn't the cause.
  if (found === undefined || (found.step === 0 && found.subject === one)) return undefined
  return withoutSubject(found, isFault(found.actual) ? found.status : 'shared-state')
}

/** The original, one call later, and its clone. This time the clone is called first. */
async function runClone(port: Port, vector: Vector, level: Level): Promise<Difference | undefined> {
  const { create, operations } = vector
  const members = membersOf(vector)
  const [first] = operations
  const { subject: original } = await port.create(create)
  if (original === undefined || first === undefined) return undefined
  const before = await port.call(original, callOf(first), operations)
  if (judge(level, answerOf(first), before) !== undefined) return undefined
  const { answer, subject: clone } = await port.clone(original)
  if (isFault(answer)) return { step: 0, status: answer.fault, expected: { result: null }, actual: answer }
  const described = await port.describe(clone, members)
  if (isFault(described)) return { step: 0, status: described.fault, expected: members, actual: described }
  if (described !== undefined && !isDeepStrictEqual(described, members))
    return { step: 0, status: 'wrong-members', expected: members, actual: described }
  const found = await inTurn(port, vector, level, 1, [clone, original])
  const shares = found?.subject === original && !isFault(found.actual)
  return found && withoutSubject(found, shares ? 'shared-state' : found.status)
}

/** Converts a difference for the report, which can't hold objects of the port. */
function withoutSubject({ step, expected, actual }: Difference, status: Status): Difference {
  return { step, status, expected, actual }
}

/** Makes each call on both, and returns the first answer that differs from the crate's. */
async function inTurn(
  port: Port,
  { operations }: Vector,
  level: Level,
  from: number,
  subjects: readonly PortSubject[],
): Promise<(Difference & { subject: PortSubject }) | undefined> {
  for (const [step, operation] of operations.entries()) {
    if (step < from) continue
    for (const subject of subjects) {
      const expected = answerOf(operation)
      const actual = await port.call(subject, callOf(operation), operations)
      const status = judge(level, expected, actual)
      if (status !== undefined) return { step, status, expected, actual, subject }
    }
  }
  return undefined
}
