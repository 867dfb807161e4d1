// Continues a case after a known difference: the crate is put into the port's state, and answers the remaining calls
// from there.
import { type Oracle, recordOn } from '../cases/crate.ts'
import { allocatorWith, type Ends } from '../cases/restored.ts'
import {
  argument,
  type Call,
  callOf,
  hex,
  type Operation,
  type RangeText,
  type StateText,
  type Vector,
} from '../cases/vector.ts'
import { isFault, type PortAnswer } from '../port/port-answer.ts'
import { rangesBefore } from './attribution.ts'
import type { Divergence } from './outcome.ts'

/** What is known of the port after a difference. */
export interface PortState {
  /** Its answer to the call. */
  readonly answer: PortAnswer
  /** The ranges that it lists, if it lists any. */
  readonly listed?: readonly StateText[] | undefined
  /** Its results so far, by the position of their call. */
  readonly results: readonly unknown[]
  /**
   * The ranges that the crate would have after the call without the traces of deviations, if they explain the
   * difference.
   */
  readonly explained?: readonly StateText[] | undefined
}

/**
 * Returns the case with its remaining calls answered from the port's state, or `undefined` if that state is unknown.
 */
export function resume(vector: Vector, divergence: Divergence, port: PortState): Vector | undefined {
  const { step, causes } = divergence
  const operation = vector.operations[step]
  if (operation === undefined || operation.op === 'misuse' || isFault(port.answer)) return undefined
  const before = rangesBefore(vector, step)
  // Both refused, with different errors: the state is the same.
  if (
    port.explained === undefined &&
    'error' in port.answer &&
    operation.error !== undefined &&
    isSame(port.listed ?? before, operation.ranges)
  )
    return vector
  if (vector.create.type !== 'AddressAllocator') return undefined
  const ranges = port.listed ?? port.explained ?? (before && rangesAfter(vector, step, port, before))
  const oracle: Oracle = vector.oracle ?? 'crate'
  if (ranges === undefined) return undefined
  const allocator = allocatorWith(vector.created as unknown as Ends, ranges, oracle)
  if (allocator === undefined) return undefined
  const deviations = causes.map(({ deviation }) => deviation)
  const known: Operation = { ...operation, ranges, deviations }
  const done = [...vector.operations.slice(0, step), known]
  const rest = vector.operations.slice(step + 1).map((next) => (_: unknown, before: readonly Operation[]) => {
    return next.op === 'misuse' ? undefined : inFull(next, vector, port.results, before)
  })
  const { snapshot: _, compared: _c, ...head } = vector
  return { ...head, operations: recordOn(allocator, rest, done), resumed: [...(vector.resumed ?? []), step] }
}

/** Writes out an argument of a later call if it refers to an earlier result that the port doesn't share. */
function inFull(
  next: Operation,
  { operations }: Vector,
  results: readonly unknown[],
  before: readonly Operation[],
): Call {
  const call = callOf(next)
  if (call.op !== 'free' || !('result' in call.range)) return call
  const { result } = call.range
  const meant = (results[result] ?? argument(call.range, operations)) as RangeText
  return isSame(before[result]?.result, meant) ? call : { ...call, range: meant }
}

/** Infers the ranges of a port that doesn't list them from its answer. A refusal has changed nothing. */
function rangesAfter(
  vector: Vector,
  step: number,
  port: PortState,
  before: readonly StateText[],
): StateText[] | undefined {
  const operation = vector.operations[step] as Operation
  if (!('result' in port.answer)) return [...before]
  if (operation.op === 'allocate') return taken(before, port.answer.result as RangeText)
  if (operation.op !== 'free') return undefined
  return freed(
    before,
    'result' in operation.range ? (port.results[operation.range.result] as RangeText) : operation.range,
  )
}

/** Frees and merges a range; `undefined` if a neighbour of one byte may or may not have been merged (D4). */
function freed(ranges: readonly StateText[], range: RangeText): StateText[] | undefined {
  const index = ranges.findIndex(({ start, end }) => start === range.start && end === range.end)
  if (index === -1) return undefined
  const beside = [index - 1, index + 1].filter((at) => ranges[at]?.state === 'Free')
  if (beside.some((at) => ranges[at]?.start === ranges[at]?.end)) return undefined
  const from = Math.min(index, ...beside)
  const to = Math.max(index, ...beside)
  const joined: StateText = { start: ranges[from]?.start ?? '', end: ranges[to]?.end ?? '', state: 'Free' }
  return [...ranges.slice(0, from), joined, ...ranges.slice(to + 1)]
}

/** Allocates a range from the free range that contains it. */
function taken(ranges: readonly StateText[], { start, end }: RangeText): StateText[] | undefined {
  const [first, last] = [BigInt(start), BigInt(end)]
  const index = ranges.findIndex((range) => BigInt(range.start) <= first && last <= BigInt(range.end))
  const holder = ranges[index]
  if (holder === undefined || holder.state !== 'Free') return undefined
  const before = { start: BigInt(holder.start), end: first - 1n, state: 'Free' as const }
  const own = { start: first, end: last, state: 'Allocated' as const }
  const after = { start: last + 1n, end: BigInt(holder.end), state: 'Free' as const }
  const parts = [before, own, after].filter(({ start, end }) => start <= end)
  const real = parts.map(({ start, end, state }): StateText => ({ start: hex(start), end: hex(end), state }))
  return [...ranges.slice(0, index), ...real, ...ranges.slice(index + 1)]
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
