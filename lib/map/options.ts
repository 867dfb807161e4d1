import { outOfRange, readOptionsOf, wrongType } from '../argument.ts'
import { toChoice } from './choice.ts'
import type { Extent } from './layout.ts'
import { type Region, readExtent, readRegions } from './regions.ts'
import type { MapLabels, MapRegion, MapWindow } from './source.ts'

/** Options of {@link renderMap}. */
export interface MapOptions {
  /** `'text'` for a terminal or a log, `'svg'` for a page. Default: `'text'`. */
  readonly format?: 'text' | 'svg' | undefined
  /**
   * Text: the maximum width in columns, 40 to 1000; default: the width of the terminal on standard output, otherwise 80.
   * SVG: the width in pixels, 480 to 10000; default: 960.
   */
  readonly width?: number | undefined
  /** Text: draw with printable ASCII only, labels and title included. Default: `false`. */
  readonly ascii?: boolean | undefined
  /**
   * Text: whether to use ANSI colours. `'auto'` colours a terminal on standard output unless `NO_COLOR` is set or `TERM` is
   * `dumb`. Default: `'auto'`.
   */
  readonly color?: 'auto' | boolean | undefined
  /** Heading. Default: `Address space` or `Ids`. */
  readonly title?: string | undefined
  /** Names for allocated ranges. Default: none. */
  readonly labels?: MapLabels | undefined
  /**
   * What is around the managed space, such as RAM, and what is reserved inside it, drawn as a backdrop. In any order,
   * but disjoint. Regions outside the managed space are drawn and listed. The allocator's ranges are drawn in front of
   * regions, and marked if they overlap one. Default: none.
   */
  readonly regions?: Iterable<MapRegion> | undefined
  /** Draw, list and total only this part. Ranges that extend beyond it are cut and marked. Default: everything. */
  readonly window?: MapWindow | undefined
}

/** The options that text and SVG share, checked. */
export interface DrawnPart {
  readonly labels: MapLabels | undefined
  readonly regions: readonly Region[]
  readonly window: Extent | undefined
}

/** The options of a text map, checked and complete. */
export interface TextOptions extends DrawnPart {
  readonly format: 'text'
  readonly width: number
  readonly ascii: boolean
  readonly color: boolean
  readonly title: string | undefined
}

/** The options of an SVG map, checked and complete. */
export interface SvgOptions extends DrawnPart {
  readonly format: 'svg'
  readonly width: number
  readonly title: string | undefined
}

/** The limits for the width of a text, in columns. */
export const TEXT_WIDTH = { least: 40, most: 1000, default: 80 }
/** The limits for the width of an SVG, in pixels. */
export const SVG_WIDTH = { least: 480, most: 10_000, default: 960 }

/** The options before they are checked. */
type Given = { readonly [Name in keyof MapOptions]: unknown }

const NAMES = ['format', 'width', 'ascii', 'color', 'title', 'labels', 'regions', 'window'] as const

/** Reads options of any type, and refuses those that {@link MapOptions} doesn't have. */
export function givenOptions(options: MapOptions | undefined): Given {
  return readOptionsOf(options === undefined ? {} : options, NAMES)
}

/** Checks the options and fills in the defaults. */
export function readOptions(options: MapOptions | undefined): TextOptions | SvgOptions {
  const given: Given = givenOptions(options)
  const format = toChoice('format', given.format ?? 'text', ['text', 'svg'] as const)
  const ascii = toChoice('ascii', given.ascii ?? false, [true, false])
  const color = toChoice('color', given.color ?? 'auto', ['auto', true, false] as const)
  const title = optionalText('title', given.title)
  const part = {
    labels: given.labels as MapLabels | undefined,
    regions: readRegions(given.regions as Iterable<MapRegion> | undefined),
    window: given.window === undefined ? undefined : readExtent('window', given.window as MapWindow),
  }
  if (format === 'svg') return { format, width: widthOf(given.width, SVG_WIDTH), title, ...part }
  const width = given.width === undefined ? terminalWidth() : widthOf(given.width, TEXT_WIDTH)
  return { format, width, ascii, color: color === 'auto' ? terminalHasColor() : color, title, ...part }
}

function widthOf(value: unknown, limits: { least: number; most: number; default: number }): number {
  if (value === undefined) return limits.default
  if (typeof value !== 'number') throw wrongType('width', 'a number', value)
  if (Number.isInteger(value) && value >= limits.least && value <= limits.most) return value
  throw outOfRange('width', `an integer from ${limits.least} to ${limits.most}`, value)
}

function optionalText(name: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw wrongType(name, 'a string', value)
}

/** The terminal's width, within the limits; a pipe has none. */
function terminalWidth(): number {
  const columns = globalThis.process?.stdout?.columns ?? TEXT_WIDTH.default
  return Math.min(Math.max(columns, TEXT_WIDTH.least), TEXT_WIDTH.most)
}

/** https://no-color.org: no colour if it is set and not empty. */
function terminalHasColor(): boolean {
  const { stdout, env } = globalThis.process ?? {} // a page has none
  return stdout?.isTTY === true && !env?.['NO_COLOR'] && env?.['TERM'] !== 'dumb'
}
