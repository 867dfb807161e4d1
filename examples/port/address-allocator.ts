import { type AllocPolicy, Constraint } from './constraint.ts'
import { refuse, VmAllocatorError } from './error.ts'
import { RangeInclusive, type RangeLike } from './range-inclusive.ts'
import { add, subtract, toU64, U64_MAX, type U64Like } from './u64.ts'

type RangeState = 'allocated' | 'free'

/** A range of the managed space and its state. */
class ManagedRange extends RangeInclusive {
  readonly state: RangeState

  constructor(start: bigint, end: bigint, state: RangeState) {
    super(start, end)
    this.state = state
  }
}

/** Allocates ranges from one space of addresses. */
export class AddressAllocator {
  readonly base: bigint
  readonly end: bigint
  /** Disjoint, in address order. Neighbours may both be free: the crate doesn't merge all of them (D4, D12). */
  readonly #ranges: ManagedRange[]

  constructor(base: U64Like, size: U64Like) {
    this.base = toU64('base', base)
    this.end = add(this.base, subtract(toU64('size', size), 1n))
    this.#ranges = [new ManagedRange(this.base, this.end, 'free')]
  }

  /** Allocates a range by its size, alignment and policy, or by a constraint with all three. */
  allocate(size: U64Like | Constraint, align?: U64Like, policy?: AllocPolicy): RangeInclusive {
    const constraint = size instanceof Constraint ? size : new Constraint(size, align, policy)
    // Only D3 can empty the list.
    if (this.#ranges.length === 0) refuse('ResourceNotAvailable')
    const { index, start } = this.#place(constraint)
    // The limit is one byte too low: a range can't end at 2⁶⁴−1 (D6, D11).
    const end = add(start, constraint.size) - 1n
    this.#take(index, start, end)
    return new RangeInclusive(start, end)
  }

  /** Frees an allocated range as a whole. */
  free(range: RangeLike): void {
    const { start, end } = RangeInclusive.from(range)
    const index = this.#ranges.findIndex((known) => known.start === start && known.end === end)
    // In a list emptied by D3, the crate doesn't notice that the range is missing, and adds any range (D10).
    if (index === -1 && this.#ranges.length > 0) refuse('ResourceNotAvailable')
    // The crate doesn't check the state (D2), and the range is gone even if a neighbour's address overflows (D3).
    this.#ranges.splice(index, 1)
    const before = start === 0n ? undefined : this.#freeAround(subtract(start, 2n), start - 1n)
    const after = end === U64_MAX ? undefined : this.#freeAround(end + 1n, add(end, 2n))
    this.#remove(before)
    this.#remove(after)
    this.#insert(new ManagedRange(before?.start ?? start, after?.end ?? end, 'free'))
  }

  /** All ranges, in address order. */
  ranges(): ManagedRange[] {
    return [...this.#ranges]
  }

  /** Another allocator with the same ranges. */
  clone(): AddressAllocator {
    const copy = new AddressAllocator(this.base, this.end - this.base + 1n)
    copy.#ranges.splice(0, 1, ...this.#ranges)
    return copy
  }

  #place({ size, align, policy }: Constraint): { index: number; start: bigint } {
    if (policy.kind === 'ExactMatch') return this.#placeAt(policy.address, size)
    const first = policy.kind === 'FirstMatch'
    const startIn = first ? lowestStart : highestStart
    const fits = (range: ManagedRange): boolean => startIn(range, size, align) !== undefined
    const index = first ? this.#ranges.findIndex(fits) : this.#ranges.findLastIndex(fits)
    const range = this.#ranges[index] ?? refuse('ResourceNotAvailable')
    return { index, start: startIn(range, size, align) as bigint }
  }

  /** The crate looks for a range that has this address and the next (D7, D14), whatever its state (D1). */
  #placeAt(start: bigint, size: bigint): { index: number; start: bigint } {
    const next = add(start, 1n)
    const index = this.#ranges.findIndex((range) => range.start <= start && next <= range.end)
    const range = this.#ranges[index] ?? refuse('ResourceNotAvailable')
    if (add(start, size - 1n) > range.end) refuse('ResourceNotAvailable')
    return { index, start }
  }

  /** Splits a range; what is left before and after becomes free, even if it was allocated (D1). */
  #take(index: number, start: bigint, end: bigint): void {
    const range = this.#ranges[index] as ManagedRange
    if (range.state === 'allocated' && range.start === start && range.end === end) {
      throw VmAllocatorError.of('InvalidStateTransition', { range: RangeInclusive.from(range), state: 'Allocated' })
    }
    const parts = [new ManagedRange(start, end, 'allocated')]
    if (range.start < start) parts.unshift(new ManagedRange(range.start, start - 1n, 'free'))
    if (end < range.end) parts.push(new ManagedRange(end + 1n, range.end, 'free'))
    this.#ranges.splice(index, 1, ...parts)
  }

  /** The free range that contains both addresses, so a range of a single byte is never found (D4). */
  #freeAround(address: bigint, next: bigint): ManagedRange | undefined {
    return this.#ranges.find(({ start, end, state }) => state === 'free' && start <= address && next <= end)
  }

  #remove(range: ManagedRange | undefined): void {
    if (range !== undefined) this.#ranges.splice(this.#ranges.indexOf(range), 1)
  }

  #insert(range: ManagedRange): void {
    const above = this.#ranges.findIndex(({ start }) => start > range.start)
    this.#ranges.splice(above === -1 ? this.#ranges.length : above, 0, range)
  }
}

/** The first multiple of `align` from which `size` bytes fit into a free range. */
function lowestStart({ start, end, state }: ManagedRange, size: bigint, align: bigint): bigint | undefined {
  const aligned = (start + align - 1n) & -align
  return state === 'free' && aligned + size - 1n <= end ? aligned : undefined
}

/**
 * The last such multiple. The crate subtracts the whole size first, so a range from 0 can't be allocated completely
 * (D5).
 */
function highestStart({ start, end, state }: ManagedRange, size: bigint, align: bigint): bigint | undefined {
  const aligned = (end - size + 1n) & -align
  return state === 'free' && size <= end && aligned >= start ? aligned : undefined
}
