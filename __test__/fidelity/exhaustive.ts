// Every call in every state of a small space. The bare crate walks through them first
// (crates/oracle/src/exhaustive.rs); the same walk through the public API must find the same answers and trees.
import { AddressAllocator } from 'vm-allocator'
import { ask } from '../../lib/conformance/cases/crate.ts'
import { callsOf } from '../../lib/conformance/cases/exhaustive.ts'
import type { Call, RangeText } from '../../lib/conformance/cases/vector.ts'
import type { Space } from '../../lib/conformance/generation/space.ts'
import { runOracle } from './oracle.ts'

/** Compares every call in every state of a space with the bare crate; throws at the first difference. */
export function compareAllStates(space: Space): { states: number; steps: number } {
  const lines = runOracle(['exhaustive', '--base', `${space.base}`, '--size', `${space.size}`])
    .trimEnd()
    .split('\n')
  const all = callsOf(space)
  const trees: string[] = []
  const allocators: AddressAllocator[] = []
  let line = 0
  const compare = (allocator: AddressAllocator, outcome: string, what: () => string) => {
    const expected = JSON.parse(lines[line++] ?? '{}')
    if (expected.text !== undefined) {
      trees.push(expected.text)
      allocators.push(allocator)
    }
    if (outcome !== expected.outcome) throw new Error(`${what()}: answered ${outcome}, the crate ${expected.outcome}`)
    const snapshot = allocator.snapshot()
    const crates = trees[expected.state]
    if (snapshot !== crates) throw new Error(`after ${what()}: the tree is ${snapshot}, the crate's ${crates}`)
  }
  compare(new AddressAllocator(space.base, space.size), 'created', () => 'construction')
  for (let state = 0; state < allocators.length; state++) {
    for (const call of all) {
      const after = (allocators[state] as AddressAllocator).clone()
      const outcome = brief(after, call)
      compare(after, outcome, () => `${JSON.stringify(call)} in ${trees[state]}`)
    }
  }
  const walked = { states: allocators.length, steps: allocators.length * all.length }
  const end = JSON.parse(lines[line] ?? '{}')
  if (end.states !== walked.states || end.steps !== walked.steps)
    throw new Error(`the walk ended with ${JSON.stringify(walked)}, the crate's with ${lines[line]}`)
  return walked
}

/** The state in the oracle's format. */
function brief(allocator: AddressAllocator, call: Call): string {
  const answer = ask(allocator, call)
  if ('error' in answer) return answer.error.kind
  const range = answer.result as RangeText | null
  return range === null ? 'ok' : `${range.start}-${range.end}`
}
