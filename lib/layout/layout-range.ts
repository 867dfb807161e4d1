/**
 * What a range is: a `window` (of a bus or bridge) contains other ranges; `memory` is RAM or ROM; a `device` is decoded
 * by a device; `reserved` can't be used; `free` is listed in the file but unused.
 */
export type LayoutKind = 'window' | 'memory' | 'device' | 'reserved' | 'free'

const NO_CHILDREN: readonly LayoutRange[] = Object.freeze([])

/** A named range of a layout, both ends inclusive. */
export class LayoutRange {
  /** The first address. */
  readonly start: bigint
  /** The last address, inclusive. */
  readonly end: bigint
  /** The name in the file; names can repeat. */
  readonly label: string
  /** What the range is. */
  readonly kind: LayoutKind
  /** The format's own word for it, such as `bar`, `e820` or `nv-ram`. */
  readonly type: string
  /** Its line in the file, starting at 1; 0 if the format has no lines. */
  readonly line: number
  /** The device that owns it: a PCI address such as `0000:01:00.0`, or a device's id. */
  owner?: string
  /** For a window: the bus behind it, such as `0000:01`. */
  bus?: string
  /** Whether reads have no side effects and can be prefetched. For BARs and windows. */
  prefetchable?: boolean
  /** For a BAR or a window of a bridge: the width of its address. */
  width?: 32 | 64
  /** Whether the device doesn't currently decode it. */
  disabled?: boolean
  /** Other names of the same range, from other files. */
  also?: readonly string[]
  #children: LayoutRange[] | undefined

  constructor(start: bigint, end: bigint, label: string, kind: LayoutKind, type: string, line = 0) {
    this.start = start
    this.end = end
    this.label = label
    this.kind = kind
    this.type = type
    this.line = line
  }

  /** The ranges inside it, in address order. */
  get children(): readonly LayoutRange[] {
    return this.#children ?? NO_CHILDREN
  }

  /** The number of addresses, 1…2⁶⁴, which is the size in bytes. */
  get size(): bigint {
    return this.end - this.start + 1n
  }

  /** @internal Adds a range inside this one. */
  adopt(child: LayoutRange): void {
    if (this.#children === undefined) this.#children = [child]
    else this.#children.push(child)
  }

  /** @internal A copy without children. */
  alone(): LayoutRange {
    const { start, end, label, kind, type, line } = this
    const copy = new LayoutRange(start, end, label, kind, type, line)
    if (this.owner !== undefined) copy.owner = this.owner
    if (this.bus !== undefined) copy.bus = this.bus
    if (this.prefetchable !== undefined) copy.prefetchable = this.prefetchable
    if (this.width !== undefined) copy.width = this.width
    if (this.disabled !== undefined) copy.disabled = this.disabled
    if (this.also !== undefined) copy.also = this.also
    return copy
  }
}

/** Whether `outer` contains all of `inner`. */
export function contains(outer: LayoutRange, inner: LayoutRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** Whether two ranges have a common address. */
export function overlaps(a: LayoutRange, b: LayoutRange): boolean {
  return a.start <= b.end && b.start <= a.end
}

/** All ranges and their descendants with their depth, parents first. */
export function* walk(
  ranges: readonly LayoutRange[],
): Generator<readonly [range: LayoutRange, depth: number, parent: LayoutRange | undefined]> {
  const stack: { list: readonly LayoutRange[]; at: number; parent: LayoutRange | undefined }[] = [
    { list: ranges, at: 0, parent: undefined },
  ]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const range = top.list[top.at++]
    if (range === undefined) stack.pop()
    else {
      yield [range, stack.length - 1, top.parent]
      if (range.children.length > 0) stack.push({ list: range.children, at: 0, parent: range })
    }
  }
}
