// Every range between u64 edges, with its length and its relations to every other one, compared with the bare crate.
import test from 'ava'
import { RangeInclusive, type RangeLike } from 'vm-allocator'
import { answer, construct } from '../../lib/conformance/cases/crate.ts'
import { type Call, hex, type RangeText } from '../../lib/conformance/cases/vector.ts'
import { askCrate } from '../fidelity/oracle.ts'
import { asNumber, MAX, U64_EDGES } from '../support/edges.ts'

const RELATIONS = ['contains', 'overlaps', 'equals', 'compare'] as const
const PAIRS = U64_EDGES.flatMap((start) => U64_EDGES.map((end) => ({ start, end })))
const RANGES = PAIRS.filter(({ start, end }) => start <= end && end - start < MAX)

const spell = ({ start, end }: { start: bigint; end: bigint }): RangeText => ({ start: hex(start), end: hex(end) })

test('a range is made or refused as in the crate, with ends as bigint and as number', (t) => {
  const requests = PAIRS.map((pair) => {
    return { create: { type: 'RangeInclusive', ...spell(pair) } as const, operations: [{ op: 'len' } as const] }
  })
  const replies = askCrate(...requests)
  for (const [index, { start, end }] of PAIRS.entries()) {
    const { created, answers } = replies[index] ?? {}
    for (const make of [
      () => new RangeInclusive(start, end),
      () => new RangeInclusive(asNumber(start), asNumber(end)),
    ]) {
      t.deepEqual(answer(make), created, `${start}, ${end}`)
      if (answers !== undefined)
        t.deepEqual(
          answer(() => make().len),
          answers[0],
        )
    }
  }
})

/** Ways to write the same range. */
const FORMS: Readonly<Record<string, (range: RangeInclusive) => RangeLike>> = {
  'a RangeInclusive': (other) => other,
  'a plain object of bigints': ({ start, end }) => ({ start, end }),
  'a plain object of numbers where they are safe': ({ start, end }) => ({
    start: asNumber(start),
    end: asNumber(end),
  }),
  'a structured clone': (other) => structuredClone(other),
}

for (const [form, write] of Object.entries(FORMS)) {
  test(`relations and order at the edges of u64 are the crate's, to ${form}`, (t) => {
    const operations = RANGES.flatMap((other) => RELATIONS.map((op): Call => ({ op, range: spell(other) })))
    const requests = RANGES.map((range) => ({
      create: { type: 'RangeInclusive', ...spell(range) } as const,
      operations,
    }))
    for (const [index, { answers }] of askCrate(...requests).entries()) {
      const one = construct(requests[index]?.create as never) as RangeInclusive
      const own = RANGES.flatMap(({ start, end }) => {
        const other = write(new RangeInclusive(start, end))
        return RELATIONS.map((relation) => answer(() => one[relation](other)))
      })
      t.deepEqual(own, answers, String(one))
    }
  })
}

test('compare sorts an array', (t) => {
  const made = RANGES.map(({ start, end }) => new RangeInclusive(start, end))
  const sorted = made.toReversed().toSorted((a, b) => a.compare(b))
  t.deepEqual(sorted.map(String), made.map(String))
})

for (const method of RELATIONS) {
  test(`${method} takes no range that the crate wouldn't make`, (t) => {
    const error = t.throws(() => new RangeInclusive(1n, 2n)[method]({ start: 2n, end: 1n }))
    t.like(error, { kind: 'InvalidRange', start: 2n, end: 1n })
  })
}

test('the greatest safe integer is a u64 as a number, and the next one is not', (t) => {
  const { start, end } = new RangeInclusive(Number.MAX_SAFE_INTEGER, 2n ** 53n)
  t.is(start, 2n ** 53n - 1n)
  t.is(end, 2n ** 53n)
  t.throws(() => new RangeInclusive(0, 2 ** 53), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE' })
})
