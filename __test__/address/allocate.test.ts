// Tests what the TypeScript API adds to the crate's calls: defaults, constraints, options, and ranges in any form.
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, RangeInclusive } from 'vm-allocator'
import { refuses } from '../support/refusal.ts'

const kibibyte = () => new AddressAllocator(0x1000n, 0x400n)

test('an allocator has its first and last managed address', (t) => {
  t.is(kibibyte().base, 0x1000n)
  t.is(kibibyte().end, 0x13ffn)
})

test('the end stays the last address when an allocator is full or has refused a request', (t) => {
  const allocator = kibibyte()
  allocator.allocate(0x400n)
  refuses(t, () => allocator.allocate(1n), 'ResourceNotAvailable')
  t.is(allocator.base, 0x1000n)
  t.is(allocator.end, 0x13ffn)
})

test('by default the alignment is 4 and the policy FirstMatch', (t) => {
  const allocator = kibibyte()
  t.is(allocator.allocate(1n).start, 0x1000n)
  t.is(allocator.allocate(1n).start, 0x1004n)
  t.is(allocator.allocate(1n, undefined, AllocPolicy.LastMatch).start, 0x13fcn)
  t.is(allocator.allocate(1n, 1n, undefined).start, 0x1001n)
  t.is(allocator.allocate(1n, undefined, undefined).start, 0x1008n)
})

test('a constraint can be used several times', (t) => {
  const constraint = new Constraint(0x100n, 0x100n, AllocPolicy.LastMatch)
  const [one, other] = [kibibyte(), kibibyte()]
  t.deepEqual(one.allocate(constraint), new RangeInclusive(0x1300n, 0x13ffn))
  t.deepEqual(one.allocate(constraint), new RangeInclusive(0x1200n, 0x12ffn))
  t.deepEqual(other.allocate(constraint), new RangeInclusive(0x1300n, 0x13ffn))
})

test('a constraint for one address can be used once', (t) => {
  const constraint = new Constraint(0x100n, 0x100n, AllocPolicy.ExactMatch(0x1100n))
  const allocator = kibibyte()
  const range = allocator.allocate(constraint)
  t.deepEqual(range, new RangeInclusive(0x1100n, 0x11ffn))
  refuses(t, () => allocator.allocate(constraint), 'InvalidStateTransition', { range, state: 'Allocated' })
})

const FORMS: readonly [form: string, write: (range: RangeInclusive) => Parameters<AddressAllocator['free']>[0]][] = [
  ['the range itself', (range) => range],
  ['a range that was constructed', ({ start, end }) => new RangeInclusive(start, end)],
  ['a plain object', ({ start, end }) => ({ start, end })],
  ['numbers', ({ start, end }) => ({ start: Number(start), end: Number(end) })],
  ['a bigint and a number', ({ start, end }) => ({ start, end: Number(end) })],
  ['a structured clone', (range) => structuredClone(range)],
  ['an object without a prototype', ({ start, end }) => Object.assign(Object.create(null), { start, end })],
  ['an object that inherits its ends', (range) => Object.create(range)],
]

const freed = test.macro({
  exec(t, write: (range: RangeInclusive) => Parameters<AddressAllocator['free']>[0]) {
    const allocator = kibibyte()
    const range = allocator.allocate(0x400n)
    t.is(allocator.free(write(range)), undefined)
    t.deepEqual(allocator.allocate(0x400n), range)
  },
  title: (form) => `a range is freed by ${form}`,
})

for (const [form, write] of FORMS) test(form, freed, write)

test('free refuses invalid ranges like the crate’s RangeInclusive::new', (t) => {
  const allocator = kibibyte()
  refuses(t, () => allocator.free({ start: 2n, end: 1n }), 'InvalidRange', { start: 2n, end: 1n })
  const all = { start: 0n, end: 2n ** 64n - 1n }
  refuses(t, () => allocator.free(all), 'InvalidRange', all)
})

test('two allocators of the same space are independent', (t) => {
  const [one, other] = [kibibyte(), kibibyte()]
  const range = one.allocate(0x10n)
  refuses(t, () => other.free(range), 'ResourceNotAvailable')
  t.deepEqual(other.allocate(0x10n), range)
})

const soundness = test.macro({
  exec(t, options: ConstructorParameters<typeof AddressAllocator>[2], sound: boolean) {
    const allocator = new AddressAllocator(0x1000n, 0x1000n, options)
    allocator.allocate(0x1000n)
    const split = () => allocator.allocate(0x10n, 0x10n, AllocPolicy.ExactMatch(0x1800n))
    if (sound) refuses(t, split, 'ResourceNotAvailable')
    else t.deepEqual(split(), new RangeInclusive(0x1800n, 0x180fn))
  },
  title: (form, _, sound) => `with ${form}, ExactMatch inside a live range (D1) ${sound ? 'is refused' : 'splits it'}`,
})

test('no options', soundness, undefined, false)
test('empty options', soundness, {}, false)
test('sound: undefined', soundness, { sound: undefined }, false)
test('sound: false', soundness, { sound: false }, false)
test('sound: true', soundness, { sound: true }, true)
