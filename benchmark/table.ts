import { WORKLOADS } from './catalogue.ts'
import { formatRatio, formatValue } from './format.ts'
import { find, type Result, type Results } from './results.ts'

const GAP = '  '
/** The rival that only makes calls, which has its own line. */
const SOLE_RIVAL = 'node-api'

/** One cell of a table's row. */
type Cells = readonly string[]

/**
 * Formats the results: a row for each workload, a column for each rival, and in each cell the median, its deviation and
 * the ratio to the crate. Columns that don't fit into `width` continue in further tables.
 */
export function formatTable({ results }: Results, width: number): string {
  const measured = WORKLOADS.filter(({ name }) => results.some(({ workload }) => workload === name))
  const workloads = measured.filter((workload) => !workload.rivals.includes(SOLE_RIVAL))
  const rivals = [...new Set(results.map(({ rival }) => rival))].filter((rival) => rival !== SOLE_RIVAL)
  const labels: Cells = ['', ...workloads.map(({ description, unit }) => `${description} (${short(unit)})`)]
  const columns = rivals.map((rival) => [
    rival,
    ...workloads.map(({ name }) => formatCell(find(results, name, rival), find(results, name, 'crate'))),
  ])
  const notes = measured
    .filter(({ rivals }) => rivals.includes(SOLE_RIVAL))
    .map(({ name, description }) => `${description}: ${formatCell(find(results, name, SOLE_RIVAL), undefined)}`)
  const tables = split(labels, columns, width).map((part) => layOut([labels, ...part]))
  return [...tables, ...notes].join('\n\n')
}

/** Formats a table: the first column is aligned left, all others right. */
export function layOut(columns: readonly Cells[]): string {
  const padded = columns.map((cells, index) => {
    const width = Math.max(...cells.map((cell) => cell.length))
    return cells.map((cell) => (index === 0 ? cell.padEnd(width) : cell.padStart(width)))
  })
  const rows =
    padded[0]?.map((_, row) =>
      padded
        .map((cells) => cells[row])
        .join(GAP)
        .trimEnd(),
    ) ?? []
  return rows.join('\n')
}

function formatCell(result: Result | undefined, crate: Result | undefined): string {
  if (result === undefined) return '–'
  const { median, deviation, unit, trials } = result
  const spread = trials.length > 1 && median !== 0 ? ` ±${Math.round(Math.abs((100 * deviation) / median))}%` : ''
  const ratio = crate === undefined || crate === result ? '' : ` ${formatRatio(median / crate.median)}×`
  return `${formatValue(median, unit)}${spread}${ratio}`
}

function short(unit: string): string {
  return unit.replace(/^ns per /, '').replace('bytes per live range', 'a live range')
}

/** Divides the columns into groups that fit beside the labels. */
function split(labels: Cells, columns: readonly Cells[], width: number): Cells[][] {
  const own = (cells: Cells) => Math.max(...cells.map((cell) => cell.length)) + GAP.length
  const groups: Cells[][] = []
  let left = 0
  for (const column of columns) {
    if (left < own(column)) {
      groups.push([])
      left = width - own(labels)
    }
    groups.at(-1)?.push(column)
    left -= own(column)
  }
  return groups
}
