import fc from 'fast-check'
import type { Vector } from '../cases/vector.ts'
import { type Divergence, isExplained, type Outcome } from '../judging/outcome.ts'
import type { PassesOver } from '../judging/run-vector.ts'
import { wayOf } from '../judging/way.ts'
import { minimise } from './minimise.ts'

/** How many failures are looked for that differ from one another and that no deviation explains. */
const MOST_FAILURES = 5

/** Which generated cases to run. */
export interface Generation {
  /** What they are drawn from. */
  readonly sequences: fc.Arbitrary<Vector>
  /** How many. */
  readonly runs: number
  readonly seed: number
  /** Replays one failure. */
  readonly path?: string | undefined
}

/** How generated cases are run and judged. */
export interface Judgement {
  run(vector: Vector, passesOver: PassesOver): Promise<Outcome>
  /** Whether a case goes on past a difference: it is known, or a deviation of the crate explains it. */
  readonly passesOver: PassesOver
  /** Whether a difference isn't known and wasn't found before. */
  isNew(vector: Vector, divergence: Divergence): boolean
  /** Called with every case that shows nothing new. */
  count(outcome: Outcome): void
  /** Called with every new failure when it is as short as it can be, and how to meet it again. */
  found(outcome: Outcome, replay: Replay): void
  /** The same for one that its case goes past; that is counted afterwards. */
  note(outcome: Outcome, replay: Replay): void
}

/** What meets a generated failure again. */
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

/** Runs generated cases; after a failure it goes on looking for others, with another seed. Returns how many it ran. */
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

/** The cases up to a failure, which is not counted with the ways to fail if a deviation explains it. */
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
    // A replay is of one case.
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

  /** What a case went past is a failure too where it isn't known. */
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
    // One that isn't met again, such as one of a port that answers by chance, is shown as it was met.
    return again ?? { ...outcome, vector: { ...upToIt, id }, divergence }
  }
}
