import type { Machine } from '../results.ts'

/** One row: a public function at each size. */
export interface ScaleRow {
  readonly group: string
  readonly name: string
  /** The time of a call or a pair of calls in nanoseconds, for each size. */
  readonly nanoseconds: readonly number[]
  /** The bytes of the returned text, for each size; missing if it returns no text. */
  readonly characters?: readonly number[]
}

/** All measurements of a run. */
export interface ScaleResults {
  readonly format: 1
  readonly date: string
  readonly machine: Machine
  /** The number of ranges, ids or devices. */
  readonly sizes: readonly number[]
  readonly rows: readonly ScaleRow[]
}

/**
 * The exponent e of a time that grows as nᵉ, between the largest size and a hundredth of it (or the smallest size). At
 * smaller sizes, the fixed cost of a call hides the growth.
 */
export function growth({ sizes }: Pick<ScaleResults, 'sizes'>, values: readonly number[]): number | undefined {
  const large = sizes.length - 1
  const small = Math.max(0, large - 2)
  if (small === large) return undefined
  const times = (sizes[large] as number) / (sizes[small] as number)
  return Math.log((values[large] as number) / (values[small] as number)) / Math.log(times)
}
