import { type Cell, type CellKind, cellsOf, kindOf } from './cells.ts'
import { formatShare } from './format.ts'
import { type Extent, type Layout, sizeOf } from './layout.ts'
import type { Box, Canvas } from './svg-canvas.ts'
import { drawBox, withTooltip } from './svg-canvas.ts'
import { element } from './svg-element.ts'
import { scaleOf, THINNEST } from './svg-scale.ts'

/** The number of bars in a line. */
const BARS = 128n

/** Draws a line with very many ranges as bars, whose heights show the allocated share of their addresses. */
export function drawBars(layout: Layout, canvas: Canvas, line: Extent, bar: Box): string {
  const cells = cellsOf(line, layout.segments, (sizeOf(line) + BARS - 1n) / BARS)
  return cells.map((cell) => drawCell(canvas, cell, cellBox(line, cell, bar))).join('')
}

function cellBox(line: Extent, cell: Cell, bar: Box): Box {
  const x = scaleOf(cell.start - line.start, line, bar.width)
  const past = scaleOf(cell.start - line.start + cell.size, line, bar.width)
  return { ...bar, x: bar.x + x, width: past - x }
}

function drawCell(canvas: Canvas, cell: Cell, box: Box): string {
  const kind = kindOf(cell)
  if (kind === 'unmanaged') return ''
  const { place, size } = canvas.notation
  const what = cell.lost > 0n ? `, ${size(cell.lost)} lost` : ''
  const share = `${formatShare(cell.allocated, cell.size)} of ${size(cell.size)} allocated${what}`
  const tooltip = `${place(cell.start)} – ${place(cell.start + cell.size - 1n)}, ${cell.ranges} ranges, ${share}`
  return withTooltip(tooltip, drawKind(canvas, cell, kind, box))
}

function drawKind(canvas: Canvas, cell: Cell, kind: CellKind, box: Box): string {
  const look = { outside: cell.outside > 0n, alternate: false }
  if (kind === 'lost' || kind === 'region') return drawBox(canvas, box, { ...look, state: kind })
  const paper = drawBox(canvas, box, { ...look, state: 'free' })
  if (cell.allocated === 0n) return paper
  const height = Math.max(scaleOf(cell.allocated, { start: 1n, end: cell.size }, box.height), THINNEST)
  return paper + element('rect', { ...box, y: box.y + box.height - height, height, class: 'allocated' })
}
