import type { Layout, LayoutKind, LayoutRange } from 'vm-allocator/layout'
import { formatAddress, formatSize } from '../map/format.ts'
import { element } from '../map/svg-element.ts'
import { printable } from '../text/terminal.ts'
import { escapeXml } from '../text/xml.ts'

const [ROW, PAD, MARGIN, TITLE] = [20, 6, 16, 26]
/** The width of a character of the monospaced font, in pixels. */
const CHARACTER = 7.25
/** The most boxes that are drawn; the rest are only counted. */
const MOST_BOXES = 2000
/** The deepest nesting: deeper boxes would have no width left. */
const DEEPEST = 24

const STYLE = `
.val{font:12px ui-monospace,monospace}
.val .page{fill:#fff;stroke:#d8dee4}
.val text{fill:#1f2328;white-space:pre}
.val .title{font:600 15px system-ui,sans-serif}
.val .soft{fill:#59636e}
.val rect.window{fill:#e4edfb;stroke:#2563c9}
.val rect.memory{fill:#e3f4e6;stroke:#2f8143}
.val rect.device{fill:#fdf0d5;stroke:#9a6a00}
.val rect.reserved{fill:#eceff2;stroke:#6b7580}
.val rect.free{fill:none;stroke:#8b949e;stroke-dasharray:4 3}
@media (prefers-color-scheme:dark){
.val .page{fill:#0d1117;stroke:#30363d}
.val text{fill:#e6edf3}
.val .soft{fill:#9aa5b1}
.val rect.window{fill:#14243c;stroke:#5b93ee}
.val rect.memory{fill:#12291a;stroke:#56b36b}
.val rect.device{fill:#33290f;stroke:#d6a53a}
.val rect.reserved{fill:#21262d;stroke:#8b949e}
.val rect.free{stroke:#59636e}
}
`

/** Draws a layout as an SVG document: a box for each range, with the ranges in a window inside its box. */
export function layoutSvg(layout: Layout, title: string, width: number): string {
  const drawing = new Drawing(width)
  drawing.title(title)
  for (const { name, also, ranges } of layout.spaces) {
    drawing.heading(also.length === 0 ? name : `${name} (also ${also.length} more)`)
    drawing.boxes(ranges, undefined, 0)
  }
  return drawing.document(title)
}

class Drawing {
  readonly #width: number
  readonly #parts: string[] = []
  #y = MARGIN
  #boxes = 0

  constructor(width: number) {
    this.#width = width
  }

  title(text: string): void {
    this.#text('title', MARGIN, text, this.#width - 2 * MARGIN)
    this.#y += TITLE
  }

  heading(text: string): void {
    this.#y += PAD
    this.#text('heading', MARGIN, text, this.#width - 2 * MARGIN)
    this.#y += ROW
  }

  /** Draws ranges below each other; in a window, also the free space between them. */
  boxes(ranges: readonly LayoutRange[], window: LayoutRange | undefined, depth: number): void {
    let next = window?.start ?? 0n
    for (const [at, range] of ranges.entries()) {
      if (this.#boxes >= MOST_BOXES) {
        this.#row(depth, 'free', '', `${ranges.length - at} more ranges`)
        return
      }
      if (window !== undefined && range.start > next) this.#free(next, range.start - 1n, depth)
      this.#range(range, depth)
      if (range.end >= next) next = range.end + 1n
    }
    if (window !== undefined && ranges.length > 0 && next <= window.end) this.#free(next, window.end, depth)
  }

  #range(range: LayoutRange, depth: number): void {
    const name = [range.label, ...(range.also ?? [])].join(' = ')
    const inner = range.children.length === 0 || depth >= DEEPEST ? undefined : range
    this.#row(depth, range.kind, placeOf(range), name, inner)
  }

  #free(start: bigint, end: bigint, depth: number): void {
    this.#row(depth, 'free', placeOf({ start, end }), 'free')
  }

  /** Draws a box with its name, its addresses and its contents. */
  #row(depth: number, kind: LayoutKind, place: string, name: string, inner?: LayoutRange): void {
    this.#boxes++
    const [x, top, index] = [MARGIN + depth * 2 * PAD, this.#y, this.#parts.length]
    const width = Math.max(1, this.#width - 2 * x)
    this.#parts.push('')
    const room = width - place.length * CHARACTER - 3 * PAD
    this.#text('name', x + PAD, name, room)
    if (place !== '' && room > 0) {
      const attributes = { x: x + width - PAD, y: this.#y + 14, class: 'soft', 'text-anchor': 'end' }
      this.#parts.push(element('text', attributes, escapeXml(place)))
    }
    this.#y += ROW
    if (inner !== undefined) {
      this.boxes(inner.children, inner.kind === 'window' ? inner : undefined, depth + 1)
      this.#y += PAD - 2
    }
    const title = element('title', {}, escapeXml(printable(`${name}  ${place}`)))
    const box = { x: x + 0.5, y: top + 0.5, width: width - 1, height: this.#y - top - 3, rx: 3, class: kind }
    this.#parts[index] = element('rect', box, title)
  }

  #text(style: string, x: number, text: string, room: number): void {
    const most = Math.floor(room / CHARACTER)
    if (most < 1) return
    const line = printable(text)
    const shown = line.length > most ? `${line.slice(0, most - 1)}…` : line
    this.#parts.push(element('text', { x, y: this.#y + 14, class: style }, escapeXml(shown)))
  }

  document(title: string): string {
    const [width, height] = [this.#width, this.#y + MARGIN]
    const page = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8, class: 'page' }
    const root = {
      ...{ xmlns: 'http://www.w3.org/2000/svg', class: 'val', width, height, viewBox: `0 0 ${width} ${height}` },
      ...{ role: 'img', 'aria-label': title },
    }
    const style = element('style', {}, STYLE)
    return `${element('svg', root, [style, element('rect', page), ...this.#parts].join('\n'))}\n`
  }
}

function placeOf({ start, end }: { readonly start: bigint; readonly end: bigint }): string {
  return `${formatAddress(start)} – ${formatAddress(end)}  ${formatSize(end - start + 1n)}`
}
