import { columnsOf, fitColumns } from '../text/columns.ts'
import { printable } from '../text/terminal.ts'
import { escapeXml } from '../text/xml.ts'
import type { Row } from './fold.ts'
import type { Segment } from './layout.ts'
import type { Notation } from './notation.ts'
import { remarksOf } from './remarks.ts'
import type { Attributes } from './svg-element.ts'
import { element, round } from './svg-element.ts'

/** Width of a character of a fixed-width font, relative to its height; slightly more than common fonts need. */
const CHARACTER = 0.61
/** Height of a tooth of a torn edge, and half its width, in pixels. */
const TOOTH = 4

/** Longer tooltips are cut, so that a name can't make a picture huge. */
const MOST_COLUMNS = 200

/** The settings that all parts of an SVG map share. */
export interface Canvas {
  readonly notation: Notation
  /** The width of the whole picture in pixels. */
  readonly width: number
  /** Prefix of ids, which differs between maps, since a page may have several. */
  readonly id: string
}

/** A part of the picture: its markup and its height in pixels. */
export interface Part {
  readonly markup: string
  readonly height: number
}

/** A rectangle in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The margin of the picture, in pixels. */
export const MARGIN = 24

/** The width of a text in the fixed-width font, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  return columnsOf(text) * fontSize * CHARACTER
}

/** The width of the longest place, in pixels. */
export function placeWidth(canvas: Canvas, fontSize: number): number {
  return canvas.notation.placeColumns * fontSize * CHARACTER
}

/** Cuts foreign text to this many pixels in the fixed-width font. */
export function fitText(text: string, pixels: number, fontSize: number): string {
  return fitColumns(printable(text), Math.floor(pixels / (fontSize * CHARACTER)), '…')
}

/** Cuts foreign text to the length of a tooltip or heading. */
export function cutText(text: string): string {
  return fitColumns(printable(text), MOST_COLUMNS, '…')
}

/** Writes a text; `y` is its base line. */
export function drawText(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return text === '' ? '' : element('text', { x, y, ...attributes }, escapeXml(text))
}

/** Draws a range of one state into a box. */
export function drawBox(canvas: Canvas, box: Box, look: Pick<Segment, 'state' | 'outside' | 'alternate'>): string {
  if (look.state === 'unmanaged') return ''
  const paint =
    look.state === 'free' || look.state === 'lost'
      ? { fill: `url(#${canvas.id}-${look.state})` }
      : { class: look.alternate && look.state === 'allocated' ? 'alternate' : look.state }
  return element('rect', { ...box, rx: Math.min(2, box.width / 4), ...paint }) + drawOutside(box, look)
}

/** Frames the box of a range outside the managed space. */
export function drawOutside(box: Box, look: Pick<Segment, 'outside'>): string {
  return look.outside ? element('rect', { ...inset(box, 1), class: 'outside' }) : ''
}

/** Draws a box with torn edges: its contents aren't drawn to scale. */
export function drawTorn(box: Box, state: Segment['state']): string {
  const x = round(box.x)
  const bottom = round(box.y + box.height - TOOTH)
  const teeth = Math.floor(box.width / TOOTH / 2)
  const flat = `h${round((box.width - teeth * TOOTH * 2) / 2)}`
  const there = `${flat}${`l${TOOTH},${TOOTH} ${TOOTH},-${TOOTH}`.repeat(teeth)}${flat}`
  const back = there.replaceAll('h', 'h-').replaceAll(`l${TOOTH}`, `l-${TOOTH}`).replaceAll(` ${TOOTH}`, ` -${TOOTH}`)
  const paper = `M${x},${round(box.y)}${there}V${bottom}${back}z`
  const edges = `M${x},${round(box.y)}${there}M${x},${bottom}${there}`
  return (
    element('path', { d: paper, class: state === 'region' ? state : 'free' }) +
    element('path', { d: edges, class: 'edge' })
  )
}

/** Groups markup under a tooltip. */
export function withTooltip(tooltip: string, markup: string): string {
  return markup === '' ? '' : element('g', {}, element('title', {}, escapeXml(tooltip)) + markup)
}

/** Describes a range completely in one line. */
export function describeRange(
  canvas: Canvas,
  range: Omit<Row, 'count' | 'each' | 'gap' | 'alternate'>,
  size: string,
): string {
  const { place } = canvas.notation
  const state = range.state + (range.outside ? ', outside' : '')
  const name = range.label === '' ? '' : `${cutText(range.label)}: `
  const remarks = remarksOf(range, canvas.notation, '–').map((remark) => `, ${remark}`)
  return `${name}${place(range.start)} – ${place(range.end)}, ${size}, ${state}${remarks.join('')}`
}

function inset(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, width: Math.max(box.width - 2 * by, 1), height: box.height - 2 * by }
}
