// Hostile values for every parameter that is an object.
import test from 'ava'
import { AddressAllocator, Constraint, IdAllocator, ManagedRange, RangeInclusive } from 'vm-allocator'
import {
  BIGINTS,
  EMPTY_OBJECTS,
  FUNCTIONS,
  type Hostile,
  NO_U32,
  NO_U64,
  OBJECTS,
  OTHER_PRIMITIVES,
  STRINGS,
  thorny,
  UNREADABLE,
} from '../values.ts'
import { type Complaint, consequences, makeSubject, misbehaviour, type Subject } from './subject.ts'

interface ObjectParameter {
  readonly title: string
  readonly name: string
  /** The field that objects without fields lack; `undefined` if such objects are valid. */
  readonly field?: string
  readonly optional?: boolean
  readonly pass: (value: never, subject: Subject) => unknown
}

const range = new RangeInclusive(1n, 2n)

const PARAMETERS: readonly ObjectParameter[] = [
  ...(['contains', 'overlaps', 'equals', 'compare'] as const).map((relation) => ({
    title: `RangeInclusive.${relation}(other)`,
    name: 'other',
    field: 'other.start',
    pass: (other: never) => range[relation](other),
  })),
  {
    title: 'AddressAllocator.free(range)',
    name: 'range',
    field: 'range.start',
    pass: (value, { addresses }) => addresses.free(value),
  },
  {
    title: 'AddressAllocator.allocate(policy)',
    name: 'policy',
    field: 'policy.kind',
    optional: true,
    pass: (policy, { addresses }) => addresses.allocate(4n, 4n, policy),
  },
  {
    title: 'new Constraint(policy)',
    name: 'policy',
    field: 'policy.kind',
    optional: true,
    pass: (policy) => new Constraint(4n, 4n, policy),
  },
  {
    title: 'new AddressAllocator(options)',
    name: 'options',
    optional: true,
    pass: (options) => new AddressAllocator(0n, 8n, options),
  },
  {
    title: 'AddressAllocator.restore(options)',
    name: 'options',
    optional: true,
    pass: (options, { addresses }) => AddressAllocator.restore(addresses.snapshot(), options),
  },
]

/** Values that aren't objects. */
const NO_OBJECTS = [...STRINGS, ...FUNCTIONS, ...OTHER_PRIMITIVES, ...BIGINTS, ...NO_U64, ...NO_U32]

/** Objects that `instanceof` can check. */
const READABLE = OBJECTS.filter(({ title }) => !title.includes('Proxy'))

type Expected = (hostile: Hostile) => Complaint

function unexpected(values: readonly Hostile[], expected: Expected, pass: (value: never) => unknown): string[] {
  return values.flatMap((hostile) => {
    const found = misbehaviour(() => pass(hostile.value as never), expected(hostile))
    return found === undefined ? [] : `${hostile.title}: ${found}`
  })
}

const refusesAll = test.macro({
  exec(t, { name, field, optional, pass }: ObjectParameter) {
    const subject = makeSubject()
    const call = (value: never) => pass(value, subject)
    const values = NO_OBJECTS.filter(({ value }) => !(optional && value === undefined))
    const whole: Expected = ({ received }) => ({ type: 'TypeError', name, received })
    t.deepEqual(unexpected([...values, ...UNREADABLE], whole, call), [])
    if (field !== undefined) {
      const lacking: Expected = () => ({ type: 'TypeError', name: field, received: /undefined/ })
      t.deepEqual(unexpected(EMPTY_OBJECTS, lacking, call), [])
    }
    t.deepEqual(consequences(subject), consequences(makeSubject()))
  },
  title: (_, { title }: ObjectParameter) => `${title} refuses anything else, and nothing changes`,
})

for (const parameter of PARAMETERS) test(refusesAll, parameter)

