import { cpus } from 'node:os'
import type { Unit } from './catalogue.ts'
import { median, medianDeviation } from './statistics.ts'

/** What was measured of one rival at one workload. */
export interface Result {
  readonly workload: string
  readonly rival: string
  readonly unit: Unit
  readonly median: number
  /** Median absolute deviation from the median. */
  readonly deviation: number
  /** What each trial measured, in the order of the trials. */
  readonly trials: readonly number[]
  /** How many operations were timed in all trials. */
  readonly operations?: number
  /** The checksum of the answers, the same for all rivals. */
  readonly answers?: string
}

/** All that a run measured. */
export interface Results {
  readonly format: 1
  readonly date: string
  readonly machine: Machine
  readonly repeats: number
  /** What each trial may take, in milliseconds. */
  readonly budget: number
  /** Share of the time that trials waited for a core. Above a few percent, other programs have disturbed them. */
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

/** Puts the trials of one rival at one workload together. */
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

/** What was measured; nothing when it wasn't. */
export function find(results: readonly Result[], workload: string, rival: string): Result | undefined {
  return results.find((result) => result.workload === workload && result.rival === rival)
}
