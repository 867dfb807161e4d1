import type { Layout, Segment, SegmentState } from './layout.ts'
import { sizeOf } from './layout.ts'

/** A drawn line of the overview, or the mark that stands for lines left out. */
export interface OverviewLine {
  /** First address of the line; of a mark: first address of the stretch left out. */
  readonly start: bigint
  /** Last address, inclusive; the last line may reach beyond the layout. */
  readonly end: bigint
  /** The one state of the lines left out; `undefined` for a drawn line. */
  readonly elided: SegmentState | undefined
}

/** An overview: lines of equally many cells of equally many bytes. */
export interface Overview {
  /** A power of two; lines begin at multiples of it. */
  readonly cellSize: bigint
  /** Bytes (or ids) of a full line; a single line is no longer than needed. */
  readonly lineSize: bigint
  readonly lines: readonly OverviewLine[]
}

/** A stretch of neighbouring segments in one state. */
interface Stretch {
  start: bigint
  end: bigint
  state: SegmentState
}

/**
 * Plans an overview to scale. Like a hex dump it has lines of equal size, and two or more lines that are wholly free
 * (or nobody's) give way to a mark; what is lost is never left out. Within the lines allowed the cells are as small as possible, yet
 * not smaller than the smallest range, unless one line shows everything anyway.
 */
export function planOverview(layout: Layout, cells: number): Overview {
  const stretches = merge(layout.segments)
  const most = linesFor(layout.segments)
  let exponent = smallestCell(layout.segments, stretches, cells)
  let plan = Plan.of(stretches, exponent, cells)
  while (plan.lineCount() > most) plan = Plan.of(stretches, ++exponent, cells)
  const { cellSize, lineSize } = plan
  return { cellSize, lineSize, lines: plan.lines() }
}

/** The segments that have a common address with start…end. */
export function segmentsWithin(segments: readonly Segment[], start: bigint, end: bigint): Segment[] {
  let low = 0
  for (let high = segments.length; low < high; ) {
    const middle = (low + high) >> 1
    if ((segments[middle] as Segment).end < start) low = middle + 1
    else high = middle
  }
  let past = low
  while (past < segments.length && (segments[past] as Segment).start <= end) past++
  return segments.slice(low, past)
}

/** How many lines the number of ranges deserves. */
function linesFor(segments: readonly Segment[]): number {
  const ranges = segments.filter((segment) => segment.state !== 'free').length
  if (ranges <= 32) return 8
  return ranges <= 128 ? 12 : 16
}

/** Exponent of two of the smallest cell worth drawing. */
function smallestCell(segments: readonly Segment[], stretches: readonly Stretch[], cells: number): number {
  const sizes = segments.filter((segment) => segment.state === 'allocated' || segment.state === 'lost').map(sizeOf)
  const smallest = sizes.reduce((least, size) => (size < least ? size : least), sizes[0] ?? 1n << 64n)
  const ofSmallest = smallest.toString(2).length - 1
  for (let exponent = 0; exponent < ofSmallest; exponent++) {
    if (Plan.of(stretches, exponent, cells).rowCount === 1n) return exponent
  }
  return ofSmallest
}

function merge(segments: readonly Segment[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const { start, end, state } of segments) {
    const last = stretches.at(-1)
    if (last?.state === state) last.end = end
    else stretches.push({ start, end, state })
  }
  return stretches
}

/** The lines that follow from one size of cell. */
class Plan {
  readonly cellSize: bigint
  readonly lineSize: bigint
  readonly rowCount: bigint
  readonly #origin: bigint
  readonly #stretches: readonly Stretch[]

  static of(stretches: readonly Stretch[], exponent: number, cells: number): Plan {
    return new Plan(stretches, 1n << BigInt(exponent), cells)
  }

  constructor(stretches: readonly Stretch[], cellSize: bigint, cells: number) {
    const start = (stretches[0] as Stretch).start
    const end = (stretches.at(-1) as Stretch).end
    this.cellSize = cellSize
    this.#stretches = stretches
    this.#origin = start - (start % cellSize)
    const needed = (end - this.#origin) / cellSize + 1n
    const rounded = needed + ((4n - (needed % 4n)) % 4n)
    this.lineSize = cellSize * (needed > cells ? BigInt(cells) : rounded)
    this.rowCount = (end - this.#origin) / this.lineSize + 1n
  }

  /** Counts without making a line, since a plan that is too fine may have 2⁵⁸ of them. */
  lineCount(): bigint {
    return this.#breaks().reduce((count, { rows }) => count - rows + 1n, this.rowCount)
  }

  lines(): OverviewLine[] {
    const lines: OverviewLine[] = []
    let row = 0n
    for (const { first, rows, stretch } of this.#breaks()) {
      for (; row < first; row++) lines.push(this.#row(row))
      row = first + rows
      lines.push({ ...this.#elidedPart(stretch, first, rows), elided: stretch.state })
    }
    for (; row < this.rowCount; row++) lines.push(this.#row(row))
    return lines
  }

  /** Runs of at least two lines that lie in one stretch. A space that is one stretch has but one line. */
  #breaks(): { first: bigint; rows: bigint; stretch: Stretch }[] {
    return this.#stretches.flatMap((stretch, at) => {
      if (stretch.state === 'allocated' || stretch.state === 'lost') return []
      const isLast = at === this.#stretches.length - 1
      const first = at === 0 ? 0n : (stretch.start - this.#origin + this.lineSize - 1n) / this.lineSize
      const past = isLast ? this.rowCount : (stretch.end + 1n - this.#origin) / this.lineSize
      return past - first >= 2n ? [{ first, rows: past - first, stretch }] : []
    })
  }

  #row(row: bigint): OverviewLine {
    const start = this.#origin + row * this.lineSize
    return { start, end: start + this.lineSize - 1n, elided: undefined }
  }

  #elidedPart(stretch: Stretch, first: bigint, rows: bigint): { start: bigint; end: bigint } {
    const start = this.#origin + first * this.lineSize
    const end = start + rows * this.lineSize - 1n
    return { start: start < stretch.start ? stretch.start : start, end: end > stretch.end ? stretch.end : end }
  }
}
