// Cases of the crate's `lib.rs`; the answers at the edges are what `Constraint::new` prints.
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, DEFAULT_CONSTRAINT_ALIGN } from 'vm-allocator'
import { asNumber, MAX, U64_EDGES } from '../support/edges.ts'
import { type Kind, type Payload, refuses } from '../support/refusal.ts'

test('a constraint has its size and its alignment (crate: constraint_getter, Constraint doc test)', (t) => {
  const constraint = new Constraint(0x1000n, 0x1000n, AllocPolicy.FirstMatch)
  t.is(constraint.align, 0x1000n)
  t.is(constraint.size, 0x1000n)

  const documented = new Constraint(0x4n, DEFAULT_CONSTRAINT_ALIGN, AllocPolicy.FirstMatch)
  t.is(documented.size, 0x4n)
  t.is(documented.align, 0x4n)
})

test('an alignment is a power of two (crate: Constraint doc test)', (t) => {
  refuses(t, () => new Constraint(0x4n, 0x3n, AllocPolicy.LastMatch), 'InvalidAlignment')
})

test('the address of ExactMatch must be aligned (crate: constraint_getter, Constraint doc test)', (t) => {
  refuses(t, () => new Constraint(0x4n, 0x4n, AllocPolicy.ExactMatch(0x3n)), 'UnalignedAddress')
  refuses(t, () => new Constraint(0x1000n, 0x1000n, AllocPolicy.ExactMatch(0xcn)), 'UnalignedAddress')
})

test('the default alignment is the crate’s (crate: DEFAULT_CONSTRAINT_ALIGN)', (t) => {
  t.is(DEFAULT_CONSTRAINT_ALIGN, 4n)
  t.is(new Constraint(1n).align, 4n)
  t.is(new Constraint(1n, undefined, AllocPolicy.LastMatch).align, 4n)
})

test('the default policy is FirstMatch (crate: AllocPolicy::default in constraint_getter)', (t) => {
  t.deepEqual(new Constraint(1n).policy, { kind: 'FirstMatch' })
  t.deepEqual(new Constraint(1n, 8n, undefined).policy, { kind: 'FirstMatch' })
})

test('size, align and policy are refused in this order, as by the crate', (t) => {
  refuses(t, () => new Constraint(0n, 3n, AllocPolicy.ExactMatch(1n)), 'InvalidSize', { size: 0n })
  refuses(t, () => new Constraint(1n, 3n, AllocPolicy.ExactMatch(1n)), 'InvalidAlignment')
  refuses(t, () => new Constraint(1n, 4n, AllocPolicy.ExactMatch(1n)), 'UnalignedAddress')
})

const sizes = test.macro({
  exec(t, size: bigint) {
    for (const form of [size, asNumber(size)]) {
      if (size === 0n) refuses(t, () => new Constraint(form), 'InvalidSize', { size })
      else t.is(new Constraint(form).size, size)
    }
  },
  title: (_, size) => `a size of ${size}`,
})

for (const size of U64_EDGES) test(sizes, size)

const alignments = test.macro({
  exec(t, align: bigint, valid: boolean) {
    for (const form of [align, asNumber(align)]) {
      if (valid) t.is(new Constraint(1n, form).align, align)
      else refuses(t, () => new Constraint(1n, form), 'InvalidAlignment')
    }
  },
  title: (_, align) => `an alignment of ${align}`,
})

for (const align of U64_EDGES) test(alignments, align, ![0n, MAX - 1n, MAX].includes(align))

const ALIGNMENTS = [1n, 2n, 2n ** 32n, 2n ** 63n]
/** For each address at an edge: whether it is valid for the alignments above, according to the crate. */
const ALIGNED: readonly [address: bigint, aligned: readonly boolean[]][] = [
  [0n, [true, true, true, true]],
  [1n, [true, false, false, false]],
  [2n ** 32n, [true, true, true, false]],
  [2n ** 53n, [true, true, true, false]],
  [2n ** 63n, [true, true, true, true]],
  [MAX - 1n, [true, true, false, false]],
  [MAX, [true, false, false, false]],
]

const exactAddress = test.macro({
  exec(t, address: bigint, aligned: readonly boolean[]) {
    for (const [i, align] of ALIGNMENTS.entries()) {
      for (const form of [address, asNumber(address)]) {
        const make = () => new Constraint(1n, align, AllocPolicy.ExactMatch(form))
        if (aligned[i]) t.deepEqual(make().policy, { kind: 'ExactMatch', address })
        else refuses(t, make, 'UnalignedAddress')
      }
    }
  },
  title: (_, address) => `ExactMatch of ${address} with alignments from 1 to 2^63`,
})

for (const row of ALIGNED) test(exactAddress, ...row)

test('a refused constraint is refused by allocate with the same kind', (t) => {
  const cases: [...ConstructorParameters<typeof Constraint>, Kind, Payload][] = [
    [0n, 4n, AllocPolicy.FirstMatch, 'InvalidSize', { size: 0n }],
    [4n, 0n, AllocPolicy.FirstMatch, 'InvalidAlignment', {}],
    [4n, 4n, AllocPolicy.ExactMatch(2n), 'UnalignedAddress', {}],
  ]
  for (const [size, align, policy, kind, payload] of cases) {
    refuses(t, () => new Constraint(size, align, policy), kind, payload)
    refuses(t, () => new AddressAllocator(0n, 0x1000n).allocate(size, align, policy), kind, payload)
  }
})
