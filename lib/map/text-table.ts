import { columnsOf } from '../text/columns.ts'
import type { Row } from './fold.ts'
import type { Pen, Piece, Style } from './glyphs.ts'
import { clean, paint } from './glyphs.ts'
import type { Notation } from './notation.ts'
import { remarksOf } from './remarks.ts'

const BETWEEN = '  '
/** The narrowest useful column of labels. */
const LABEL_COLUMNS = 12

/** A row of the table as texts. */
interface Cells {
  readonly start: string
  readonly end: string
  readonly size: string
  readonly state: string
  /** The name and the remarks. */
  readonly label: string
  /** The styles of the whole line and of its state. */
  readonly styles: readonly [line: Style, state: Style]
}

/** Lists the rows, in one line each if the width allows it, otherwise in two. */
export function drawTable(rows: readonly Row[], notation: Notation, pen: Pen): string[] {
  const table = rows.map((row) => cellsOf(row, notation, pen))
  const labelled = table.some((cells) => cells.label !== '')
  const all = [headingOf(notation, labelled ? 'label' : ''), ...table]
  const columns = columnsFor(all, notation)
  const fixed = columns.place * 2 + 3 + columns.size + columns.state + 2 * BETWEEN.length
  const labelColumns = Math.min(columns.label, LABEL_COLUMNS)
  if (fixed + (labelled ? BETWEEN.length + labelColumns : 0) > pen.width) {
    return table.flatMap((cells) => stacked(cells, columns.place, pen))
  }
  return all.map((cells) => {
    const range = rangeOf(cells, columns.place, cells.end === 'end' ? ' ' : pen.glyphs.dash)
    const before = `${range}${BETWEEN}${cells.size.padStart(columns.size)}${BETWEEN}`
    return drawLine(before, cells.state.padEnd(columns.state), cells, pen)
  })
}

/** For narrow terminals: the range, and below it the rest. */
function stacked(cells: Cells, placeColumns: number, pen: Pen): string[] {
  const range = rangeOf(cells, placeColumns, pen.glyphs.dash)
  const room = pen.width - cells.state.length - 2 * BETWEEN.length
  const size = clean(pen, cells.size, room)
  return [
    paint(pen, [{ text: range, style: cells.styles[0] }]),
    drawLine(`${BETWEEN}${size}${BETWEEN}`, cells.state, cells, pen),
  ]
}

function drawLine(before: string, state: string, cells: Cells, pen: Pen): string {
  const used = columnsOf(before) + state.length + BETWEEN.length
  const label: Piece = { text: `${BETWEEN}${clean(pen, cells.label, pen.width - used)}`, style: cells.styles[0] }
  return paint(pen, [{ text: before, style: cells.styles[0] }, { text: state, style: cells.styles[1] }, label])
}

function rangeOf(cells: Cells, placeColumns: number, dash: string): string {
  const place = (text: string): string => (/^\d/.test(text) ? text.padStart(placeColumns) : text.padEnd(placeColumns))
  return `${place(cells.start)} ${dash} ${place(cells.end)}`
}

function headingOf(notation: Notation, label: string): Cells {
  return { start: 'start', end: 'end', size: notation.sizeHeading, state: 'state', label, styles: ['strong', 'strong'] }
}

function cellsOf(row: Row, notation: Notation, pen: Pen): Cells {
  const each = notation.size(row.each)
  const stride = row.gap === 0n ? '' : `every ${notation.size(row.each + row.gap)}`
  return {
    start: notation.place(row.start),
    end: notation.place(row.end),
    size: row.count === 1 ? each : `${row.count} ${pen.glyphs.times} ${/ .* /.test(each) ? `(${each})` : each}`,
    state: row.state + (row.outside ? ', outside' : ''),
    label: [clean(pen, row.label, pen.width), stride, ...remarksOf(row, notation, pen.glyphs.dash)]
      .filter((text) => text !== '')
      .join(', '),
    styles: stylesOf(row),
  }
}

function stylesOf(row: Row): readonly [line: Style, state: Style] {
  if (row.outside) return ['plain', 'outside']
  if (row.state === 'lost') return ['plain', 'lost']
  if (row.state === 'region') return ['plain', 'region']
  return row.state === 'allocated' || row.state === 'mixed' ? ['plain', 'allocated'] : ['faint', 'faint']
}

function columnsFor(all: readonly Cells[], notation: Notation) {
  const widest = (name: 'size' | 'state' | 'label'): number =>
    all.reduce((most, cells) => Math.max(most, columnsOf(cells[name])), 0)
  return { place: notation.placeColumns, size: widest('size'), state: widest('state'), label: widest('label') }
}
