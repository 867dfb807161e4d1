import { asciiOnly, fitColumns } from '../text/columns.ts'
import { printable } from '../text/terminal.ts'

/** The characters of a text map. */
export interface Glyphs {
  readonly allocated: string
  /** A cell that is at least half allocated. */
  readonly mostly: string
  /** A cell that is less than half allocated. */
  readonly partly: string
  readonly free: string
  readonly lost: string
  readonly outside: string
  /** Outside the managed space, with a name from the caller. */
  readonly region: string
  /** Fills the mark for omitted lines. */
  readonly elided: string
  readonly ellipsis: string
  readonly dash: string
  readonly times: string
  readonly dot: string
}

export const UNICODE: Glyphs = {
  allocated: '█',
  mostly: '▓',
  partly: '▒',
  free: '░',
  lost: '╳',
  outside: '▚',
  region: '▤',
  elided: '┄',
  ellipsis: '…',
  dash: '–',
  times: '×',
  dot: '·',
}

export const ASCII: Glyphs = {
  allocated: '#',
  mostly: '+',
  partly: '-',
  free: '.',
  lost: 'x',
  outside: '%',
  region: '=',
  elided: '~',
  ellipsis: '...',
  dash: '-',
  times: 'x',
  dot: '|',
}

/** Colours from the terminal's palette, which suit its background. */
const STYLES = {
  plain: '',
  strong: '1',
  faint: '2',
  allocated: '34',
  /** The second colour of allocated ranges, so that neighbours can be distinguished. */
  alternate: '36',
  lost: '31',
  outside: '35',
  region: '33',
} as const

/** A style of text on a terminal. */
export type Style = keyof typeof STYLES

/** A piece of a line and its style. */
export interface Piece {
  readonly text: string
  readonly style: Style
}

/** The settings that all parts of a text map share. */
export interface Pen {
  readonly glyphs: Glyphs
  readonly width: number
  readonly color: boolean
  readonly ascii: boolean
}

/** Writes pieces as a line, without trailing spaces. Adjacent pieces in one style share their escapes. */
export function paint(pen: Pen, pieces: readonly Piece[]): string {
  const shown = trimEnd(pieces)
  if (!pen.color) return shown.map((piece) => piece.text).join('')
  let line = ''
  let style: Style = 'plain'
  for (const piece of shown) {
    if (piece.style !== style) line += `${leave(style)}${enter(STYLES[piece.style])}`
    style = piece.style
    line += piece.text
  }
  return line + leave(style)
}

/** Makes foreign text safe for a line: only visible characters, and a limited number of columns. */
export function clean(pen: Pen, text: string, columns: number): string {
  const visible = printable(text)
  return fitColumns(pen.ascii ? asciiOnly(visible) : visible, columns, pen.glyphs.ellipsis)
}

function trimEnd(pieces: readonly Piece[]): Piece[] {
  const kept = [...pieces]
  while (kept.at(-1)?.text.trimEnd() === '') kept.pop()
  const last = kept.pop()
  return last === undefined ? [] : [...kept, { ...last, text: last.text.trimEnd() }]
}

function enter(code: string): string {
  return code === '' ? '' : `\u001b[${code}m`
}

function leave(style: Style): string {
  return style === 'plain' ? '' : '\u001b[0m'
}
