// node --import=tsx --expose-gc benchmark/scale/run-group.ts GROUP COUNT: times each task of a group, a line of JSON each.
import { waitedSoFar } from '../measure.ts'
import { median } from '../statistics.ts'
import { GROUPS } from './groups.ts'
import type { Task } from './task.ts'

/** The time for all samples of a task in milliseconds, unless a single one takes longer. */
const BUDGET = 100
/** A sample takes at least this many milliseconds, so that the clock is read rarely. */
const SAMPLE = 2
const MOST_SAMPLES = 25
/** Longer tasks are not repeated. */
const LONG = 4000

const [group = '', count = ''] = process.argv.slice(2)
const tasks = GROUPS[group]?.(Number(count))
if (tasks === undefined) throw new Error(`no group is called ${group}`)
for (const [name, make] of Object.entries(tasks)) {
  const task = make()
  globalThis.gc?.()
  const { nanoseconds, result } = time(task)
  const characters = typeof result === 'string' ? { characters: Buffer.byteLength(result) } : {}
  process.stdout.write(`${JSON.stringify({ name, nanoseconds, ...characters })}\n`)
}

/** The median of the samples, in nanoseconds per run, including garbage collection. */
function time(task: Task): { readonly nanoseconds: number; readonly result: unknown } {
  let [repeats, spent, result]: [number, number, unknown] = [1, 0, undefined]
  const sample = (): number => {
    const started = clock()
    for (let at = 0; at < repeats; at++) result = task()
    const worked = clock() - started
    spent += worked
    return worked
  }
  // The first runs are warm-up, unless one is long.
  let worked = sample()
  while (worked < SAMPLE) {
    repeats = Math.ceil(repeats * Math.min(10, (1.5 * SAMPLE) / Math.max(worked, 0.001)))
    worked = sample()
  }
  const samples = [worked / repeats]
  if (worked < LONG) {
    ;[samples.length, spent] = [0, 0]
    while (samples.length < 3 || (spent < BUDGET && samples.length < MOST_SAMPLES)) samples.push(sample() / repeats)
  }
  return { nanoseconds: median(samples) * 1e6, result }
}

function clock(): number {
  return performance.now() - waitedSoFar()
}