const EXPECTED_OF_FIELDS: readonly [title: string, name: string, pass: ObjectParameter['pass']][] = [
  ['allocate(policy.kind)', 'policy.kind', (kind, { addresses }) => addresses.allocate(4n, 4n, { kind })],
  ['new Constraint(policy.kind)', 'policy.kind', (kind) => new Constraint(4n, 4n, { kind })],
  ['new AddressAllocator(options.sound)', 'options.sound', (sound) => new AddressAllocator(0n, 8n, { sound })],
]

const refusesFields = test.macro({
  exec(t, name: string, pass: ObjectParameter['pass']) {
    const subject = makeSubject()
    const good: unknown[] = name === 'options.sound' ? [undefined, true, false] : []
    const values = [...NO_OBJECTS, ...OBJECTS].filter(({ value }) => !good.includes(value))
    const expected: Expected = ({ received }) => ({ type: 'TypeError', name, received })
    t.deepEqual(
      unexpected(values, expected, (value) => pass(value, subject)),
      [],
    )
    t.deepEqual(consequences(subject), consequences(makeSubject()))
  },
  title: (title) => `${title} refuses anything else, and nothing changes`,
})

for (const [title, name, pass] of EXPECTED_OF_FIELDS) test(title, refusesFields, name, pass)

test('an array is not an options object', (t) => {
  const expected: Complaint = { type: 'TypeError', name: 'options', received: /an instance of Array/ }
  const subject = makeSubject()
  for (const { title, pass } of PARAMETERS.filter(({ name }) => name === 'options')) {
    for (const options of [[], [{ sound: true }], Object.assign([], { sound: true })]) {
      t.is(
        misbehaviour(() => pass(options as never, subject), expected),
        undefined,
        title,
      )
    }
  }
})

test('kinds are compared letter by letter', (t) => {
  const { addresses } = makeSubject()
  for (const kind of ['firstMatch', 'FIRSTMATCH', 'FirstMatch ', 'ExactMatch2', '__proto__', 'constructor', 'length']) {
    t.throws(() => addresses.allocate(4n, 4n, { kind } as never), { instanceOf: TypeError }, kind)
  }
})

test('what a getter throws is the cause of the error', (t) => {
  const thrown = new Error('getter')
  for (const { pass, title } of PARAMETERS) {
    const error = t.throws(() => pass(thorny(thrown) as never, makeSubject()), { instanceOf: TypeError }, title)
    t.is(error.cause, thrown)
  }
})

test('a constraint that can’t be read, or null, is refused as the size, and nothing changes', (t) => {
  const subject = makeSubject()
  const values = [...UNREADABLE, ...OTHER_PRIMITIVES.filter(({ value }) => value === null)]
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'size', received })
  t.deepEqual(
    unexpected(values, expected, (value) => subject.addresses.allocate(value)),
    [],
  )
  t.deepEqual(consequences(subject), consequences(makeSubject()))
})

test('objects that are not constraints are refused, and nothing changes', (t) => {
  const subject = makeSubject()
  // A Map has a size too, but is not a constraint.
  for (const { value, title } of EMPTY_OBJECTS.filter(({ value }) => !(value instanceof Map))) {
    const call = () => subject.addresses.allocate(value as never)
    t.throws(call, { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message: /^The "size.*" argument/ }, title)
  }
  t.deepEqual(consequences(subject), consequences(makeSubject()))
})

test('the message names what was received for a constraint: {}, not an undefined size', (t) => {
  const { addresses } = makeSubject()
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'size', received })
  t.deepEqual(
    unexpected(EMPTY_OBJECTS, expected, (value) => addresses.allocate(value)),
    [],
  )
})

const CONSTRAINT_FIELDS: readonly [field: string, constraint: (value: never) => object, name: RegExp][] = [
  ['size', (size) => ({ size, align: 4n, policy: { kind: 'FirstMatch' } }), /^The "size(\.size)?" argument/],
  ['align', (align) => ({ size: 4n, align, policy: { kind: 'FirstMatch' } }), /^The "(size\.)?align" argument/],
  ['policy', (policy) => ({ size: 4n, align: 4n, policy }), /^The "(size\.)?policy(\.kind)?" argument/],
]

