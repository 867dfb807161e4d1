import type { Pool } from './pool-definition.ts'
import { mostIds, type Request } from './request.ts'

// The layout of calls to the native side, and of their answers, which src/system_words.rs shares.

/** The words of one call, as integers (for addresses, sizes and pools) and as floating-point numbers. */
export interface Words {
  readonly integers: BigUint64Array<ArrayBuffer>
  readonly floats: Float64Array<ArrayBuffer>
}

/** A run of a resource in a pool. */
interface PlacedRun {
  readonly resource: number
  readonly pool: Pool
  readonly start: bigint
  readonly end: bigint
}

/** The system of a call, and later the status of its answer. */
export const STATUS = 0
/** The start of the answer. */
export const ANSWER = 1
/** The number of words in a call. */
const USED = 1
/** The device of a call. */
export const DEVICE = 2
/** The number of needs in a call. */
const COUNT = 3
const NEEDS = 4
/** The number of words in a need, without its pools. */
const NEED_WORDS = 6

/** The status of a call that succeeded. */
export const DONE = 0
/** The status of a call that found no room, or no owner. */
export const REFUSED = 1
/** Replaces the device, to find places without taking them. */
export const NO_DEVICE = -1

const SCATTERED_BOTTOM = 3
const BOTTOM = 2
const TOP = 4
const EXACT = 8

/** The words of calls of normal size. Calls never overlap, so one buffer is enough. */
const COMMON = makeWords(1024)

/** Starts a short call. Its caller writes the words from {@link DEVICE} on. */
export function beginCall(system: bigint, used: number): Words {
  const { integers, floats } = COMMON
  integers[STATUS] = system
  floats[USED] = used
  return COMMON
}

/** Writes a call that gives a device what it had before. */
export function writeHoldings(system: bigint, device: number, holdings: readonly PlacedRun[]): Words {
  const used = COUNT + 4 * holdings.length
  const words = used > COMMON.integers.length ? makeWords(used) : COMMON
  const { integers, floats } = words
  integers[STATUS] = system
  floats[USED] = used
  floats[DEVICE] = device
  let at = COUNT
  for (const { resource, pool, start, end } of holdings) {
    floats[at] = resource
    floats[at + 1] = pool.index
    integers[at + 2] = start
    integers[at + 3] = end
    at += 4
  }
  return words
}

/** Writes a call with needs, and leaves room for the answer. Its device is set later. */
export function writeRequests(system: bigint, requests: readonly Request[]): Words {
  let [needed, answered] = [NEEDS, ANSWER]
  for (const request of requests) {
    needed += NEED_WORDS + request.pools.length
    answered += request.kind === 'range' ? 3 : 1 + mostIds(request)
  }
  const room = Math.max(needed, answered)
  const words = room > COMMON.integers.length ? makeWords(room) : COMMON
  const { integers, floats } = words
  integers[STATUS] = system
  floats[USED] = needed
  floats[DEVICE] = NO_DEVICE
  floats[COUNT] = requests.length
  let at = NEEDS
  for (const request of requests) {
    const { pools } = request
    floats[at] = placeOf(request)
    integers[at + 1] = request.size
    integers[at + 2] = request.align
    integers[at + 3] = request.start
    integers[at + 4] = request.end
    floats[at + 5] = pools.length
    at += NEED_WORDS
    for (const pool of pools) integers[at++] = (pool as Pool).word
  }
  return words
}

function placeOf({ kind, exact, side }: Request): number {
  if (kind === 'ids') return SCATTERED_BOTTOM
  if (exact !== undefined) return EXACT
  return side === 'top' ? TOP : BOTTOM
}

function makeWords(length: number): Words {
  const integers = new BigUint64Array(length)
  return { integers, floats: new Float64Array(integers.buffer) }
}
