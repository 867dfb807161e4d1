// Ranges of ids between all u32 edges, and each edge as an id, compared with the bare crate.
import test from 'ava'
import { IdAllocator } from 'vm-allocator'
import { ask, construct } from '../../lib/conformance/cases/crate.ts'
import type { Call } from '../../lib/conformance/cases/vector.ts'
import { askCrate } from '../fidelity/oracle.ts'
import { U32_EDGES } from '../support/edges.ts'
import { refuses } from '../support/refusal.ts'

const about = (op: 'free_id' | 'is_allocated', id: number): Call => ({ op, id })
const CALLS: readonly Call[] = [
  ...U32_EDGES.map((id) => about('is_allocated', id)),
  { op: 'allocate_id' },
  { op: 'allocate_id' },
  ...U32_EDGES.flatMap((id) => [about('is_allocated', id), about('free_id', id), about('is_allocated', id)]),
  { op: 'allocate_id' },
]

for (const base of U32_EDGES) {
  for (const end of U32_EDGES.filter((end) => end >= base)) {
    test(`ids from ${base} to ${end}`, (t) => {
      const create = { type: 'IdAllocator', base, end } as const
      const [{ answers, snapshot }] = askCrate({ create, operations: CALLS })
      const allocator = construct(create) as IdAllocator
      t.deepEqual([allocator.base, allocator.end], [base, end])
      for (const [index, call] of CALLS.entries())
        t.deepEqual(ask(allocator, call), answers[index], JSON.stringify(call))
      t.is(allocator.snapshot(), snapshot)
      if (base !== end) {
        refuses(t, () => new IdAllocator(end, base), 'InvalidRange', { start: BigInt(end), end: BigInt(base) })
      }
    })
  }
}
