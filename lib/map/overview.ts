import type { Extent, Layout, Segment } from './layout.ts'
import { larger, smaller } from './layout.ts'
import type { SegmentList } from './segment-list.ts'

/** A drawn line of the overview, or the mark that stands for lines left out. */
export interface OverviewLine extends Extent {
  /** What the lines left out are; `undefined` for a drawn line, which may reach beyond the layout if it is the last. */
  readonly elided: Pick<Segment, 'state' | 'label'> | undefined
}

/** An overview: lines of equally many cells of equally many bytes. */
export interface Overview {
  /** A power of two; lines begin at multiples of it. */
  readonly cellSize: bigint
  /** Bytes (or ids) of a full line; a single line is no longer than needed. */
  readonly lineSize: bigint
  readonly lines: readonly OverviewLine[]
}

/** A stretch of neighbouring segments in one state that may be left out. */
interface Stretch {
  readonly start: bigint
  readonly end: bigint
  readonly state: Segment['state']
  readonly label: string
}

/** Lines that lie in one stretch. */
interface Break {
  readonly first: bigint
  readonly rows: bigint
  readonly stretch: Stretch
}

/**
 * Plans an overview to scale. Like a hex dump it has lines of equal size, and two or more lines that are wholly free
 * (or nobody's, or in one region) give way to a mark; what is lost is never left out. Within the lines allowed the
 * cells are as small as possible, yet not smaller than the smallest range, unless one line shows everything anyway.
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

/** What the lines left out are, in words; a region's name isn't disarmed. */
export function nameOfElided({ state, label }: NonNullable<OverviewLine['elided']>): string {
  if (state === 'region' && label !== '') return label
  return state === 'unmanaged' ? 'not managed' : state
}

/** How many lines the number of ranges deserves. */
function linesFor({ totals }: Layout): bigint {
  const ranges = totals.allocated.count + totals.lost.count
  if (ranges <= 32) return 8n
  return ranges <= 128 ? 12n : 16n
}

/** Exponent of two of the smallest cell worth drawing. */
function smallestCell({ totals }: Layout, extent: Extent, cells: number): number {
  const ofSmallest = (totals.smallest ?? 1n << 64n).toString(2).length - 1
  for (let exponent = 0; exponent < ofSmallest; exponent++) {
    if (new Plan(extent, [], 1n << BigInt(exponent), cells).rowCount === 1n) return exponent
  }
  return ofSmallest
}

/** The stretches that may be left out if lines are short enough; only those that may for the shortest lines. */
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

/** The lines that follow from one size of cell. */
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
   * Whether there are at most this many lines. It makes none, since a plan that is too fine may have 2⁵⁸ of them, and
   * stops counting as soon as there are too many.
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

  /** The stretches that may be left out where lines are longer. */
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

  /** Runs of at least two lines that lie in one stretch. A space that is one stretch has but one line. */
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

  /** Whether a stretch is too short for two lines; one at an end of the space may have an incomplete one. */
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
