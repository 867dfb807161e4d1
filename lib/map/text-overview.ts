import { columnsOf } from '../text/columns.ts'
import type { Cell, CellKind } from './cells.ts'
import { cellsOf, kindOf } from './cells.ts'
import type { Pen, Piece, Style } from './glyphs.ts'
import { clean, paint } from './glyphs.ts'
import type { Layout } from './layout.ts'
import { larger, sizeOf } from './layout.ts'
import type { Notation } from './notation.ts'
import type { OverviewLine } from './overview.ts'
import { nameOfElided, planOverview } from './overview.ts'

const CELLS_STEP = 16
const MARGIN = 2
/** The widest name of a region in a mark, in columns. */
const MARK_COLUMNS = 24

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
  const rows = lines.map((line) => ({
    line,
    cells: line.elided === undefined ? cellsOf(line, layout.segments, cellSize) : [],
  }))
  const kinds = new Set(rows.flatMap((row) => row.cells.map(kindOf)))
  const drawn = rows.map(({ line, cells }) =>
    line.elided === undefined
      ? drawLine(larger(line.start, layout.segments.start), cells, notation, pen)
      : drawMark(line, line.elided, cellCount, notation, pen),
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

/** A mark is as wide as the cells of a line. If its text doesn't fit, it starts at the margin. */
function drawMark(
  line: OverviewLine,
  left: NonNullable<OverviewLine['elided']>,
  cellCount: number,
  notation: Notation,
  pen: Pen,
): string {
  const { dash, elided } = pen.glyphs
  const what = `${notation.size(sizeOf(line))} ${clean(pen, nameOfElided(left), MARK_COLUMNS)}`
  const where = `${notation.place(line.start)} ${dash} ${notation.place(line.end)}`
  const [long, short] = [`${what}, ${where}`, what].map((text) => `${elided.repeat(2)} ${text} `) as [string, string]
  const indent = notation.placeColumns + MARGIN
  const fitting = columnsOf(long) <= cellCount ? long : short
  const before = columnsOf(fitting) <= cellCount ? ' '.repeat(indent) : ''
  const text = before + clean(pen, fitting, pen.width - before.length)
  const fill = elided.repeat(Math.max(indent + cellCount - columnsOf(text), 0))
  return paint(pen, [{ text: text + fill, style: 'faint' }])
}

function styleOf(kind: CellKind, cell: Cell): Style {
  if (kind === 'lost' || kind === 'outside' || kind === 'region') return kind
  if (kind === 'free') return 'faint'
  return cell.alternate ? 'alternate' : 'allocated'
}
