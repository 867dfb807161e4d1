import { addEntryPoints } from '../caller.ts'
import { type Layout, type LayoutId, toLayout, type UnplacedBar } from './layout.ts'
import { type LayoutRange, walk } from './layout-range.ts'

/** How a range differs between two layouts. */
export interface LayoutChange {
  /** `moved`: different first address; `resized`: same first address, different size; `changed`: both differ. */
  readonly kind: 'added' | 'removed' | 'moved' | 'resized' | 'changed'
  /** The range's space. */
  readonly space: string
  /** The name of the range. */
  readonly label: string
  /** The old range; `undefined` if it was added. */
  readonly before: LayoutRange | undefined
  /** The new range; `undefined` if it was removed. */
  readonly after: LayoutRange | undefined
}

/** An id that only one of two layouts has. */
export interface IdChange {
  /** `added`: only the newer layout has it; `removed`: only the older one has it. */
  readonly kind: 'added' | 'removed'
  /** The id. */
  readonly id: LayoutId
}

/** A BAR that has no address in one of two layouts. */
export interface UnplacedChange {
  /** `added`: it lost its address; `removed`: it received one. */
  readonly kind: 'added' | 'removed'
  /** The BAR. */
  readonly bar: UnplacedBar
}

/** What differs between two layouts. */
export interface LayoutDiff {
  /** The changed ranges, ordered by space and address. */
  readonly changes: readonly LayoutChange[]
  /** The ids that only one layout has. */
  readonly ids: readonly IdChange[]
  /** The BARs that lost their address, or received one. */
  readonly unplaced: readonly UnplacedChange[]
  /** Whether nothing differs. */
  readonly same: boolean
}

/**
 * Compares two layouts. Ranges are matched by name: a range at a different address has moved, and one with a different size
 * was resized. If a name repeats, ranges that stayed are paired first, and the others in address order.
 *
 * @example
 * ```ts
 * const before = readLayout('c0000000-c0000fff : 0000:00:02.0')
 * const after = readLayout('c0001000-c0001fff : 0000:00:02.0')
 * diffLayouts(before, after).changes[0]?.kind // 'moved'
 * ```
 * @param before - the older layout
 * @param after - the newer layout
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an argument is not a {@link Layout}
 */
export function diffLayouts(before: Layout, after: Layout): LayoutDiff {
  toLayout('before', before)
  toLayout('after', after)
  const names = [...new Set([...before.spaces, ...after.spaces].map(({ name }) => name))]
  const changes = names.flatMap((name) => diffSpace(name, rangesOf(before, name), rangesOf(after, name)))
  const ids = diffItems(before.ids, after.ids, ({ id, owner, pool }) => `${id} ${owner} ${pool}`)
  const bars = diffItems(before.unplaced, after.unplaced, ({ device, bar, size }) => `${device} ${bar} ${size}`)
  return {
    changes,
    ids: ids.map(([kind, id]) => ({ kind, id })),
    unplaced: bars.map(([kind, bar]) => ({ kind, bar })),
    same: changes.length + ids.length + bars.length === 0,
  }
}

addEntryPoints(diffLayouts)

function rangesOf(layout: Layout, space: string): LayoutRange[] {
  const ranges = layout.spaces.find(({ name }) => name === space)?.ranges ?? []
  return [...walk(ranges)].map(([range]) => range)
}

function diffSpace(space: string, before: readonly LayoutRange[], after: readonly LayoutRange[]): LayoutChange[] {
  const [olds, news] = [byName(before), byName(after)]
  const changes: LayoutChange[] = []
  for (const key of new Set([...olds.keys(), ...news.keys()])) {
    const [old, fresh] = withoutCommon(olds.get(key) ?? [], news.get(key) ?? [])
    const label = (old[0] ?? fresh[0])?.label ?? ''
    for (let at = 0; at < Math.max(old.length, fresh.length); at++) {
      changes.push({ kind: kindOf(old[at], fresh[at]), space, label, before: old[at], after: fresh[at] })
    }
  }
  return changes.sort((a, b) => (firstOf(a) < firstOf(b) ? -1 : firstOf(a) > firstOf(b) ? 1 : 0))
}

function byName(ranges: readonly LayoutRange[]): Map<string, LayoutRange[]> {
  const found = new Map<string, LayoutRange[]>()
  for (const range of ranges) {
    const key = `${range.type} ${range.label}`
    const list = found.get(key)
    if (list === undefined) found.set(key, [range])
    else list.push(range)
  }
  return found
}

/** The ranges that changed. */
function withoutCommon(before: LayoutRange[], after: LayoutRange[]): [before: LayoutRange[], after: LayoutRange[]] {
  const keyOf = ({ start, end }: LayoutRange): string => `${start} ${end}`
  const counts = new Map<string, number>()
  for (const range of after) counts.set(keyOf(range), (counts.get(keyOf(range)) ?? 0) + 1)
  const common = new Map<string, number>()
  const old = before.filter((range) => {
    const left = counts.get(keyOf(range)) ?? 0
    if (left === 0) return true
    counts.set(keyOf(range), left - 1)
    common.set(keyOf(range), (common.get(keyOf(range)) ?? 0) + 1)
    return false
  })
  const fresh = after.filter((range) => {
    const left = common.get(keyOf(range)) ?? 0
    common.set(keyOf(range), left - 1)
    return left <= 0
  })
  return [old, fresh]
}

function kindOf(before: LayoutRange | undefined, after: LayoutRange | undefined): LayoutChange['kind'] {
  if (before === undefined) return 'added'
  if (after === undefined) return 'removed'
  if (before.size === after.size) return 'moved'
  return before.start === after.start ? 'resized' : 'changed'
}

function firstOf({ before, after }: LayoutChange): bigint {
  return ((after ?? before) as LayoutRange).start
}

function diffItems<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): ['added' | 'removed', T][] {
  const [olds, news] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))]
  const removed = before.filter((item) => !news.has(keyOf(item))).map((item): ['removed', T] => ['removed', item])
  return [...removed, ...after.filter((item) => !olds.has(keyOf(item))).map((item): ['added', T] => ['added', item])]
}
