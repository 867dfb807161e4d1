import fc from 'fast-check'
import type { Vector } from '../cases/vector.ts'
import { type Divergence, isExplained, type Outcome } from '../judging/outcome.ts'
import type { PassesOver } from '../judging/run-vector.ts'
import { wayOf } from '../judging/way.ts'
import { minimise } from './minimise.ts'

/** The search ends after this many different failures that no deviation explains. */
const MOST_FAILURES = 5

/** The generated cases to run. */
export interface Generation {
  /** The generator of the cases. */
  readonly sequences: fc.Arbitrary<Vector>
  /** The number of cases. */
  readonly runs: number
  readonly seed: number
  /** Replays one failure. */
  readonly path?: string | undefined
}

/** How generated cases are run and judged. */
export interface Judgement {
  run(vector: Vector, passesOver: PassesOver): Promise<Outcome>
  /** Whether a case continues after a difference: it is known, or a deviation of the crate explains it. */
  readonly passesOver: PassesOver
  /** Whether a difference is unknown and new. */
  isNew(vector: Vector, divergence: Divergence): boolean
  /** Called for every case without a new failure. */
  count(outcome: Outcome): void
  /** Called for every new failure, in its shortest form, with the options that reproduce it. */
  found(outcome: Outcome, replay: Replay): void
  /** The same for a failure after which its case continues. The case is counted later. */
  note(outcome: Outcome, replay: Replay): void
}

/** The options that reproduce a generated failure. */
interface Replay {
  readonly seed: number
  readonly path: string
}

/** A path that doesn't belong to the seed. */
export class PathError extends Error {}

async function followed<T>(check: () => Promise<T>, seed: number): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Unable to replay')) throw error
    throw new PathError(`leads to no sequence of the seed ${seed}`, { cause: error })
  }
}

/** Runs generated cases. After a failure, it continues with another seed. Returns the number of cases that ran. */
export async function generate(generation: Generation, judgement: Judgement): Promise<number> {
  const { runs, seed, path } = generation
  let ran = 0
  let found = 0
  for (let stage = 0; found < MOST_FAILURES && ran < runs; stage++) {
    const own = { ...generation, runs: runs - ran, seed: (seed + stage) & 0x7fff_ffff }
    const { ran: more, explained } = await new Stage(own, judgement).run()
    ran += more
    if (!explained) found++
    if (path !== undefined) break
  }
  return ran
}

/** Runs cases up to a failure. A failure that a deviation explains doesn't count as one of the different failures. */
class Stage {
  readonly #generation: Generation
  readonly #judgement: Judgement
  #failure: Outcome | undefined
  #begun = 0

  constructor(generation: Generation, judgement: Judgement) {
    this.#generation = generation
    this.#judgement = judgement
  }

  async run(): Promise<{ ran: number; explained: boolean }> {
    const { sequences, runs, seed, path } = this.#generation
    const property = fc.asyncProperty(sequences, (vector) => this.#holds(vector))
    const alone = path === undefined ? {} : { path, endOnFailure: true }
    const details = await followed(async () => fc.check(property, { seed, numRuns: runs, ...alone }), seed)
    if (!details.failed) return { ran: path === undefined ? runs : 1, explained: false }
    const failure = this.#failure
    if (failure?.divergence === undefined) throw details.errorInstance
    const replay = { seed, path: path ?? details.counterexamplePath ?? '' }
    this.#judgement.found(await this.#shorten(failure, failure.divergence, replay), replay)
    return { ran: details.numRuns, explained: isExplained(failure.divergence) }
  }

  async #holds(vector: Vector): Promise<boolean> {
    const { path } = this.#generation
    const { run, passesOver, isNew, count } = this.#judgement
    const number = this.#begun++
    // A replay runs one case.
    if (path !== undefined && number > 0) return true
    const outcome = await run(vector, passesOver)
    const { divergence } = outcome
    const failed = divergence !== undefined && isNew(outcome.vector, divergence)
    if (this.#failure === undefined) {
      await this.#reportPassedOver(outcome, path ?? `${number}`)
      if (!failed) count(outcome)
    }
    if (failed) this.#failure = outcome
    return !failed
  }

  /** A difference that a case continued after is a failure too, unless it is known. */
  async #reportPassedOver(outcome: Outcome, path: string): Promise<void> {
    for (const divergence of outcome.passedOver ?? []) {
      if (!this.#judgement.isNew(outcome.vector, divergence)) continue
      const replay = { seed: this.#generation.seed, path }
      this.#judgement.note(await this.#shorten(outcome, divergence, replay), replay)
    }
  }

  async #shorten(outcome: Outcome, divergence: Divergence, { seed, path }: Replay): Promise<Outcome> {
    const { run, passesOver } = this.#judgement
    const way = wayOf(outcome.vector, divergence)
    const passesOthers: PassesOver = (vector, other) => passesOver(vector, other) && wayOf(vector, other) !== way
    const runAlone = async (vector: Vector): Promise<Outcome | undefined> => {
      const again = await run(vector, passesOthers)
      return again.divergence !== undefined && wayOf(again.vector, again.divergence) === way ? again : undefined
    }
    const upToIt = { ...outcome.vector, operations: outcome.vector.operations.slice(0, divergence.step + 1) }
    const shortest = await minimise(upToIt, async (vector) => (await runAlone(vector)) !== undefined)
    const id = `generated-${seed}-${path}`
    const again = shortest && (await runAlone({ ...shortest, id }))
    // A failure that can't be reproduced, for example because the port answers at random, is shown as it occurred.
    return again ?? { ...outcome, vector: { ...upToIt, id }, divergence }
  }
}