for (const [field, constraint, message] of CONSTRAINT_FIELDS) {
  test(`a constraint with a hostile ${field} is refused, and nothing changes`, (t) => {
    const subject = makeSubject()
    const values = [...NO_U64, ...STRINGS, ...FUNCTIONS, ...OTHER_PRIMITIVES, ...OBJECTS]
    const hostile = values.filter(({ value }) => field === 'size' || value !== undefined)
    for (const { value, title } of hostile) {
      const call = () => subject.addresses.allocate(constraint(value as never) as Constraint)
      const error = t.throws(call, { message }, title) as Error & { code?: unknown }
      t.true(['ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE'].includes(String(error.code)), title)
    }
    t.deepEqual(consequences(subject), consequences(makeSubject()))
  })
}

test('comparing with what is not an allocator is misuse', (t) => {
  const { addresses, ids } = makeSubject()
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'other', received })
  t.deepEqual(
    unexpected(OBJECTS, expected, (value) => addresses.equals(value)),
    [],
  )
  t.deepEqual(
    unexpected([...READABLE, ...NO_OBJECTS], expected, (value) => ids.equals(value)),
    [],
  )
  t.throws(() => addresses.equals(new IdAllocator(0, 1) as never), { code: 'ERR_INVALID_ARG_TYPE' })
  t.throws(() => ids.equals(new AddressAllocator(0n, 1n) as never), { code: 'ERR_INVALID_ARG_TYPE' })
})

test('what is not an object is misuse of equals too: the TypeError of an address allocator has no code', (t) => {
  const { addresses } = makeSubject()
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'other', received })
  t.deepEqual(
    unexpected(NO_OBJECTS, expected, (value) => addresses.equals(value)),
    [],
  )
})

test('a Proxy that throws on instanceof is misuse too: its own error is passed on', (t) => {
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'other', received })
  const snapshot: Expected = ({ received }) => ({ type: 'TypeError', name: 'snapshot', received })
  const found = [
    ...unexpected(UNREADABLE, expected, (value) => makeSubject().ids.equals(value)),
    ...unexpected(UNREADABLE, snapshot, (value) => IdAllocator.restore(value)),
    ...unexpected(UNREADABLE, snapshot, (value) => AddressAllocator.restore(value)),
  ]
  t.deepEqual(found, [])
})

test('what is neither text nor bytes is not a snapshot', (t) => {
  const values = [...FUNCTIONS, ...OTHER_PRIMITIVES, ...BIGINTS, ...NO_U64, ...READABLE]
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'snapshot', received })
  for (const type of [AddressAllocator, IdAllocator]) {
    t.deepEqual(
      unexpected(values, expected, (value) => type.restore(value)),
      [],
    )
  }
})

test('what only inherits from Uint8Array is not a snapshot: an Error of the native side is passed on', (t) => {
  const values = [Object.create(Uint8Array.prototype), new Proxy(new Uint8Array(2), {})]
  for (const type of [AddressAllocator, IdAllocator]) {
    for (const value of values) {
      t.throws(() => type.restore(value), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
    }
  }
})

test('what is not a state is refused by ranges', (t) => {
  const subject = makeSubject()
  const values = [...NO_OBJECTS, ...OBJECTS].filter(({ value }) => value !== undefined)
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'state', received })
  t.deepEqual(
    unexpected(values, expected, (value) => subject.addresses.ranges(value)),
    [],
  )
})

test('ManagedRange refuses what is not a state', (t) => {
  const expected: Expected = ({ received }) => ({ type: 'TypeError', name: 'state', received })
  t.deepEqual(
    unexpected([...NO_OBJECTS, ...OBJECTS], expected, (value) => new ManagedRange(1n, 2n, value)),
    [],
  )
})
