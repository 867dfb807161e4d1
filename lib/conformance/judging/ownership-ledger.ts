// Checks the promises of a sound allocator (docs/deviations.md) on the port's answers, independently of the crate.
import { argument, type Call, type Operation, type RangeText, type StateText } from '../cases/vector.ts'
import { isFault, type PortAnswer } from '../port/port-answer.ts'

/** A promise that a port broke. */
export type Violation = 'two-owners' | 'not-freed' | 'freed-twice' | 'changed-by-refusal' | 'lost-bytes'

/** A sentence for each violation. */
export const VIOLATIONS: Readonly<Record<Violation, string>> = {
  'two-owners': 'an address is in two live ranges, or an id was handed out twice',
  'not-freed': "a live range or id can't be freed",
  'freed-twice': 'a range or an id that is not live is freed',
  'changed-by-refusal': 'a call that was refused changed the ranges',
  'lost-bytes': 'the ranges no longer cover the managed space',
}

interface Addresses {
  readonly start: bigint
  readonly end: bigint
}

/** What one allocator has handed out, according to its answers. */
export class OwnershipLedger {
  readonly #ranges: Addresses[] = []
  readonly #ids = new Set<unknown>()
  /** Whether an answer couldn't be read. From then on, it is unknown what is live. */
  #blind = false

  /** Returns the promises that a call and its answer broke. `results` are the port's, by the position of their call. */
  check(
    call: Call,
    answer: PortAnswer,
    operations: readonly Operation[],
    results: readonly unknown[],
  ): Violation | undefined {
    if (isFault(answer)) this.#blind = true
    if (this.#blind) return undefined
    const accepted = 'result' in answer
    switch (call.op) {
      case 'allocate':
        return accepted ? this.#addRange(answer.result as RangeText) : undefined
      case 'allocate_id':
        return accepted ? this.#addId(answer.result) : undefined
      case 'free':
        return this.#freeRange(
          toAddresses(ownResult(call.range, results) ?? argument(call.range, operations)),
          accepted,
        )
      case 'free_id':
        return this.#freeId(ownResult(call.id, results) ?? argument(call.id, operations), accepted)
      default:
        return undefined
    }
  }

  #addRange(text: RangeText): Violation | undefined {
    const range = toAddresses(text)
    const shared = this.#ranges.some(({ start, end }) => start <= range.end && range.start <= end)
    this.#ranges.push(range)
    return shared ? 'two-owners' : undefined
  }

  #addId(id: unknown): Violation | undefined {
    const shared = this.#ids.has(id)
    this.#ids.add(id)
    return shared ? 'two-owners' : undefined
  }

  #freeRange(range: Addresses, accepted: boolean): Violation | undefined {
    const index = this.#ranges.findIndex(({ start, end }) => start === range.start && end === range.end)
    if (accepted && index !== -1) this.#ranges.splice(index, 1)
    return judgeFree(index !== -1, accepted)
  }

  #freeId(id: unknown, accepted: boolean): Violation | undefined {
    const live = this.#ids.has(id)
    if (accepted) this.#ids.delete(id)
    return judgeFree(live, accepted)
  }
}

/** Judges a call by the ranges listed before and after it, either of which may be unknown. */
export function compareRanges(
  { refused, size }: { readonly refused: boolean; readonly size: bigint },
  before: readonly StateText[] | undefined,
  after: readonly StateText[],
): Violation | undefined {
  if (before === undefined) return undefined
  if (refused && JSON.stringify(before) !== JSON.stringify(after)) return 'changed-by-refusal'
  return bytesOf(before) === size && bytesOf(after) !== size ? 'lost-bytes' : undefined
}

function bytesOf(ranges: readonly StateText[]): bigint {
  return ranges.reduce((sum, { start, end }) => sum + BigInt(end) - BigInt(start) + 1n, 0n)
}

/** The result of the port that an argument refers to. */
function ownResult<T>(value: T | { readonly result: number }, results: readonly unknown[]): T | undefined {
  const refers = typeof value === 'object' && value !== null && 'result' in value
  return refers ? (results[(value as { result: number }).result] as T | undefined) : undefined
}

function judgeFree(live: boolean, accepted: boolean): Violation | undefined {
  if (live === accepted) return undefined
  return live ? 'not-freed' : 'freed-twice'
}

function toAddresses({ start, end }: RangeText): Addresses {
  return { start: BigInt(start), end: BigInt(end) }
}
