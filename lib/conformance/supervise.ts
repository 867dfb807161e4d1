// Runs a port in a thread of its own, and notices when a call never returns or ends the thread.
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import { Worker } from 'node:worker_threads'
import { printable } from '../text/terminal.ts'
import { deviationsAt } from './cases/deviation.ts'
import { listCases } from './cases/list-cases.ts'
import { PACKAGE_FOLDER } from './cases/package-folder.ts'
import { answerOf, type Vector } from './cases/vector.ts'
import type { CheckOptions } from './check-options.ts'
import { PathError } from './generation/generate.ts'
import { minimise } from './generation/minimise.ts'
import { type KnownDeviation, KnownDeviations } from './judging/known.ts'
import { LoadFailure } from './port/load-port.ts'
import type { FaultStatus } from './port/port-answer.ts'
import type { PortProfile } from './port/profile.ts'
import { type Failure, type Report, reasonsAgainst } from './reports/report.ts'
import { PULSE, PULSE_LENGTH, type WorkerInput, type WorkerMessage } from './worker-messages.ts'

/** How many cases may end a thread before the run is given up. */
const MOST_LOSSES = 5
const SHRINK_ATTEMPTS = 40
const SHRINK_LIMIT = 500
/** Milliseconds that a port's module may take to load. */
const LOAD_LIMIT = 30_000
/** What a generated case is called that lost the thread. */
const LOST = 'generated-lost'
const WORKER = join(PACKAGE_FOLDER, 'dist', 'conformance-worker.cjs')

/** A case in the midst of which the thread was lost. */
interface Loss {
  readonly vector: Vector
  readonly step: number
  readonly status: FaultStatus & ('hang' | 'crash' | 'memory')
  readonly detail: string
}

/** How a port's thread is supervised. */
export interface Supervision {
  /** Mebibytes of JavaScript memory that the thread may use. */
  readonly memoryLimit: number
  /** Called now and then with the number of cases that have begun. */
  readonly onProgress?: (cases: number) => void
}

/** Checks the port in a file. Throws a `LoadFailure` when it can't be loaded. */
export async function superviseCheck(file: string, options: CheckOptions, supervision: Supervision): Promise<Report> {
  const known = new KnownDeviations(options.known ?? [], options.oracle)
  const losses: Lost[] = []
  let current = options
  for (;;) {
    const result = await runOnce(file, current, supervision)
    if (!('step' in result)) return withLosses(result, losses, options)
    const failure = await failureOf(file, result, options, supervision)
    losses.push({ failure, known: known.match(failure.vector, failure.divergence) })
    const { id } = result.vector
    current = { ...current, skip: [...(current.skip ?? []), id], ...(id === 'generated' && { runs: 0 }) }
    if (losses.filter((loss) => loss.known === undefined).length === MOST_LOSSES)
      return withLosses(await runOnce(file, { ...current, only: [], runs: 0 }, supervision), losses, options)
  }
}

/** A loss, and the known deviation that it is. */
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

/** Runs the thread until it reports or is lost. */
function runOnce(file: string, options: CheckOptions, supervision: Supervision): Promise<Report | Loss> {
  const { memoryLimit, onProgress } = supervision
  const { stepLimit = 2000 } = options
  const pulse = new Int32Array(new SharedArrayBuffer(4 * PULSE_LENGTH))
  const worker = new Worker(WORKER, {
    workerData: { file, options, pulse } satisfies WorkerInput,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
    stdout: true,
    stderr: true,
  })
  for (const output of [worker.stdout, worker.stderr]) passOn(output)
  let generated: Vector | undefined
  let profile: Pick<PortProfile, 'numbers'> = { numbers: 'bigint' }
  let lastPulse = -1
  let since = Date.now()
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearInterval(timer)
      worker.removeAllListeners()
      worker.on('error', () => {})
      void worker.terminate().then(settle)
    }
    const lose = (status: Loss['status'], detail: string): void => {
      const vector = generated ?? listed(options, profile, Atomics.load(pulse, PULSE.cases))
      const step = Atomics.load(pulse, PULSE.step) - 2
      end(() => (vector === undefined ? reject(new LoadFailure(detail)) : resolve({ vector, step, status, detail })))
    }
    const watch = (): void => {
      const [steps, step, cases] = pulse as unknown as readonly [number, number, number]
      onProgress?.(cases)
      if (steps !== lastPulse || (step === 0 && cases > 0)) since = Date.now()
      lastPulse = steps
      // A promise that is late is noticed inside the thread first.
      const limit = cases === 0 ? LOAD_LIMIT : 1.5 * stepLimit
      if (Date.now() - since > limit)
        lose('hang', cases === 0 ? "its module doesn't load" : `didn't return in ${stepLimit} ms`)
    }
    const timer = setInterval(watch, 100)
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'report') return end(() => resolve(message.report))
      if (message.type === 'failure') {
        const { about, message: reason } = message
        return end(() => reject(about === 'path' ? new PathError(reason) : new LoadFailure(reason)))
      }
      if (message.type === 'port') profile = message.profile
      else generated = message.vector
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      lose(full ? 'memory' : 'crash', full ? `used more than ${memoryLimit} MiB` : `ended the thread: ${error.message}`)
    })
    worker.on('exit', (code) => lose('crash', `ended the thread with exit code ${code}`))
  })
}

/** What a port prints is not the report, and says whose it is. */
function passOn(output: Readable): void {
  createInterface(output).on('line', (line) => process.stderr.write(`port: ${printable(line)}\n`))
}

/** The listed case of that number, counted from 1. */
function listed(options: CheckOptions, profile: Pick<PortProfile, 'numbers'>, number: number): Vector | undefined {
  let count = 0
  for (const vector of listCases(options, profile)) if (++count === number) return vector
  return undefined
}

/** The loss as a failure; one of a generated case is made shorter, with a new thread for every attempt. */
async function failureOf(file: string, loss: Loss, options: CheckOptions, supervision: Supervision): Promise<Failure> {
  // To fill the memory anew for every attempt would take minutes.
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
      const result = await runOnce(file, { ...options, replay: [vector] }, { memoryLimit })
      if ('step' in result) last = { vector, step: result.step }
      return 'step' in result
    },
    SHRINK_ATTEMPTS,
  )
  return last
}
