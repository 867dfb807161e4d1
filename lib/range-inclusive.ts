import { toU64, U64_MAX, type U64Like, wrongType } from './argument.ts'
import { native } from './binding/index.ts'
import { addEntryPoints, beginStackAt } from './caller.ts'
import { inspectAs } from './inspect.ts'
import { hex } from './json.ts'
import { VmAllocatorError } from './vm-allocator-error.ts'

/**
 * What you may pass as a range: any object with a first and a last address, both inclusive.
 *
 * @example
 * ```ts
 * new RangeInclusive(0x1000n, 0x1fffn).contains({ start: 0x1000, end: 0x10ff }) // true
 * ```
 */
export interface RangeLike {
  /** The first address. */
  readonly start: U64Like
  /** The last address, inclusive. */
  readonly end: U64Like
}

/**
 * A closed interval of addresses, `start` and `end` inclusive: the crate's
 * [`RangeInclusive`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html).
 *
 * `start` and `end` are own enumerable properties, so that a range survives `structuredClone` and `postMessage` as a
 * {@link RangeLike}.
 *
 * @example
 * ```ts
 * const page = new RangeInclusive(0xd000_0000n, 0xd000_0fffn)
 * page.len // 4096n
 * page.contains({ start: 0xd000_0010n, end: 0xd000_001fn }) // true
 * String(page) // 'RangeInclusive [0xd0000000, 0xd0000fff]'
 * ```
 */
export class RangeInclusive {
  /** The first address. The crate's [`start`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.start). */
  readonly start: bigint
  /** The last address. The crate's [`end`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.end). */
  readonly end: bigint

  /**
   * Creates a range. The crate's [`RangeInclusive::new`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.new).
   *
   * @param start - the first address, a u64
   * @param end - the last address, a u64 not below `start`
   * @throws VmAllocatorError `InvalidRange` when `start` is above `end`, and for 0…2⁶⁴−1, whose length is not a u64
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is not a u64
   */
  constructor(start: U64Like, end: U64Like) {
    this.start = toU64('start', start)
    this.end = toU64('end', end)
    checkRange(this.start, this.end, RangeInclusive)
  }

  /**
   * The number of addresses, 1…2⁶⁴−1, which is the size in bytes. The crate's
   * [`len`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.len).
   */
  get len(): bigint {
    const { start, end } = ownRange(this)
    return end - start + 1n
  }

  /**
   * Whether this range contains all of `other`. The crate's
   * [`contains`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.contains).
   *
   * @example
   * ```ts
   * new RangeInclusive(0x1000n, 0x1fffn).contains({ start: 0x1f00n, end: 0x2000n }) // false
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  contains(other: RangeLike): boolean {
    const { start, end } = ownRange(this)
    const range = toRange('other', other)
    return start <= range.start && end >= range.end
  }

  /**
   * Whether the two ranges share an address. The crate's
   * [`overlaps`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.overlaps).
   *
   * @example
   * ```ts
   * new RangeInclusive(0x1000n, 0x1fffn).overlaps({ start: 0x1f00n, end: 0x2000n }) // true
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  overlaps(other: RangeLike): boolean {
    const { start, end } = ownRange(this)
    const range = toRange('other', other)
    return start <= range.end && range.start <= end
  }

  /**
   * Whether both ends are the same. The crate's `PartialEq`.
   *
   * @example
   * ```ts
   * new RangeInclusive(0x1000n, 0x1fffn).equals({ start: 0x1000n, end: 0x1fffn }) // true
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  equals(other: RangeLike): boolean {
    const { start, end } = ownRange(this)
    const range = toRange('other', other)
    return start === range.start && end === range.end
  }

  /**
   * Compares by `start`, then by `end`, as the crate's `Ord` does.
   *
   * @example
   * ```ts
   * const ranges = [new RangeInclusive(0x20n, 0x2fn), new RangeInclusive(0x10n, 0x1fn)]
   * ranges.sort((one, other) => one.compare(other))[0] // RangeInclusive [0x10, 0x1f]
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  compare(other: RangeLike): -1 | 0 | 1 {
    const { start, end } = ownRange(this)
    const range = toRange('other', other)
    if (start !== range.start) return start < range.start ? -1 : 1
    if (end !== range.end) return end < range.end ? -1 : 1
    return 0
  }

  /** The range in hex: `RangeInclusive [0x1000, 0x1fff]`. */
  toString(): string {
    const { start, end } = ownRange(this)
    return `RangeInclusive [${hex(start)}, ${hex(end)}]`
  }

  /**
   * The range with hex strings, because JSON has no u64.
   *
   * @example
   * ```ts
   * JSON.stringify(new RangeInclusive(0x1000n, 0x1fffn)) // '{"start":"0x1000","end":"0x1fff"}'
   * ```
   */
  toJSON(): {
    /** The first address, in hex. */
    start: string
    /** The last address, in hex. */
    end: string
  } {
    const { start, end } = ownRange(this)
    return { start: hex(start), end: hex(end) }
  }
}

const RANGE = 'an object with start and end'

inspectAs(RangeInclusive, (range) => range.toString())
addEntryPoints(RangeInclusive)

/** Converts `value` to a range, or throws. */
export function toRange(name: string, value: RangeLike): { start: bigint; end: bigint } {
  const { start, end } = readRange(name, value)
  const range = { start: toU64(name, start, 'start'), end: toU64(name, end, 'end') }
  checkRange(range.start, range.end)
  return range
}

/** The two ends, each read once and not yet checked. */
export function readRange(name: string, value: RangeLike): RangeLike {
  if (typeof value !== 'object' || value === null) throw wrongType(name, RANGE, value)
  try {
    const { start, end } = value
    return { start, end }
  } catch (cause) {
    throw wrongType(name, `${RANGE} that can be read`, value, cause)
  }
}

/** A placeholder range, whose ends the caller replaces with valid ones. */
export function newRange(): { -readonly [Member in keyof RangeInclusive]: RangeInclusive[Member] } {
  return new RangeInclusive(0n, 0n)
}

/** Throws the crate's error for a range that it doesn't accept. */
function checkRange(start: bigint, end: bigint, caller: object = toRange): void {
  const suspect = start > end || (start === 0n && end === U64_MAX)
  if (!suspect || native.checkRange(start, end) !== null) return
  throw beginStackAt(caller, new VmAllocatorError(native.takeFailure() as never))
}

function ownRange(value: RangeInclusive): RangeInclusive {
  const isRange = value instanceof RangeInclusive && typeof value.start === 'bigint' && typeof value.end === 'bigint'
  if (!isRange) throw wrongType('this', 'a RangeInclusive', value)
  return value
}
