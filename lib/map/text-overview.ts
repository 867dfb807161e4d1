import type { Pen, Piece, Style } from './glyphs.ts'
import { paint } from './glyphs.ts'
import type { Layout, Segment } from './layout.ts'
import { larger, sizeOf, smaller } from './layout.ts'
import type { Notation } from './notation.ts'
import type { OverviewLine } from './overview.ts'
import { planOverview, segmentsWithin } from './overview.ts'

const CELLS_STEP = 16
const MARGIN = 2

/** What the bytes of a cell are. */
interface Cell {
  readonly size: bigint
  readonly allocated: bigint
  readonly lost: bigint
  readonly outside: bigint
  readonly unmanaged: bigint
  /** The next range's cells have the other one of two colours. */
  readonly alternate: boolean
}

/** The kinds of cells; nothing is drawn for what isn't managed. */
export type CellKind = 'allocated' | 'mostly' | 'partly' | 'free' | 'lost' | 'outside' | 'unmanaged'

/** The lines of the overview, the size of a cell and the kinds of cells that occur. */
export interface TextOverview {
  readonly lines: readonly string[]
  readonly cellSize: bigint
  readonly kinds: ReadonlySet<CellKind>
}

/** Draws the space to scale, each line with its first address before it. */
export function drawOverview(layout: Layout, notation: Notation, pen: Pen): TextOverview {
  const room = pen.width - notation.placeColumns - MARGIN
  const cellCount = room < CELLS_STEP ? room : room - (room % CELLS_STEP)
  const { cellSize, lines } = planOverview(layout, cellCount)
  const rows = lines.map((line) => ({ line, cells: line.elided ? [] : cellsOf(line, layout.segments, cellSize) }))
  const kinds = new Set(rows.flatMap((row) => row.cells.map(kindOf)))
  const drawn = rows.map(({ line, cells }) =>
    line.elided
      ? drawMark(line, cellCount, notation, pen)
      : drawLine(larger(line.start, (layout.segments[0] as Segment).start), cells, notation, pen),
  )
  return { lines: drawn, cellSize, kinds }
}

function drawLine(start: bigint, cells: readonly Cell[], notation: Notation, pen: Pen): string {
  const place = notation.place(start).padStart(notation.placeColumns) + ' '.repeat(MARGIN)
  const pieces = cells.map((cell): Piece => {
    const kind = kindOf(cell)
    return kind === 'unmanaged' ? { text: ' ', style: 'plain' } : { text: pen.glyphs[kind], style: styleOf(kind, cell) }
  })
  return paint(pen, [{ text: place, style: 'faint' }, ...pieces])
}

/** The mark is as long as a line's cells; what can't be said in that space begins at the margin. */
function drawMark(line: OverviewLine, cellCount: number, notation: Notation, pen: Pen): string {
  const { dash, elided } = pen.glyphs
  const what = `${notation.size(sizeOf(line))} ${line.elided === 'unmanaged' ? 'not managed' : 'free'}`
  const where = `${notation.place(line.start)} ${dash} ${notation.place(line.end)}`
  const [long, short] = [`${what}, ${where}`, what].map((text) => `${elided.repeat(2)} ${text} `) as [string, string]
  const indent = notation.placeColumns + MARGIN
  const fitting = long.length <= cellCount ? long : short
  const before = fitting.length <= cellCount ? ' '.repeat(indent) : ''
  return paint(pen, [{ text: (before + fitting).padEnd(indent + cellCount, elided), style: 'faint' }])
}

/** Divides a line into its cells; nothing follows the last address. */
function cellsOf(line: OverviewLine, segments: readonly Segment[], cellSize: bigint): Cell[] {
  const last = (segments.at(-1) as Segment).end
  const cells: Cell[] = []
  for (let start = line.start; start <= line.end && start <= last; start += cellSize) {
    cells.push(cellOf(start, start + cellSize - 1n, segments))
  }
  return cells
}

function cellOf(start: bigint, end: bigint, segments: readonly Segment[]): Cell {
  const cell = { size: 0n, allocated: 0n, lost: 0n, outside: 0n, unmanaged: 0n, alternate: false }
  for (const segment of segmentsWithin(segments, start, end)) {
    const size = smaller(end, segment.end) - larger(start, segment.start) + 1n
    cell.size += size
    if (segment.outside) cell.outside += size
    if (segment.state === 'lost') cell.lost += size
    if (segment.state === 'unmanaged') cell.unmanaged += size
    if (segment.state !== 'allocated') continue
    if (cell.allocated === 0n) cell.alternate = segment.alternate
    cell.allocated += size
  }
  return cell
}

/** What went wrong shows first; then whatever is allocated, be it a single byte. */
function kindOf(cell: Cell): CellKind {
  if (cell.lost > 0n) return 'lost'
  if (cell.outside > 0n) return 'outside'
  if (cell.unmanaged === cell.size) return 'unmanaged'
  if (cell.allocated === 0n) return 'free'
  if (cell.allocated === cell.size) return 'allocated'
  return cell.allocated * 2n >= cell.size ? 'mostly' : 'partly'
}

function styleOf(kind: CellKind, cell: Cell): Style {
  if (kind === 'lost' || kind === 'outside') return kind
  if (kind === 'free') return 'faint'
  return cell.alternate ? 'alternate' : 'allocated'
}
