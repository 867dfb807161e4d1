import type { Extent, Segment } from './layout.ts'
import { larger, smaller } from './layout.ts'
import type { SegmentList } from './segment-list.ts'

/** A cell: how many of its bytes are in each state. */
export interface Cell extends Extent {
  size: bigint
  allocated: bigint
  lost: bigint
  outside: bigint
  region: bigint
  unmanaged: bigint
  /** The number of ranges with an address in it. */
  ranges: number
  /** Which of two colours to use; neighbouring ranges alternate. */
  alternate: boolean
}

/** The kinds of cells. Unmanaged ones are left blank. */
export type CellKind = 'allocated' | 'mostly' | 'partly' | 'free' | 'lost' | 'outside' | 'region' | 'unmanaged'

/** Divides an extent into cells of one size; the last one ends at the last address. */
export function cellsOf({ start, end }: Extent, segments: SegmentList, cellSize: bigint): Cell[] {
  const last = smaller(end, segments.end)
  const cells: Cell[] = []
  let at = segments.indexOf(start)
  for (let from = start; from <= last; from += cellSize) {
    const cell = emptyCell(from, from + cellSize - 1n)
    let next = larger(from, segments.start)
    while (at < segments.length && next <= cell.end) {
      const left = segments.startAt(at) + segments.sizeAt(at) - next
      const room = cell.end - next + 1n
      add(cell, segments, at, smaller(left, room))
      if (left > room) break
      next += left
      at++
    }
    cells.push(cell)
  }
  return cells
}

/** The segments that overlap start…end. */
export function segmentsWithin(segments: SegmentList, extent: Extent): Segment[] {
  const first = segments.indexOf(extent.start)
  return Array.from({ length: countWithin(segments, extent) }, (_, at) => segments.at(first + at))
}

/** The number of segments that overlap start…end. */
export function countWithin(segments: SegmentList, { start, end }: Extent): number {
  const last = Math.min(segments.indexOf(end), segments.length - 1)
  return last - segments.indexOf(start) + 1
}

/** Problems take precedence, then allocated bytes, even a single one. */
export function kindOf(cell: Cell): CellKind {
  if (cell.lost > 0n) return 'lost'
  if (cell.outside > 0n) return 'outside'
  if (cell.unmanaged + cell.region === cell.size) return cell.region > 0n ? 'region' : 'unmanaged'
  if (cell.allocated === 0n) return 'free'
  if (cell.allocated === cell.size) return 'allocated'
  return cell.allocated * 2n >= cell.size ? 'mostly' : 'partly'
}

function emptyCell(start: bigint, end: bigint): Cell {
  const nothing = { size: 0n, allocated: 0n, lost: 0n, outside: 0n, region: 0n, unmanaged: 0n }
  return { start, end, ...nothing, ranges: 0, alternate: false }
}

function add(cell: Cell, segments: SegmentList, at: number, size: bigint): void {
  const state = segments.stateAt(at)
  cell.size += size
  cell.ranges++
  if (segments.isOutsideAt(at)) cell.outside += size
  if (state === 'free') return
  if (state === 'allocated' && cell.allocated === 0n) cell.alternate = at % 2 === 1
  cell[state] += size
}
