// The thread that a port runs in, so that one which never returns can be stopped.
import { parentPort, workerData } from 'node:worker_threads'
import { adapt } from './adapter.ts'
import { checkConformance } from './check.ts'
import type { CheckOptions } from './check-options.ts'
import { LoadFailure, loadPort } from './load-port.ts'
import type { Report } from './report.ts'
import type { Vector } from './vector.ts'

/** What the thread is given. */
export interface WorkerInput {
  readonly file: string
  readonly options: CheckOptions
  /** How many steps were begun, and which one runs: its position plus 2, or 0 between two cases. */
  readonly pulse: Int32Array
}

/** What the thread tells. */
export type WorkerMessage =
  | { readonly type: 'case'; readonly id: string; readonly vector?: Vector }
  | { readonly type: 'report'; readonly report: Report }
  | { readonly type: 'failure'; readonly message: string }

async function main({ file, options, pulse }: WorkerInput): Promise<void> {
  const module = await loadPort(file)
  const { name } = module as { name: string }
  const report = await checkConformance(
    { conformance: { name, ...adapt(module) } },
    {
      ...options,
      onCase: (vector) =>
        tell({ type: 'case', id: vector.id, ...(isGenerated(vector) && { vector: withoutRanges(vector) }) }),
      onStep: (step) => {
        Atomics.add(pulse, 0, 1)
        Atomics.store(pulse, 1, step + 2)
      },
    },
  )
  tell({ type: 'report', report })
}

/** The supervisor can make all others anew. */
function isGenerated({ id }: Vector): boolean {
  return id.startsWith('generated')
}

/** What is enough to make the case again. */
function withoutRanges(vector: Vector): Vector {
  return {
    ...vector,
    operations: vector.operations.map(({ ranges: _, ...operation }) => operation as (typeof vector.operations)[number]),
  }
}

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

try {
  await main(workerData as WorkerInput)
} catch (error) {
  if (!(error instanceof LoadFailure)) throw error
  tell({ type: 'failure', message: error.message })
}
