import type { Pool } from './pool-definition.ts'
import { mostIds, type Request } from './request.ts'

// Calls and answers as they travel to the native side and back: src/system_words.rs has the same layout.

/** The words of one call: as integers, which addresses, sizes and pools are, and as floating-point numbers. */
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

/** Where a call has the system, and its answer how it went. */
export const STATUS = 0
/** Where the answer begins. */
export const ANSWER = 1
/** How many words a call has. */
const USED = 1
/** Where a call has the device. */
export const DEVICE = 2
/** Where a call has how many needs there are. */
const COUNT = 3
const NEEDS = 4
/** Words of a need beside its pools. */
const NEED_WORDS = 6

/** The status of a call that did what it was asked. */
export const DONE = 0
/** The status of a call that found no room, or nobody. */
export const REFUSED = 1
/** In place of a device, to find places without taking them. */
export const NO_DEVICE = -1

const SCATTERED_BOTTOM = 3
const BOTTOM = 2
const TOP = 4
const EXACT = 8

/** For calls of the usual size: nobody else uses it while one is under way. */
const COMMON = makeWords(1024)

/** Begins a call of a few words, which its caller writes from {@link DEVICE} on. */
export function beginCall(system: bigint, used: number): Words {
  const { integers, floats } = COMMON
  integers[STATUS] = system
  floats[USED] = used
  return COMMON
}

/** Writes a call that gives a device back what it had. */
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

/** Writes a call for what no device needs yet; has room for the answer. */
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
