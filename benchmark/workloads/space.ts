import type { AddressRival, AddressSpace, AnyRange, Integer } from '../rival.ts'
import { random } from './random.ts'

/** The first address of the space. */
export const BASE = 0x1000n
/** The size of the space in bytes. */
export const SIZE = 1n << 40n
/** The size of a page in bytes. */
export const PAGE = 0x1000n

/** The crate's policy under test. */
export type PolicyName = 'first-match' | 'last-match' | 'exact-match'

/** `first-match-1000`: the policy, and the number of live ranges. */
export function splitPolicy(text: string): { policy: PolicyName; live: number } | undefined {
  const [, policy, live] = /^((?:first|last|exact)-match)-(\d+)$/.exec(text) ?? []
  return policy === undefined ? undefined : { policy: policy as PolicyName, live: Number(live) }
}

/** An allocator with `live` adjacent pages, where the policy searches first. */
export function contiguous<I extends Integer, P, R extends AnyRange>(
  rival: AddressRival<I, P, R>,
  policy: PolicyName,
  live: number,
): AddressSpace<I, P, R> {
  const { integer, exactMatch } = rival
  const space = create(rival)
  const page = integer(PAGE)
  for (let index = 0n; index < live; index += 1n) {
    const address = policy === 'last-match' ? BASE + SIZE - (index + 1n) * PAGE : BASE + index * PAGE
    space.allocate(page, page, exactMatch(integer(address)))
  }
  return space
}

/** An allocator with `live` ranges of 1 to 4 pages, and a hole of 1 to 4 pages after each. */
export function fragmented<I extends Integer, P, R extends AnyRange>(
  rival: AddressRival<I, P, R>,
  policy: PolicyName,
  live: number,
): AddressSpace<I, P, R> {
  const { integer, exactMatch } = rival
  const space = create(rival)
  const below = random()
  const holes: R[] = []
  let low = BASE
  let high = BASE + SIZE
  for (let index = 0; index < 2 * live; index += 1) {
    const size = BigInt(1 + below(4)) * PAGE
    high -= size
    const address = policy === 'last-match' ? high : low
    low += size
    const range = space.allocate(integer(size), integer(PAGE), exactMatch(integer(address)))
    if (index % 2 === 1) holes.push(range)
  }
  for (const hole of holes) space.free(hole)
  return space
}

function create<I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>): AddressSpace<I, P, R> {
  return rival.create(rival.integer(BASE), rival.integer(SIZE))
}
