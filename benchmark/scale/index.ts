// Measures how the time of every public function grows with the number of ranges, ids or devices.
//
// npm run benchmark:scale [-- --help]
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { wholeNumberFrom } from '../../lib/cli/whole-number.ts'
import { progressLine } from '../progress.ts'
import { thisMachine } from '../results.ts'
import { GROUPS } from './groups.ts'
import { withScaleBlock } from './page.ts'
import type { ScaleResults, ScaleRow } from './results.ts'
import { formatScale, formatScaleGoals } from './table.ts'

interface Options {
  readonly max: number
  readonly json?: true
  readonly update?: true
}

const RESULTS = new URL('../results/scale-linux-x64.json', import.meta.url)
const PAGE = new URL('../../docs/performance.md', import.meta.url)
const SIZES = [1_000, 10_000, 100_000, 1_000_000]

const execute = promisify(execFile)

const program = new Command('npm run benchmark:scale --')
  .description('Times every public function at 10³ to 10⁶ ranges, ids or devices, and says how the time grows.')
  .argument('[groups...]', `groups of functions: ${Object.keys(GROUPS).join(', ')}; all by default`)
  .option('--max <number>', 'the largest size', wholeNumberFrom(1_000), 1_000_000)
  .option('--json', 'print the results as JSON')
  .option('--update', 'write the results to benchmark/results/ and docs/performance.md')
  .action(compare)

try {
  await program.parseAsync()
} catch (error) {
  program.error(error instanceof Error ? error.message : String(error))
}

async function compare(groups: string[], { max, json, update }: Options): Promise<void> {
  const unknown = groups.find((name) => !Object.hasOwn(GROUPS, name))
  if (unknown !== undefined) throw new Error(`No group is called ${unknown}: ${Object.keys(GROUPS).join(', ')}`)
  const sizes = SIZES.filter((size) => size <= max)
  if (update && (groups.length > 0 || sizes.length < SIZES.length)) {
    throw new Error('--update takes all groups at all sizes')
  }
  const results = await measureAll(groups.length === 0 ? Object.keys(GROUPS) : groups, sizes)
  const text = JSON.stringify(results, null, 2)
  console.log(json ? text : `${formatScale(results)}\n\n${formatScaleGoals(results)}`)
  if (!update) return
  writeFileSync(RESULTS, `${text}\n`)
  writeFileSync(PAGE, withScaleBlock(readFileSync(PAGE, 'utf8'), results))
}

async function measureAll(groups: readonly string[], sizes: readonly number[]): Promise<ScaleResults> {
  const progress = progressLine()
  const rows: ScaleRow[] = []
  for (const [at, group] of groups.entries()) {
    const runs: Measured[][] = []
    for (const [size, count] of sizes.entries()) {
      progress(`${group} of ${count}`, at * sizes.length + size, groups.length * sizes.length)
      runs.push(await measure(group, count))
    }
    for (const [row, { name, characters }] of (runs[0] ?? []).entries()) {
      rows.push({
        group,
        name,
        nanoseconds: runs.map((run) => run[row]?.nanoseconds ?? Number.NaN),
        ...(characters !== undefined && { characters: runs.map((run) => run[row]?.characters ?? Number.NaN) }),
      })
    }
  }
  progress('', groups.length * sizes.length, groups.length * sizes.length)
  return { format: 1, date: new Date().toISOString().slice(0, 10), machine: thisMachine(), sizes, rows }
}

/** What a process prints for one task. */
interface Measured {
  readonly name: string
  readonly nanoseconds: number
  readonly characters?: number
}

async function measure(group: string, count: number): Promise<Measured[]> {
  const script = fileURLToPath(new URL('./run-group.ts', import.meta.url))
  const node = ['--expose-gc', '--max-old-space-size=8192', '--import=tsx', script, group, `${count}`]
  const { stdout } = await execute(process.execPath, node, { maxBuffer: 2 ** 24 })
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Measured)
}
