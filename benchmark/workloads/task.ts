import type { Answers } from '../answers.ts'
import type { Rival } from '../rival.ts'
import { boundaryPairs, emptyCalls } from './calls.ts'
import { exhaustion } from './exhaustion.ts'
import { idChurn, idPairs } from './ids.ts'
import { mixedPairs } from './mixed-pairs.ts'
import { pairs } from './pairs.ts'
import { splitPolicy } from './space.ts'
import { trace } from './trace.ts'

/** A workload on an allocator that is ready for it, and that each run leaves as it was or alike. */
export interface Task {
  /** What one time counts as, in the unit of the workload. */
  readonly operations: number
  /** Does the work this many times. */
  run(times: number): void
  /** Does some of the same work and notes each answer. */
  check(answers: Answers): void
}

/** The task for a workload; none when there is no such workload or the rival can't do it. */
export function makeTask(workload: string, rival: Rival): Task | undefined {
  const { addresses, numbers, createIds, empty, boundary } = rival
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
      return createIds && idChurn(createIds)
    case 'trace':
      return createIds && addresses?.((space) => trace(space, createIds))
    case 'numbers':
      return numbers?.((space) => pairs(space, 'first-match', 0))
    default:
      return addresses && makePairs(workload, addresses)
  }
}

function makePairs(workload: string, addresses: NonNullable<Rival['addresses']>): Task | undefined {
  const [, prefix, rest = ''] = /^(fragmented-)?(.*)$/.exec(workload) ?? []
  const { policy, live } = splitPolicy(rest) ?? {}
  if (policy === undefined || live === undefined) return undefined
  return addresses((space) => (prefix === undefined ? pairs(space, policy, live) : mixedPairs(space, policy, live)))
}
