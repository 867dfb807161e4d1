import type { Answers } from '../answers.ts'
import type { Rival } from '../rival.ts'
import { boundaryPairs, emptyCalls } from './calls.ts'
import { exhaustion } from './exhaustion.ts'
import { idChurn, idPairs } from './ids.ts'
import { mixedPairs } from './mixed-pairs.ts'
import { pairs } from './pairs.ts'
import { splitPolicy } from './space.ts'
import { trace } from './trace.ts'

/** A workload with a prepared allocator, which each run leaves unchanged or in an equivalent state. */
export interface Task {
  /** The number of units in one run. */
  readonly operations: number
  /** Runs the work this many times. */
  run(times: number): void
  /** The time since the task was created that isn't part of its work, in milliseconds. */
  excluded?(): number
  /** Does some of the same work, and records each answer. */
  check(answers: Answers): void
}

/** The task for a workload; `undefined` if it is unknown or the rival doesn't support it. */
export function makeTask(workload: string, rival: Rival): Task | undefined {
  const { addresses, numbers, createIds, empty, boundary, own } = rival
  switch (workload) {
    case 'empty-call':
      return empty && emptyCalls(empty)
    case 'boundary-pair':
      return boundary && boundaryPairs(boundary)
    case 'exhaustion':
      return addresses?.(exhaustion)
    case 'ids-pair':
      return createIds && idPairs(createIds)
    case 'ids-churn':
      return createIds && idChurn(createIds, 10_000)
    case 'trace':
      return createIds && addresses?.((space) => trace(space, createIds))
    case 'numbers':
      return numbers?.((space) => pairs(space, 'first-match', 0))
    default:
      return makeSized(workload, rival) ?? own?.(workload)
  }
}

/** The workloads with a size in their name. */
function makeSized(workload: string, { addresses, createIds }: Rival): Task | undefined {
  const freed = /^ids-freed-(\d+)$/.exec(workload)?.[1]
  if (freed !== undefined) return createIds && idChurn(createIds, Number(freed))
  const [, prefix, rest = ''] = /^(fragmented-)?(.*)$/.exec(workload) ?? []
  const { policy, live } = splitPolicy(rest) ?? {}
  if (policy === undefined || live === undefined) return undefined
  return addresses?.((space) => (prefix === undefined ? pairs(space, policy, live) : mixedPairs(space, policy, live)))
}
