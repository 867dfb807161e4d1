// What it costs to list, to write and to restore an allocator of 100,000 live ranges, beside what the bare crate takes
// with serde_json and what as many `RangeInclusive` objects take; and what it costs to rebuild the tree from its nodes,
// as sound mode does where it repairs. Each trial is a process of its own.
//
// node --import=tsx benchmark/state.ts [live ranges]
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AddressAllocator, RangeInclusive } from 'vm-allocator'

const TRIALS = 5
const REPEATS = 20
const BASE = 1n << 40n
const PAGE = 0x1000n

/** What the crate's program prints, in nanoseconds. */
interface CrateTrial {
  readonly bytes: number
  readonly write: number
  readonly read: number
  readonly rebuild: number
}

/** What is timed: each makes its subject and returns what is to be done over and over. */
const TASKS = {
  'snapshot()': (live: number) => {
    const allocator = filled(live)
    return () => allocator.snapshot()
  },
  'restore(text)': (live: number) => {
    const text = filled(live).snapshot()
    return () => AddressAllocator.restore(text)
  },
  'restore(bytes)': (live: number) => {
    const bytes = Buffer.from(filled(live).snapshot())
    return () => AddressAllocator.restore(bytes)
  },
  'ranges()': (live: number) => {
    const allocator = filled(live)
    return () => allocator.ranges()
  },
  "ranges('allocated')": (live: number) => {
    const allocator = filled(live)
    return () => allocator.ranges('allocated')
  },
  'new, ends given': (live: number) => {
    const ends = Array.from({ length: live }, (_, page) => endsOf(page))
    return () => ends.map(([start, end]) => new RangeInclusive(start, end))
  },
  'new, ends computed': (live: number) => () => {
    const ranges: RangeInclusive[] = []
    for (let page = 0; page < live; page++) ranges.push(new RangeInclusive(...endsOf(page)))
    return ranges
  },
}

type TaskName = keyof typeof TASKS
const TASK_NAMES = Object.keys(TASKS) as TaskName[]

const [first, second] = process.argv.slice(2)
if (first !== undefined && first in TASKS) process.stdout.write(`${mean(TASKS[first as TaskName](Number(second)))}`)
else compare(Number(first ?? 100_000))

function compare(live: number): void {
  const crate: CrateTrial[] = []
  const ours: Record<TaskName, number>[] = []
  for (let trial = 0; trial < TRIALS; trial++) {
    crate.push(JSON.parse(runCrate(live)))
    ours.push(
      Object.fromEntries(TASK_NAMES.map((name) => [name, Number(runTask(name, live))])) as (typeof ours)[number],
    )
  }
  const [write, read, rebuild] = (['write', 'read', 'rebuild'] as const).map((task) =>
    median(crate.map((trial) => trial[task] / 1e6)),
  ) as [number, number, number]
  const time = (name: TaskName): number => median(ours.map((trial) => trial[name]))
  console.log(`${live} live ranges, a snapshot of ${crate[0]?.bytes} bytes; medians of ${TRIALS} processes each\n`)
  printRow('serde_json writes', write)
  printRow('snapshot()', time('snapshot()'), write, 1.5)
  console.log()
  printRow('serde_json reads', read)
  printRow('restore(text)', time('restore(text)'), read, 1.9)
  printRow('restore(bytes)', time('restore(bytes)'), read, 1.9)
  console.log("\nSound mode's repairs, to restore(bytes)")
  printRow('rebuild', rebuild, time('restore(bytes)'), 0.1)
  for (const objects of ['new, ends given', 'new, ends computed'] as const) {
    console.log()
    printRow(objects, time(objects))
    printRow('ranges()', time('ranges()'), time(objects), 3)
    printRow("ranges('allocated')", time("ranges('allocated')"), time(objects), 3)
  }
}

function printRow(name: string, time: number, unit?: number, goal?: number): void {
  const row = `${name.padEnd(20)}${time.toFixed(2).padStart(9)} ms`
  if (unit === undefined || goal === undefined) console.log(row)
  else {
    const ratio = time / unit
    console.log(`${row}  ratio ${ratio.toFixed(2)}, goal ${goal}: ${ratio <= goal ? 'reached' : 'MISSED'}`)
  }
}

function runCrate(live: number): string {
  const example = ['--package', 'vm-allocator-engine', '--example', 'serde_cost', '--', `${live}`, `${REPEATS}`]
  return run('cargo', ['run', '--release', '--quiet', '--locked', ...example])
}

function runTask(name: TaskName, live: number): string {
  return run(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), name, `${live}`])
}

function run(command: string, args: readonly string[]): string {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The first and the last address of a page. */
function endsOf(page: number): readonly [start: bigint, end: bigint] {
  const start = BASE + BigInt(page) * PAGE
  return [start, start + PAGE - 1n]
}

/** An allocator of live pages side by side, and as much free space again. */
function filled(live: number): AddressAllocator {
  const allocator = new AddressAllocator(BASE, 2n * BigInt(live) * PAGE)
  for (let page = 0; page < live; page++) allocator.allocate(PAGE, PAGE)
  return allocator
}

/** Milliseconds of one run, garbage collection included; the first runs don't count. */
function mean(task: () => unknown): number {
  let result: unknown
  for (let warmUp = 0; warmUp < REPEATS / 4; warmUp++) result = task()
  const [started, waited] = [performance.now(), waitedSoFar()]
  for (let repeat = 0; repeat < REPEATS; repeat++) result = task()
  const elapsed = performance.now() - started - (waitedSoFar() - waited)
  // What nobody uses might not be made at all.
  if (result === undefined) throw new Error('the task has no result')
  return elapsed / REPEATS
}

/** Milliseconds in which the main thread could have run and was not let, as far as Linux tells. */
function waitedSoFar(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
