import type { Extent, Remark, Segment } from './layout.ts'
import type { SegmentList } from './segment-list.ts'

/** The fewest consecutive equal ranges that are folded into one line. */
const FOLD_AT = 4

/** The segments of one line in the list: `count` equal ones, `stride` segments apart. */
export interface Fold {
  readonly at: number
  readonly count: number
  readonly stride: number
}

/** A line of the list of ranges: one range, a fold of several equal ones, or a summary of different ones. */
export interface Row extends Extent {
  /** `mixed` for a summary of different states. */
  readonly state: Segment['state'] | 'mixed'
  readonly outside: boolean
  readonly label: string
  readonly remark: Remark | undefined
  /** How many ranges the row stands for; 1 unless folded. */
  readonly count: number
  /** The size of each range; for a summary, of all together. */
  readonly each: bigint
  /** Size of the free range between two neighbours; 0 when they touch. */
  readonly gap: bigint
  /** Which of two shades the first range has. */
  readonly alternate: boolean
  /** Set for a summary. */
  readonly summary?: Summary | undefined
}

/** The totals of the ranges in a summary row. */
export interface Summary {
  readonly ranges: number
  readonly allocated: bigint
  readonly lostRanges: number
}

/**
 * Walks through the segments and folds at least four consecutive equal ranges: adjacent ones, or allocated ones with
 * free ranges of equal size between them. Ranges with different names aren't equal. Visits each segment a few times at
 * most.
 */
export function* folds(segments: SegmentList): Generator<Fold> {
  for (let at = 0; at < segments.length; ) {
    const fold = foldAt(segments, at)
    if (segments.stateAt(at) !== 'unmanaged') yield fold
    at += (fold.count - 1) * fold.stride + 1
  }
}

/** Makes the line of a fold. */
export function rowOf(segments: SegmentList, { at, count, stride }: Fold): Row {
  const { start, state, outside, label, remark, alternate, size: each } = segments.at(at)
  const gap = stride === 2 ? segments.sizeAt(at + 1) : 0n
  const end = segments.endAt(at + (count - 1) * stride)
  return { start, end, state, outside, label, remark, count, each, gap, alternate }
}

function foldAt(segments: SegmentList, at: number): Fold {
  const touching = countTouching(segments, at)
  if (touching >= FOLD_AT) return { at, count: touching, stride: 1 }
  const spaced = countSpaced(segments, at)
  return spaced >= FOLD_AT ? { at, count: spaced, stride: 2 } : { at, count: 1, stride: 1 }
}

/** Length of the run of equal segments at `at`. */
function countTouching(segments: SegmentList, at: number): number {
  let past = at + 1
  while (past < segments.length && segments.areAlike(at, past)) past++
  return past - at
}

/** The number of equal ranges from `at` with equal free ranges between them. */
function countSpaced(segments: SegmentList, at: number): number {
  if (segments.stateAt(at) !== 'allocated' || at + 1 >= segments.length) return 1
  if (segments.stateAt(at + 1) !== 'free') return 1
  let count = 1
  for (let next = at + 2; next < segments.length; next += 2, count++) {
    if (!segments.areAlike(at + 1, next - 1) || !segments.areAlike(at, next)) break
  }
  return count
}
