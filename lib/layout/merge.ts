import { readObject, wrongType } from '../argument.ts'
import { addEntryPoints } from '../caller.ts'
import {
  type Layout,
  type LayoutBus,
  type LayoutContent,
  type LayoutId,
  type LayoutSpace,
  makeLayout,
  toLayout,
  type UnplacedBar,
} from './layout.ts'
import { alone, type LayoutRange, walk } from './layout-range.ts'
import { nest } from './nest.ts'

/**
 * Merges the layouts of several files about the same machine. Ranges with the same ends become one range with all names. A
 * BAR without an address in one file gets the address that another file has for it.
 *
 * @example
 * ```ts
 * const log = readLayout('pci 0000:01:00.0: BAR 0 [mem 0xc0000000-0xc0003fff]: assigned')
 * const tree = readLayout('c0000000-c01fffff : PCI Bus 0000:01\n  c0000000-c0003fff : 0000:01:00.0\n')
 * mergeLayouts([log, tree]).window('PCI Bus 0000:01').ranges('allocated').length // 1
 * ```
 * @param layouts - the layout of each file
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `layouts` is not an array of {@link Layout | layouts}
 */
export function mergeLayouts(layouts: readonly Layout[]): Layout {
  return merged(readLayouts(layouts))
}

addEntryPoints(mergeLayouts)

/** Reads each element once, up to the first that isn't a layout: an array can have a length of four billion. */
function readLayouts(layouts: readonly Layout[]): Layout[] {
  const expected = 'an array of layouts'
  const found: Layout[] = []
  const length = readObject('layouts', expected, layouts, (list) => (Array.isArray(list) ? list.length : undefined))
  if (length === undefined) throw wrongType('layouts', expected, layouts)
  while (found.length < length) {
    const at = found.length
    const layout = readObject('layouts', expected, layouts, (list) => list[at])
    found.push(toLayout(`layouts[${at}]`, layout as Layout))
  }
  return found
}

function merged(layouts: readonly Layout[]): Layout {
  const [only, ...others] = layouts
  if (only !== undefined && others.length === 0) return only
  const spaces = mergeSpaces(layouts)
  nameOwners(spaces)
  const content: LayoutContent = {
    formats: [...new Set(layouts.flatMap(({ formats }) => formats))],
    spaces,
    ids: uniteIds(
      unique(
        layouts.flatMap(({ ids }) => ids),
        keyOfId,
      ),
    ),
    unplaced: mergeUnplaced(
      layouts.flatMap(({ unplaced }) => unplaced),
      spaces,
    ),
    buses: unique(
      layouts.flatMap(({ buses }) => buses),
      keyOfBus,
    ),
    notes: layouts.flatMap(({ notes }) => notes),
  }
  return makeLayout(content)
}

function keyOfId({ id, owner, pool }: LayoutId): string {
  return `${id} ${owner} ${pool}`
}

/** One file may know an id by its owner, and another by its pool. */
function uniteIds(ids: readonly LayoutId[]): LayoutId[] {
  const owners = new Map<number, LayoutId>()
  for (const id of ids) if (id.owner !== '' && id.pool === '') owners.set(id.id, id)
  const named = new Set<LayoutId>()
  const united = ids.map((id) => {
    const found = id.owner === '' ? owners.get(id.id) : undefined
    if (found === undefined) return id
    named.add(found)
    return { ...id, owner: found.owner }
  })
  return united.filter((id) => !named.has(id))
}

/** Gives each pool range without an owner the device that owns the same range elsewhere. */
export function nameOwners(spaces: readonly LayoutSpace[]): void {
  const owners = new Map<string, LayoutRange>()
  for (const { ranges } of spaces) {
    for (const [range] of walk(ranges)) {
      const { owner } = range
      if (owner !== undefined && range.kind !== 'window') owners.set(`${range.start} ${range.end}`, range)
    }
  }
  if (owners.size === 0) return
  for (const { ranges } of spaces) {
    for (const [range] of walk(ranges)) {
      if (range.type !== 'allocated' || range.owner !== undefined) continue
      const device = owners.get(`${range.start} ${range.end}`)
      if (device?.owner === undefined) continue
      range.owner = device.owner
      range.also = [device.label, ...(range.also ?? [])]
    }
  }
}

function keyOfBus({ bus, bridge }: LayoutBus): string {
  return `${bus} ${bridge}`
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}

