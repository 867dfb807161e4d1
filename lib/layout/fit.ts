import { outOfRange, readOptionsOf, toU64, U64_MAX, wrongType } from '../argument.ts'
import { addEntryPoints } from '../caller.ts'
import { type Layout, toLayout } from './layout.ts'
import type { LayoutRange } from './layout-range.ts'
import { type FreePlace, firstPlace, largestPlace, type PlaceRequest } from './places.ts'
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
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `layout` is not a {@link Layout}, for an unknown member and for a member
 *   of the wrong type
 * @throws RangeError `ERR_OUT_OF_RANGE` when `size` is 0 or not a u64, and when `align` is not a power of two
 */
export function fitIn(layout: Layout, request: FitRequest): Fit[] {
  toLayout('layout', layout)
  const { place, prefetchable, space } = readRequest(request)
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

addEntryPoints(fitIn)

/** Reads a request, each member once. */
function readRequest(
  request: FitRequest,
): Pick<FitRequest, 'prefetchable' | 'space'> & { readonly place: PlaceRequest } {
  const { size: given, align: wanted, width, prefetchable, space } = readOptionsOf(request, NAMES, 'request')
  const size = toU64('request', given as bigint, 'size')
  if (size === 0n) throw outOfRange('request.size', `from 1n to ${U64_MAX}n`, given)
  const align = wanted === undefined ? naturalAlign(size) : toU64('request', wanted, 'align')
  if (align === 0n || (align & (align - 1n)) !== 0n) throw outOfRange('request.align', 'a power of two', wanted)
  if (width !== undefined && width !== '32bit' && width !== '64bit') {
    throw wrongType('request.width', "'32bit' or '64bit'", width)
  }
  if (prefetchable !== undefined && typeof prefetchable !== 'boolean') {
    throw wrongType('request.prefetchable', 'a boolean', prefetchable)
  }
  if (space !== undefined && typeof space !== 'string') throw wrongType('request.space', 'a string', space)
  const least = width === '64bit' ? FOUR_GIB : undefined
  const most = width === '32bit' ? FOUR_GIB - 1n : undefined
  return { place: { size, align, least, most }, prefetchable, space }
}

/** The largest alignment. Something larger fits only at address 0, which is a multiple of any. */
const MOST_ALIGN = 2n ** 63n

/** Rounds a size up to a power of two that is a u64. */
export function naturalAlign(size: bigint): bigint {
  if (size > MOST_ALIGN) return MOST_ALIGN
  return size <= 1n ? 1n : 1n << BigInt((size - 1n).toString(2).length)
}
