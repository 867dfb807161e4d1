import { labelledRanges, readSource } from './read.ts'
import type { MapLabels, MapSource } from './source.ts'

/**
 * What the addresses of a segment are: as the crate says; `lost`, managed but in no range of the tree (deviation D3);
 * or `unmanaged`, between the managed space and a range outside it (deviation D10).
 */
export type SegmentState = 'allocated' | 'free' | 'lost' | 'unmanaged'

/** A stretch of addresses in one state; the segments of a layout cover it without holes. */
export interface Segment {
  readonly start: bigint
  readonly end: bigint
  readonly state: SegmentState
  /** The range isn't wholly inside the managed space (deviation D10). */
  readonly outside: boolean
  /** As the caller gave it, not yet disarmed; empty for none. */
  readonly label: string
  /** True for every other segment: neighbours are drawn in different shades. */
  readonly alternate: boolean
}

/** How much of the space is in one state. */
export interface Share {
  readonly size: bigint
  readonly count: number
}

/** Sums over the ranges, those outside included, as in the allocator's own statistics. */
export interface Totals {
  readonly allocated: Share
  readonly free: Share
  readonly lost: Share
  readonly outside: Share
  /** Size of the largest free range; neighbours that the crate didn't merge (deviation D4) count one by one. */
  readonly largestFree: bigint
}

/** A space made ready for drawing. */
export interface Layout {
  readonly kind: 'address' | 'id'
  /** First managed address. */
  readonly base: bigint
  /** Last managed address, inclusive. */
  readonly end: bigint
  readonly segments: readonly Segment[]
  readonly totals: Totals
}

/** Number of addresses in a range with both ends inclusive. */
export function sizeOf(range: { readonly start: bigint; readonly end: bigint }): bigint {
  return range.end - range.start + 1n
}

/** Reads a source once, checks it and fills its holes. */
export function layOut(source: MapSource, labels?: MapLabels): Layout {
  const { kind, base, end, ranges } = readSource(source)
  const filler: SegmentState = kind === 'address' ? 'lost' : 'free'
  const segments: Omit<Segment, 'alternate'>[] = []
  let next = base
  for (const range of labelledRanges(ranges, kind, labels)) {
    if (range.start > next) segments.push(...fill(next, range.start - 1n, base, end, filler))
    segments.push({ ...range, outside: range.start < base || range.end > end })
    next = range.end + 1n
  }
  if (next <= end) segments.push(...fill(next, end, base, end, filler))
  const shaded = segments.map((segment, at) => ({ ...segment, alternate: at % 2 === 1 }))
  return { kind, base, end, segments: shaded, totals: total(shaded) }
}

/** The part of a hole inside the managed space is lost (or a free id), the parts beside it are nobody's. */
function fill(start: bigint, last: bigint, base: bigint, end: bigint, inside: SegmentState) {
  const parts: { start: bigint; end: bigint; state: SegmentState }[] = [
    { start, end: smaller(last, base - 1n), state: 'unmanaged' },
    { start: larger(start, base), end: smaller(last, end), state: inside },
    { start: larger(start, end + 1n), end: last, state: 'unmanaged' },
  ]
  return parts.filter((part) => part.start <= part.end).map((part) => ({ ...part, outside: false, label: '' }))
}

function total(segments: readonly Segment[]): Totals {
  const share = (belongs: (segment: Segment) => boolean): Share => {
    const members = segments.filter(belongs)
    return { size: members.reduce((sum, segment) => sum + sizeOf(segment), 0n), count: members.length }
  }
  const free = segments.filter((segment) => segment.state === 'free')
  return {
    allocated: share((segment) => segment.state === 'allocated'),
    free: share((segment) => segment.state === 'free'),
    lost: share((segment) => segment.state === 'lost'),
    outside: share((segment) => segment.outside),
    largestFree: free.reduce((most, segment) => larger(most, sizeOf(segment)), 0n),
  }
}

/** The smaller of two. */
export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** The larger of two. */
export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
