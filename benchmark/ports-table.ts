import { ALL_LIVE_RANGES, FREED_IDS, POLICIES, PORTS } from './catalogue.ts'
import { formatRatio } from './format.ts'
import { toBestPort } from './goals.ts'
import { find, type Result } from './results.ts'
import { layOut } from './table.ts'

/** The largest size of interest to authors of ports. */
const MOST_SHOWN = 1_000

/** A size, and the package's time there as a ratio to a port's. */
interface Point {
  readonly size: number
  readonly ratio: number
}

interface Row {
  readonly title: string
  readonly points: readonly Point[]
}

/**
 * The package's time as a ratio to each port in TypeScript and to the best of them, at the typical sizes of virtual
 * machines, and the size from which the package is faster. Empty if no port was measured.
 */
export function formatPorts(results: readonly Result[]): string {
  const rows = [
    ...Object.entries(POLICIES).flatMap(([policy, title]) => rowsOf(results, title, ALL_LIVE_RANGES, policy)),
    ...rowsOf(results, 'ids', FREED_IDS, 'ids-freed'),
  ]
  if (rows.length === 0) return ''
  const sizes = [...new Set([...ALL_LIVE_RANGES, ...FREED_IDS])].filter((size) => size <= MOST_SHOWN)
  return layOut([
    ['vm-allocator, ÷', ...rows.map(({ title }) => title)],
    ...sizes.map((size) => [
      size.toLocaleString('en'),
      ...rows.map(({ points }) => {
        const point = points.find((point) => point.size === size)
        return point === undefined ? '–' : formatRatio(point.ratio)
      }),
    ]),
    ['ahead', ...rows.map(({ points }) => formatCrossing(points))],
  ])
}

function rowsOf(results: readonly Result[], title: string, sizes: readonly number[], prefix: string): Row[] {
  const isMeasured = (port: string) => sizes.some((size) => find(results, `${prefix}-${size}`, port))
  const rivals = PORTS.filter(isMeasured).map((port) => ({ name: port as string, ports: [port] as readonly string[] }))
  const all = [...rivals, { name: 'the best port', ports: PORTS }]
  return all.flatMap(({ name, ports }) => {
    const points = sizes.flatMap((size) => {
      const ratio = toBestPort(results, `${prefix}-${size}`, ports)
      return ratio === undefined ? [] : [{ size, ratio }]
    })
    return points.length === 0 ? [] : [{ title: `${title}, ${name}`, points }]
  })
}

/**
 * The size from which the ratio stays at or below 1: where the line between two measured sizes crosses 1, with both
 * axes logarithmic as in the charts.
 */
function formatCrossing(points: readonly Point[]): string {
  const last = points.findLastIndex(({ ratio }) => ratio > 1)
  const [before, after] = [points[last], points[last + 1]]
  if (before === undefined) return 'everywhere'
  if (after === undefined) return `not up to ${before.size.toLocaleString('en')}`
  const log = Math.log
  const share = log(before.ratio) / (log(before.ratio) - log(after.ratio))
  const size = Math.exp(log(Math.max(before.size, 1)) * (1 - share) + log(after.size) * share)
  return `from ${Math.ceil(size - 1e-6).toLocaleString('en')} on`
}
