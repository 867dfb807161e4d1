// Hostile values for every parameter that is a number; and the edges of numbers, as bigint and as number.
import test from 'ava'
import { AllocPolicy, type U64Like } from 'vm-allocator'
import { asNumber, U64_EDGES } from '../../support/edges.ts'
import { BIGINTS, type Hostile, NO_NUMBERS, NO_U32, NO_U64, OBJECTS, UNREADABLE } from '../values.ts'
import { ALLOCATE_AT, type Parameter, U32_PARAMETERS, U64_PARAMETERS } from './parameters.ts'
import { consequences, makeSubject, misbehaviour, outcome } from './subject.ts'

const refusesAll = test.macro({
  exec(t, { name, pass }: Parameter<never>, type: 'TypeError' | 'RangeError', values: readonly Hostile[]) {
    const subject = makeSubject()
    const unexpected = values.flatMap(({ title, value, received }) => {
      const found = misbehaviour(() => pass(value as never, subject), { type, name, received })
      return found === undefined ? [] : `${title}: ${found}`
    })
    t.deepEqual(unexpected, [])
    t.deepEqual(consequences(subject), consequences(makeSubject()))
  },
  title: (given, { title }: Parameter<never>, type) =>
    given ?? `${title} refuses what is ${type === 'TypeError' ? 'no number' : 'out of range'}, and nothing changes`,
})

/** Values that don't have the type of a parameter. */
function wrongTypes({ optional, orObject }: Parameter<never>): Hostile[] {
  const objects = orObject ? [] : OBJECTS
  const absent: unknown[] = [...(optional ? [undefined] : []), ...(orObject ? [null] : [])]
  return [...NO_NUMBERS, ...objects].filter(({ value }) => !absent.includes(value))
}

/** These check their argument with `instanceof`, which a Proxy can answer freely. */
const PROBED = ['new AddressAllocator(base)', 'new IdAllocator(base)']

function unprobed({ title }: Parameter<never>, values: Hostile[]): Hostile[] {
  return PROBED.includes(title) ? values.filter((hostile) => !hostile.title.includes('Proxy')) : values
}

for (const parameter of U64_PARAMETERS) {
  test(refusesAll, parameter, 'TypeError', unprobed(parameter, wrongTypes(parameter)))
  test(refusesAll, parameter, 'RangeError', NO_U64)
}

const taken = ({ value }: Hostile) => value === null || value === undefined
test(
  refusesAll,
  ALLOCATE_AT,
  'TypeError',
  wrongTypes(ALLOCATE_AT).filter((hostile) => !taken(hostile)),
)
test(refusesAll, ALLOCATE_AT, 'RangeError', NO_U64)
test(
  'an ExactMatch without an address is refused: where 0 is free, the address 0 is allocated',
  refusesAll,
  ALLOCATE_AT,
  'TypeError',
  NO_NUMBERS.filter(taken),
)

for (const parameter of U32_PARAMETERS) {
  test(refusesAll, parameter, 'TypeError', [...unprobed(parameter, wrongTypes(parameter)), ...BIGINTS])
  test(refusesAll, parameter, 'RangeError', NO_U32)
}

const [addressBase, idBase] = [...U64_PARAMETERS, ...U32_PARAMETERS].filter(({ title }) => PROBED.includes(title))
for (const parameter of [addressBase, idBase]) {
  test(
    `${parameter?.title} refuses a Proxy that throws on instanceof: what it throws comes through`,
    refusesAll,
    parameter as Parameter<never>,
    'TypeError',
    UNREADABLE,
  )
}

/** If a u64 is a safe integer, a number with the same value has the same effect. */
const SAFE = [...U64_EDGES, 4096n, BigInt(Number.MAX_SAFE_INTEGER)].filter((edge) => typeof asNumber(edge) === 'number')

const takesNumbers = test.macro({
  exec(t, { pass }: Parameter<U64Like>) {
    for (const edge of SAFE) {
      const [one, other] = [makeSubject(), makeSubject()]
      t.is(
        outcome(() => pass(Number(edge), one)),
        outcome(() => pass(edge, other)),
        `${edge}`,
      )
      t.deepEqual(consequences(one), consequences(other))
    }
  },
  title: (_, { title }: Parameter<U64Like>) => `${title} takes safe integers for bigints`,
})

for (const parameter of [...U64_PARAMETERS, ALLOCATE_AT]) test(takesNumbers, parameter)

const takesEdges = test.macro({
  exec(t, { pass }: Parameter<U64Like>) {
    for (const edge of U64_EDGES) {
      t.notRegex(
        outcome(() => pass(edge, makeSubject())),
        /argument must be/,
      )
    }
  },
  title: (_, { title }: Parameter<U64Like>) => `${title} takes all edges of u64 for a u64`,
})

for (const parameter of [...U64_PARAMETERS, ALLOCATE_AT]) test(takesEdges, parameter)

test('-0 is the u64 0', (t) => {
  for (const { pass, title } of [...U64_PARAMETERS, ALLOCATE_AT]) {
    t.is(
      outcome(() => pass(-0, makeSubject())),
      outcome(() => pass(0n, makeSubject())),
      title,
    )
  }
})

const HUGE = 10n ** 40n

test('a bigint is printed with up to 40 digits', (t) => {
  for (const value of [HUGE, -HUGE, 2n ** 10_000n]) {
    const error = t.throws(() => AllocPolicy.ExactMatch(value), { instanceOf: RangeError })
    t.true(error.message.endsWith('Received a bigint of over 40 digits'), error.message)
  }
  for (const value of [HUGE - 1n, 1n - HUGE]) {
    const error = t.throws(() => AllocPolicy.ExactMatch(value), { instanceOf: RangeError })
    t.true(error.message.endsWith(`Received ${value}n`), error.message)
  }
})

test('the digits of a huge bigint, which take seconds, are never computed', (t) => {
  const original = BigInt.prototype.toString
  t.teardown(() => Object.assign(BigInt.prototype, { toString: original }))
  BigInt.prototype.toString = function (radix) {
    const value = this.valueOf()
    if (value >= HUGE || value <= -HUGE) throw new Error('digits were computed')
    return original.call(value, radix)
  }
  for (const { pass, title } of U64_PARAMETERS) {
    for (const value of [HUGE, -HUGE]) {
      const error = t.throws(() => pass(value, makeSubject()), { instanceOf: RangeError }, title)
      t.regex(error.message, /over 40 digits$/, title)
    }
  }
})
