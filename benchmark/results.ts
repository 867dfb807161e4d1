import { cpus } from 'node:os'
import type { Unit } from './catalogue.ts'
import { median, medianDeviation } from './statistics.ts'

/** The measurement of one rival at one workload. */
export interface Result {
  readonly workload: string
  readonly rival: string
  readonly unit: Unit
  readonly median: number
  /** The median absolute deviation from the median. */
  readonly deviation: number
  /** The measurements of the trials, in order. */
  readonly trials: readonly number[]
  /** The number of timed operations in all trials. */
  readonly operations?: number
  /** The checksum of the answers, the same for all rivals. */
  readonly answers?: string
}

/** All measurements of a run. */
export interface Results {
  readonly format: 1
  readonly date: string
  readonly machine: Machine
  readonly repeats: number
  /** The time limit of each trial, in milliseconds. */
  readonly budget: number
  /** The share of the time in which trials waited for a core. Above a few percent, other programs disturbed them. */
  readonly waited: number
  readonly results: readonly Result[]
}

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly platform: string
  readonly node: string
}

export function thisMachine(): Machine {
  const [core] = cpus()
  return {
    processor: core?.model.trim() ?? 'unknown',
    cores: cpus().length,
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
  }
}

/** Combines the trials of one rival at one workload. */
export function summarise(
  entry: { readonly workload: string; readonly rival: string; readonly unit: Unit },
  trials: readonly number[],
  rest: { readonly operations?: number | undefined; readonly answers?: string | undefined } = {},
): Result {
  const { operations, answers } = rest
  return {
    ...entry,
    median: median(trials),
    deviation: medianDeviation(trials),
    trials,
    ...(operations !== undefined && { operations }),
    ...(answers !== undefined && { answers }),
  }
}

/** The measurement; `undefined` if there is none. */
export function find(results: readonly Result[], workload: string, rival: string): Result | undefined {
  return results.find((result) => result.workload === workload && result.rival === rival)
}
