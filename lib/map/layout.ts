import type { SegmentList } from './segment-list.ts'

/**
 * The state of a segment's addresses: the crate's state; `lost`, managed but in no range of the tree (deviation D3);
 * `region`, unmanaged but named by the caller; or `unmanaged`.
 */
export type SegmentState = 'allocated' | 'free' | 'lost' | 'region' | 'unmanaged'

/** The first and the last address, both inclusive. */
export interface Extent {
  readonly start: bigint
  readonly end: bigint
}

/** Consecutive addresses in one state. The segments of a layout have no gaps between them. */
export interface Segment extends Extent {
  readonly size: bigint
  readonly state: SegmentState
  /** Whether the range is partly or completely outside the managed space (deviation D10). */
  readonly outside: boolean
  /** The caller's name, not yet escaped; empty if there is none. */
  readonly label: string
  /** Alternates between segments, which are drawn in two shades. */
  readonly alternate: boolean
  readonly remark: Remark | undefined
}

/** Facts about a range that deserve a remark. */
export interface Remark {
  /** The whole range, if the window shows only a part of it. */
  readonly partOf: Extent | undefined
  /** The first region that it overlaps, not yet escaped, and the number of others. */
  readonly over: string | undefined
  readonly moreRegions: number
}

/** The part of the space that is in one state. */
export interface Share {
  size: bigint
  count: number
}

/** Totals of the ranges, including those outside the space, as in the allocator's own statistics. */
export interface Totals {
  readonly allocated: Share
  readonly free: Share
  readonly lost: Share
  readonly outside: Share
  /** Size of the largest free range; neighbours that the crate didn't merge (deviation D4) count separately. */
  largestFree: bigint
  /** Size of the smallest range that is allocated or lost; `undefined` if there is none. */
  smallest: bigint | undefined
}

/** A space that is ready to be drawn. */
export interface Layout {
  readonly kind: 'address' | 'id'
  /** The first managed address, or the first address of the window. */
  readonly base: bigint
  /** The last managed address, or the last address of the window, inclusive. */
  readonly end: bigint
  /** The size of the managed space, if a window shows a part of it. */
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