function mergeSpaces(layouts: readonly Layout[]): LayoutSpace[] {
  const drafts = new Map<string, { also: Set<string>; ranges: Sourced[] }>()
  for (const [source, layout] of layouts.entries()) {
    for (const { name, also, ranges } of layout.spaces) {
      let draft = drafts.get(name)
      if (draft === undefined) {
        draft = { also: new Set(), ranges: [] }
        drafts.set(name, draft)
      }
      for (const other of also) draft.also.add(other)
      for (const [range] of walk(ranges)) draft.ranges.push({ range: alone(range), sources: new Set([source]) })
    }
  }
  return [...drafts].map(([name, { also, ranges }]) => ({ name, also: [...also], ranges: nest(unite(ranges)) }))
}

interface Sourced {
  range: LayoutRange
  readonly sources: Set<number>
}

/** Combines what several files say about the same range. */
function unite(all: readonly Sourced[]): LayoutRange[] {
  const byEnds = new Map<string, Sourced[]>()
  for (const sourced of all) {
    const key = `${sourced.range.start.toString(36)} ${sourced.range.end.toString(36)}`
    const group = byEnds.get(key)
    if (group === undefined) byEnds.set(key, [sourced])
    else if (!joins(group, sourced)) group.push(sourced)
  }
  return [...byEnds.values()].flatMap((group) => group.map(({ range }) => range))
}

/** The most ranges with the same ends that are compared with each other. */
const MOST_EQUAL = 32

function joins(group: readonly Sourced[], { range, sources }: Sourced): boolean {
  const [source] = sources
  for (const candidate of group.slice(0, MOST_EQUAL)) {
    if (candidate.sources.has(source as number) || !isSameThing(candidate.range, range)) continue
    candidate.range = united(candidate.range, range)
    candidate.sources.add(source as number)
    return true
  }
  return false
}

function isSameThing(a: LayoutRange, b: LayoutRange): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'window') return agree(a.bus, b.bus) && agree(a.owner, b.owner)
  if (a.kind === 'device') return a.owner === undefined ? a.label === b.label : a.owner === b.owner
  return true
}

function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}

/** Keeps the range with the more informative name, and adds the facts of the other. */
function united(a: LayoutRange, b: LayoutRange): LayoutRange {
  const [main, other] = rank(b) > rank(a) ? [b, a] : [a, b]
  const names = [...(main.also ?? []), other.label, ...(other.also ?? [])].filter((name) => name !== main.label)
  if (names.length > 0) main.also = [...new Set(names)]
  main.owner ??= other.owner as string
  main.bus ??= other.bus as string
  main.prefetchable ??= other.prefetchable as boolean
  main.width ??= other.width as 32
  return withoutAbsent(main)
}

/** Don't define a property that both lack. */
function withoutAbsent(range: LayoutRange): LayoutRange {
  for (const name of ['owner', 'bus', 'prefetchable', 'width'] as const) {
    if (range[name] === undefined) delete range[name]
  }
  return range
}

function rank(range: LayoutRange): number {
  return (range.type === 'bar' ? 2 : 0) + (range.owner === undefined ? 0 : 1)
}

/** Combines what is known about each BAR, and drops those that another file has an address for. */
function mergeUnplaced(all: readonly UnplacedBar[], spaces: readonly LayoutSpace[]): UnplacedBar[] {
  const placed = new Set<string>()
  for (const { ranges } of spaces) {
    for (const [range] of walk(ranges)) {
      const bar = / ((?:VF )?BAR \d+|ROM)$/.exec(range.label)?.[1]
      if (range.type === 'bar' && bar !== undefined) placed.add(`${range.owner} ${bar}`)
    }
  }
  const found = new Map<string, UnplacedBar>()
  for (const bar of all) {
    const key = `${bar.device} ${bar.bar}`
    if (placed.has(key)) continue
    const kind = bar.bar === 'bridge window' ? `${key} ${bar.space} ${bar.prefetchable}` : key
    const known = found.get(kind)
    if (known === undefined) found.set(kind, bar)
    else found.set(kind, bar.failed && !known.failed ? fill(bar, known) : fill(known, bar))
  }
  return [...found.values()]
}

function fill(main: UnplacedBar, other: UnplacedBar): UnplacedBar {
  return { ...main, size: main.size ?? other.size, width: main.width ?? other.width }
}
