import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { wholeNumberFrom } from '../lib/cli/whole-number.ts'
import { drawCharts } from './charts.ts'
import { PAGES, refreshPage } from './documents.ts'
import { packageFile } from './files.ts'
import { formatFloor } from './floor-table.ts'
import { GOAL_WORDS, type Goal, goals } from './goals.ts'
import { formatGoals } from './goals-table.ts'
import { formatPorts } from './ports-table.ts'
import { prepare } from './prepare.ts'
import { progressLine } from './progress.ts'
import type { Results } from './results.ts'
import { run } from './schedule.ts'
import { describeSelection, type Selection, select } from './selection.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly json?: true
  readonly charts?: string
  readonly docs?: true
  readonly goals?: true
  readonly list?: true
  readonly from?: string
  readonly repeats: number
  readonly milliseconds: number
}

/** The highest acceptable share of time spent waiting for a core. Above it, caches and compiler threads suffer too. */
const DISTURBED = 0.1

const program = new Command('npm run benchmark --')
  .description('Compares vm-allocator with the crate and other alternatives. All rivals must give the same answers.')
  .argument('[words...]', 'workloads and rivals by name, or words such as empty, ids, 1000; all by default')
  .option('--list', 'print what there is to choose from, and do nothing')
  .option('--json', 'print the results as JSON')
  .option('--from <file>', 'show the results in a JSON file, and measure nothing')
  .option('--charts <folder>', 'write a chart for each policy that was measured, as SVG')
  .option('--goals', 'print the goals and whether they are met; without words, measure what they need')
  .option('--docs', 'write the figures into README.md and docs/performance.md, and the charts into docs/images')
  .option('--repeats <number>', 'number of trials of each', wholeNumberFrom(1), 3)
  .option('--milliseconds <number>', 'time limit of a trial', wholeNumberFrom(1), 120)
  .action(benchmark)

try {
  await program.parseAsync()
} catch (error) {
  program.error(error instanceof Error ? error.message : String(error))
}

async function benchmark(words: string[], options: Options): Promise<void> {
  const selection = select(options.goals && words.length === 0 ? GOAL_WORDS : words)
  if (options.list) {
    console.log(describeSelection(selection))
    return
  }
  const results = options.from === undefined ? await measureAll(selection, options) : readResults(options.from)
  const judged = options.goals ? goals(results.results) : []
  // Leave out the goals that weren't selected.
  const wanted = words.length === 0 ? judged : judged.filter(({ measured }) => measured !== undefined)
  console.log(options.json ? formatJson(results, wanted) : formatText(results, wanted))
  if (options.charts !== undefined) writeCharts(results, options.charts)
  if (options.docs) writeDocuments(results)
  if (results.waited > DISTURBED) {
    const share = Math.round(100 * results.waited)
    console.error(
      `Other programs delayed the trials for ${share}% of the time: repeat this when nothing else is running.`,
    )
  }
}

async function measureAll(selection: Selection, { repeats, milliseconds }: Options): Promise<Results> {
  await prepare(selection)
  return run({ ...selection, repeats, budget: milliseconds, progress: progressLine() })
}

function readResults(file: string): Results {
  // npm prints a header above the command's output.
  const text = readFileSync(file, 'utf8')
  return JSON.parse(text.slice(text.indexOf('\n{') + 1)) as Results
}

function formatJson(results: Results, judged: readonly Goal[]): string {
  return JSON.stringify({ ...results, ...(judged.length > 0 && { goals: judged }) }, null, 2)
}

function formatText(results: Results, judged: readonly Goal[]): string {
  const { processor, cores, platform, node } = results.machine
  return [
    `${processor}, ${cores} cores, ${platform}, Node ${node}`,
    `Median of ${results.repeats} trials, median deviation, ratio to the crate.`,
    '',
    formatTable(results, process.stdout.columns ?? 250),
    ...(judged.length > 0
      ? ['', formatGoals(judged), '', formatPorts(results.results), '', formatFloor(results.results)]
      : []),
  ].join('\n')
}

function writeDocuments(results: Results): void {
  writeCharts(results, packageFile('docs/images'))
  for (const page of PAGES) {
    const file = packageFile(page)
    writeFileSync(file, refreshPage(page, readFileSync(file, 'utf8'), results))
  }
}

function writeCharts(results: Results, folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, svg] of drawCharts(results.results)) writeFileSync(join(folder, `benchmark-${name}.svg`), svg)
}
