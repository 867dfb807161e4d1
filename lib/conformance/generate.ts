import fc from 'fast-check'
import { minimise } from './minimise.ts'
import type { Outcome } from './run-vector.ts'
import { sequence } from './sequences.ts'
import type { Vector } from './vector.ts'

/** Which generated cases to run. */
export interface Generation {
  /** How many. */
  readonly runs: number
  readonly seed: number
  /** Replays one failure. */
  readonly path?: string | undefined
}

/** A failure among generated cases, and how to meet it again. */
export interface GeneratedFailure {
  readonly outcome: Outcome
  readonly seed: number
  readonly path: string
}

/** Runs generated cases until one fails, and makes that one as short as it can. */
export async function generate(
  { runs, seed, path }: Generation,
  run: (vector: Vector) => Promise<Outcome>,
  fails: (outcome: Outcome) => boolean,
  count: (outcome: Outcome) => void,
): Promise<GeneratedFailure | undefined> {
  let found: Outcome | undefined
  const property = fc.asyncProperty(sequence, async (vector) => {
    const outcome = await run(vector)
    const failed = fails(outcome)
    if (found === undefined) count(outcome)
    if (failed) found = outcome
    return !failed
  })
  const details = await fc.check(property, { seed, numRuns: runs, ...(path === undefined ? {} : { path }) })
  if (!details.failed) return undefined
  if (found === undefined) throw details.errorInstance
  const shortest = await minimise(found.vector, async (vector) => fails(await run(vector)))
  const outcome = await run({ ...shortest, id: `generated-${details.seed}-${details.counterexamplePath}` })
  return { outcome, seed: details.seed, path: details.counterexamplePath ?? '' }
}
