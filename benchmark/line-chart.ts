import { formatValue } from './format.ts'

/** One line of a chart: nanoseconds (y) for ascending numbers of live ranges (x). */
export interface Series {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

const WIDTH = 820
const HEIGHT = 470
const PLOT = { left: 70, right: 650, top: 78, bottom: 410 }
const LINE_HEIGHT = 18

/** The colours on a light and a dark background. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  crate: ['#1f2328', '#e6edf3'],
  'vm-allocator': ['#0969da', '#58a6ff'],
  webassembly: ['#1b7c83', '#39c5cf'],
  'plain-napi': ['#cf222e', '#ff7b72'],
  koffi: ['#9a6700', '#d29922'],
  'typescript-bigint': ['#8250df', '#bc8cff'],
  'typescript-number': ['#bf3989', '#f778ba'],
  'npm-packages': ['#1a7f37', '#3fb950'],
}

/** Draws the series on logarithmic axes, as a self-contained SVG for light and dark pages. */
export function drawChart(title: string, series: readonly Series[]): string {
  const points = series.flatMap((line) => line.points)
  const x = logScale(
    points.map((point) => place(point.x)),
    PLOT.left,
    PLOT.right,
  )
  const y = logScale(
    points.map((point) => point.y),
    PLOT.bottom,
    PLOT.top,
  )
  const at = (point: { x: number; y: number }) => ({ x: x.position(place(point.x)), y: y.position(point.y) })
  const columns = [...new Set(points.map((point) => point.x))]
  const ends = series.map(({ name, points }) => ({ name, y: at(points.at(-1) ?? { x: 0, y: 1 }).y }))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">`,
    `<title id="title">${title}</title>`,
    `<style>${styles(series)}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    text(24, 34, title, 'heading'),
    text(24, 56, 'time of a pair of calls against the number of live ranges, both axes logarithmic; lower is better'),
    ...y.decades.map((value) => horizontal(y.position(value), formatDecade(value))),
    ...columns.map((value) => text(x.position(place(value)), PLOT.bottom + 24, value.toLocaleString('en'), 'tick')),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 46, 'live ranges', 'tick'),
    ...series.map(({ name, points }) => drawLine(name, points.map(at))),
    ...apart(ends).map(({ name, y }) => text(PLOT.right + 14, y + 4, name, `label ${name}`)),
    '</svg>\n',
  ].join('\n')
}

/** Zero live ranges are drawn one step left of ten, because zero has no logarithm. */
function place(live: number): number {
  return Math.max(live, 1)
}

interface Scale {
  position(value: number): number
  /** The powers of ten from the lowest to the highest value, both included. */
  readonly decades: readonly number[]
}

function logScale(values: readonly number[], from: number, to: number): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(Math.ceil(Math.log10(Math.max(...values))), low + 1)
  return {
    position: (value) => round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)),
    decades: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  }
}

/** Moves labels down until they don't overlap. */
function apart<T extends { readonly y: number }>(labels: readonly T[]): T[] {
  const placed: T[] = []
  for (const label of [...labels].sort((left, right) => left.y - right.y)) {
    const lowest = (placed.at(-1)?.y ?? Number.NEGATIVE_INFINITY) + LINE_HEIGHT
    placed.push({ ...label, y: Math.max(label.y, lowest) })
  }
  return placed
}

function drawLine(name: string, points: readonly { readonly x: number; readonly y: number }[]): string {
  const path = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('')
  const dots = points.map((point) => `<circle cx="${point.x}" cy="${point.y}" r="3.5"/>`).join('')
  return `<g class="line ${name}"><path d="${path}"/>${dots}</g>`
}

/** `10 µs` */
function formatDecade(value: number): string {
  return formatValue(value, 'ns per pair').replace(/\.0+ /, ' ')
}

function horizontal(y: number, label: string): string {
  const line = `<path class="grid" d="M${PLOT.left} ${y}H${PLOT.right}"/>`
  return line + text(PLOT.left - 10, y + 4, label, 'tick left')
}

function text(x: number, y: number, content: string, kind = ''): string {
  return `<text x="${round(x)}" y="${round(y)}"${kind && ` class="${kind}"`}>${content}</text>`
}

function styles(series: readonly Series[]): string {
  const theme = (index: 0 | 1, ground: string, ink: string, grid: string) =>
    [
      `.ground{fill:${ground}}text{fill:${ink}}.grid{stroke:${grid}}`,
      ...series.map(({ name }) => colour(name, COLOURS[name]?.[index] ?? ink)),
    ].join('')
  return [
    'text{font:13px system-ui,sans-serif}.heading{font-size:17px;font-weight:600}',
    '.tick{text-anchor:middle}.left{text-anchor:end}',
    '.line path{fill:none;stroke-width:1.8}',
    '.crate path{stroke-dasharray:6 4}.vm-allocator path{stroke-width:3.5}.label.vm-allocator{font-weight:600}',
    theme(0, '#ffffff', '#1f2328', '#d1d9e0'),
    `@media(prefers-color-scheme:dark){${theme(1, '#0d1117', '#e6edf3', '#30363d')}}`,
  ].join('')
}

/** Custom properties would be shorter, but many programs that draw SVG don't know them. */
function colour(name: string, value: string): string {
  return `.${name} path{stroke:${value}}.${name} circle,text.${name}{fill:${value}}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
