import type { Pool } from './pool-definition.ts'

/** Where in its bounds a place is looked for. */
export type Side = 'bottom' | 'top'

/** What one need asks for, checked, with every default filled in. Ids are addresses here, one each. */
export interface Request {
  readonly resource: string
  readonly kind: 'range' | 'ids' | 'block'
  /** The pools that can hold it, in the order in which they are tried. */
  readonly pools: readonly Pool[]
  /** Bytes of a range; the number of ids. */
  readonly size: bigint
  /** A power of two. */
  readonly align: bigint
  readonly side: Side
  /** The first address, or the id, of an exact request. */
  readonly exact: bigint | undefined
  /** The first address or id that is eligible. */
  readonly start: bigint
  /** The last one, inclusive. */
  readonly end: bigint
}

/** How many ids the answer to a request can have: no pool gives more than it has, however many were asked for. */
export function mostIds({ size, pools }: Request): number {
  let most = 0
  for (const { count } of pools) most = Math.max(most, count)
  return Math.min(Number(size), most)
}

const GREATEST_POWER = 1n << 63n

/** The smallest power of two that isn't below `size`; 2⁶³ for what is larger than that. */
export function naturalAlignment(size: bigint): bigint {
  if ((size & (size - 1n)) === 0n) return size
  return size > GREATEST_POWER ? GREATEST_POWER : 1n << BigInt(size.toString(2).length)
}
