// Creates an allocator from a list of ranges.
import { AddressAllocator } from 'vm-allocator'
import type { Oracle } from './crate.ts'
import type { StateText } from './vector.ts'

/** The ends of the managed space, as a new allocator reports them. */
export interface Ends {
  readonly base: string
  readonly end: string
}

/**
 * An allocator that holds these ranges, in any tree, since that doesn't affect its answers. `undefined` for ranges that
 * no allocator can hold, such as overlapping ones.
 */
export function allocatorWith(
  { base, end }: Ends,
  ranges: readonly StateText[],
  oracle: Oracle,
): AddressAllocator | undefined {
  const space = `{"start":${BigInt(base)},"end":${BigInt(end)}}`
  const snapshot = `{"address_space":${space},"interval_tree":{"root":${nodeOf(ranges).text}}}`
  try {
    return AddressAllocator.restore(snapshot, { sound: oracle === 'sound' })
  } catch {
    return undefined
  }
}

/** A balanced tree, as serde writes it. */
function nodeOf(ranges: readonly StateText[]): { text: string; height: number } {
  const middle = ranges.length >> 1
  const own = ranges[middle]
  if (own === undefined) return { text: 'null', height: 0 }
  const left = nodeOf(ranges.slice(0, middle))
  const right = nodeOf(ranges.slice(middle + 1))
  const height = 1 + Math.max(left.height, right.height)
  const key = `{"start":${BigInt(own.start)},"end":${BigInt(own.end)}}`
  const children = `"left":${left.text},"right":${right.text}`
  return { text: `{"key":${key},"node_state":"${own.state}",${children},"height":${height}}`, height }
}
