// Updates the figures in the pages with the results of a run.
import { LIVE_RANGES } from './catalogue.ts'
import { formatFloor } from './floor-table.ts'
import { goals, toBestPort } from './goals.ts'
import { formatGoals } from './goals-table.ts'
import { formatPorts } from './ports-table.ts'
import { find, type Results } from './results.ts'
import { formatTable } from './table.ts'

const PAGE_WIDTH = 120

/** The pages with figures of a run. */
export const PAGES = ['README.md', 'docs/performance.md'] as const

/** The block of code below `<!-- results: NAME -->`. */
const BLOCKS: Readonly<Record<string, (results: Results) => string>> = {
  machine: ({ machine, repeats, date }) =>
    `${machine.processor}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}, ${date.slice(0, 10)}\n` +
    `Median of ${repeats} trials, median deviation, ratio to the crate.`,
  table: (results) => formatTable(results, PAGE_WIDTH),
  goals: ({ results }) => formatGoals(goals(results)),
  ports: ({ results }) => formatPorts(results),
  floor: ({ results }) => formatFloor(results),
}

/** A figure in a sentence: the text before and after it, and the figure. */
interface Figure {
  readonly page: (typeof PAGES)[number]
  readonly before: string
  readonly after: string
  /** `undefined` if the run didn't measure it; then the page keeps the old one. */
  readonly value: (results: Results) => string | undefined
}

const FIGURES: readonly Figure[] = [
  {
    page: 'README.md',
    before: 'live ranges take this package ',
    after: ' times as long',
    value: (results) => {
      const ratios = LIVE_RANGES.map((live) => ratio(results, `first-match-${live}`, 'vm-allocator', 'crate'))
      return ratios.includes(undefined) ? undefined : ratios.map((value) => short(value as number)).join(', ')
    },
  },
  {
    page: 'README.md',
    before: 'no native file; up to ',
    after: ' times as fast with up to 100 live ranges',
    value: ({ results }) => {
      const few = [0, 1, 3, 10, 30, 60, 100].map((live) => toBestPort(results, `first-match-${live}`))
      const measured = few.filter((value) => value !== undefined)
      return measured.length === 0 ? undefined : short(Math.max(...measured))
    },
  },
  {
    page: 'README.md',
    before: 'live ranges | ',
    after: ' times as slow with 10,000;',
    value: ({ results }) => {
      const value = toBestPort(results, 'first-match-10000')
      return value === undefined ? undefined : short(1 / value)
    },
  },
  {
    page: 'README.md',
    before: "the crate's answers, after an afternoon | ",
    after: ' times as slow with nothing allocated',
    value: (results) => {
      const value = ratio(results, 'first-match-0', 'plain-napi', 'vm-allocator')
      return value === undefined ? undefined : short(value)
    },
  },
]

/** Replaces the figures of a page with those of a run. Throws if a place for one is missing. */
export function refreshPage(page: (typeof PAGES)[number], text: string, results: Results): string {
  const figures = FIGURES.filter((figure) => figure.page === page)
  const updated = figures.reduce((text, figure) => replaceFigure(text, figure, results), text)
  return updated.replace(/(<!-- results: ([a-z]+) -->\n```text)[\s\S]*?(\n```\n)/g, (_, head, name, tail) => {
    const block = BLOCKS[name]
    if (block === undefined) throw new Error(`${page} has an unknown block of results, ${name}`)
    return `${head}\n${block(results)}${tail}`
  })
}

function replaceFigure(text: string, { page, before, after, value }: Figure, results: Results): string {
  const start = text.indexOf(before) + before.length
  const end = text.indexOf(after, start)
  if (start < before.length || end < 0 || end - start > 80) {
    throw new Error(`${page} has no figure between ${JSON.stringify(before)} and ${JSON.stringify(after)}`)
  }
  const figure = value(results)
  return figure === undefined ? text : text.slice(0, start) + figure + text.slice(end)
}

function ratio({ results }: Results, workload: string, rival: string, other: string): number | undefined {
  const [one, by] = [find(results, workload, rival), find(results, workload, other)]
  return one && by && one.median / by.median
}

/** Two digits: `2.2`, `0.00082`, `21`. */
function short(value: number): string {
  return Number(value.toPrecision(2)).toString()
}
