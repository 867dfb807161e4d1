import type { Pool } from './pool-definition.ts'

/** The end of the bounds from which a place is searched. */
export type Side = 'bottom' | 'top'

/** One need, checked, with all defaults filled in. Ids are treated as addresses of size 1. */
export interface Request {
  readonly resource: string
  readonly kind: 'range' | 'ids' | 'block'
  /** The pools that could hold it, in the order to try them. */
  readonly pools: readonly Pool[]
  /** The size of a range in bytes, or the number of ids. */
  readonly size: bigint
  /** The alignment, a power of two. */
  readonly align: bigint
  readonly side: Side
  /** The first address, or the id, of an exact request. */
  readonly exact: bigint | undefined
  /** The first eligible address or id. */
  readonly start: bigint
  /** The last eligible one, inclusive. */
  readonly end: bigint
}

/** The most ids that one device can have, since they are listed one by one. */
export const MOST_IDS = 1_000_000

/** The most ids that the answer to a request can have: no pool gives more than it has. */
export function mostIds({ size, pools }: Request): number {
  let most = 0
  for (const { count } of pools) most = Math.max(most, count)
  return Math.min(Number(size), most)
}

const GREATEST_POWER = 1n << 63n

/** Rounds `size` up to a power of two, at most to 2⁶³. */
export function naturalAlignment(size: bigint): bigint {
  if ((size & (size - 1n)) === 0n) return size
  return size > GREATEST_POWER ? GREATEST_POWER : 1n << BigInt(size.toString(2).length)
}
