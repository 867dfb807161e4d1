import { FRAGMENTED_LIVE_RANGES, LIVE_RANGES } from './catalogue.ts'
import { drawChart, type Series } from './line-chart.ts'
import { find, type Result } from './results.ts'

const CHARTS: readonly { readonly name: string; readonly title: string; readonly live: readonly number[] }[] = [
  { name: 'first-match', title: 'FirstMatch: allocate and free beside live ranges', live: LIVE_RANGES },
  { name: 'last-match', title: 'LastMatch: allocate and free beside live ranges', live: LIVE_RANGES },
  { name: 'exact-match', title: 'ExactMatch: allocate and free beside live ranges', live: LIVE_RANGES },
  {
    name: 'fragmented-first-match',
    title: 'FirstMatch, mixed sizes, beside live ranges with a hole after each',
    live: FRAGMENTED_LIVE_RANGES,
  },
  {
    name: 'fragmented-last-match',
    title: 'LastMatch, mixed sizes, beside live ranges with a hole after each',
    live: FRAGMENTED_LIVE_RANGES,
  },
]

/** A chart (its name and its SVG) for each family of workloads with at least two measured sizes. */
export function drawCharts(results: readonly Result[]): Map<string, string> {
  const rivals = [...new Set(results.map(({ rival }) => rival))]
  const charts = new Map<string, string>()
  for (const { name, title, live } of CHARTS) {
    const series: Series[] = rivals.map((rival) => ({
      name: rival,
      points: live.flatMap((x) => {
        const result = find(results, `${name}-${x}`, rival)
        return result === undefined ? [] : [{ x, y: result.median }]
      }),
    }))
    const drawn = series.filter(({ points }) => points.length > 1)
    if (drawn.length > 0) charts.set(name, drawChart(title, drawn))
  }
  return charts
}
