// Finds the numbered deviations that explain a difference: those that the call itself shows, or those that left a trace
// in the crate's state earlier, such as free neighbours that weren't merged (D4).
import { ask, stateOf } from '../cases/crate.ts'
import { deviationsAt } from '../cases/deviation.ts'
import { allocatorWith, type Ends } from '../cases/restored.ts'
import { type Answer, callOf, type StateText, type Vector } from '../cases/vector.ts'
import type { Status } from './judge.ts'
import type { Cause } from './outcome.ts'

/** A trace of an earlier deviation in the state: two free ranges that meet at an address, or addresses in no range. */
interface Trace extends Cause {
  readonly at: bigint
  readonly end?: bigint
}

/** An explanation, with the ranges that the crate would have after the call without the traces. */
export interface Explanation {
  readonly causes: readonly Cause[]
  readonly after?: readonly StateText[] | undefined
}

/**
 * The possible explanations of a difference at `step`. `agrees` compares an answer with the port's: a trace is an
 * explanation only if the crate would give the port's answer without it.
 */
export function explain(
  vector: Vector,
  step: number,
  status: Status,
  agrees: (answer: Answer) => boolean,
): Explanation {
  const shown = deviationsAt(vector, step)
    .filter((deviation) => canShow(deviation, status))
    .map((deviation) => ({ deviation, step }))
  if (step < 0 || vector.oracle === 'sound') return { causes: shown }
  const operation = vector.operations[step]
  const before = rangesBefore(vector, step)
  if (operation === undefined || operation.op === 'misuse' || before === undefined) return { causes: shown }
  for (const traces of choices(tracesIn(vector, step))) {
    const allocator = allocatorWith(vector.created as unknown as Ends, repair(before, traces), 'crate')
    if (allocator !== undefined && agrees(ask(allocator, callOf(operation), vector.operations)))
      return {
        causes: [...shown, ...traces.map(({ deviation, step }) => ({ deviation, step }))],
        after: stateOf(allocator).ranges,
      }
  }
  return { causes: shown }
}

/** The deviations that show only in the state, and not in the answer. */
const UNSEEN = ['D4', 'D12', 'D13']

/** Whether the port could differ in this way because it lacks a deviation. */
function canShow(deviation: string, status: Status): boolean {
  if (UNSEEN.includes(deviation)) return status === 'wrong-ranges' || status === 'wrong-snapshot'
  return (deviation === 'D16') === (status === 'wrong-message')
}

/** The crate's ranges before an operation. */
export function rangesBefore({ created, operations }: Vector, step: number): readonly StateText[] | undefined {
  const ranges = step === 0 ? created?.['ranges'] : operations[step - 1]?.ranges
  return ranges as readonly StateText[] | undefined
}

/** The traces in the state before `step`, each with the step that left it. */
function tracesIn(vector: Vector, step: number): Trace[] {
  const ranges = rangesBefore(vector, step) ?? []
  const { base, end } = vector.created as unknown as Ends
  const space = { start: BigInt(base), end: BigInt(end) }
  const met = boundaries(ranges).map((at): Trace => {
    const since = sinceWhen(vector, step, (earlier) => boundaries(earlier).includes(at))
    const passed = [...vector.operations.keys()].slice(since, step)
    const left = passed.find((at) => deviationsAt(vector, at).includes('D4'))
    // D1 leaves parts of a live range beside free ranges (D12), and freeing them again may not merge them either.
    return left === undefined ? { deviation: 'D12', step: since, at } : { deviation: 'D4', step: left, at }
  })
  const lost = gaps(ranges, space).map(({ start, end }): Trace => {
    const since = sinceWhen(vector, step, (earlier) =>
      gaps(earlier, space).some((gap) => gap.start <= start && end <= gap.end),
    )
    return { deviation: 'D3', step: since, at: start, end }
  })
  return [...met, ...lost].filter(({ step }) => step >= 0)
}

/** The operation since which a condition has been true. */
function sinceWhen(vector: Vector, step: number, holds: (ranges: readonly StateText[]) => boolean): number {
  let since = step - 1
  while (since >= 0 && holds(rangesBefore(vector, since) ?? [])) since--
  return since
}

/** The sets of traces to remove: all of one deviation, then those of several. */
function choices(traces: readonly Trace[]): Trace[][] {
  const numbers = [...new Set(traces.map(({ deviation }) => deviation))]
  const sets = [...Array(2 ** numbers.length).keys()]
    .slice(1)
    .map((bits) => numbers.filter((_, at) => bits & (1 << at)))
  return sets
    .sort((one, other) => one.length - other.length)
    .map((set) => traces.filter(({ deviation }) => set.includes(deviation)))
}

/** The addresses where two free ranges meet. */
function boundaries(ranges: readonly StateText[]): bigint[] {
  return ranges.flatMap(({ start, state }, index) => {
    const before = ranges[index - 1]
    const meet = before?.state === 'Free' && state === 'Free' && BigInt(before.end) + 1n === BigInt(start)
    return meet ? [BigInt(start)] : []
  })
}

interface Addresses {
  readonly start: bigint
  readonly end: bigint
}

/** The addresses that no range covers. */
function gaps(ranges: readonly StateText[], space: Addresses): Addresses[] {
  const found: Addresses[] = []
  let next = space.start
  for (const { start, end } of ranges) {
    if (BigInt(start) > next) found.push({ start: next, end: BigInt(start) - 1n })
    next = BigInt(end) + 1n
  }
  return next <= space.end ? [...found, { start: next, end: space.end }] : found
}

/** Removes the traces: lost addresses become free, and free neighbours are merged. */
function repair(
  ranges: readonly StateText[],
  traces: readonly Pick<Trace, 'deviation' | 'step' | 'at' | 'end'>[],
): StateText[] {
  const lost = traces.flatMap(({ at, end }) => (end === undefined ? [] : [{ start: at, end }]))
  const all = [
    ...ranges.map(({ start, end, state }) => ({ start: BigInt(start), end: BigInt(end), state, lost: false })),
    ...lost.map((range) => ({ ...range, state: 'Free' as const, lost: true })),
  ].sort((one, other) => (one.start < other.start ? -1 : 1))
  const joined: typeof all = []
  for (const range of all) {
    const last = joined.at(-1)
    const meet = last !== undefined && last.state === 'Free' && range.state === 'Free' && last.end + 1n === range.start
    const apart = traces.some(({ at, end }) => end === undefined && at === range.start)
    if (meet && (apart || last.lost || range.lost))
      joined[joined.length - 1] = { ...range, start: last.start, lost: range.lost }
    else joined.push(range)
  }
  return joined.map(({ start, end, state }) => ({
    start: `0x${start.toString(16)}`,
    end: `0x${end.toString(16)}`,
    state,
  }))
}
