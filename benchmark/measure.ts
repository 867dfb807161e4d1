import { readFileSync } from 'node:fs'
import type { Task } from './workloads/task.ts'

// This uses no benchmark library, because the same few lines must time the crate in Rust
// (`rivals/crate/src/measure.rs`), and a library's overhead for each call would be many times the measured time.

/** The share of the budget for warming up, so that V8 has finished optimising. */
const WARM_UP = 0.4
/** A batch grows until it takes this share of the budget, so that the clock is read rarely. */
const BATCH = 0.02

export interface Measurement {
  /** The mean time of an operation in nanoseconds, including garbage collection, but not waiting for a core. */
  readonly nanoseconds: number
  /** The number of timed operations. */
  readonly operations: number
  /** The measured time in milliseconds. */
  readonly elapsed: number
  /** The part of it in which the process was runnable but not running; 0 if the system doesn't report it. */
  readonly waited: number
}

/**
 * Times a task for about this many milliseconds. A slow task runs fewer times, but at least once. Time in which other
 * programs had the core isn't counted.
 */
export function measure(task: Task, budget: number): Measurement {
  const batch = growBatch(task, budget * BATCH)
  repeat(task, batch, budget * WARM_UP)
  const start = performance.now() - excludedSoFar(task)
  const { times, worked } = repeat(task, batch, budget)
  const elapsed = performance.now() - excludedSoFar(task) - start
  const operations = times * task.operations
  return { nanoseconds: (worked * 1e6) / operations, operations, elapsed, waited: Math.max(0, elapsed - worked) }
}

function growBatch(task: Task, enough: number): number {
  for (let batch = 1; ; batch *= 2) {
    const start = workClock(task)
    task.run(batch)
    if (workClock(task) - start >= enough) return batch
  }
}

function repeat(task: Task, batch: number, budget: number): { times: number; worked: number } {
  const start = workClock(task)
  for (let times = batch; ; times += batch) {
    task.run(batch)
    const worked = workClock(task) - start
    if (worked >= budget) return { times, worked }
  }
}

/**
 * The time in milliseconds, without what a task excludes, and the time in which the main thread was runnable but not
 * running, if Linux reports it.
 */
function workClock(task: Task): number {
  return performance.now() - waitedSoFar() - excludedSoFar(task)
}

function excludedSoFar(task: Task): number {
  return task.excluded?.() ?? 0
}

/** The time in milliseconds in which the main thread was runnable but not running, if Linux reports it. */
export function waitedSoFar(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
