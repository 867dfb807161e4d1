// The thread that a port runs in, so that one which never returns can be stopped.
import { parentPort, workerData } from 'node:worker_threads'
import type { Vector } from './cases/vector.ts'
import { checkPort } from './check.ts'
import { adapt } from './port/adapter.ts'
import { LoadFailure, loadPort } from './port/load-port.ts'
import { profileOf } from './port/profile.ts'
import { PULSE, type WorkerInput, type WorkerMessage } from './worker-messages.ts'

async function main({ file, options, pulse }: WorkerInput): Promise<void> {
  const module = await loadPort(file)
  const { name } = module as { name: string }
  const replayed = new Set(options.replay?.map(({ id }) => id))
  const adapter = { name, ...adapt(module) }
  post({ type: 'port', profile: profileOf(adapter) })
  const report = await checkPort(adapter, {
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
  })
  post({ type: 'report', report })
}

/** What is enough to make the case again. */
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
  if (!(error instanceof LoadFailure)) throw error
  post({ type: 'failure', message: error.message })
})
