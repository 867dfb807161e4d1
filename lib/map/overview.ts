import type { Extent, Layout, Segment } from './layout.ts'
import { larger, smaller } from './layout.ts'
import type { SegmentList } from './segment-list.ts'

/** A line of the overview, or a mark for omitted lines. */
export interface OverviewLine extends Extent {
  /** What the omitted lines are. `undefined` for a drawn line; the last one may extend beyond the layout. */
  readonly elided: Pick<Segment, 'state' | 'label'> | undefined
}

/** An overview: lines with the same number of cells, which are all the same size. */
export interface Overview {
  /** A power of two; lines start at multiples of it. */
  readonly cellSize: bigint
  /** Bytes (or ids) of a full line; a single line is only as long as necessary. */
  readonly lineSize: bigint
  readonly lines: readonly OverviewLine[]
}

/** Adjacent segments in one state that may be omitted. */
interface Stretch {
  readonly start: bigint
  readonly end: bigint
  readonly state: Segment['state']
  readonly label: string
}

/** Omitted lines, all in one stretch. */
interface Break {
  readonly first: bigint
  readonly rows: bigint
  readonly stretch: Stretch
}

/**
 * Plans an overview to scale. Like a hex dump, it has lines of equal size. Two or more lines that are completely free,
 * unmanaged or in one region are replaced with a mark; lost addresses are never omitted. The cells are as small as the
 * number of lines allows, but not smaller than the smallest range, unless everything fits in one line.
 */
export function planOverview(layout: Layout, cells: number): Overview {
  const { segments } = layout
  const extent = { start: segments.start, end: segments.end }
  const most = linesFor(layout)
  let exponent = smallestCell(layout, extent, cells)
  let stretches = elidable(segments, new Plan(extent, [], 1n << BigInt(exponent), cells))
  for (; ; exponent++) {
    const plan = new Plan(extent, stretches, 1n << BigInt(exponent), cells)
    if (plan.fits(most)) return { cellSize: plan.cellSize, lineSize: plan.lineSize, lines: plan.lines() }
    stretches = plan.longStretches()
  }
}

/** Describes the omitted lines. A region's name isn't escaped. */
export function nameOfElided({ state, label }: NonNullable<OverviewLine['elided']>): string {
  if (state === 'region' && label !== '') return label
  return state === 'unmanaged' ? 'not managed' : state
}

/** The most lines for this number of ranges. */
function linesFor({ totals }: Layout): bigint {
  const ranges = totals.allocated.count + totals.lost.count
  if (ranges <= 32) return 8n
  return ranges <= 128 ? 12n : 16n
}

/** The smallest useful cell size, as a power of two. */
function smallestCell({ totals }: Layout, extent: Extent, cells: number): number {
  const ofSmallest = (totals.smallest ?? 1n << 64n).toString(2).length - 1
  for (let exponent = 0; exponent < ofSmallest; exponent++) {
    if (new Plan(extent, [], 1n << BigInt(exponent), cells).rowCount === 1n) return exponent
  }
  return ofSmallest
}

/** The stretches that may be omitted with the shortest lines; longer lines only leave fewer. */
function elidable(segments: SegmentList, finest: Plan): Stretch[] {
  const stretches: Stretch[] = []
  for (let at = 0; at < segments.length; at++) {
    const state = segments.stateAt(at)
    if (state === 'allocated' || state === 'lost') continue
    const [start, label] = [segments.startAt(at), segments.labelAt(at)]
    while (segments.length > at + 1 && segments.stateAt(at + 1) === state && segments.labelAt(at + 1) === label) at++
    const stretch = { start, end: segments.endAt(at), state, label }
    if (!finest.isShort(stretch)) stretches.push(stretch)
  }
  return stretches
}

/** The lines for one cell size. */
class Plan {
  readonly cellSize: bigint
  readonly lineSize: bigint
  readonly rowCount: bigint
  readonly #extent: Extent
  readonly #origin: bigint
  readonly #stretches: readonly Stretch[]

  constructor(extent: Extent, stretches: readonly Stretch[], cellSize: bigint, cells: number) {
    const { start, end } = extent
    this.cellSize = cellSize
    this.#extent = extent
    this.#stretches = stretches
    this.#origin = start - (start % cellSize)
    const needed = (end - this.#origin) / cellSize + 1n
    const rounded = needed + ((4n - (needed % 4n)) % 4n)
    this.lineSize = cellSize * (needed > cells ? BigInt(cells) : rounded)
    this.rowCount = (end - this.#origin) / this.lineSize + 1n
  }

  /**
   * Whether there are at most this many lines. Counts without creating them, since a plan may have 2⁵⁸, and stops as
   * soon as there are too many.
   */
  fits(most: bigint): boolean {
    let lines = 0n
    let row = 0n
    for (const { first, rows } of this.#breaks()) {
      lines += first - row + 1n
      row = first + rows
      if (lines > most) return false
    }
    return lines + this.rowCount - row <= most
  }

  /** The stretches that may still be omitted with longer lines. */
  longStretches(): Stretch[] {
    return this.#stretches.filter((stretch) => !this.isShort(stretch))
  }

  lines(): OverviewLine[] {
    const lines: OverviewLine[] = []
    let row = 0n
    for (const { first, rows, stretch } of this.#breaks()) {
      for (; row < first; row++) lines.push(this.#row(row))
      row = first + rows
      lines.push({ ...this.#elidedPart(stretch, first, rows), elided: stretch })
    }
    for (; row < this.rowCount; row++) lines.push(this.#row(row))
    return lines
  }

  /** Runs of at least two lines in one stretch. A space that is a single stretch has only one line. */
  *#breaks(): Generator<Break> {
    for (const stretch of this.#stretches) {
      if (this.isShort(stretch)) continue
      const isFirst = stretch.start === this.#extent.start
      const isLast = stretch.end === this.#extent.end
      const first = isFirst ? 0n : (stretch.start - this.#origin + this.lineSize - 1n) / this.lineSize
      const past = isLast ? this.rowCount : (stretch.end + 1n - this.#origin) / this.lineSize
      if (past - first >= 2n) yield { first, rows: past - first, stretch }
    }
  }

  /** Whether a stretch is too short for two lines, one of which may be incomplete at an end of the space. */
  isShort({ start, end }: Stretch): boolean {
    return end - start < this.lineSize && start !== this.#extent.start && end !== this.#extent.end
  }

  #row(row: bigint): OverviewLine {
    const start = this.#origin + row * this.lineSize
    return { start, end: start + this.lineSize - 1n, elided: undefined }
  }

  #elidedPart(stretch: Stretch, first: bigint, rows: bigint): Extent {
    const start = this.#origin + first * this.lineSize
    const end = start + rows * this.lineSize - 1n
    return { start: larger(start, stretch.start), end: smaller(end, stretch.end) }
  }
}
