import { refuse } from './error.ts'

/** Accepted for a u64: a `bigint` from 0 to 2⁶⁴−1, or a `number` that is a safe integer and not negative. */
export type U64Like = bigint | number

/** 2⁶⁴−1 */
export const U64_MAX = 2n ** 64n - 1n
/** 2³²−1 */
export const U32_MAX = 2 ** 32 - 1

/** The u64 that `value` stands for. */
export function toU64(name: string, value: U64Like): bigint {
  if (typeof value !== 'bigint' && typeof value !== 'number')
    throw new TypeError(`${name} must be a bigint or a number`)
  const exact = typeof value === 'bigint' || Number.isSafeInteger(value)
  const whole = exact ? BigInt(value) : -1n
  if (BigInt.asUintN(64, whole) !== whole) throw new RangeError(`${name} must be a u64`)
  return whole
}

/** The u32 that `value` is. */
export function toU32(name: string, value: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`)
  if (!Number.isInteger(value) || value < 0 || value > U32_MAX) throw new RangeError(`${name} must be a u32`)
  return value
}

/** A sum that a u64 holds, or `Overflow`. */
export function add(one: bigint, other: bigint): bigint {
  const sum = one + other
  return sum > U64_MAX ? refuse('Overflow') : sum
}

/** A difference that a u64 holds, or `Underflow`. */
export function subtract(one: bigint, other: bigint): bigint {
  return other > one ? refuse('Underflow') : one - other
}
