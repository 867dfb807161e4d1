import { columnsOf } from '../text/columns.ts'
import type { CellKind } from './cells.ts'
import { formatShare } from './format.ts'
import type { Pen, Piece } from './glyphs.ts'
import { ASCII, clean, paint, UNICODE } from './glyphs.ts'
import type { Layout, Share } from './layout.ts'
import type { Notation } from './notation.ts'
import { drawnSize, notationOf } from './notation.ts'
import type { TextOptions } from './options.ts'
import { listRows, noticeOf } from './summarise.ts'
import type { TextOverview } from './text-overview.ts'
import { drawOverview } from './text-overview.ts'
import { drawTable } from './text-table.ts'

const BETWEEN = '  '
/** A longer list is summarised: nobody reads it, and it would take half of the time. */
const MOST_ROWS = 10_000
const LEGEND: readonly (readonly [kind: Exclude<CellKind, 'unmanaged'>, meaning: string])[] = [
  ['allocated', 'allocated'],
  ['mostly', 'half or more'],
  ['partly', 'under half'],
  ['free', 'free'],
  ['lost', 'lost'],
  ['outside', 'outside'],
  ['region', 'region'],
]

/** Draws a layout as text: heading, overview, legend, table, totals. Every line ends with `\n`, including the last. */
export function renderText(layout: Layout, options: TextOptions): string {
  const pen: Pen = { ...options, glyphs: options.ascii ? ASCII : UNICODE }
  const notation = notationOf(layout, options.ascii)
  const overview = drawOverview(layout, notation, pen)
  const list = listRows(layout.segments, MOST_ROWS)
  const parts = [
    drawHeading(layout, notation, pen, options.title ?? notation.title),
    [...overview.lines, ...drawLegend(overview, notation, pen)],
    [...drawTable(list.rows, notation, pen), ...drawItems(noticeOf(list, MOST_ROWS), pen, BETWEEN)],
    drawItems(totalsOf(layout, notation), pen, ` ${pen.glyphs.dot} `),
  ]
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

/** Title and managed range, at the two ends of one line if they fit. */
function drawHeading(layout: Layout, notation: Notation, pen: Pen, wanted: string): string[] {
  const space = `${notation.place(layout.base)} ${pen.glyphs.dash} ${notation.place(layout.end)}`
  const size = drawnSize(layout, notation)
  const title = clean(pen, wanted, pen.width)
  const details = `${space}${BETWEEN}${size}`
  const gap = pen.width - columnsOf(title) - details.length
  const strong: Piece = { text: title, style: 'strong' }
  if (gap >= BETWEEN.length) return [paint(pen, [strong, { text: ' '.repeat(gap) + details, style: 'plain' }])]
  return [paint(pen, [strong]), ...drawItems([space, size], pen, BETWEEN)]
}

function drawLegend(overview: TextOverview, notation: Notation, pen: Pen): string[] {
  const kinds = LEGEND.filter(([kind]) => overview.kinds.has(kind))
  const items = kinds.map(([kind, meaning]) => `${pen.glyphs[kind]} ${meaning}`)
  return drawItems([`one cell: ${notation.size(overview.cellSize)}`, ...items], pen, BETWEEN)
}

function totalsOf(layout: Layout, notation: Notation): string[] {
  const { allocated, free, lost, outside, largestFree } = layout.totals
  if (layout.kind === 'id') return [`allocated ${notation.size(allocated.size)}`, `free ${notation.size(free.size)}`]
  const item = (name: string, { size, count }: Share): string =>
    `${name} ${notation.size(size)} in ${count} ${count === 1 ? 'range' : 'ranges'}`
  const items = [item('allocated', allocated), item('free', free), `largest free ${notation.size(largestFree)}`]
  items.push(`fragmentation ${formatShare(free.size - largestFree, free.size)}`)
  if (lost.count > 0) items.push(item('lost', lost))
  if (outside.count > 0) items.push(item('outside', outside))
  return items
}

/** Puts items side by side, in as many lines as the width requires. */
function drawItems(items: readonly string[], pen: Pen, separator: string): string[] {
  const lines: string[] = []
  for (const item of items) {
    const longer = lines.length === 0 ? item : `${lines.at(-1)}${separator}${item}`
    if (lines.length > 0 && longer.length <= pen.width) lines[lines.length - 1] = longer
    else lines.push(item)
  }
  return lines.flatMap((line) => wrap(line, pen.width))
}

/** Breaks an item that is longer than a line between words. */
function wrap(line: string, width: number): string[] {
  if (line.length <= width) return [line]
  const at = line.lastIndexOf(' ', width)
  return [line.slice(0, at), ...wrap(`${BETWEEN}${line.slice(at + 1)}`, width)]
}
