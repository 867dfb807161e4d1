// All sequences of calls, of whatever length, on small spaces: the tree alone decides what the crate answers, so every
// call in every tree that can be reached covers them.
import test from 'ava'
import { compareAllStates } from './exhaustive.ts'

const TOP = 2n ** 64n
// With audits each call compares whole trees: two addresses fewer are enough there.
const FEWER = process.env['VM_ALLOCATOR_AUDIT'] === undefined ? 0n : 2n

// D3 and D10 multiply the states of the spaces from 1 on and up to 2^64-2, so these have four addresses, not six.
const SPACES: [title: string, base: bigint, size: bigint][] = [
  ['at 0', 0n, 6n],
  ['at an odd address', 7n, 6n],
  ['at 1, where D3 loses ranges', 1n, 4n],
  ['up to 2^64-2, where D3 loses ranges', TOP - 5n, 4n],
  ['up to 2^64-1, where placements overflow', TOP - 6n, 6n],
]

for (const [title, base, addresses] of SPACES) {
  const size = addresses - FEWER
  test(`every call in every state of ${size} addresses ${title} answers as the bare crate does`, (t) => {
    const { states, steps } = compareAllStates({ base, size })
    t.log(`${states} states, ${steps} calls`)
    t.true(states > 1)
  })
}
