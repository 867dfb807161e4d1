import { outOfRange, toU32, toU64, U64_MAX, wrongType } from '../argument.ts'
import { toChoice } from './choice.ts'
import { formatAddress } from './format.ts'
import type { AddressMapSource, IdMapSource, MapRange, MapSource } from './source.ts'

/** Receives each range of a source in address order, with ids widened to `bigint`. */
export type Visit = (start: bigint, end: bigint, state: 'allocated' | 'free') => void

/** A source whose ends have been checked. Its ranges are checked when they are visited, which happens once. */
export interface ReadSource {
  readonly kind: 'address' | 'id'
  readonly base: bigint
  readonly end: bigint
  visit(visit: Visit): void
}

/** Reads a source: an id source by its `allocatedRuns()`, an address source by its `ranges()`. */
export function readSource(source: unknown): ReadSource {
  if (hasMethod(source, 'allocatedRuns')) return readIds(source as unknown as IdMapSource)
  if (hasMethod(source, 'ranges')) return readAddresses(source as unknown as AddressMapSource)
  throw wrongType('layout', 'an object with a ranges() or an allocatedRuns() method', source)
}

function readAddresses(source: AddressMapSource): ReadSource {
  const base = toU64('layout.base', source.base)
  const end = toU64('layout.end', source.end)
  checkEnds(base, end)
  return { kind: 'address', base, end, visit: (visit) => visitRanges(source, visit) }
}

function visitRanges(source: AddressMapSource, visit: Visit): void {
  let previous = -1n
  for (const { start, end, state } of source.ranges()) {
    // Fast path: ordered values below 2⁶⁴ are u64 too. Check all others in detail.
    if (!(typeof start === 'bigint' && typeof end === 'bigint' && start > previous && end >= start && end <= U64_MAX)) {
      const range = { start: toU64('layout.ranges().start', start), end: toU64('layout.ranges().end', end) }
      checkOrder(source, previous, range.start, range.end)
      previous = range.end
      visit(range.start, range.end, toState(state))
      continue
    }
    previous = end
    visit(start, end, toState(state))
  }
}

function toState(state: MapRange['state']): MapRange['state'] {
  if (state === 'allocated' || state === 'free') return state
  return toChoice('layout.ranges().state', state, ['allocated', 'free'] as const)
}

function readIds(source: IdMapSource): ReadSource {
  const id = (name: string, value: number): bigint => BigInt(toU32(name, value))
  const base = id('layout.base', source.base)
  const end = id('layout.end', source.end)
  checkEnds(base, end)
  const visitRuns = (visit: Visit): void => {
    let previous = -1n
    for (const run of source.allocatedRuns()) {
      const start = id('layout.allocatedRuns().start', run.start)
      const last = id('layout.allocatedRuns().end', run.end)
      checkOrder(source, previous, start, last)
      previous = last
      visit(start, last, 'allocated')
    }
  }
  return { kind: 'id', base, end, visit: visitRuns }
}

function checkEnds(base: bigint, end: bigint): void {
  if (end < base) throw outOfRange('layout.end', `at least layout.base (${formatAddress(base)})`, end)
}

/** Refuses what can't be drawn: reversed ends, and ranges that overlap or are out of order. */
function checkOrder(layout: MapSource, previous: bigint, start: bigint, end: bigint): void {
  if (start > previous && end >= start) return
  const where = `[${formatAddress(start)}, ${formatAddress(end)}]`
  throw outOfRange('layout', `disjoint ranges in ascending order, which ${where} breaks`, layout)
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}
