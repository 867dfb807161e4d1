import { outOfRange, readObject, toU64, wrongType } from '../argument.ts'
import { formatAddress } from './format.ts'
import type { Extent } from './layout.ts'
import type { MapRegion } from './source.ts'

/** A region, checked. */
export interface Region extends Extent {
  /** Not yet escaped. */
  readonly label: string
}

/** Reads the regions, in any order, and sorts them. Refuses two that share an address. */
export function readRegions(given: Iterable<MapRegion> | undefined): Region[] {
  if (given === undefined) return []
  if (!isIterable(given)) throw wrongType('regions', 'an iterable of regions', given)
  const regions = Array.from(given, readRegion).sort((a, b) => (a.start < b.start ? -1 : 1))
  for (const [at, { start, end }] of regions.entries()) {
    const next = regions[at + 1]
    if (next === undefined || next.start > end) continue
    const both = [{ start, end }, next].map((one) => `[${formatAddress(one.start)}, ${formatAddress(one.end)}]`)
    throw outOfRange('regions', `disjoint, which ${both.join(' and ')} are not`, given)
  }
  return regions
}

/** Reads a first and a last address. */
export function readExtent(name: string, value: { start: bigint | number; end: bigint | number }): Extent {
  const given = readObject(name, 'an object with start and end', value, ({ start, end }) => ({ start, end }))
  const start = toU64(name, given.start, 'start')
  const end = toU64(name, given.end, 'end')
  if (end < start) throw outOfRange(`${name}.end`, `at least ${name}.start (${formatAddress(start)})`, end)
  return { start, end }
}

function readRegion(region: MapRegion): Region {
  const extent = readExtent('regions', region)
  const label: unknown = readObject('regions', 'an object', region, (value) => ({ label: value.label })).label
  if (typeof label !== 'string') throw wrongType('regions.label', 'a string', label)
  return { ...extent, label }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, Symbol.iterator) === 'function'
}
