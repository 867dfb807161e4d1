// The thread of a port, so that a port that never returns can be stopped.
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Vector } from './cases/vector.ts'
import { checkPort } from './check.ts'
import type { CheckOptions } from './check-options.ts'
import { PathError } from './generation/generate.ts'
import { adapt } from './port/adapter.ts'
import { LoadFailure, loadPort } from './port/load-port.ts'
import { profileOf, programOf } from './port/profile.ts'
import { PULSE, type WorkerInput, type WorkerMessage } from './worker-messages.ts'

async function main({ file, options, pulse }: WorkerInput): Promise<void> {
  tellExit(pulse)
  if ('deno' in process.versions || 'bun' in process.versions) captureOutput()
  const module = await loadPort(file)
  const { name } = module as { name: string }
  const replayed = new Set(options.replay?.map(({ id }) => id))
  const adapter = { name, ...adapt(module) }
  post({ type: 'port', profile: profileOf(adapter) })
  const rejected: unknown[] = []
  process.on('unhandledRejection', (reason) => rejected.push(reason))
  const settle = async (): Promise<unknown[]> => {
    await setImmediate()
    return rejected.splice(0)
  }
  const asked: CheckOptions = {
    ...options,
    onCase: (vector) => {
      Atomics.add(pulse, PULSE.cases, 1)
      if (vector.id.startsWith('generated') && !replayed.has(vector.id))
        post({ type: 'case', vector: withoutRanges(vector) })
    },
    onStep: (step) => {
      Atomics.add(pulse, PULSE.steps, 1)
      Atomics.store(pulse, PULSE.step, step + 2)
    },
  }
  const report = { ...(await checkPort(adapter, asked, settle)), program: programOf(module) }
  post({ type: 'report', report })
}

/** Records that the port called `process.exit`, as opposed to other reasons for the thread's end. */
function tellExit(pulse: Int32Array): void {
  const { Deno: deno } = globalThis as { Deno?: { exit(code?: number): never } }
  for (const owner of deno === undefined ? [process] : [process, deno]) {
    const { exit } = owner
    owner.exit = (code) => {
      Atomics.store(pulse, PULSE.exit, 1)
      return exit.call(owner, code as number)
    }
  }
}

/**
 * Sends the port's output to the supervisor. Deno would print it immediately, in the middle of a report, and Bun loses
 * the last of it when the thread is ended.
 */
function captureOutput(): void {
  const write = (chunk: unknown): boolean => {
    post({ type: 'output', text: String(chunk) })
    return true
  }
  for (const stream of [process.stdout, process.stderr]) Object.assign(stream, { write })
  const output = new Writable({
    write(chunk, _, done) {
      write(chunk)
      done()
    },
  })
  Object.assign(console, new Console({ stdout: output, stderr: output }))
}

/** Enough to make the case again. */
function withoutRanges(vector: Vector): Vector {
  return {
    ...vector,
    operations: vector.operations.map(({ ranges: _, ...operation }) => operation as (typeof vector.operations)[number]),
  }
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

main(workerData as WorkerInput).catch((error) => {
  // Not thrown, because unhandled rejections are blamed on the port.
  const expectedFailure = error instanceof LoadFailure || error instanceof PathError
  post({
    type: 'failure',
    about: error instanceof PathError ? 'path' : 'port',
    message: expectedFailure ? error.message : error.stack,
  })
})
