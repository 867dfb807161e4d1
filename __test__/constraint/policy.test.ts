import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint } from 'vm-allocator'
import { asNumber, U64_EDGES } from '../support/edges.ts'

test('the three policies are plain data', (t) => {
  t.deepEqual(AllocPolicy.FirstMatch, { kind: 'FirstMatch' })
  t.deepEqual(AllocPolicy.LastMatch, { kind: 'LastMatch' })
  t.deepEqual(AllocPolicy.ExactMatch(0x1000n), { kind: 'ExactMatch', address: 0x1000n })
})

for (const address of U64_EDGES) {
  test(`ExactMatch of ${address}, as bigint and as number`, (t) => {
    t.deepEqual(AllocPolicy.ExactMatch(address), { kind: 'ExactMatch', address })
    t.deepEqual(AllocPolicy.ExactMatch(asNumber(address)), { kind: 'ExactMatch', address })
  })
}

test('policies can’t be changed', (t) => {
  for (const policy of [AllocPolicy, AllocPolicy.FirstMatch, AllocPolicy.LastMatch, AllocPolicy.ExactMatch(1n)]) {
    t.true(Object.isFrozen(policy))
  }
})

test('a literal is equivalent to what AllocPolicy makes', (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x1000n)
  t.is(allocator.allocate(0x10n, 0x10n, { kind: 'FirstMatch' }).start, 0x1000n)
  t.is(allocator.allocate(0x10n, 0x10n, { kind: 'LastMatch' }).start, 0x1ff0n)
  t.is(allocator.allocate(0x10n, 0x10n, { kind: 'ExactMatch', address: 0x1800n }).start, 0x1800n)
  t.deepEqual(new Constraint(4n, 4n, { kind: 'LastMatch' }).policy, AllocPolicy.LastMatch)
})

test('a policy copied by structuredClone or as in JSON still works', (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x1000n)
  t.is(allocator.allocate(0x10n, 0x10n, structuredClone(AllocPolicy.LastMatch)).start, 0x1ff0n)
  t.is(allocator.allocate(0x10n, 0x10n, { ...AllocPolicy.ExactMatch(0x1100n) }).start, 0x1100n)
})

test('a constraint keeps its original policy', (t) => {
  const policy: { kind: 'ExactMatch'; address: bigint } = { kind: 'ExactMatch', address: 0x1000n }
  const constraint = new Constraint(0x10n, 0x10n, policy)
  policy.address = 0x1001n
  t.deepEqual(constraint.policy, { kind: 'ExactMatch', address: 0x1000n })
  t.is(new AddressAllocator(0n, 0x2000n).allocate(constraint).start, 0x1000n)
})

test('of a literal, only the address is copied', (t) => {
  const literal = { kind: 'LastMatch', address: 7n, more: true } as const
  t.deepEqual(new Constraint(4n, 4n, literal).policy, { kind: 'LastMatch' })
})
