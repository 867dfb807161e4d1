import { outOfRange, toU32, toU64, wrongType } from '../argument.ts'
import { toChoice } from './choice.ts'
import { formatAddress } from './format.ts'
import type { AddressMapSource, IdMapSource, MapLabels, MapSource } from './source.ts'

/** A range of a source, checked; ids are widened to `bigint`. */
export interface ReadRange {
  readonly start: bigint
  readonly end: bigint
  readonly state: 'allocated' | 'free'
}

/** A source, read once and checked. */
export interface ReadSource {
  readonly kind: 'address' | 'id'
  readonly base: bigint
  readonly end: bigint
  readonly ranges: readonly ReadRange[]
}

/** Reads a source: an id source by its `allocatedRuns()`, an address source by its `ranges()`. */
export function readSource(source: unknown): ReadSource {
  if (hasMethod(source, 'allocatedRuns')) return readIds(source as unknown as IdMapSource)
  if (hasMethod(source, 'ranges')) return readAddresses(source as unknown as AddressMapSource)
  throw wrongType('layout', 'an object with a ranges() or an allocatedRuns() method', source)
}

/** The ranges with their names; an id that a `Map` names becomes a range of its own. */
export function* labelledRanges(
  ranges: readonly ReadRange[],
  kind: 'address' | 'id',
  labels: MapLabels | undefined,
): Generator<ReadRange & { readonly label: string }> {
  const nameOf = labelLookup(labels)
  const named = kind === 'id' && labels instanceof Map ? sortedKeys(labels) : []
  let next = 0
  for (const range of ranges) {
    let { start } = range
    for (; next < named.length && (named[next] as bigint) <= range.end; next++) {
      const id = named[next] as bigint
      if (id < start) continue
      if (id > start) yield { ...range, start, end: id - 1n, label: '' }
      yield { ...range, start: id, end: id, label: nameOf(id) }
      start = id + 1n
    }
    if (start > range.end) continue
    const label = range.state === 'allocated' ? nameOf(start) : ''
    yield { ...range, start, label }
  }
}

function readAddresses(source: AddressMapSource): ReadSource {
  const base = toU64('layout.base', source.base)
  const end = toU64('layout.end', source.end)
  const ranges = Array.from(source.ranges(), (range) => ({
    start: toU64('layout.ranges().start', range.start),
    end: toU64('layout.ranges().end', range.end),
    state: toChoice('layout.ranges().state', range.state, ['allocated', 'free'] as const),
  }))
  return ordered(source, { kind: 'address', base, end, ranges })
}

function readIds(source: IdMapSource): ReadSource {
  const id = (name: string, value: number): bigint => BigInt(toU32(name, value))
  const base = id('layout.base', source.base)
  const end = id('layout.end', source.end)
  const ranges = Array.from(source.allocatedRuns(), (run) => ({
    start: id('layout.allocatedRuns().start', run.start),
    end: id('layout.allocatedRuns().end', run.end),
    state: 'allocated' as const,
  }))
  return ordered(source, { kind: 'id', base, end, ranges })
}

/** Refuses what can't be drawn: reversed ends, ranges out of order or with a common address. */
function ordered(layout: MapSource, source: ReadSource): ReadSource {
  if (source.end < source.base) {
    throw outOfRange('layout.end', `at least layout.base (${formatAddress(source.base)})`, source.end)
  }
  let previous = -1n
  for (const { start, end } of source.ranges) {
    if (start > previous && end >= start) {
      previous = end
      continue
    }
    const where = `[${formatAddress(start)}, ${formatAddress(end)}]`
    throw outOfRange('layout', `disjoint ranges in ascending order, which ${where} breaks`, layout)
  }
  return source
}

function labelLookup(labels: MapLabels | undefined): (start: bigint) => string {
  const ask = lookup(labels)
  return (start) => {
    const label = ask(start)
    if (label === undefined || typeof label === 'string') return label ?? ''
    throw wrongType('labels', 'a source of strings', label)
  }
}

function lookup(labels: MapLabels | undefined): (start: bigint) => unknown {
  if (labels === undefined) return () => undefined
  if (typeof labels === 'function') return labels
  if (labels instanceof Map) return (start) => labels.get(start) ?? numberKeyed(labels, start)
  throw wrongType('labels', 'a function or a Map', labels)
}

function numberKeyed(labels: ReadonlyMap<unknown, unknown>, start: bigint): unknown {
  const key = Number(start)
  return Number.isSafeInteger(key) ? labels.get(key) : undefined
}

function sortedKeys(labels: ReadonlyMap<unknown, unknown>): bigint[] {
  const keys = [...labels.keys()].flatMap((key) =>
    typeof key === 'bigint' ? [key] : Number.isSafeInteger(key) ? [BigInt(key as number)] : [],
  )
  return [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1))
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}
