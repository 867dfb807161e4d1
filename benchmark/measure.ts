import { readFileSync } from 'node:fs'
import type { Task } from './workloads/task.ts'

// No benchmark library: the same few lines must time the crate in Rust (`rivals/crate/src/measure.rs`), and a library's
// own work for each call would be many times what is measured here.

/** Share of the budget that is spent before anything counts, so that V8 has optimised what it will. */
const WARM_UP = 0.4
/** A batch is grown until it takes this share of the budget, so that the clock is rarely asked. */
const BATCH = 0.02

export interface Measurement {
  /** Mean nanoseconds of an operation: garbage collection included, the time waited for a core not. */
  readonly nanoseconds: number
  /** How many operations were timed. */
  readonly operations: number
  /** Milliseconds that were timed. */
  readonly elapsed: number
  /** Milliseconds of those in which the process could have run and was not let; 0 where the system doesn't tell. */
  readonly waited: number
}

/**
 * Times a task for about this many milliseconds: a slow one is run fewer times, but at least once. Time in which other
 * programs had the core counts neither as work nor as spent.
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
 * Milliseconds, without those that a task excludes, and those in which the main thread was ready to run and was not let, as
 * far as Linux tells.
 */
function workClock(task: Task): number {
  return performance.now() - waitedSoFar() - excludedSoFar(task)
}

function excludedSoFar(task: Task): number {
  return task.excluded?.() ?? 0
}

/** Milliseconds in which the main thread was ready to run and was not let, as far as Linux tells. */
export function waitedSoFar(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
