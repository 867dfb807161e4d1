/** 2⁶⁴−1, the last u64. */
export const MAX = 2n ** 64n - 1n

/** The u64 values at the limits of words, doubles and signs. */
export const U64_EDGES: readonly bigint[] = [0n, 1n, 2n ** 32n, 2n ** 53n, 2n ** 63n, MAX - 1n, MAX]

/** The u32 values at the limits of signs and words. */
export const U32_EDGES: readonly number[] = [0, 1, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1]

/** Passes a u64 as a number if that is exact. */
export function asNumber(value: bigint): bigint | number {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}
