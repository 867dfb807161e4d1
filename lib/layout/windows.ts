import { AddressAllocator, AllocPolicy } from 'vm-allocator'
import { outOfRange } from '../argument.ts'
import { formatAddress } from '../map/format.ts'
import type { Layout } from './layout.ts'
import { adopt, LayoutRange } from './layout-range.ts'

/** Finds a window by its label, the name of a space, or either with `@` and the first address. */
export function chooseWindow(layout: Layout, name: string): LayoutRange {
  const [, label, address] = /^(.*)@(0x[\da-f]+)$/i.exec(name) ?? [undefined, name, undefined]
  const start = address === undefined ? undefined : BigInt(address)
  const named = (range: LayoutRange): boolean => range.label === label && (start === undefined || range.start === start)
  const windows = layout.windows()
  const found = windows.filter((range) => range.label === name || named(range))
  const [window, ...others] = found
  if (window !== undefined && others.length === 0) return window
  if (window !== undefined) {
    const choices = found.slice(0, 8).map((range) => `${range.label}@${formatAddress(range.start)}`)
    throw outOfRange('name', `one of the ${found.length} windows with that name, such as ${choices.join(' or ')}`, name)
  }
  const space = layout.space(name)
  if (space !== undefined) return wholeOf(space.name, space.ranges)
  const known = [...new Set(windows.map((range) => range.label))].slice(0, 20).join(', ')
  throw outOfRange('name', `the label of a window or the name of a space${known === '' ? '' : `: ${known}`}`, name)
}

/** A space as a window: from its first address to its last, for files that have no windows. */
export function wholeOf(name: string, ranges: readonly LayoutRange[]): LayoutRange {
  const start = ranges[0]?.start ?? 0n
  const end = ranges.reduce((last, range) => (range.end > last ? range.end : last), start)
  const whole = new LayoutRange(start, end, name, 'window', 'space')
  for (const range of ranges) adopt(whole, range)
  return whole
}

/** A used range, both ends inclusive, and its owner. */
export interface Occupied {
  readonly start: bigint
  readonly end: bigint
  /** The first of its owners. */
  readonly owner: LayoutRange
}

/** The used ranges directly inside a window, in address order, with overlapping ones merged. */
export function occupiedIn(window: LayoutRange): Occupied[] {
  const found: { start: bigint; end: bigint; owner: LayoutRange }[] = []
  for (const child of window.children) {
    if (!occupies(child)) continue
    const start = child.start < window.start ? window.start : child.start
    const end = child.end > window.end ? window.end : child.end
    const last = found.at(-1)
    if (last !== undefined && start <= last.end) {
      if (end > last.end) last.end = end
    } else if (start <= end) found.push({ start, end, owner: child })
  }
  return found
}

/** A ROM that isn't decoded, and a range that is listed as free, take no addresses. */
export function occupies(range: LayoutRange): boolean {
  return range.kind !== 'free' && !(range.disabled === true && / ROM$/.test(range.label))
}

/** Creates an allocator in sound mode for a window, with the used ranges allocated. */
export function allocatorOf(window: LayoutRange): AddressAllocator {
  const size = window.size > 2n ** 64n - 1n ? 2n ** 64n - 1n : window.size
  const allocator = new AddressAllocator(window.start, size, { sound: true })
  for (const { start, end } of occupiedIn(window)) {
    const last = end > allocator.end ? allocator.end : end
    if (start <= last) allocator.allocate(last - start + 1n, 1n, AllocPolicy.ExactMatch(start))
  }
  return allocator
}
