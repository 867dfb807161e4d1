import { escapeXml } from '../text/xml.ts'
import type { Row } from './fold.ts'
import { formatShare } from './format.ts'
import type { Layout } from './layout.ts'
import type { Notation } from './notation.ts'
import { drawnSize, notationOf } from './notation.ts'
import type { SvgOptions } from './options.ts'
import { listRows, noticeOf, type RowList } from './summarise.ts'
import type { Canvas, Part } from './svg-canvas.ts'
import { cutText, drawText, fitText, MARGIN, textWidth } from './svg-canvas.ts'
import { drawDetails } from './svg-details.ts'
import { element } from './svg-element.ts'
import { drawSvgOverview, MOST_IN_LINE, type SvgOverview } from './svg-overview.ts'
import { STYLE_SHEET } from './svg-style.ts'

/** A longer list is summarised: the picture would be too long to read, and several megabytes large. */
const MOST_ROWS = 1000
const SECTION_GAP = 22
const CAPTION_HEIGHT = 16
const STAT_FONT = 13
const STAT_GAP = 28
const STAT_HEIGHT = 42

/** Draws a layout as a self-contained SVG document: heading, figures, overview to scale, every range. */
export function renderSvg(layout: Layout, options: SvgOptions): string {
  const notation = notationOf(layout)
  const list = listRows(layout.segments, MOST_ROWS)
  const title = cutText(options.title ?? notation.title)
  const canvas: Canvas = { notation, width: options.width, id: `vam-${fingerprint(list.rows, title)}` }
  let y = MARGIN
  let body = ''
  const add = (name: string, part: Part): void => {
    body += element('g', { class: name }, part.markup)
    y += part.height
  }
  add('heading', drawHeading(layout, canvas, title, y))
  add('totals', drawStats(statsOf(layout, notation), canvas, y))
  const overview = drawSvgOverview(layout, canvas, y)
  add('overview', overview)
  add('scale', drawCaption(canvas, overview, list, y))
  add('ranges', drawDetails(list.rows, overview.elided, canvas, y))
  return document(canvas, y + MARGIN, title, summaryOf(layout, notation), body)
}

function document(canvas: Canvas, height: number, title: string, description: string, body: string): string {
  const { width, id } = canvas
  const page = element('rect', { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8, class: 'page' })
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'vam',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
  }
  const head =
    element('title', { id: `${id}-title` }, escapeXml(title)) +
    element('desc', { id: `${id}-desc` }, escapeXml(description)) +
    element('style', {}, STYLE_SHEET) +
    element('defs', {}, patterns(id))
  return `${element('svg', attributes, head + page + body)}\n`
}

function patterns(id: string): string {
  const tile = { width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }
  const paper = (name: string): string => element('rect', { width: 6, height: 6, class: name })
  const free = paper('hatch-paper') + element('path', { d: 'M0,0V6', class: 'hatch' })
  const lost = paper('lost-paper') + element('path', { d: 'M0,0V6M0,0H6', class: 'lost-ink' })
  return (
    element('pattern', { id: `${id}-free`, ...tile }, free) + element('pattern', { id: `${id}-lost`, ...tile }, lost)
  )
}

function drawHeading(layout: Layout, canvas: Canvas, title: string, top: number): Part {
  const { notation, width } = canvas
  const size = drawnSize(layout, notation)
  const space = `${notation.place(layout.base)} – ${notation.place(layout.end)}   ${size}`
  const room = width - 2 * MARGIN
  const heading = drawText(MARGIN, top + 15, fitText(title, room, 17), { class: 'title' })
  const below = textWidth(title, 17) + textWidth(space, 12) + 24 > room
  const details = below
    ? drawText(MARGIN, top + 36, space, { class: 'soft' })
    : drawText(width - MARGIN, top + 15, space, { class: 'soft', 'text-anchor': 'end' })
  return { markup: heading + details, height: (below ? 36 : 15) + SECTION_GAP }
}

/** Draws a figure under its name. */
type Stat = readonly [name: string, value: string]

function statsOf(layout: Layout, notation: Notation): Stat[] {
  const { allocated, free, lost, outside, largestFree } = layout.totals
  const ranges = (count: number): string =>
    layout.kind === 'id' ? '' : `, ${count} ${count === 1 ? 'range' : 'ranges'}`
  const stats: Stat[] = [
    [`Allocated${ranges(allocated.count)}`, notation.size(allocated.size)],
    [`Free${ranges(free.count)}`, notation.size(free.size)],
  ]
  if (layout.kind === 'id') return stats
  stats.push(['Largest free', notation.size(largestFree)])
  stats.push(['Fragmentation', formatShare(free.size - largestFree, free.size)])
  if (lost.count > 0) stats.push([`Lost${ranges(lost.count)}`, notation.size(lost.size)])
  if (outside.count > 0) stats.push([`Outside${ranges(outside.count)}`, notation.size(outside.size)])
  return stats
}

function drawStats(stats: readonly Stat[], canvas: Canvas, top: number): Part {
  let markup = ''
  let x = MARGIN
  let y = top
  for (const [name, value] of stats) {
    const width = Math.max(textWidth(name, 11), textWidth(value, STAT_FONT))
    if (x > MARGIN && x + width > canvas.width - MARGIN) {
      x = MARGIN
      y += STAT_HEIGHT
    }
    markup += drawText(x, y + 9, name, { class: 'caption' }) + drawText(x, y + 27, value, { class: 'stat' })
    x += width + STAT_GAP
  }
  return { markup, height: y - top + STAT_HEIGHT + 4 }
}

/** Explains the scale, and what isn't drawn individually. */
function drawCaption(canvas: Canvas, overview: SvgOverview, list: RowList, top: number): Part {
  const torn = overview.elided.length > 0 ? ' Torn edges: a long free range or region, cut short.' : ''
  const lines = [`A full line is ${canvas.notation.size(overview.lineSize)}.${torn}`]
  if (overview.hasBars) {
    lines.push(`A line of more than ${MOST_IN_LINE} ranges is drawn as bars, whose height is the allocated share.`)
  }
  const notice = noticeOf(list, MOST_ROWS)
  if (notice.length > 0) lines.push(notice.join(' '))
  const markup = lines.map((text, at) => drawText(MARGIN, top + 12 + at * CAPTION_HEIGHT, text, { class: 'caption' }))
  return { markup: markup.join(''), height: 12 + (lines.length - 1) * CAPTION_HEIGHT + SECTION_GAP }
}

/** The text that a screen reader reads instead of the picture. */
function summaryOf(layout: Layout, notation: Notation): string {
  const size = drawnSize(layout, notation)
  const stats = statsOf(layout, notation).map(([name, value]) => `${name}: ${value}`)
  return `${notation.place(layout.base)} to ${notation.place(layout.end)}, ${size}. ${stats.join('. ')}.`
}

/** A hash of the map (FNV-1a): different maps get different ids, and the same map always the same. */
function fingerprint(rows: readonly Row[], title: string): string {
  const text = [
    title,
    ...rows.map((row) => `${row.start} ${row.end} ${row.state} ${row.count} ${cutText(row.label)}`),
  ].join()
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}
