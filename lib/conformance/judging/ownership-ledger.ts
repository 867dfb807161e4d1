// The promises of a sound allocator (docs/deviations.md), checked on what a port answers, whatever the crate does.

import type { Call, RangeText, StateText } from '../cases/vector.ts'
import type { PortAnswer } from '../port/port-answer.ts'

/** A promise that a port broke. */
export type Violation = 'two-owners' | 'not-freed' | 'freed-twice' | 'changed-by-refusal' | 'lost-bytes'

/** What each violation means, in words. */
export const VIOLATIONS: Readonly<Record<Violation, string>> = {
  'two-owners': 'an address is in two live ranges',
  'not-freed': "a live range can't be freed",
  'freed-twice': 'a range that is not live is freed',
  'changed-by-refusal': 'a call that was refused changed the ranges',
  'lost-bytes': 'the ranges no longer cover the managed space',
}

interface Addresses {
  readonly start: bigint
  readonly end: bigint
}

/** The live ranges of one allocator, as its owner knows them. */
export class OwnershipLedger {
  #live: Addresses[] = []
  readonly #size: bigint

  /** @param size - bytes of the managed space */
  constructor(size: bigint) {
    this.#size = size
  }

  /** What a call and its answer broke. */
  check(call: Call, argument: RangeText | undefined, answer: PortAnswer): Violation | undefined {
    if (call.op === 'allocate') return 'result' in answer ? this.#add(answer.result as RangeText) : undefined
    return argument === undefined ? undefined : this.#free(toAddresses(argument), 'result' in answer)
  }

  /** What the listed ranges before and after a call tell of it. */
  checkRanges(refused: boolean, before: readonly StateText[], after: readonly StateText[]): Violation | undefined {
    if (refused && JSON.stringify(before) !== JSON.stringify(after)) return 'changed-by-refusal'
    const bytes = after.reduce((sum, { start, end }) => sum + BigInt(end) - BigInt(start) + 1n, 0n)
    return bytes === this.#size ? undefined : 'lost-bytes'
  }

  #add(text: RangeText): Violation | undefined {
    const range = toAddresses(text)
    const shared = this.#live.some(({ start, end }) => start <= range.end && range.start <= end)
    this.#live.push(range)
    return shared ? 'two-owners' : undefined
  }

  #free(range: Addresses, accepted: boolean): Violation | undefined {
    const index = this.#live.findIndex(({ start, end }) => start === range.start && end === range.end)
    if (accepted && index !== -1) this.#live.splice(index, 1)
    if (accepted) return index === -1 ? 'freed-twice' : undefined
    return index === -1 ? undefined : 'not-freed'
  }
}

function toAddresses({ start, end }: RangeText): Addresses {
  return { start: BigInt(start), end: BigInt(end) }
}
