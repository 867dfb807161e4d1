// The cases that are recorded, or made without a seed, as far as a port can be asked them.
import { highestOf, type PortProfile } from '../port/profile.ts'
import { type Oracle, record } from './crate.ts'
import { exhaustiveVectors } from './exhaustive.ts'
import { isolationVectors } from './isolation-cases.ts'
import { misuseVectors } from './misuse.ts'
import { shortFormVectors } from './short-forms.ts'
import { argument, type Call, callOf, type Operation, type Vector } from './vector.ts'
import { readVectors } from './vector-files.ts'

/** Which cases are wanted. */
export interface Selection {
  readonly only?: readonly string[] | undefined
  readonly exhaustive?: boolean | undefined
  readonly replay?: readonly Vector[] | undefined
  readonly skip?: readonly string[] | undefined
  readonly oracle?: Oracle | undefined
}

/** The wanted cases, with the oracle's answers. */
export function* listCases(selection: Selection, profile: Pick<PortProfile, 'numbers'>): Generator<Vector> {
  const { only, exhaustive = false, replay = [], skip = [], oracle = 'crate' } = selection
  const wanted = (vector: Vector) => !skip.includes(vector.id) && (only === undefined || isOneOf(vector, only))
  for (const vector of replay) if (wanted(vector)) yield vector
  for (const vector of recordedCases()) if (wanted(vector)) yield answeredBy(oracle, vector)
  if (!exhaustive) return
  for (const vector of exhaustiveVectors(highestOf(profile), oracle)) if (wanted(vector)) yield vector
}

/** All cases but the exhaustive ones, with the bare crate's answers. */
export function recordedCases(): Vector[] {
  return [...isolationVectors(), ...shortFormVectors(), ...misuseVectors(), ...readVectors()]
}

/** Whether a case has one of these ids or tags; a tag can be given without its class. */
export function isOneOf({ id, tags }: Pick<Vector, 'id' | 'tags'>, only: readonly string[]): boolean {
  return only.some((name) => id === name || tags.some((tag) => tag === name || tag.split(':')[1] === name))
}

/** A case with the oracle's answers; those of the bare crate are recorded. */
export function answeredBy(oracle: Oracle, vector: Vector): Vector {
  if (oracle === 'crate' || vector.create.type !== 'AddressAllocator' || vector.oracle === oracle) return vector
  const { snapshot: _, ...rest } = vector
  const { id, title, tags, create, operations } = rest
  // What misuse is refused with, and what follows it, doesn't depend on the mode.
  if (operations.some(({ op }) => op === 'misuse')) return { ...rest, oracle }
  const calls = operations.map((operation) => (_: unknown, before: readonly Operation[]) => {
    return grounded(callOf(operation), before, vector)
  })
  return record({ id, title, tags }, create, calls, oracle)
}

/** A call whose argument is the result of an earlier one, in full where the oracle gives another result, or none. */
function grounded(call: Call, before: readonly Operation[], { operations }: Vector): Call {
  if (call.op !== 'free' || !('result' in call.range)) return call
  const recorded = argument(call.range, operations)
  const own = before[call.range.result]?.result
  return JSON.stringify(own) === JSON.stringify(recorded) ? call : { ...call, range: recorded }
}
