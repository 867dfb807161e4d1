// Tests whether the kit finds a planted fault, and how short the counterexample is.
import { checkConformance } from '../../lib/conformance/index.ts'
import type { Fault } from './fault.ts'
import { importPlanted } from './planted.ts'

/** How a default run finds a fault. */
export interface Found {
  /** Whether a recorded or otherwise listed case fails. */
  readonly cases: boolean
  /** The number of operations in the shortest failing sequence; `undefined` if none fails. */
  readonly length?: number
}

/** Runs the kit on a copy of the example port that has the fault, with `runs` generated sequences. */
export async function findFault(fault: Fault, runs = 1000): Promise<Found> {
  const port = await importPlanted(fault)
  const listed = await checkConformance(port, { seed: 7, runs: 0 })
  const { failures } = await checkConformance(port, { seed: 7, runs, only: ['generated'] })
  const lengths = failures.map(({ vector }) => vector.operations.length)
  return { cases: !listed.passed, ...(lengths.length > 0 && { length: Math.min(...lengths) }) }
}

/** The median; of an even number of values, the higher middle one. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.POSITIVE_INFINITY
}
