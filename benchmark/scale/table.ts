import { formatValue } from '../format.ts'
import { formatGoals } from '../goals-table.ts'
import { layOut } from '../table.ts'
import { scaleGoals } from './goals.ts'
import { growth, type ScaleResults } from './results.ts'

/** A row for each function, with a column for each size, and the growth. */
export function formatScale(results: ScaleResults): string {
  const { rows, sizes } = results
  return layOut([
    ['', ...rows.map(({ name }) => name)],
    ...sizes.map((size, at) => [
      size.toLocaleString('en'),
      ...rows.map(({ nanoseconds }) => formatValue(nanoseconds[at] ?? Number.NaN, 'ns per call')),
    ]),
    ['grows as', ...rows.map(({ nanoseconds }) => formatGrowth(growth(results, nanoseconds)))],
  ])
}

/** The goals at the largest size. */
export function formatScaleGoals(results: ScaleResults): string {
  return formatGoals(scaleGoals(results))
}

function formatGrowth(exponent: number | undefined): string {
  return exponent === undefined ? '–' : `n^${exponent.toFixed(2).replace('-0.00', '0.00')}`
}
