// Whether the kit finds a planted fault, and how short the counterexample is.
import { checkConformance } from '../../lib/conformance/index.ts'
import type { Fault } from './fault.ts'
import { importPlanted } from './planted.ts'

/** What a default run finds of a fault. */
export interface Found {
  /** Whether a recorded case, or another listed one, fails. */
  readonly cases: boolean
  /** How many operations the shortest failing sequence has; absent when none fails. */
  readonly length?: number
}

/** Runs the kit on a copy of the example port that has the fault. */
export async function findFault(fault: Fault): Promise<Found> {
  const port = await importPlanted(fault)
  const listed = await checkConformance(port, { seed: 7, runs: 0 })
  const { failures } = await checkConformance(port, { seed: 7, only: ['generated'] })
  const lengths = failures.map(({ vector }) => vector.operations.length)
  return { cases: !listed.passed, ...(lengths.length > 0 && { length: Math.min(...lengths) }) }
}

/** The middle one; of an even number, the higher of the two. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.POSITIVE_INFINITY
}
