// Getters that call the allocator that reads them, and getters that change their answer.
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, RangeInclusive } from 'vm-allocator'
import { refuses } from '../../support/refusal.ts'
import { consequences, makeSubject } from './subject.ts'

const space = () => new AddressAllocator(0n, 0x1000n)

/** An object whose fields are computed on every read; counts the reads. */
function counting(fields: Record<string, () => unknown>) {
  const reads: string[] = []
  const object = {}
  for (const [name, read] of Object.entries(fields)) {
    Object.defineProperty(object, name, {
      get() {
        reads.push(name)
        return read()
      },
    })
  }
  return { reads, object: object as never }
}

test('each field of a range is read once', (t) => {
  const range = () => counting({ start: () => 0n, end: () => 3n })
  for (const relation of ['contains', 'overlaps', 'equals', 'compare'] as const) {
    const { object, reads } = range()
    new RangeInclusive(0n, 3n)[relation](object)
    t.deepEqual(reads.toSorted(), ['end', 'start'], relation)
  }
  const allocator = space()
  allocator.allocate(4n)
  const { object, reads } = range()
  allocator.free(object)
  t.deepEqual(reads.toSorted(), ['end', 'start'])
})

test('each field of a constraint and of options is read once', (t) => {
  const constraint = counting({ size: () => 4n, align: () => 4n, policy: () => AllocPolicy.LastMatch })
  t.is(space().allocate(constraint.object).start, 0xffcn)
  t.deepEqual(constraint.reads.toSorted(), ['align', 'policy', 'size'])
  const options = counting({ sound: () => true })
  t.true(new AddressAllocator(0n, 8n, options.object).sound)
  t.deepEqual(options.reads, ['sound'])
})

const policy = () => counting({ kind: () => 'ExactMatch', address: () => 0x10n })

test('each field of a policy is read once: its kind is read twice', (t) => {
  const [allocated, constrained] = [policy(), policy()]
  t.is(space().allocate(4n, 4n, allocated.object).start, 0x10n)
  t.deepEqual(new Constraint(4n, 4n, constrained.object).policy, { kind: 'ExactMatch', address: 0x10n })
  for (const { reads } of [allocated, constrained]) t.deepEqual(reads.toSorted(), ['address', 'kind'])
})

test('a policy whose kind changes during the read counts with its first value', (t) => {
  const kinds = ['FirstMatch', 'ExactMatch']
  const { object } = counting({ kind: () => kinds.shift() ?? 'ExactMatch', address: () => 0x20n })
  const allocator = space()
  allocator.allocate(0x10n, 0x10n, AllocPolicy.ExactMatch(0x10n))
  allocator.allocate(0x10n)
  t.is(allocator.allocate(0x10n, 0x10n, object).start, 0x20n)
})

test('a field that changes with each read counts with the value that was read', (t) => {
  let address = 0x10n
  const { object } = counting({ kind: () => 'ExactMatch', address: () => (address += 0x10n) })
  const allocator = space()
  const range = allocator.allocate(4n, 4n, object)
  t.deepEqual(range, new RangeInclusive(0x20n, 0x23n))
  t.is(allocator.free(range), undefined)
})

test('a getter of a range may allocate from the allocator that frees it', (t) => {
  const allocator = space()
  const live = allocator.allocate(0x10n)
  const inner: RangeInclusive[] = []
  const { object } = counting({
    start: () => {
      inner.push(allocator.allocate(0x10n))
      return live.start
    },
    end: () => {
      inner.push(allocator.allocate(0x10n))
      return live.end
    },
  })
  t.is(allocator.free(object), undefined)
  t.deepEqual(
    inner.map(({ start }) => start),
    [0x10n, 0x20n],
  )
  t.deepEqual(allocator.allocate(0x10n), live)
  for (const range of inner) t.is(allocator.free(range), undefined)
})

test('a getter of a range may free the range itself: then it is free already', (t) => {
  const allocator = space()
  const [live, next] = [allocator.allocate(0x10n), allocator.allocate(0x10n)]
  const { object } = counting({
    start: () => live.start,
    end: () => {
      allocator.free(live)
      return live.end
    },
  })
  const twin = space()
  twin.allocate(0x10n)
  twin.allocate(0x10n)
  twin.free(live)
  // By now the range is a separate free node in the crate's tree, and freeing it succeeds (D2).
  t.is(allocator.free(object), twin.free(live))
  t.is(allocator.snapshot(), twin.snapshot())
  t.is(allocator.free(next), undefined)
})

test('a getter of a policy may allocate before the policy counts', (t) => {
  const allocator = space()
  const { object } = counting({
    kind: () => 'ExactMatch',
    address: () => {
      allocator.allocate(0x10n, 0x10n, AllocPolicy.ExactMatch(0x10n))
      return 0x10n
    },
  })
  const range = new RangeInclusive(0x10n, 0x1fn)
  refuses(t, () => allocator.allocate(0x10n, 0x10n, object), 'InvalidStateTransition', { range, state: 'Allocated' })
  t.is(allocator.allocate(0x10n).start, 0n)
})

test('a getter may provoke refusals without changing the error of the call', (t) => {
  const allocator = space()
  const { object } = counting({
    start: () => {
      t.throws(() => allocator.allocate(0n))
      return 0x10n
    },
    end: () => {
      t.throws(() => new Constraint(4n, 3n))
      return 0x1fn
    },
  })
  refuses(t, () => allocator.free(object), 'ResourceNotAvailable')
})

test('a getter that throws has been read before anything changed', (t) => {
  const subject = makeSubject()
  const thrown = new Error('no end')
  const range = counting({
    start: () => subject.live.start,
    end: () => {
      throw thrown
    },
  })
  const error = t.throws(() => subject.addresses.free(range.object), { instanceOf: TypeError })
  t.is(error.cause, thrown)
  const constraint = counting({
    size: () => 4n,
    align: () => 4n,
    policy: () => {
      throw thrown
    },
  })
  t.throws(() => subject.addresses.allocate(constraint.object), { instanceOf: TypeError })
  t.deepEqual(consequences(subject), consequences(makeSubject()))
})

test('valueOf and its like are never called', (t) => {
  const allocator = space()
  const called: string[] = []
  const size = {
    valueOf: () => called.push('valueOf'),
    toString: () => called.push('toString'),
    toJSON: () => called.push('toJSON'),
    [Symbol.toPrimitive]: () => called.push('toPrimitive'),
  }
  t.throws(() => allocator.allocate(4n, size as never), { instanceOf: TypeError })
  t.throws(() => new RangeInclusive(size as never, 1n), { instanceOf: TypeError })
  t.throws(() => allocator.free({ start: size as never, end: 1n }), { instanceOf: TypeError })
  t.deepEqual(called, [])
})
