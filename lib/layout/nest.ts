import { contains, type LayoutKind, type LayoutRange } from './layout-range.ts'

/** Of ranges with the same ends, the one that holds the other comes first. */
const ORDER: Readonly<Record<LayoutKind, number>> = { window: 0, memory: 1, reserved: 2, free: 3, device: 4 }

/**
 * Makes a forest of ranges, in address order: each goes into the innermost one that holds it by right. Where ranges
 * overlap otherwise they stay side by side, and are a problem.
 */
export function nest(ranges: readonly LayoutRange[]): LayoutRange[] {
  const sorted = [...ranges].sort(compare)
  const roots: LayoutRange[] = []
  const open: LayoutRange[] = []
  for (const range of sorted) {
    while (open.length > 0 && !contains(open.at(-1) as LayoutRange, range)) open.pop()
    const parent = innermost(open, range)
    if (parent === undefined) roots.push(range)
    else parent.adopt(range)
    open.push(range)
  }
  return roots
}

/** Address order; outer ranges before what they can hold. */
export function compare(a: LayoutRange, b: LayoutRange): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1
  if (a.end !== b.end) return a.end > b.end ? -1 : 1
  return ORDER[a.kind] - ORDER[b.kind]
}

/** Enough for what is nested by right; what overlaps deeper is a problem anyway. */
const DEEPEST = 64

function innermost(open: readonly LayoutRange[], range: LayoutRange): LayoutRange | undefined {
  for (let at = open.length - 1, tries = 0; at >= 0 && tries < DEEPEST; at--, tries++) {
    const outer = open[at] as LayoutRange
    if (holdsByRight(outer, range)) return outer
  }
  return undefined
}

/** Whether a range may hold another: a window anything, memory what is reserved in it, a device its own parts. */
export function holdsByRight(outer: LayoutRange, inner: LayoutRange): boolean {
  if (outer.kind === 'window') return true
  if (outer.kind === 'free') return false
  // The kernel's tree: whoever claims a part of something may.
  if (outer.type === 'resource' && inner.type === 'resource') return true
  // Two files describe the same memory, one of them in more detail.
  if (outer.kind === 'memory')
    return inner.kind === 'reserved' || (inner.kind === 'memory' && inner.type !== outer.type)
  if (outer.kind === 'reserved') return outer.type !== 'reg' && (inner.kind === 'device' || inner.kind === 'reserved')
  return isPartOf(outer, inner)
}

/** A device's parts have its owner, or a path below its own. */
export function isPartOf(outer: LayoutRange, inner: LayoutRange): boolean {
  if (inner.kind !== 'device') return false
  if (outer.label.startsWith('/')) return inner.label.startsWith(`${outer.label}/`)
  // The kernel lists a driver's claim inside of its device.
  return inner.type === 'resource' && inner.owner === undefined
}
