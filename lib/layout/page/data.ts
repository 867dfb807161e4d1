import { formatSize } from '../../map/format.ts'
import { printable } from '../../text/terminal.ts'
import { diffLayouts, type LayoutDiff } from '../diff.ts'
import { explain } from '../explain.ts'
import type { Layout } from '../layout.ts'
import { KINDS, type LayoutRange, walk } from '../layout-range.ts'
import type { LayoutPageOptions } from './page.ts'

/** First and last address in hex, name, index of the kind, depth, and other facts. */
type Row = readonly [start: string, end: string, label: string, kind: number, depth: number, facts: string]

interface SpaceData {
  readonly name: string
  readonly ranges: readonly Row[]
}

/** A line of a list, with the addresses it links to. */
interface Item {
  readonly text: string
  readonly space?: string
  readonly start?: string
  readonly end?: string
  /** The part to highlight there. */
  readonly mark?: readonly [start: string, end: string]
}

/** The data for the page's script. */
export function pageData(layout: Layout, { title, compared, comparedTitle = 'compared' }: LayoutPageOptions): object {
  const diff = compared === undefined ? undefined : diffLayouts(layout, compared)
  return {
    kinds: KINDS,
    layouts: [
      { name: title, spaces: spacesOf(layout, diff, 'before') },
      ...(compared === undefined ? [] : [{ name: comparedTitle, spaces: spacesOf(compared, diff, 'after') }]),
    ],
    lists: [
      { name: 'Problems', items: problemsOf(compared ?? layout) },
      { name: 'BARs without a place', items: unplacedOf(compared ?? layout) },
      ...(diff === undefined ? [] : [{ name: 'Differences', items: differencesOf(diff) }]),
      { name: 'Ids', items: idsOf(compared ?? layout) },
      { name: 'Notes', items: notesOf(layout) },
    ],
  }
}

function spacesOf(layout: Layout, diff: LayoutDiff | undefined, side: 'before' | 'after'): SpaceData[] {
  const changed = new Map<LayoutRange, string>()
  for (const change of diff?.changes ?? []) {
    const range = change[side]
    if (range !== undefined) changed.set(range, change.kind)
  }
  return layout.spaces.map(({ name, ranges }) => ({
    name: printable(name),
    ranges: [...walk(ranges)].map(([range, depth]) => rowOf(range, depth, changed.get(range))),
  }))
}

function rowOf(range: LayoutRange, depth: number, change: string | undefined): Row {
  const { start, end, label, kind, type, owner, bus, also, disabled, prefetchable, width } = range
  const facts = [
    change,
    kind === type ? undefined : type,
    also?.join(' = '),
    owner === undefined || label.startsWith(owner) ? undefined : `of ${owner}`,
    bus === undefined ? undefined : `bus ${bus}`,
    width === undefined ? undefined : `${width}-bit`,
    prefetchable === true ? 'prefetchable' : undefined,
    disabled === true ? 'disabled' : undefined,
  ].filter((fact) => fact !== undefined)
  return [hex(start), hex(end), printable(label), KINDS.indexOf(kind), depth, printable(facts.join(', '))]
}

function hex(address: bigint): string {
  return address.toString(16)
}

function problemsOf(layout: Layout): Item[] {
  return layout.problems().map(({ text, space, start, end }) => {
    const place = { space: printable(space), start: hex(start), end: hex(end) }
    return { text: printable(text), ...place, mark: [place.start, place.end] }
  })
}

function unplacedOf(layout: Layout): Item[] {
  return explain(layout).map(({ bar, sentences, room }) => {
    const text = printable(sentences.join(' '))
    const [first] = room
    if (first === undefined || bar.size === undefined) return { text }
    const { window, start } = first
    const mark = [hex(start), hex(start + bar.size - 1n)] as const
    return { text, space: bar.space, start: hex(window.start), end: hex(window.end), mark }
  })
}

function differencesOf({ changes, ids, unplaced }: LayoutDiff): Item[] {
  return [
    ...changes.map(({ kind, space, label, before, after }): Item => {
      const range = (after ?? before) as LayoutRange
      const from = kind === 'moved' || kind === 'changed' ? ` from 0x${hex((before as LayoutRange).start)}` : ''
      const size = before !== undefined && after !== undefined && before.size !== after.size
      const sizes = size ? `, from ${formatSize(before.size)} to ${formatSize(after.size)}` : ''
      const what = kind === 'changed' ? 'moved and resized' : kind
      const text = printable(`${label} ${what}${from}${sizes}: 0x${hex(range.start)} – 0x${hex(range.end)}`)
      return { text, space: printable(space), start: hex(range.start), end: hex(range.end) }
    }),
    ...ids.map(({ kind, id }): Item => ({ text: printable(`id ${id.id} ${id.owner} ${id.pool} ${kind}`) })),
    ...unplaced.map(({ kind, bar }): Item => {
      return {
        text: printable(`${bar.device} ${bar.bar} ${kind === 'added' ? 'lost its place' : 'found a place'}`),
      }
    }),
  ]
}

function idsOf(layout: Layout): Item[] {
  return layout.ids.map(({ id, owner, pool }) => ({
    text: printable([String(id), owner, pool].filter(Boolean).join('  ')),
  }))
}

function notesOf(layout: Layout): Item[] {
  return layout.notes.map(({ text, line }) => ({ text: printable(line === 0 ? text : `${text} (line ${line})`) }))
}
