import type { Segment } from './layout.ts'
import { sizeOf } from './layout.ts'

/** So many equal ranges in a row are told in one line. */
const FOLD_AT = 4

/** A line of the list of ranges: one range, or a fold of several equal ones. */
export interface Row {
  /** First address of the first range. */
  readonly start: bigint
  /** Last address of the last range, inclusive. */
  readonly end: bigint
  readonly state: Segment['state']
  readonly outside: boolean
  readonly label: string
  /** How many ranges the row stands for; 1 unless folded. */
  readonly count: number
  /** Size of each of them. */
  readonly each: bigint
  /** Size of the free range between two neighbours; 0 when they touch. */
  readonly gap: bigint
  /** The shade of the first range. */
  readonly alternate: boolean
}

/**
 * Lists the segments, folding at least four equal consecutive ranges: those that touch, and allocated ones with equally
 * large free ranges between them. Ranges of different names aren't equal. Unmanaged stretches have no row.
 */
export function foldRows(segments: readonly Segment[]): Row[] {
  const rows: Row[] = []
  for (let at = 0; at < segments.length; ) {
    const first = segments[at] as Segment
    const touching = countEqual(segments, at, 1)
    const spaced = first.state === 'allocated' ? countSpaced(segments, at) : 1
    const [count, stride] = foldedBy(touching, spaced)
    const last = segments[at + (count - 1) * stride] as Segment
    const gap = stride === 2 ? sizeOf(segments[at + 1] as Segment) : 0n
    const { start, state, outside, label, alternate } = first
    const each = sizeOf(first)
    if (state !== 'unmanaged') rows.push({ start, end: last.end, state, outside, label, count, each, gap, alternate })
    at += (count - 1) * stride + 1
  }
  return rows
}

/** Number of ranges to fold, and the step from one to the next. */
function foldedBy(touching: number, spaced: number): [count: number, stride: number] {
  if (touching >= FOLD_AT && touching >= spaced) return [touching, 1]
  if (spaced >= FOLD_AT) return [spaced, 2]
  return [1, 1]
}

/** Length of the run of equal segments at `at`, `at + stride`, …. */
function countEqual(segments: readonly Segment[], at: number, stride: number): number {
  const first = segments[at] as Segment
  let count = 1
  for (let next = segments[at + stride]; next !== undefined && alike(first, next); count++) {
    next = segments[at + (count + 1) * stride]
  }
  return count
}

/** Number of equal ranges from `at` on with equal free ranges between them. */
function countSpaced(segments: readonly Segment[], at: number): number {
  const gap = segments[at + 1]
  if (gap?.state !== 'free') return 1
  return Math.min(countEqual(segments, at, 2), countEqual(segments, at + 1, 2) + 1)
}

function alike(a: Segment, b: Segment): boolean {
  return a.state === b.state && a.outside === b.outside && a.label === b.label && sizeOf(a) === sizeOf(b)
}
