import type { U64Like } from 'vm-allocator'
import { outOfRange, readObject, toU32, toU64, U64_MAX, wrongType } from '../argument.ts'
import { addEntryPoints } from '../caller.ts'

/**
 * What a range is: a `window` (of a bus or bridge) contains other ranges; `memory` is RAM or ROM; a `device` is decoded
 * by a device; `reserved` can't be used; `free` is listed in the file but unused.
 */
export type LayoutKind = 'window' | 'memory' | 'device' | 'reserved' | 'free'

/** Every kind of range. */
export const KINDS: readonly LayoutKind[] = ['window', 'memory', 'device', 'reserved', 'free']

const NO_CHILDREN: readonly LayoutRange[] = Object.freeze([])

let isLayoutRange: (value: unknown) => value is LayoutRange
let freezeRange: (range: LayoutRange) => void
let addChild: (parent: LayoutRange, child: LayoutRange) => void
let copyWindow: (name: string, window: LayoutRange) => LayoutRange

/** A named range of a layout, both ends inclusive. */
export class LayoutRange {
  static {
    // Reads no property, since the value could be a Proxy.
    isLayoutRange = (value): value is LayoutRange => typeof value === 'object' && value !== null && #children in value
    addChild = (parent, child) => {
      if (parent.#children === undefined) parent.#children = [child]
      else parent.#children.push(child)
    }
    freezeRange = (range) => {
      if (range.#children !== undefined) Object.freeze(range.#children)
      if (range.also !== undefined) Object.freeze(range.also)
      Object.freeze(range)
    }
    copyWindow = (name, window) => {
      const ends = readObject(name, A_RANGE, window, ({ start, end }) => ({ start, end }))
      const start = toU64(name, ends.start, 'start')
      const end = toU64(name, ends.end, 'end')
      if (start > end) throw outOfRange(`${name}.end`, notBelow(start), end)
      const copy = new LayoutRange(start, end, 'window', 'window', 'window')
      copy.#children = window.#children
      return copy
    }
  }

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

  /**
   * Creates a range without children, for {@link Layout.window}. The ranges of a layout come from {@link readLayout}.
   *
   * @param start - the first address, a u64
   * @param end - the last address, a u64 not below `start`
   * @param label - the name
   * @param kind - what the range is
   * @param type - the format's own word for it
   * @param line - the line in the file; 0 by default: no line
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument has the wrong type, an
   *   address is not a u64, or `start` is above `end`
   */
  constructor(start: U64Like, end: U64Like, label: string, kind: LayoutKind, type: string, line = 0) {
    if (typeof start !== 'bigint' || typeof end !== 'bigint' || start < 0n || start > end || end > MOST) {
      ;[start, end] = toEnds(start, end)
    }
    if (typeof label !== 'string' || typeof type !== 'string' || !isKind(kind) || !isLine(line)) {
      checkFacts(label, kind, type, line)
    }
    this.start = start
    this.end = end
    this.label = label
    this.kind = kind
    this.type = type
    this.line = line
  }

  /** The ranges inside it, in address order. */
  get children(): readonly LayoutRange[] {
    if (!isLayoutRange(this)) throw wrongType('this', A_RANGE, this)
    return this.#children ?? NO_CHILDREN
  }

  /** The number of addresses, 1…2⁶⁴, which is the size in bytes. */
  get size(): bigint {
    if (!isLayoutRange(this)) throw wrongType('this', A_RANGE, this)
    const { start, end } = this
    if (typeof start !== 'bigint' || typeof end !== 'bigint') throw wrongType('this', A_RANGE, this)
    return end - start + 1n
  }
}

/** Freezes a range with its lists. */
export { freezeRange }

const A_RANGE = 'a LayoutRange'

addEntryPoints(LayoutRange)

// Here, because readers make millions of ranges and an import is slower.
const MOST = U64_MAX

/** The slow way to check the ends of a range, for numbers and for what isn't valid. */
function toEnds(start: U64Like, end: U64Like): [start: bigint, end: bigint] {
  const ends: [bigint, bigint] = [toU64('start', start), toU64('end', end)]
  if (ends[0] > ends[1]) throw outOfRange('end', notBelow(ends[0]), end)
  return ends
}

function isKind(value: LayoutKind): boolean {
  return KINDS.includes(value)
}

/** Whether a value is a u32, which {@link toU32} knows too. */
function isLine(value: number): boolean {
  return typeof value === 'number' && value >>> 0 === value
}

/** Throws for the first of these that isn't valid. */
function checkFacts(label: string, kind: LayoutKind, type: string, line: number): void {
  if (typeof label !== 'string') throw wrongType('label', 'a string', label)
  if (!isKind(kind)) throw wrongType('kind', "'window', 'memory', 'device', 'reserved' or 'free'", kind)
  if (typeof type !== 'string') throw wrongType('type', 'a string', type)
  toU32('line', line)
}

function notBelow(start: bigint): string {
  return `from start, ${start}n, to ${U64_MAX}n`
}

/** Adds a range inside another one. */
export function adopt(parent: LayoutRange, child: LayoutRange): void {
  addChild(parent, child)
}

/** A copy of a range without children. */
export function alone(range: LayoutRange): LayoutRange {
  const { start, end, label, kind, type, line } = range
  const copy = new LayoutRange(start, end, label, kind, type, line)
  if (range.owner !== undefined) copy.owner = range.owner
  if (range.bus !== undefined) copy.bus = range.bus
  if (range.prefetchable !== undefined) copy.prefetchable = range.prefetchable
  if (range.width !== undefined) copy.width = range.width
  if (range.disabled !== undefined) copy.disabled = range.disabled
  if (range.also !== undefined) copy.also = range.also
  return copy
}

/** Reads a range that a caller passed as a window: a copy of its ends, each read once, with its children. */
export function toWindow(name: string, value: LayoutRange, expected = A_RANGE): LayoutRange {
  if (!isLayoutRange(value)) throw wrongType(name, expected, value)
  return copyWindow(name, value)
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
