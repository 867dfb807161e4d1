import { type AddressAllocator, VmAllocatorError } from 'vm-allocator'
import { U64_MAX } from '../argument.ts'
import { adopt, LayoutRange } from './layout-range.ts'
import { allocatorOf, occupiedIn } from './windows.ts'

/** What to place. */
export interface PlaceRequest {
  /** In bytes. */
  readonly size: bigint
  /** A power of two, in bytes. */
  readonly align: bigint
  /** The lowest address allowed. */
  readonly least?: bigint | undefined
  /** The highest address allowed, inclusive. */
  readonly most?: bigint | undefined
}

/** A free range in a window, with its neighbours. */
export interface FreePlace {
  /** First address, aligned. */
  readonly start: bigint
  /** Last address, inclusive. */
  readonly end: bigint
  /** The range below; `undefined` at the start of the window. */
  readonly below: LayoutRange | undefined
  /** The range above; `undefined` at the end of the window. */
  readonly above: LayoutRange | undefined
}

/** Where a request fits in a window: the crate's first match, or `undefined` if it doesn't fit. */
export function firstPlace(window: LayoutRange, { size, align, least, most }: PlaceRequest): bigint | undefined {
  const part = partOf(window, least, most)
  if (part === undefined || size > part.size) return undefined
  return tryToAllocate(allocatorOf(part), size, align)
}

function tryToAllocate(allocator: AddressAllocator, size: bigint, align: bigint): bigint | undefined {
  try {
    return allocator.allocate(size, align).start
  } catch (error) {
    if (error instanceof VmAllocatorError && (error.kind === 'ResourceNotAvailable' || error.kind === 'Overflow'))
      return undefined
    throw error
  }
}

/** The largest free range that starts at a multiple of the alignment; the lowest one if several are equal. */
export function largestPlace(window: LayoutRange, { align, least, most }: PlaceRequest): FreePlace | undefined {
  const part = partOf(window, least, most)
  if (part === undefined) return undefined
  let largest: FreePlace | undefined
  let [next, below]: [bigint, LayoutRange | undefined] = [part.start, undefined]
  const consider = (end: bigint, above: LayoutRange | undefined): void => {
    const start = ((next + align - 1n) / align) * align
    if (start > end) return
    if (largest === undefined || end - start > largest.end - largest.start) largest = { start, end, below, above }
  }
  for (const { start, end, owner } of occupiedIn(part)) {
    consider(start - 1n, owner)
    ;[next, below] = [end + 1n, owner]
  }
  consider(part.end, undefined)
  return largest
}

/** The part of a window within bounds. */
function partOf(window: LayoutRange, least = 0n, most = U64_MAX): LayoutRange | undefined {
  const start = window.start > least ? window.start : least
  const end = window.end < most ? window.end : most
  if (start > end) return undefined
  if (start === window.start && end === window.end) return window
  const part = new LayoutRange(start, end, window.label, window.kind, window.type, window.line)
  for (const child of window.children) if (child.end >= start && child.start <= end) adopt(part, child)
  return part
}

/** Finds places in windows, and keeps the allocator of each window for the next search. */
export class Places {
  readonly #allocators = new Map<LayoutRange, AddressAllocator>()
  readonly #largest = new Map<LayoutRange, Map<bigint | undefined, FreePlace | undefined>>()

  /** Like {@link firstPlace}. */
  first(window: LayoutRange, { size, align, least = 0n, most = U64_MAX }: PlaceRequest): bigint | undefined {
    const start = window.start > least ? window.start : least
    const end = window.end < most ? window.end : most
    if (start > end || size > end - start + 1n || size > U64_MAX) return undefined
    let allocator = this.#allocators.get(window)
    if (allocator === undefined) {
      allocator = allocatorOf(window)
      this.#allocators.set(window, allocator)
    }
    return allocator.fit(size, { align, within: { start, end } })?.start
  }

  /** The largest free range below a limit, at any alignment. */
  largest(window: LayoutRange, most: bigint | undefined): FreePlace | undefined {
    let found = this.#largest.get(window)
    if (found === undefined) {
      found = new Map()
      this.#largest.set(window, found)
    }
    if (!found.has(most)) found.set(most, largestPlace(window, { size: 1n, align: 1n, most }))
    return found.get(most)
  }
}
