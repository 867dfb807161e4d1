// Every call in every state that a small space can be in. The bare crate walks them first (crates/oracle/src/exhaustive.rs);
// the same walk through the public API must meet the same answers and trees.
import { AddressAllocator, VmAllocatorError } from 'vm-allocator'
import type { Call } from '../../lib/conformance/generation/command.ts'
import type { Space } from '../../lib/conformance/generation/space.ts'
import { perform } from './lockstep.ts'
import { runOracle } from './oracle.ts'

const SIZES = [1n, 2n, 3n]
const ALIGNS = [1n, 2n]
const U64_MAX = 2n ** 64n - 1n

/** All calls, in the order in which the oracle makes them: policies beside every address, `free` of every range. */
export function calls({ base, size }: Space): Call[] {
  const addresses: bigint[] = []
  for (let address = base - 1n; address <= base + size; address++) {
    if (address >= 0n && address <= U64_MAX) addresses.push(address)
  }
  const requests = SIZES.flatMap((size) => ALIGNS.map((align) => ({ op: 'allocate' as const, size, align })))
  return [
    ...requests.flatMap((request): Call[] => [
      { ...request, policy: 'FirstMatch' },
      { ...request, policy: 'LastMatch' },
      ...addresses.map((address): Call => ({ ...request, policy: 'ExactMatch', address })),
    ]),
    ...addresses.flatMap((start) =>
      addresses.filter((end) => end >= start).map((end): Call => ({ op: 'free', start, end })),
    ),
  ]
}

/** Compares every call in every state of a space with the bare crate; throws at the first difference. */
export function compareAllStates(space: Space): { states: number; steps: number } {
  const args = ['--base', `${space.base}`, '--size', `${space.size}`, '--states']
  const lines = runOracle(['exhaustive', ...args])
    .trimEnd()
    .split('\n')
  const all = calls(space)
  const trees: string[] = []
  const allocators: AddressAllocator[] = []
  let line = 0
  const compare = (allocator: AddressAllocator, outcome: string, what: () => string) => {
    const [expected, number, tree] = (lines[line++] ?? '').split('\t')
    if (tree !== undefined) {
      trees.push(tree)
      allocators.push(allocator)
    }
    if (outcome !== expected) throw new Error(`${what()}: answered ${outcome}, the crate ${expected}`)
    const snapshot = allocator.snapshot()
    const crates = trees[Number(number)]
    if (snapshot !== crates) throw new Error(`after ${what()}: the tree is ${snapshot}, the crate's ${crates}`)
  }
  compare(new AddressAllocator(space.base, space.size), 'created', () => 'construction')
  for (let state = 0; state < allocators.length; state++) {
    for (const call of all) {
      const after = (allocators[state] as AddressAllocator).clone()
      const outcome = brief(after, call)
      compare(after, outcome, () => `${JSON.stringify(call, replaceBigint)} in ${trees[state]}`)
    }
  }
  const steps = allocators.length * all.length
  const end = `end\t${steps}\t${allocators.length}`
  if (lines[line] !== end) throw new Error(`the walk ended with ${end}, the crate's with ${lines[line]}`)
  return { states: allocators.length, steps }
}

function brief(allocator: AddressAllocator, call: Call): string {
  try {
    const range = perform(allocator, call) as { start: bigint; end: bigint } | undefined
    return range === undefined ? 'ok' : `0x${range.start.toString(16)}-0x${range.end.toString(16)}`
  } catch (error) {
    if (error instanceof VmAllocatorError) return error.kind
    throw error
  }
}

function replaceBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : value
}
