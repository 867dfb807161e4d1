import { adopt, contains, type LayoutKind, type LayoutRange } from './layout-range.ts'

/** Among ranges with the same ends, a container comes before its contents. */
const ORDER: Readonly<Record<LayoutKind, number>> = { window: 0, memory: 1, reserved: 2, free: 3, device: 4 }

/**
 * Makes a forest of ranges in address order, with each range in the innermost one that may contain it. Ranges that
 * overlap otherwise stay siblings, and are reported as problems.
 */
export function nest(ranges: readonly LayoutRange[]): LayoutRange[] {
  const sorted = [...ranges].sort(compare)
  const roots: LayoutRange[] = []
  const open: LayoutRange[] = []
  for (const range of sorted) {
    while (open.length > 0 && !contains(open.at(-1) as LayoutRange, range)) open.pop()
    const parent = innermost(open, range)
    if (parent === undefined) roots.push(range)
    else adopt(parent, range)
    open.push(range)
  }
  return roots
}

/** In address order, containers before their contents. */
export function compare(a: LayoutRange, b: LayoutRange): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1
  if (a.end !== b.end) return a.end > b.end ? -1 : 1
  return ORDER[a.kind] - ORDER[b.kind]
}

/** Deep enough for valid nesting; deeper overlaps are problems anyway. */
const DEEPEST = 64

function innermost(open: readonly LayoutRange[], range: LayoutRange): LayoutRange | undefined {
  for (let at = open.length - 1, tries = 0; at >= 0 && tries < DEEPEST; at--, tries++) {
    const outer = open[at] as LayoutRange
    if (holdsByRight(outer, range)) return outer
  }
  return undefined
}

/**
 * Whether a range may contain another: a window contains anything, memory its reserved parts, a device its own parts.
 */
export function holdsByRight(outer: LayoutRange, inner: LayoutRange): boolean {
  if (outer.kind === 'window') return true
  if (outer.kind === 'free') return false
  // In the kernel's tree, any range may claim a part of another.
  if (outer.type === 'resource' && inner.type === 'resource') return true
  // Two files describe the same memory, one of them in more detail.
  if (outer.kind === 'memory')
    return inner.kind === 'reserved' || (inner.kind === 'memory' && inner.type !== outer.type)
  if (outer.kind === 'reserved') return outer.type !== 'reg' && (inner.kind === 'device' || inner.kind === 'reserved')
  return isPartOf(outer, inner)
}

/** A device's parts have its owner, or a path below its path. */
export function isPartOf(outer: LayoutRange, inner: LayoutRange): boolean {
  if (inner.kind !== 'device') return false
  if (outer.label.startsWith('/')) return inner.label.startsWith(`${outer.label}/`)
  // The kernel lists a driver's claim inside its device.
  return inner.type === 'resource' && inner.owner === undefined
}
