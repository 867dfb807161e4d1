import { formatAddress, formatSize } from '../map/format.ts'
import type { Layout } from './layout.ts'
import { contains, type LayoutRange, overlaps, walk } from './layout-range.ts'
import { holdsByRight } from './nest.ts'

/** A problem in a layout. */
export interface LayoutProblem {
  /**
   * `overlap`: ranges of two owners share an address. `outside`: a range lies outside the window that should contain it.
   * `unowned`: a range is allocated in a pool, but belongs to no device. `incomplete`: there are too many ranges to
   * compare them all, so what follows in the space was not compared or is not listed.
   */
  readonly kind: 'overlap' | 'outside' | 'unowned' | 'incomplete'
  /** The space of the problem. */
  readonly space: string
  /** The problem in one sentence, with both owners and the addresses in hex. */
  readonly text: string
  /** The ranges involved. */
  readonly ranges: readonly LayoutRange[]
  /** First shared address; for `outside`, the first address of the range. */
  readonly start: bigint
  /** Last shared address, inclusive; for `outside`, the last address of the range. */
  readonly end: bigint
}

/** The most problems that are listed: a file with more is broken in another way. */
const MOST_PROBLEMS = 10_000

/** The most comparisons for each range, on average. Real layouts are never nested as deeply. */
const MOST_COMPARISONS = 16

/** Finds the problems of a layout, in address order. */
export function findProblems(layout: Layout): LayoutProblem[] {
  const problems: LayoutProblem[] = []
  for (const { name, ranges } of layout.spaces) findOverlaps(name, ranges, problems)
  findOutside(layout, problems)
  findUnowned(layout, problems)
  if (problems.length >= MOST_PROBLEMS && problems.at(-1)?.kind !== 'incomplete') {
    const last = problems.at(-1) as LayoutProblem
    problems.push(
      incomplete(last.space, last.ranges[0] as LayoutRange, `only the first ${MOST_PROBLEMS} problems are listed`),
    )
  }
  return problems
}

function findOverlaps(space: string, roots: readonly LayoutRange[], problems: LayoutProblem[]): void {
  const all: LayoutRange[] = []
  for (const [range] of walk(roots)) if (claims(range)) all.push(range)
  // Ranges at the same address start with the parent, and the walk is in address order only among siblings.
  if (!isInOrder(all)) all.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  let open: LayoutRange[] = []
  // Keeps the time linear when thousands of ranges overlap.
  let comparisons = MOST_COMPARISONS * all.length
  for (const range of all) {
    open = open.filter((other) => other.end >= range.start)
    comparisons -= open.length
    if (comparisons < 0) {
      const reason = `${open.length} ranges overlap here: the rest of this space isn't checked for overlaps`
      problems.push(incomplete(space, range, reason))
      return
    }
    for (const other of open) {
      if (problems.length >= MOST_PROBLEMS) return
      if (overlaps(other, range) && isConflict(other, range)) problems.push(overlapOf(space, other, range))
    }
    open.push(range)
  }
}

function incomplete(space: string, range: LayoutRange, reason: string): LayoutProblem {
  const text = `${reason} (${space}, at ${formatAddress(range.start)})`
  return { kind: 'incomplete', space, text, ranges: [range], start: range.start, end: range.end }
}

function isInOrder(ranges: readonly LayoutRange[]): boolean {
  return ranges.every((range, at) => at === 0 || (ranges[at - 1] as LayoutRange).start <= range.start)
}

/** Whether a range takes addresses exclusively. */
function claims(range: LayoutRange): boolean {
  return range.kind !== 'free' && range.disabled !== true
}

/** Whether two ranges with a common address conflict. */
function isConflict(a: LayoutRange, b: LayoutRange): boolean {
  if (contains(a, b) && holdsByRight(a, b)) return false
  if (contains(b, a) && holdsByRight(b, a)) return false
  if (a.kind === 'reserved' || b.kind === 'reserved') return a.kind === b.kind && a.type === 'reg' && b.type === 'reg'
  if (a.kind === 'memory' && b.kind === 'memory') return a.type === b.type
  return !isSame(a, b)
}

/** Whether two ranges are the same thing under different names. */
function isSame(a: LayoutRange, b: LayoutRange): boolean {
  return a.start === b.start && a.end === b.end && a.owner !== undefined && a.owner === b.owner
}

function overlapOf(space: string, a: LayoutRange, b: LayoutRange): LayoutProblem {
  const start = a.start > b.start ? a.start : b.start
  const end = a.end < b.end ? a.end : b.end
  const shared = `both claim ${bounds({ start, end })}, ${formatSize(end - start + 1n)}`
  return { kind: 'overlap', space, text: `${nameOf(a)} overlaps ${nameOf(b)}: ${shared}`, ranges: [a, b], start, end }
}

/** Formats a range with its name and both ends. */
export function nameOf(range: LayoutRange): string {
  return `${range.label} ${bounds(range)}`
}

function bounds({ start, end }: { start: bigint; end: bigint }): string {
  return `[${formatAddress(start)}, ${formatAddress(end)}]`
}

/** A BAR must be in one of the windows of its bridge or root bus, if they are known. */
function findOutside(layout: Layout, problems: LayoutProblem[]): void {
  const windows = windowsByBus(layout)
  for (const { name: space, ranges } of layout.spaces) {
    for (const [range] of walk(ranges)) {
      if (problems.length >= MOST_PROBLEMS) return
      const bus = busOf(range)
      const choices = bus === undefined ? undefined : windows.get(`${space} ${bus}`)
      if (bus === undefined || choices === undefined || range.disabled === true) continue
      if (choices.some((window) => contains(window, range))) continue
      const of = choices.slice(0, 4).map(bounds).join(', ')
      const text = `${nameOf(range)} lies outside the windows of bus ${bus}: ${of}`
      problems.push({ kind: 'outside', space, text, ranges: [range], start: range.start, end: range.end })
    }
  }
}

function findUnowned(layout: Layout, problems: LayoutProblem[]): void {
  for (const { name: space, ranges } of layout.spaces) {
    for (const [range] of walk(ranges)) {
      if (range.type !== 'unowned' || problems.length >= MOST_PROBLEMS) continue
      const text = `${bounds(range)} is allocated in ${space}, and no device owns it`
      problems.push({ kind: 'unowned', space, text, ranges: [range], start: range.start, end: range.end })
    }
  }
}

/** The bus of a BAR's device. */
function busOf({ type, owner }: LayoutRange): string | undefined {
  return type === 'bar' ? /^([\da-f]{4,8}:[\da-f]{2}):[\da-f]{2}\.[0-7]$/.exec(owner ?? '')?.[1] : undefined
}

function windowsByBus(layout: Layout): Map<string, LayoutRange[]> {
  const found = new Map<string, LayoutRange[]>()
  for (const { name: space, ranges } of layout.spaces) {
    for (const [range] of walk(ranges)) {
      if (range.kind !== 'window' || range.bus === undefined) continue
      const key = `${space} ${range.bus}`
      const list = found.get(key)
      if (list === undefined) found.set(key, [range])
      else list.push(range)
    }
  }
  return found
}
