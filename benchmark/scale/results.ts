import type { Machine } from '../results.ts'

/** One row: a public function at each size. */
export interface ScaleRow {
  readonly group: string
  readonly name: string
  /** Nanoseconds a call or a pair of calls takes, for each size. */
  readonly nanoseconds: readonly number[]
  /** Bytes of the text that it returns, for each size; missing where it returns no text. */
  readonly characters?: readonly number[]
}

/** All that a run measured. */
export interface ScaleResults {
  readonly format: 1
  readonly date: string
  readonly machine: Machine
  /** How many ranges, ids or devices there were. */
  readonly sizes: readonly number[]
  readonly rows: readonly ScaleRow[]
}

/**
 * The exponent e of a time that grows as nᵉ: between the largest size and one that is a hundredth of it, or the smallest
 * there is. At small sizes what a call takes in any case hides how it grows.
 */
export function growth({ sizes }: Pick<ScaleResults, 'sizes'>, values: readonly number[]): number | undefined {
  const large = sizes.length - 1
  const small = Math.max(0, large - 2)
  if (small === large) return undefined
  const times = (sizes[large] as number) / (sizes[small] as number)
  return Math.log((values[large] as number) / (values[small] as number)) / Math.log(times)
}
