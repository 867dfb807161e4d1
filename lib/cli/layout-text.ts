import type { Layout, LayoutRange, UnplacedBar } from 'vm-allocator/layout'
import { formatAddress, formatSize } from '../map/format.ts'
import { printable } from '../text/terminal.ts'

/** How to write a layout as text. */
export interface LayoutTextOptions {
  /** Use only printable ASCII. */
  readonly ascii: boolean
}

/** The most lines in one place; the rest are only counted. */
const MOST_CHILDREN = 10_000

/** Writes a layout: the nested ranges of each space, with the free space in windows, and then the problems. */
export function layoutText(layout: Layout, { ascii }: LayoutTextOptions): string {
  const parts = layout.spaces.map((space) => {
    const also = space.also.length === 0 ? '' : ` (also ${shortList(space.also)})`
    return [printable(`${space.name}${also}`), ...table(space.ranges, ascii)]
  })
  const ids = idLines(layout)
  if (ids.length > 0) parts.push(ids)
  const wrong = wrongLines(layout)
  if (wrong.length > 0) parts.push(wrong)
  const text = parts.map((lines) => `${lines.join('\n')}\n`).join('\n')
  return ascii ? text.replaceAll('–', '-').replaceAll('−', '-').replaceAll('…', '...') : text
}

/** Lists problems, BARs without a place, and notes, one a line. */
export function wrongLines(layout: Layout): string[] {
  return [
    ...layout.problems().map(({ text }) => printable(`problem: ${text}`)),
    ...layout.unplaced.filter(({ failed }) => failed).map((bar) => printable(`no place: ${unplacedText(bar)}`)),
    ...noteLines(layout),
  ]
}

/** The remarks on how a layout was read, one a line. */
export function noteLines({ notes }: Layout): string[] {
  return notes.map(({ text, line }) => printable(`note: ${text}${line === 0 ? '' : ` (line ${line})`}`))
}

/** Describes a BAR without a place. */
export function unplacedText({ device, bar, size, width, prefetchable, reason }: UnplacedBar): string {
  const facts = [
    size === undefined ? undefined : formatSize(size),
    width && `${width}-bit`,
    prefetchable && 'prefetchable',
  ]
  const details = facts.filter((fact) => fact !== undefined && fact !== false).join(', ')
  return `${device} ${bar}${details === '' ? '' : ` (${details})`}: ${reason}`
}

/** The deepest indentation. Real layouts stay well below, and more would fill most of the line. */
const DEEPEST = 24

interface Row {
  readonly depth: number
  readonly start: bigint
  readonly end: bigint
  readonly text: string
}

function table(ranges: readonly LayoutRange[], ascii: boolean): string[] {
  const rows: Row[] = []
  addRows(rows, ranges, undefined, 0)
  const digits = rows.reduce((most, { end }) => Math.max(most, end.toString(16).length), 3)
  const sizes = rows.map(({ start, end }) => formatSize(end - start + 1n, { ascii }))
  const sizeColumns = sizes.reduce((most, size) => Math.max(most, size.length), 0)
  return rows.map(({ depth, start, end, text }, at) => {
    const ends = `${formatAddress(start, digits)} – ${formatAddress(end, digits)}`
    return `  ${ends}  ${(sizes[at] as string).padStart(sizeColumns)}  ${'  '.repeat(depth)}${text}`
  })
}

/** Lists the ranges of one window, and the free space between them. */
function addRows(rows: Row[], ranges: readonly LayoutRange[], window: LayoutRange | undefined, depth: number): void {
  let next = window?.start ?? 0n
  for (const [at, range] of ranges.entries()) {
    if (at === MOST_CHILDREN) {
      const last = ranges.at(-1) as LayoutRange
      rows.push({ depth, start: range.start, end: last.end, text: `${ranges.length - at} more ranges` })
      break
    }
    if (window?.kind === 'window' && range.start > next)
      rows.push({ depth, start: next, end: range.start - 1n, text: 'free' })
    rows.push({ depth, start: range.start, end: range.end, text: describe(range) })
    if (depth === DEEPEST && range.children.length > 0) {
      rows.push({
        depth: depth + 1,
        start: range.start,
        end: range.end,
        text: `${countRanges(range.children)} ranges inside`,
      })
    } else if (range.children.length > 0 || range.kind === 'window') addRows(rows, range.children, range, depth + 1)
    if (range.end >= next) next = range.end + 1n
  }
  if (window?.kind === 'window' && next <= window.end && ranges.length > 0) {
    rows.push({ depth, start: next, end: window.end, text: 'free' })
  }
}

function describe(range: LayoutRange): string {
  const facts: string[] = []
  if (range.kind === 'window') facts.push(range.prefetchable === true ? 'prefetchable window' : 'window')
  if (range.kind === 'free') facts.push('claimed by nobody')
  if (range.kind === 'window' && range.children.length === 0) facts.push('empty')
  if (range.disabled === true) facts.push('disabled')
  const name = [range.label, ...(range.also ?? [])].join(' = ')
  return printable(facts.length === 0 ? name : `${name}  (${facts.join(', ')})`)
}

function idLines(layout: Layout): string[] {
  if (layout.ids.length === 0) return []
  const shown = layout.ids.slice(0, MOST_CHILDREN).map(({ id, owner, pool }) => {
    return printable(`  ${String(id).padStart(5)}  ${[owner, pool].filter((name) => name !== '').join('  ')}`.trimEnd())
  })
  const left = layout.ids.length - shown.length
  return ['ids', ...shown, ...(left > 0 ? [`  ${left} more`] : [])]
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ')
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown
}

/** The number of ranges in all trees. */
export function countRanges(ranges: readonly LayoutRange[]): number {
  let count = 0
  const stack = [ranges]
  for (let list = stack.pop(); list !== undefined; list = stack.pop()) {
    count += list.length
    for (const { children } of list) if (children.length > 0) stack.push(children)
  }
  return count
}
