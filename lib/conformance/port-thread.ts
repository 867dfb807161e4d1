// Runs a port in its own thread, and notices if a call never returns, ends the thread or fills the memory.
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PassThrough, type Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { printable } from '../text/terminal.ts'
import { listCases } from './cases/list-cases.ts'
import { PACKAGE_FOLDER } from './cases/package-folder.ts'
import type { Vector } from './cases/vector.ts'
import type { CheckOptions } from './check-options.ts'
import { PathError } from './generation/generate.ts'
import { LoadFailure } from './port/load-port.ts'
import type { FaultStatus } from './port/port-answer.ts'
import type { PortProfile } from './port/profile.ts'
import type { Report } from './reports/report.ts'
import { PULSE, PULSE_LENGTH, type WorkerInput, type WorkerMessage } from './worker-messages.ts'

/** The time limit for loading a port's module, in milliseconds. A busy machine may take long to compile TypeScript. */
const LOAD_LIMIT = 90_000
const WORKER = join(PACKAGE_FOLDER, 'dist', 'conformance-worker.cjs')

/** The case during which the thread was lost. */
export interface Loss {
  readonly vector: Vector
  readonly step: number
  readonly status: FaultStatus & ('hang' | 'crash' | 'memory')
  readonly detail: string
}

/** How a port's thread is supervised. */
export interface Supervision {
  /** The limit of the thread's JavaScript memory, in MiB. */
  readonly memoryLimit: number
  /** Called regularly with the number of cases that have started. */
  readonly onProgress?: (cases: number) => void
}

/** Runs the port in a file until it reports or is lost. Throws a `LoadFailure` if it can't be loaded. */
export function runInThread(file: string, options: CheckOptions, supervision: Supervision): Promise<Report | Loss> {
  return new PortThread(file, options, supervision).run()
}

class PortThread {
  readonly #options: CheckOptions
  readonly #supervision: Supervision
  readonly #pulse = new Int32Array(new SharedArrayBuffer(4 * PULSE_LENGTH))
  readonly #worker: Worker
  /** The thread's output, on runtimes that don't collect it. */
  readonly #output = new PassThrough()
  #generated: Vector | undefined
  #profile: Pick<PortProfile, 'numbers'> = { numbers: 'bigint' }
  #timer: NodeJS.Timeout | undefined
  #settle: { resolve: (result: Report | Loss) => void; reject: (error: Error) => void } | undefined

  constructor(file: string, options: CheckOptions, supervision: Supervision) {
    this.#options = options
    this.#supervision = supervision
    this.#worker = new Worker(WORKER, {
      workerData: { file, options, pulse: this.#pulse } satisfies WorkerInput,
      resourceLimits: { maxOldGenerationSizeMb: supervision.memoryLimit },
      stdout: true,
      stderr: true,
    })
    for (const output of [this.#worker.stdout, this.#worker.stderr, this.#output]) passOn(output)
  }

  run(): Promise<Report | Loss> {
    this.#timer = setInterval(this.#watcher(), 100)
    const worker = this.#worker
    worker.on('message', (message: WorkerMessage) => this.#hear(message))
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#loseToMemory()
      else this.#lose('crash', `ended the thread: ${error.message}`)
    })
    worker.on('exit', (code) => {
      const exits = Atomics.load(this.#pulse, PULSE.exit) === 1
      // Deno ends a thread that has filled its memory without a reason.
      if ('deno' in process.versions && !exits) this.#loseToMemory()
      else this.#lose('crash', exits ? `called process.exit(${code || ''})` : `ended the thread with exit code ${code}`)
    })
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
  }

  #hear(message: WorkerMessage): void {
    switch (message.type) {
      case 'report':
        this.#end(() => this.#settle?.resolve(message.report))
        break
      case 'failure': {
        const { about, message: reason } = message
        this.#end(() => this.#settle?.reject(about === 'path' ? new PathError(reason) : new LoadFailure(reason)))
        break
      }
      case 'port':
        this.#profile = message.profile
        break
      case 'case':
        this.#generated = message.vector
        break
      case 'output':
        this.#output.write(message.text)
    }
  }

  /** The timer that checks the thread regularly. */
  #watcher(): () => void {
    const { memoryLimit, onProgress } = this.#supervision
    const { stepLimit = 2000 } = this.#options
    let lastPulse = -1
    let since = Date.now()
    let least = Number.POSITIVE_INFINITY
    return () => {
      const [steps, step, cases] = this.#pulse as unknown as readonly [number, number, number]
      onProgress?.(cases)
      if (steps !== lastPulse || (step === 0 && cases > 0)) since = Date.now()
      lastPulse = steps
      // Leave extra time: the thread itself reports a late promise first.
      const limit = cases === 0 ? LOAD_LIMIT : 1.5 * stepLimit
      if (Date.now() - since > limit)
        this.#lose('hang', cases === 0 ? "its module doesn't load" : `didn't return in ${stepLimit} ms`)
      // Bun doesn't limit a thread's memory, so check the process.
      if (!('bun' in process.versions)) return
      const resident = process.memoryUsage.rss()
      least = Math.min(least, resident)
      if (resident - least > memoryLimit * 2 ** 20) this.#loseToMemory()
    }
  }

  #loseToMemory(): void {
    this.#lose('memory', `used more than ${this.#supervision.memoryLimit} MiB`)
  }

  #lose(status: Loss['status'], detail: string): void {
    const vector = this.#generated ?? listed(this.#options, this.#profile, Atomics.load(this.#pulse, PULSE.cases))
    const step = Atomics.load(this.#pulse, PULSE.step) - 2
    this.#end(() => {
      if (vector === undefined) this.#settle?.reject(new LoadFailure(detail))
      else this.#settle?.resolve({ vector, step, status, detail })
    })
  }

  #end(settle: () => void): void {
    clearInterval(this.#timer)
    this.#worker.removeAllListeners()
    this.#worker.on('error', () => {})
    this.#output.end()
    void this.#worker.terminate().then(settle)
  }
}

/** Prints the port's output on standard error, marked as the port's. */
function passOn(output: Readable): void {
  createInterface(output).on('line', (line) => process.stderr.write(`port: ${printable(line)}\n`))
}

/** Returns a listed case by its number from 1. */
function listed(options: CheckOptions, profile: Pick<PortProfile, 'numbers'>, number: number): Vector | undefined {
  let count = 0
  for (const vector of listCases(options, profile)) if (++count === number) return vector
  return undefined
}
