import { countWithin, segmentsWithin } from './cells.ts'
import type { Layout, Segment } from './layout.ts'
import { larger, smaller } from './layout.ts'
import type { OverviewLine } from './overview.ts'
import { nameOfElided, planOverview } from './overview.ts'
import { drawBars } from './svg-bars.ts'
import type { Box, Canvas, Part } from './svg-canvas.ts'
import {
  cutText,
  describeRange,
  drawBox,
  drawText,
  drawTorn,
  fitText,
  MARGIN,
  placeWidth,
  textWidth,
  withTooltip,
} from './svg-canvas.ts'
import { element, round } from './svg-element.ts'
import { scaleOf, THINNEST } from './svg-scale.ts'

const CELLS = 64
const LINE_HEIGHT = 22
const LINE_GAP = 5
const AXIS_FONT = 11
const AXIS_HEIGHT = 18
const TICKS = 4
const PLACE_GAP = 12
const LABEL_FONT = 11
const LABEL_PADDING = 6
/** A line with more ranges is drawn as bars, because most ranges would be too narrow to see. */
export const MOST_IN_LINE = 128

/** A drawn overview. */
export interface SvgOverview extends Part {
  /** Bytes (or ids) of a full line. */
  readonly lineSize: bigint
  /** The omitted parts. */
  readonly elided: readonly OverviewLine[]
  /** Whether some line is drawn as bars. */
  readonly hasBars: boolean
}

/** Draws the space to scale in lines of equal size, each with its first address before it. */
export function drawSvgOverview(layout: Layout, canvas: Canvas, top: number): SvgOverview {
  const { lineSize, lines } = planOverview(layout, CELLS)
  const x = MARGIN + placeWidth(canvas, AXIS_FONT) + PLACE_GAP
  const bar = (at: number): Box => {
    const y = top + AXIS_HEIGHT + at * (LINE_HEIGHT + LINE_GAP)
    return { x, y, width: canvas.width - MARGIN - x, height: LINE_HEIGHT }
  }
  const height = AXIS_HEIGHT + lines.length * (LINE_HEIGHT + LINE_GAP)
  const isFull = (line: OverviewLine): boolean =>
    line.elided === undefined && countWithin(layout.segments, line) > MOST_IN_LINE
  const drawn = lines.map((line, at) => {
    if (line.elided !== undefined) return drawMark(canvas, line, line.elided, bar(at))
    const label = drawPlace(layout, canvas, line, bar(at))
    return (
      label + (isFull(line) ? drawBars(layout, canvas, line, bar(at)) : drawSegments(layout, canvas, line, bar(at)))
    )
  })
  const axis = drawAxis(canvas, bar(0), lineSize, top, height)
  const elided = lines.filter((line) => line.elided !== undefined)
  return { markup: axis + drawn.join(''), height, lineSize, elided, hasBars: lines.some(isFull) }
}

/** Offsets within a line, as on a ruler. */
function drawAxis(canvas: Canvas, bar: Box, lineSize: bigint, top: number, height: number): string {
  const ticks = Array.from({ length: TICKS }, (_, tick) => {
    const x = round(bar.x + (bar.width * tick) / TICKS)
    const offset = (lineSize / BigInt(TICKS)) * BigInt(tick)
    const line = element('path', { d: `M${x},${top + 2}V${top + height - LINE_GAP}`, class: 'tick' })
    return line + drawText(x + 4, top + 11, tick === 0 ? '+0' : `+${canvas.notation.size(offset)}`, { class: 'axis' })
  })
  return ticks.join('')
}

function drawPlace(layout: Layout, canvas: Canvas, line: OverviewLine, bar: Box): string {
  const place = canvas.notation.place(larger(line.start, layout.segments.start))
  return drawText(bar.x - PLACE_GAP, bar.y + LINE_HEIGHT / 2 + 4, place, { class: 'axis', 'text-anchor': 'end' })
}

function drawSegments(layout: Layout, canvas: Canvas, line: OverviewLine, bar: Box): string {
  const segments = segmentsWithin(layout.segments, line)
  // A range that was widened to be visible must not be covered by its neighbour.
  const ordered = segments.sort((a, b) => Number(canVanish(a)) - Number(canVanish(b)))
  return ordered.map((segment) => drawSegment(canvas, line, segment, bar)).join('')
}

function drawSegment(canvas: Canvas, line: OverviewLine, segment: Segment, bar: Box): string {
  const box = boxOf(line, segment, bar)
  const tooltip = describeRange(canvas, segment, canvas.notation.size(segment.size))
  const room = box.width - 2 * LABEL_PADDING
  const name = cutText(segment.label)
  const label = name !== '' && textWidth(name, LABEL_FONT) <= room ? fitText(name, room, LABEL_FONT) : ''
  const style = { class: segment.state === 'region' ? 'soft' : 'on', 'font-size': LABEL_FONT }
  const text = drawText(box.x + LABEL_PADDING, box.y + LINE_HEIGHT / 2 + 4, label, style)
  return withTooltip(tooltip, drawBox(canvas, box, segment) + text)
}

/** The part of a segment that lies in a line, to scale. */
function boxOf(line: OverviewLine, segment: Segment, bar: Box): Box {
  const from = larger(segment.start, line.start) - line.start
  const past = smaller(segment.end, line.end) - line.start + 1n
  const x = scaleOf(from, line, bar.width)
  const width = scaleOf(past, line, bar.width) - x
  const shown = canVanish(segment) ? Math.max(width, THINNEST) : width
  return { ...bar, x: bar.x + Math.min(x, bar.width - shown), width: shown }
}

/** Whether a range must stay visible however narrow it is. */
function canVanish(segment: Segment): boolean {
  return segment.state === 'allocated' || segment.state === 'lost'
}

function drawMark(canvas: Canvas, line: OverviewLine, left: NonNullable<OverviewLine['elided']>, bar: Box): string {
  const { place, size } = canvas.notation
  const short = `${size(line.end - line.start + 1n)} ${cutText(nameOfElided(left))}`
  const text = `${short}, ${place(line.start)} – ${place(line.end)}`
  const room = bar.width - 2 * LABEL_PADDING
  const fitting = fitText(textWidth(text, AXIS_FONT) <= room ? text : short, room, AXIS_FONT)
  const style = { class: 'axis', 'text-anchor': 'middle' }
  const label = drawText(bar.x + bar.width / 2, bar.y + LINE_HEIGHT / 2 + 4, fitting, style)
  return withTooltip(text, drawTorn(bar, left.state) + label)
}
