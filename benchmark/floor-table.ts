import { ALL_LIVE_RANGES, PORTS } from './catalogue.ts'
import { formatRatio, formatValue } from './format.ts'
import { find, type Result } from './results.ts'
import { layOut } from './table.ts'

/**
 * The lowest possible cost of a pair through Node-API with the crate behind it: the crate's change of its tree at a
 * known place, and two calls with their arguments. Empty if the run didn't measure both.
 */
export function formatFloor(results: readonly Result[]): string {
  const calls = find(results, 'boundary-pair', 'node-api')?.median
  if (calls === undefined) return ''
  const rows = ALL_LIVE_RANGES.flatMap((live) => {
    const crate = find(results, `exact-match-${live}`, 'crate')?.median
    const own = find(results, `first-match-${live}`, 'vm-allocator')?.median
    if (crate === undefined || own === undefined) return []
    const ports = PORTS.flatMap((port) => find(results, `first-match-${live}`, port)?.median ?? [])
    const floor = crate + calls
    return [
      [
        live.toLocaleString('en'),
        nanoseconds(crate),
        nanoseconds(calls),
        nanoseconds(floor),
        nanoseconds(own),
        formatRatio(own / floor),
        ports.length === 0 ? '–' : nanoseconds(Math.min(...ports)),
      ],
    ]
  })
  const head = ['live', 'crate, ExactMatch', 'Node-API, two calls', 'sum', 'vm-allocator', '÷ sum', 'the best port']
  return rows.length === 0 ? '' : layOut(transpose([head, ...rows]))
}

function nanoseconds(value: number): string {
  return formatValue(value, 'ns per pair')
}

function transpose(rows: readonly (readonly string[])[]): string[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''))
}
