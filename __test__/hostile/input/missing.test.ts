// Calls with too few arguments, and with too many.
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, ManagedRange, RangeInclusive } from 'vm-allocator'
import { consequences, makeSubject, misbehaviour, type Subject } from './subject.ts'

type Constructor = new (...parameters: unknown[]) => unknown

const bare = (type: unknown) => type as Constructor

/** Calls a method with arguments that its type forbids. */
function call(self: object, method: string, ...parameters: unknown[]): unknown {
  return Reflect.apply(self[method as never], self, parameters)
}

const range = new RangeInclusive(1n, 2n)

/** Each call lacks the named argument. */
const MISSING: readonly [title: string, name: string, misuse: (subject: Subject) => unknown][] = [
  ['new RangeInclusive()', 'start', () => new (bare(RangeInclusive))()],
  ['new RangeInclusive(1n)', 'end', () => new (bare(RangeInclusive))(1n)],
  ['new ManagedRange()', 'start', () => new (bare(ManagedRange))()],
  ['new ManagedRange(1n)', 'end', () => new (bare(ManagedRange))(1n)],
  ['new Constraint()', 'size', () => new (bare(Constraint))()],
  ['AllocPolicy.ExactMatch()', 'address', () => call(AllocPolicy, 'ExactMatch')],
  ['new AddressAllocator()', 'base', () => new (bare(AddressAllocator))()],
  ['new AddressAllocator(0n)', 'size', () => new (bare(AddressAllocator))(0n)],
  ['new IdAllocator()', 'base', () => new (bare(IdAllocator))()],
  ['new IdAllocator(0)', 'end', () => new (bare(IdAllocator))(0)],
  ['RangeInclusive.contains()', 'other', () => call(range, 'contains')],
  ['RangeInclusive.overlaps()', 'other', () => call(range, 'overlaps')],
  ['RangeInclusive.equals()', 'other', () => call(range, 'equals')],
  ['RangeInclusive.compare()', 'other', () => call(range, 'compare')],
  ['RangeInclusive.contains({ start })', 'other.end', () => range.contains({ start: 1n } as never)],
  ['AddressAllocator.allocate()', 'size', ({ addresses }) => call(addresses, 'allocate')],
  ['AddressAllocator.free()', 'range', ({ addresses }) => call(addresses, 'free')],
  ['AddressAllocator.free({})', 'range.start', ({ addresses }) => addresses.free({} as never)],
  ['AddressAllocator.free({ start })', 'range.end', ({ addresses }) => addresses.free({ start: 0x400n } as never)],
  ['AddressAllocator.restore()', 'snapshot', () => call(AddressAllocator, 'restore')],
  ['IdAllocator.freeId()', 'id', ({ ids }) => call(ids, 'freeId')],
  ['IdAllocator.isAllocated()', 'id', ({ ids }) => call(ids, 'isAllocated')],
  ['IdAllocator.equals()', 'other', ({ ids }) => call(ids, 'equals')],
  ['IdAllocator.restore()', 'snapshot', () => call(IdAllocator, 'restore')],
]

const refuses = test.macro({
  exec(t, name: string, misuse: (subject: Subject) => unknown) {
    const subject = makeSubject()
    t.is(
      misbehaviour(() => misuse(subject), { type: 'TypeError', name, received: /^undefined$/ }),
      undefined,
    )
    t.deepEqual(consequences(subject), consequences(makeSubject()))
  },
  title: (title, name) => `${title} misses the argument ${name}, and nothing changes`,
})

for (const [title, name, misuse] of MISSING) test(title, refuses, name, misuse)

test('surplus arguments are released', (t) => {
  const more = ['more', {}, null]
  t.is((new (bare(RangeInclusive))(1n, 2n, ...more) as RangeInclusive).end, 2n)
  t.is((new (bare(Constraint))(4n, 4n, AllocPolicy.LastMatch, ...more) as Constraint).size, 4n)
  const addresses = new (bare(AddressAllocator))(0n, 0x100n, {}, ...more) as AddressAllocator
  t.deepEqual(call(addresses, 'allocate', 4n, 4n, AllocPolicy.FirstMatch, ...more), new RangeInclusive(0n, 3n))
  t.is(call(addresses, 'free', { start: 0n, end: 3n }, ...more), undefined)
  const ids = new (bare(IdAllocator))(0, 8, ...more) as IdAllocator
  t.is(call(ids, 'allocateId', ...more), 0)
  t.is(call(ids, 'freeId', 0, ...more), 0)
})
