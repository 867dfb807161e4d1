// All sequences of calls, of any length, on small spaces: the tree alone determines the crate's answers, so every call
// in every reachable tree covers them.
import test from 'ava'
import { compareAllStates } from './exhaustive.ts'

// No stack traces, because there are hundreds of thousands of refusals.
Error.stackTraceLimit = 0

const TOP = 2n ** 64n
const MOST = BigInt(process.env['VM_ALLOCATOR_ADDRESSES'] ?? 5)
// With audits, each call compares whole trees, so use one address fewer.
const FEWER = process.env['VM_ALLOCATOR_AUDIT'] === undefined ? 0n : 1n

// D3 and D10 multiply the states of the spaces from 1 on and up to 2^64-2, so those have two addresses fewer.
const SPACES: [title: string, baseOf: (size: bigint) => bigint, size: bigint][] = [
  ['at 0', () => 0n, MOST],
  ['at an odd address', () => 7n, MOST],
  ['at 1, where D3 loses ranges', () => 1n, MOST - 2n],
  ['up to 2^64-2, where D3 loses ranges', (size) => TOP - size - 1n, MOST - 2n],
  ['up to 2^64-1, where placements overflow', (size) => TOP - size, MOST],
]

for (const [title, baseOf, addresses] of SPACES) {
  const size = addresses - FEWER
  test(`every call in every state of ${size} addresses ${title} answers like the bare crate`, (t) => {
    const { states, steps } = compareAllStates({ base: baseOf(size), size })
    t.log(`${states} states, ${steps} calls`)
    t.true(states > 1)
  })
}
