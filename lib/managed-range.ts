import { wrongType } from './argument.ts'
import { RangeInclusive, TrustedRange } from './range-inclusive.ts'

/** What a managed range is: the crate's `NodeState`. */
export type RangeState = 'allocated' | 'free'

/** A range of an allocator's space with its state, as `AddressAllocator.ranges` lists them. */
export class ManagedRange extends RangeInclusive {
  /** Whether the range is allocated or free. */
  readonly state: RangeState

  /** As {@link RangeInclusive}, with a state. */
  constructor(start: bigint | number, end: bigint | number, state: RangeState) {
    super(start, end)
    this.state = toState('state', state)
  }

  /** `RangeInclusive [0x1000, 0x1fff] allocated` */
  override toString(): string {
    return `${super.toString()} ${toState('this.state', this.state)}`
  }

  /** As that of {@link RangeInclusive}, with the state. */
  override toJSON(): { start: string; end: string; state: RangeState } {
    return { ...super.toJSON(), state: toState('this.state', this.state) }
  }
}

/** The state that `value` is; throws when it is none. */
export function toState(name: string, value: RangeState): RangeState {
  if (value !== 'allocated' && value !== 'free') throw wrongType(name, "'allocated' or 'free'", value)
  return value
}

const TrustedManagedRange: new (start: bigint, end: bigint, state: RangeState) => ManagedRange = (() => {
  function TrustedManagedRange(this: Record<string, unknown>, start: bigint, end: bigint, state: RangeState) {
    this['start'] = start
    this['end'] = end
    this['state'] = state
  }
  TrustedManagedRange.prototype = ManagedRange.prototype
  return TrustedManagedRange as never
})()

/** The ranges that the native side lists as three numbers each: start, end, and 1 if it is allocated. */
export function managedRanges(numbers: BigUint64Array): ManagedRange[] {
  const ranges: ManagedRange[] = []
  // The flag is read as its halves, in either byte order: a third bigint for each range would be dear.
  const halves = new Uint32Array(numbers.buffer)
  for (let index = 0; index < numbers.length; index += 3) {
    const allocated = halves[2 * index + 4] !== halves[2 * index + 5]
    const state = allocated ? 'allocated' : 'free'
    ranges.push(new TrustedManagedRange(numbers[index] as bigint, numbers[index + 1] as bigint, state))
  }
  return ranges
}

/** The same without their states. */
export function plainRanges(numbers: BigUint64Array): RangeInclusive[] {
  const ranges: RangeInclusive[] = []
  for (let index = 0; index < numbers.length; index += 3) {
    ranges.push(new TrustedRange(numbers[index] as bigint, numbers[index + 1] as bigint))
  }
  return ranges
}
