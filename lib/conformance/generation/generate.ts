import fc from 'fast-check'
import type { Vector } from '../cases/vector.ts'
import type { Outcome } from '../judging/run-vector.ts'
import { wayOf } from '../judging/tally.ts'
import { minimise } from './minimise.ts'
import { sequence } from './sequences.ts'

/** How many failures are looked for that differ from one another. */
const MOST_FAILURES = 5

/** Which generated cases to run. */
export interface Generation {
  /** How many. */
  readonly runs: number
  readonly seed: number
  /** Replays one failure. */
  readonly path?: string | undefined
}

/** How generated cases are run and judged. */
export interface Judgement {
  run(vector: Vector): Promise<Outcome>
  /** Whether it fails in a way that isn't known and wasn't found before. */
  fails(outcome: Outcome): boolean
  /** Told of every case that doesn't fail so. */
  count(outcome: Outcome): void
  /** Told of every failure when it is as short as it can be, and how to meet it again. */
  found(outcome: Outcome, replay: { seed: number; path: string }): void
}

/** Runs generated cases; after a failure it goes on for others, with another seed. Gives how many it ran. */
export async function generate({ runs, seed, path }: Generation, judgement: Judgement): Promise<number> {
  const most = path === undefined ? MOST_FAILURES : 1
  let ran = 0
  for (let stage = 0; stage < most && ran < runs; stage++)
    ran += await runStage({ runs: runs - ran, seed: (seed + stage) & 0x7fff_ffff, path }, judgement)
  return ran
}

/** Runs cases up to the first failure; gives how many it ran. */
async function runStage({ runs, seed, path }: Generation, judgement: Judgement): Promise<number> {
  const { run, fails, count, found } = judgement
  let failure: Outcome | undefined
  const property = fc.asyncProperty(sequence, async (vector) => {
    const outcome = await run(vector)
    const failed = fails(outcome)
    if (failed) failure = outcome
    else if (failure === undefined) count(outcome)
    return !failed
  })
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path, endOnFailure: true }),
  })
  if (!details.failed) return runs
  if (failure === undefined) throw details.errorInstance
  const way = wayOf(failure)
  const shortest = await minimise(failure.vector, async (vector) => {
    const outcome = await run(vector)
    return fails(outcome) && wayOf(outcome) === way
  })
  const place = path ?? details.counterexamplePath ?? ''
  found(await run({ ...shortest, id: `generated-${seed}-${place}` }), { seed, path: place })
  return details.numRuns
}
