import { readOptionsOf, toU64 } from '../argument.ts'
import type { Layout } from './layout.ts'
import type { LayoutRange } from './layout-range.ts'
import { type FreePlace, firstPlace, largestPlace } from './places.ts'
import { wholeOf } from './windows.ts'

/** What {@link fitIn} should place. */
export interface FitRequest {
  /** The size in bytes. */
  readonly size: bigint
  /** The alignment, a power of two in bytes. Default: the size, rounded up to a power of two, as BARs need. */
  readonly align?: bigint | undefined
  /** `'32bit'`: below 4 GiB; `'64bit'`: at or above 4 GiB. Default: anywhere. */
  readonly width?: '32bit' | '64bit' | undefined
  /** Skip bridge windows that are not prefetchable, which can't contain a prefetchable BAR. */
  readonly prefetchable?: boolean | undefined
  /** Look only in this space, such as `memory`. Default: every space. */
  readonly space?: string | undefined
}

/** Whether something fits in a window. */
export interface Fit {
  /** The space of the window. */
  readonly space: string
  /** The window. */
  readonly window: LayoutRange
  /** The first address of the crate's first match; `undefined` if it doesn't fit. */
  readonly start: bigint | undefined
  /** The largest free range at the alignment, with its neighbours; `undefined` if nothing is free. */
  readonly largest: FreePlace | undefined
}

const FOUR_GIB = 2n ** 32n
const NAMES = ['size', 'align', 'width', 'prefetchable', 'space'] as const

/**
 * For each window, finds where the request fits, or else the largest free range. A space without windows is treated as
 * one window, from its first address to its last.
 *
 * @param layout - the layout
 * @param request - what to place
 * @throws TypeError `ERR_INVALID_ARG_TYPE` for an unknown member; RangeError `ERR_OUT_OF_RANGE` for a size that is not a u64
 */
export function fitIn(layout: Layout, request: FitRequest): Fit[] {
  const { size: given, align, width, prefetchable, space } = readOptionsOf(request, NAMES, 'request')
  const size = toU64('request.size', given as bigint)
  const place = {
    size,
    align: align ?? naturalAlign(size),
    least: width === '64bit' ? FOUR_GIB : undefined,
    most: width === '32bit' ? FOUR_GIB - 1n : undefined,
  }
  const fits: Fit[] = []
  for (const { name, ranges } of layout.spaces) {
    if (space !== undefined && space !== name) continue
    const windows = layout.windows(name)
    for (const window of windows.length === 0 ? [wholeOf(name, ranges)] : windows) {
      if (prefetchable === true && window.prefetchable === false && window.owner !== undefined) continue
      if (place.most !== undefined && window.start > place.most) continue
      if (place.least !== undefined && window.end < place.least) continue
      const start = firstPlace(window, place)
      fits.push({ space: name, window, start, largest: largestPlace(window, place) })
    }
  }
  return fits
}

/** Rounds a size up to a power of two. */
export function naturalAlign(size: bigint): bigint {
  return size <= 1n ? 1n : 1n << BigInt((size - 1n).toString(2).length)
}
