// Lists the cases that are recorded, or made without a seed, and that the port supports.
import { highestOf, type PortProfile } from '../port/profile.ts'
import { type Oracle, record } from './crate.ts'
import { exhaustiveVectors } from './exhaustive.ts'
import { isolationVectors } from './isolation-cases.ts'
import { misuseVectors } from './misuse.ts'
import { shortFormVectors } from './short-forms.ts'
import { argument, type Call, callOf, type Operation, type Vector } from './vector.ts'
import { readVectors } from './vector-files.ts'

/** The cases to list. */
export interface Selection {
  readonly only?: readonly string[] | undefined
  readonly exhaustive?: boolean | undefined
  readonly replay?: readonly Vector[] | undefined
  readonly skip?: readonly string[] | undefined
  readonly oracle?: Oracle | undefined
}

/** Lists the wanted cases, with the oracle's answers. */
export function* listCases(selection: Selection, profile: Pick<PortProfile, 'numbers'>): Generator<Vector> {
  const { only, exhaustive = false, replay = [], skip = [], oracle = 'crate' } = selection
  const wanted = (vector: Vector) => !skip.includes(vector.id) && (only === undefined || isOneOf(vector, only))
  for (const vector of replay) if (wanted(vector)) yield vector
  for (const vector of recordedCases()) if (wanted(vector)) yield answeredBy(oracle, vector)
  if (!exhaustive) return
  for (const vector of exhaustiveVectors(highestOf(profile), oracle)) if (wanted(vector)) yield vector
}

/** All cases except the exhaustive ones, with the bare crate's answers. */
export function recordedCases(): Vector[] {
  return [...isolationVectors(), ...shortFormVectors(), ...misuseVectors(), ...readVectors()]
}

/** Whether a case has one of these ids or tags; the class of a tag can be left out. */
export function isOneOf({ id, tags }: Pick<Vector, 'id' | 'tags'>, only: readonly string[]): boolean {
  return only.some((name) => id === name || tags.some((tag) => tag === name || tag.split(':')[1] === name))
}

/** Returns a case with the oracle's answers. Those of the bare crate are recorded. */
export function answeredBy(oracle: Oracle, vector: Vector): Vector {
  if (oracle === 'crate' || vector.create.type !== 'AddressAllocator' || vector.oracle === oracle) return vector
  const { snapshot: _, ...rest } = vector
  const { id, title, tags, create, operations } = rest
  // The answers to misuse, and to the calls after it, are the same in both modes.
  if (operations.some(({ op }) => op === 'misuse')) return { ...rest, oracle }
  const calls = operations.map((operation) => (_: unknown, before: readonly Operation[]) => {
    return grounded(callOf(operation), before, vector)
  })
  return record({ id, title, tags }, create, calls, oracle)
}

/** Writes out an argument that refers to an earlier result, if the oracle's result differs or is missing. */
function grounded(call: Call, before: readonly Operation[], { operations }: Vector): Call {
  if (call.op !== 'free' || !('result' in call.range)) return call
  const recorded = argument(call.range, operations)
  const own = before[call.range.result]?.result
  return JSON.stringify(own) === JSON.stringify(recorded) ? call : { ...call, range: recorded }
}
