// Tests structuredClone, postMessage and v8.serialize with ranges, constraints and allocators.
import { serialize } from 'node:v8'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, RangeInclusive } from 'vm-allocator'

const ALLOCATORS: readonly [name: string, make: () => object][] = [
  ['AddressAllocator', () => new AddressAllocator(0n, 0x1000n)],
  ['IdAllocator', () => new IdAllocator(0, 8)],
  ['a subclass of AddressAllocator', () => new (class extends AddressAllocator {})(0n, 0x1000n)],
]

const WAYS: readonly [name: string, clone: (value: object) => unknown][] = [
  ['structuredClone', (value) => structuredClone(value)],
  ['structuredClone in an object', (value) => structuredClone({ list: [value] })],
  ['postMessage', (value) => sent(value)],
  ['v8.serialize', serialize],
]

function sent(value: unknown): unknown {
  const { port1, port2 } = new MessageChannel()
  try {
    port1.postMessage(value)
    return receiveMessageOnPort(port2)?.message
  } finally {
    port1.close()
  }
}

const isRefused = test.macro({
  exec(t, make: () => object, clone: (value: object) => unknown) {
    const error = t.throws(() => clone(make()), { any: true }) as Error
    t.regex(error.message, /could not be cloned/)
    if (clone !== serialize) t.is(error.name, 'DataCloneError')
  },
  title: (title) => `${title} throws${title?.startsWith('v8') ? '' : ' a DataCloneError'}`,
})

for (const [name, make] of ALLOCATORS) {
  for (const [way, clone] of WAYS) test(`${way} of ${name}`, isRefused, make, clone)
}

const RANGES: readonly [name: string, make: () => RangeInclusive][] = [
  ['a constructed range', () => new RangeInclusive(0x1000n, 0x1fffn)],
  ['an allocated range', () => new AddressAllocator(0x1000n, 0x1000n).allocate(0x1000n)],
]

const CLONES: readonly [way: string, clone: (range: RangeInclusive) => unknown][] = [
  ['structuredClone', (range) => structuredClone(range)],
  ['postMessage', (range) => sent(range)],
]

const isRangeLike = test.macro({
  exec(t, make: () => RangeInclusive, clone: (range: RangeInclusive) => unknown) {
    const range = make()
    const copy = clone(range) as RangeInclusive
    t.deepEqual({ ...copy }, { start: 0x1000n, end: 0x1fffn })
    t.is(Object.getPrototypeOf(copy), Object.prototype)
    t.true(range.equals(copy))
    t.deepEqual(new RangeInclusive(copy.start, copy.end), range)
  },
  title: (title) => `${title} is a RangeLike`,
})

for (const [name, make] of RANGES) {
  for (const [way, clone] of CLONES) test(`${way} of ${name}`, isRangeLike, make, clone)
}

test('a range that was sent to another thread and back can be freed', (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x1000n)
  const range = allocator.allocate(0x1000n)
  t.is(allocator.free(sent(sent(range)) as RangeInclusive), undefined)
  t.deepEqual(allocator.allocate(0x1000n), range)
})

test('allocate accepts a clone of a constraint', (t) => {
  const constraint = new Constraint(0x100n, 0x100n, AllocPolicy.ExactMatch(0x1100n))
  const allocator = new AddressAllocator(0x1000n, 0x1000n)
  t.is(allocator.allocate(structuredClone(constraint)).start, 0x1100n)
})
