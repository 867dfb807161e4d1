import { refuse } from './error.ts'

/** Anything accepted as a u64: a `bigint` from 0 to 2⁶⁴−1, or a `number` that is a non-negative safe integer. */
export type U64Like = bigint | number

/** 2⁶⁴−1 */
export const U64_MAX = 2n ** 64n - 1n
/** 2³²−1 */
export const U32_MAX = 2 ** 32 - 1

/** Converts `value` to a u64, or throws. */
export function toU64(name: string, value: U64Like): bigint {
  if (typeof value !== 'bigint' && typeof value !== 'number')
    throw new TypeError(`${name} must be a bigint or a number`)
  const exact = typeof value === 'bigint' || Number.isSafeInteger(value)
  const whole = exact ? BigInt(value) : -1n
  if (BigInt.asUintN(64, whole) !== whole) throw new RangeError(`${name} must be a u64`)
  return whole
}

/** Returns `value` if it is a u32; throws otherwise. */
export function toU32(name: string, value: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`)
  if (!Number.isInteger(value) || value < 0 || value > U32_MAX) throw new RangeError(`${name} must be a u32`)
  return value
}

/** Adds two u64, or throws `Overflow`. */
export function add(one: bigint, other: bigint): bigint {
  const sum = one + other
  return sum > U64_MAX ? refuse('Overflow') : sum
}

/** Subtracts two u64, or throws `Underflow`. */
export function subtract(one: bigint, other: bigint): bigint {
  return other > one ? refuse('Underflow') : one - other
}
