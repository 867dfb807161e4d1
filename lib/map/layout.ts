import type { SegmentList } from './segment-list.ts'

/**
 * What the addresses of a segment are: as the crate says; `lost`, managed but in no range of the tree (deviation D3);
 * `region`, not managed but named by the caller; or `unmanaged`, nobody's.
 */
export type SegmentState = 'allocated' | 'free' | 'lost' | 'region' | 'unmanaged'

/** A first and a last address, inclusive. */
export interface Extent {
  readonly start: bigint
  readonly end: bigint
}

/** A stretch of addresses in one state; the segments of a layout cover it without holes. */
export interface Segment extends Extent {
  readonly size: bigint
  readonly state: SegmentState
  /** The range isn't wholly inside the managed space (deviation D10). */
  readonly outside: boolean
  /** As the caller gave it, not yet disarmed; empty for none. */
  readonly label: string
  /** True for every other segment: neighbours are drawn in different shades. */
  readonly alternate: boolean
  readonly remark: Remark | undefined
}

/** What is worth a remark about a range. */
export interface Remark {
  /** The whole range, of which the window shows a part. */
  readonly partOf: Extent | undefined
  /** The first region that it lies over, not yet disarmed, and how many more there are. */
  readonly over: string | undefined
  readonly moreRegions: number
}

/** How much of the space is in one state. */
export interface Share {
  size: bigint
  count: number
}

/** Sums over the ranges, those outside included, as in the allocator's own statistics. */
export interface Totals {
  readonly allocated: Share
  readonly free: Share
  readonly lost: Share
  readonly outside: Share
  /** Size of the largest free range; neighbours that the crate didn't merge (deviation D4) count one by one. */
  largestFree: bigint
  /** Size of the smallest range that is allocated or lost; `undefined` when there is neither. */
  smallest: bigint | undefined
}

/** A space made ready for drawing. */
export interface Layout {
  readonly kind: 'address' | 'id'
  /** First managed address, or the first one that the window shows. */
  readonly base: bigint
  /** Last managed address or the last one that the window shows, inclusive. */
  readonly end: bigint
  /** Size of the managed space, when a window shows a part of it. */
  readonly partOf: bigint | undefined
  readonly segments: SegmentList
  readonly totals: Totals
}

/** Number of addresses in a range with both ends inclusive. */
export function sizeOf(range: Extent): bigint {
  return range.end - range.start + 1n
}

/** The smaller of two. */
export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** The larger of two. */
export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
