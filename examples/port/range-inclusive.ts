import { refuse } from './error.ts'
import { toU64, U64_MAX, type U64Like } from './u64.ts'

/** Anything accepted as a range. */
export interface RangeLike {
  readonly start: U64Like
  readonly end: U64Like
}

/** A closed interval of addresses. */
export class RangeInclusive {
  readonly start: bigint
  readonly end: bigint

  constructor(start: U64Like, end: U64Like) {
    this.start = toU64('start', start)
    this.end = toU64('end', end)
    // The length of the whole u64 space is not a u64.
    const whole = this.start === 0n && this.end === U64_MAX
    if (this.start > this.end || whole) refuse('InvalidRange', { start: this.start, end: this.end })
  }

  /** Converts any range to this class. */
  static from(range: RangeLike): RangeInclusive {
    if (typeof range !== 'object' || range === null) throw new TypeError('range must have a start and an end')
    return new RangeInclusive(range.start, range.end)
  }

  /** The number of addresses. */
  get len(): bigint {
    return this.end - this.start + 1n
  }

  contains(other: RangeLike): boolean {
    const { start, end } = RangeInclusive.from(other)
    return this.start <= start && end <= this.end
  }

  overlaps(other: RangeLike): boolean {
    const { start, end } = RangeInclusive.from(other)
    return this.start <= end && start <= this.end
  }

  equals(other: RangeLike): boolean {
    return this.compare(other) === 0
  }

  /** Orders by `start`, then by `end`. */
  compare(other: RangeLike): -1 | 0 | 1 {
    const { start, end } = RangeInclusive.from(other)
    const [mine, its] = this.start === start ? [this.end, end] : [this.start, start]
    return mine < its ? -1 : mine > its ? 1 : 0
  }
}
