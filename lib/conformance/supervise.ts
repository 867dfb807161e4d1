// Checks the port in a file. If a case ends the thread, starts again without that case, until a run completes.
import { isDeepStrictEqual } from 'node:util'
import { deviationsAt } from './cases/deviation.ts'
import { answerOf } from './cases/vector.ts'
import type { CheckOptions } from './check-options.ts'
import { minimise } from './generation/minimise.ts'
import { type KnownDeviation, KnownDeviations } from './judging/known.ts'
import { LoadFailure } from './port/load-port.ts'
import { type Loss, runInThread, type Supervision } from './port-thread.ts'
import { type Failure, type Report, reasonsAgainst } from './reports/report.ts'

/** The run stops after this many cases have ended a thread. */
const MOST_LOSSES = 5
const STOPPED = "each of them ended the port's thread or never returned"
const SHRINK_ATTEMPTS = 40
const SHRINK_LIMIT = 500
/** The name of a generated case that ended the thread. */
const LOST = 'generated-lost'
/** Checks the port in a file. Throws a `LoadFailure` if it can't be loaded. */
export async function superviseCheck(file: string, options: CheckOptions, supervision: Supervision): Promise<Report> {
  const known = new KnownDeviations(options.known ?? [], options.oracle)
  const losses: Lost[] = []
  let current = options
  for (;;) {
    const result = await runInThread(file, current, supervision)
    if (!('step' in result)) return withLosses(result, losses, options)
    const failure = await failureOf(file, result, options, supervision)
    losses.push({ failure, known: known.match(failure.vector, failure.divergence) })
    const { id } = result.vector
    current = { ...current, skip: [...(current.skip ?? []), id], ...(id === 'generated' && { runs: 0 }) }
    if (losses.filter((loss) => loss.known === undefined).length === MOST_LOSSES) {
      const rest = await runInThread(file, { ...current, only: [], runs: 0 }, supervision)
      return { ...withLosses(rest, losses, options), stopped: STOPPED }
    }
  }
}

/** A lost thread, and the known deviation that describes it, if any. */
interface Lost {
  readonly failure: Failure
  readonly known: KnownDeviation | undefined
}

function withLosses(result: Report | Loss, losses: readonly Lost[], { complete }: CheckOptions): Report {
  if ('step' in result) throw new LoadFailure('its module ends the thread that loads it')
  if (losses.length === 0) return result
  const failures = losses.flatMap(({ failure, known }) => (known === undefined ? [failure] : []))
  const accepted = losses.flatMap(({ failure, known }) => (known === undefined ? [] : [{ outcome: failure, known }]))
  const unmet = result.unmet.filter((entry) => !accepted.some(({ known }) => isDeepStrictEqual(known, entry)))
  const totals = {
    ...result.totals,
    cases: result.totals.cases + losses.length,
    failed: result.totals.failed + failures.length,
    known: result.totals.known + accepted.length,
  }
  const cases = losses.map(({ failure: { vector }, known }) => {
    const { id, title, tags } = vector
    return { id, title, tags, status: known === undefined ? 'failed' : 'known' }
  })
  const reasons = reasonsAgainst({ totals, unmet }, complete)
  return {
    ...result,
    passed: reasons.length === 0,
    reasons,
    verdicts: { ...(result.oracle === 'crate' && { canonical: false }), sound: false },
    totals,
    cases: [...result.cases, ...cases],
    failures: [...failures, ...result.failures],
    accepted: [...accepted, ...result.accepted],
    unmet,
  }
}

/** Reports a lost thread as a failure. A generated case is shortened, with a new thread for every attempt. */
async function failureOf(file: string, loss: Loss, options: CheckOptions, supervision: Supervision): Promise<Failure> {
  // Filling the memory again for every attempt would take minutes.
  const generated = loss.vector.id === 'generated' && loss.status !== 'memory'
  const { vector, step } = generated ? await shorten(file, loss, options, supervision) : loss
  const operation = vector.operations[step]
  const expected = operation === undefined ? { result: null } : answerOf(operation)
  const actual = { fault: loss.status, detail: loss.detail }
  const divergence = {
    step,
    status: loss.status,
    expected,
    actual,
    causes: deviationsAt(vector, step).map((deviation) => ({ deviation, step })),
  }
  return { vector, status: 'failed', divergence, answers: vector.operations.slice(0, Math.max(0, step)).map(answerOf) }
}

async function shorten(
  file: string,
  loss: Loss,
  { level, oracle }: CheckOptions,
  { memoryLimit }: Supervision,
): Promise<Pick<Loss, 'vector' | 'step'>> {
  const upToLoss = { ...loss.vector, id: LOST, operations: loss.vector.operations.slice(0, loss.step + 1) }
  let last: Pick<Loss, 'vector' | 'step'> = { vector: upToLoss, step: loss.step }
  const options = { level, oracle, stepLimit: SHRINK_LIMIT, runs: 0, only: [LOST] }
  await minimise(
    upToLoss,
    async (vector) => {
      const result = await runInThread(file, { ...options, replay: [vector] }, { memoryLimit })
      if ('step' in result) last = { vector, step: result.step }
      return 'step' in result
    },
    SHRINK_ATTEMPTS,
  )
  return last
}
