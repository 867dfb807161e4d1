import { wrongType } from './argument.ts'
import { addEntryPoints } from './caller.ts'
import { hex } from './json.ts'
import { RangeInclusive } from './range-inclusive.ts'

/** The state of a managed range: the crate's `NodeState`, which the crate shows only in an error and in its serde form. */
export type RangeState = 'allocated' | 'free'

/**
 * A range of an allocator's space with its state, as {@link AddressAllocator.ranges} lists them. The crate has no such
 * item.
 *
 * @example
 * ```ts
 * const [whole] = new AddressAllocator(0xc000n, 0x100n).ranges()
 * whole?.state // 'free'
 * ```
 */
export class ManagedRange extends RangeInclusive {
  /** Whether the range is allocated or free. */
  readonly state: RangeState

  /**
   * Like {@link RangeInclusive}, with a state.
   *
   * @param start - the first address, a u64
   * @param end - the last address, a u64 not below `start`
   * @param state - whether the range is allocated or free
   * @throws VmAllocatorError `InvalidRange` as for {@link RangeInclusive}
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an address isn't a u64 or `state` is invalid
   */
  constructor(start: bigint | number, end: bigint | number, state: RangeState) {
    super(start, end)
    this.state = toState('state', state)
  }

  /** Like that of {@link RangeInclusive}, with the state: `RangeInclusive [0x1000, 0x1fff] allocated`. */
  override toString(): string {
    return `${super.toString()} ${toState('this.state', this.state)}`
  }

  /** Like that of {@link RangeInclusive}, with the state. */
  override toJSON(): {
    /** The first address, in hex. */
    start: string
    /** The last address, in hex. */
    end: string
    /** Whether the range is allocated or free. */
    state: RangeState
  } {
    return { ...super.toJSON(), state: toState('this.state', this.state) }
  }
}

addEntryPoints(ManagedRange)

/** Returns `value` if it is a state; throws otherwise. */
export function toState(name: string, value: RangeState): RangeState {
  if (value !== 'allocated' && value !== 'free') throw wrongType(name, "'allocated' or 'free'", value)
  return value
}

/** Makes ranges from the native list, which has three numbers for each: start, end, and 1 if it is allocated. */
export function managedRanges(numbers: BigUint64Array): ManagedRange[] {
  const ranges: ManagedRange[] = []
  // Read the flag through its halves, in either byte order: a third bigint for each range would be slow.
  const halves = new Uint32Array(numbers.buffer)
  for (let index = 0; index < numbers.length; index += 3) {
    const allocated = halves[2 * index + 4] !== halves[2 * index + 5]
    const state = allocated ? 'allocated' : 'free'
    ranges.push(new ManagedRange(numbers[index] as bigint, numbers[index + 1] as bigint, state))
  }
  return ranges
}

/** The same as plain objects in hex, without making the ranges first. */
export function describedRanges(numbers: BigUint64Array): ReturnType<ManagedRange['toJSON']>[] {
  const ranges: ReturnType<ManagedRange['toJSON']>[] = []
  const halves = new Uint32Array(numbers.buffer)
  for (let index = 0; index < numbers.length; index += 3) {
    const state = halves[2 * index + 4] !== halves[2 * index + 5] ? 'allocated' : 'free'
    ranges.push({ start: hex(numbers[index] as bigint), end: hex(numbers[index + 1] as bigint), state })
  }
  return ranges
}

/** The same without their states. */
export function plainRanges(numbers: BigUint64Array): RangeInclusive[] {
  const ranges: RangeInclusive[] = []
  for (let index = 0; index < numbers.length; index += 3) {
    ranges.push(new RangeInclusive(numbers[index] as bigint, numbers[index + 1] as bigint))
  }
  return ranges
}
