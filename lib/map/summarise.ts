import { type Fold, folds, type Row, rowOf } from './fold.ts'
import type { SegmentList } from './segment-list.ts'

/** The approximate number of rows in a summarised list. */
const ABOUT = 256
/** The most notable rows that stay separate in a summary. */
const MOST_KEPT = ABOUT / 4

/** The rows of a list, and the number of rows before summarising. */
export interface RowList {
  readonly rows: readonly Row[]
  readonly unsummarised: number
}

/**
 * Lists the segments in rows. More than `most` rows are reduced to about 256 by summarising the same number of
 * neighbours in each. Named, lost and outside ranges stay separate unless there are many.
 */
export function listRows(segments: SegmentList, most: number): RowList {
  let count = 0
  let notable = 0
  for (const { at } of folds(segments)) {
    count++
    if (isNotable(segments, at)) notable++
  }
  const rows =
    count <= most
      ? Array.from(folds(segments), (fold) => rowOf(segments, fold))
      : sumUpAll(segments, Math.ceil(count / ABOUT), notable <= MOST_KEPT)
  return { rows, unsummarised: count }
}

/** Says that a list is summarised, and how to see all of it. */
export function noticeOf({ rows, unsummarised }: RowList, most: number): string[] {
  if (rows.length === unsummarised) return []
  return [
    `The list would have ${unsummarised} rows, more than ${most}: neighbours are summarised.`,
    'A window shows a part range by range.',
  ]
}

/** Makes a row for this many folds. Notable ones stay separate if `keep` is set. */
function sumUpAll(segments: SegmentList, each: number, keep: boolean): Row[] {
  const rows: Row[] = []
  let group = new Group(segments)
  for (const fold of folds(segments)) {
    const stays = keep && isNotable(segments, fold.at)
    if ((stays || group.folds === each) && group.folds > 0) {
      rows.push(group.row())
      group = new Group(segments)
    }
    if (stays) rows.push(rowOf(segments, fold))
    else group.add(fold)
  }
  if (group.folds > 0) rows.push(group.row())
  return rows
}

function isNotable(segments: SegmentList, at: number): boolean {
  if (segments.labelAt(at) !== '' || segments.isOutsideAt(at)) return true
  return segments.stateAt(at) === 'lost' || segments.remarkAt(at) !== undefined
}

/** Collects folds for one row. */
class Group {
  folds = 0
  readonly #segments: SegmentList
  #first: Fold | undefined
  #last = 0
  #ranges = 0
  #allocated = 0n
  #lostRanges = 0
  #isMixed = false
  #outside = false

  constructor(segments: SegmentList) {
    this.#segments = segments
  }

  add(fold: Fold): void {
    const { at, count, stride } = fold
    const state = this.#segments.stateAt(at)
    this.#first ??= fold
    this.#last = at + (count - 1) * stride
    this.folds++
    this.#ranges += this.#last - at + 1
    if (state === 'allocated') this.#allocated += this.#segments.sizeAt(at) * BigInt(count)
    if (state === 'lost') this.#lostRanges += count
    this.#isMixed ||= stride === 2 || state !== this.#segments.stateAt(this.#first.at)
    this.#outside ||= this.#segments.isOutsideAt(at)
  }

  row(): Row {
    const first = this.#first as Fold
    const row = rowOf(this.#segments, first)
    if (this.folds === 1) return row
    const end = this.#segments.endAt(this.#last)
    const summary = { ranges: this.#ranges, allocated: this.#allocated, lostRanges: this.#lostRanges }
    return {
      ...row,
      ...{ end, outside: this.#outside, label: '', remark: undefined, count: 1, each: end - row.start + 1n, gap: 0n },
      ...(this.#isMixed && { state: 'mixed' }),
      summary,
    }
  }
}
