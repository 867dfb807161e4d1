// How ranges relate; cases of the crate's `lib.rs`, and a matrix that was printed by the crate.
import test from 'ava'
import { RangeInclusive, type RangeLike } from 'vm-allocator'
import { asNumber, MAX } from '../support/edges.ts'

const range = (start: bigint, end: bigint) => new RangeInclusive(start, end)

test('ranges that share an address overlap (crate: test_range_overlaps)', (t) => {
  const [a, b, c, e] = [range(1n, 4n), range(4n, 6n), range(2n, 3n), range(5n, 6n)]
  t.true(a.overlaps(b))
  t.true(b.overlaps(a))
  t.true(a.overlaps(c))
  t.true(c.overlaps(a))
  t.false(a.overlaps(e))
  t.false(e.overlaps(a))
  t.is(a.len, 4n)
})

test('a range contains what lies in it whole (crate: test_range_contain)', (t) => {
  const outer = range(2n, 6n)
  t.true(outer.contains(range(2n, 3n)))
  t.true(outer.contains(range(3n, 4n)))
  t.true(outer.contains(range(5n, 6n)))
  t.false(outer.contains(range(1n, 2n)))
  t.false(outer.contains(range(1n, 3n)))
  t.false(outer.contains(range(1n, 7n)))
  t.false(outer.contains(range(7n, 8n)))
  t.false(outer.contains(range(6n, 7n)))
})

test('the documented relations hold (crate: RangeInclusive doc test)', (t) => {
  const documented = range(0x0n, 0x100n)
  t.true(documented.contains(range(0x50n, 0x80n)))
  t.true(documented.overlaps(range(0x99n, 0x150n)))
})

test('ranges are ordered by start, then by end (crate: test_range_ord)', (t) => {
  const [a, b, c, d] = [range(1n, 4n), range(1n, 4n), range(1n, 3n), range(1n, 5n)]
  t.true(a.equals(b))
  t.true(b.equals(a))
  t.is(a.compare(b), 0)
  t.is(a.compare(c), 1)
  t.is(c.compare(a), -1)
  t.is(a.compare(d), -1)
  t.is(d.compare(a), 1)
  t.false(a.equals(c))
})

const RANGES: readonly RangeInclusive[] = [
  range(0n, 0n),
  range(0n, 1n),
  range(1n, 1n),
  range(0n, 2n ** 32n),
  range(2n ** 32n, 2n ** 53n),
  range(2n ** 53n, 2n ** 53n),
  range(1n, MAX),
  range(2n ** 63n, MAX - 1n),
  range(2n ** 63n, MAX),
  range(MAX, MAX),
  range(0n, MAX - 1n),
]

/**
 * Of each of the ranges with each of them, as the crate answers: whether it is equal (`=`), contains (`C`), only
 * overlaps (`O`) or none of it (`.`), and `cmp`.
 */
const MATRIX: [relations: string, order: string][] = [
  ['=O.O......O', '=<<<<<<<<<<'],
  ['C=CO..O...O', '>=<<<<<<<<<'],
  ['.O=O..O...O', '>>=><<<<<<>'],
  ['CCC=O.O...O', '>><=<<<<<<<'],
  ['...O=CO...O', '>>>>=<><<<>'],
  ['....O=O...O', '>>>>>=><<<>'],
  ['.OCOCC=CCCO', '>>>><<=<<<>'],
  ['......O=O.O', '>>>>>>>=<<>'],
  ['......OC=CO', '>>>>>>>>=<>'],
  ['......O.O=.', '>>>>>>>>>=>'],
  ['CCCCCCOCO.=', '>><><<<<<<='],
]

/** Ways to write one and the same range. */
const FORMS: readonly [form: string, write: (range: RangeInclusive) => RangeLike][] = [
  ['a RangeInclusive', (other) => other],
  ['a plain object of bigints', ({ start, end }) => ({ start, end })],
  [
    'a plain object of numbers where they are safe',
    ({ start, end }) => ({ start: asNumber(start), end: asNumber(end) }),
  ],
  ['a structured clone', (other) => structuredClone(other)],
]

const relates = test.macro({
  exec(t, write: (range: RangeInclusive) => RangeLike) {
    const drawn = RANGES.map((one): [string, string] => {
      const others = RANGES.map(write)
      return [others.map((other) => relation(one, other)).join(''), others.map((other) => order(one, other)).join('')]
    })
    t.deepEqual(drawn, MATRIX)
  },
  title: (form) => `relations and order at the edges of u64 are the crate's, to ${form}`,
})

for (const [form, write] of FORMS) test(form, relates, write)

function relation(one: RangeInclusive, other: RangeLike): string {
  if (one.equals(other)) return one.contains(other) && one.overlaps(other) ? '=' : 'an equal range must overlap'
  if (one.contains(other)) return one.overlaps(other) ? 'C' : 'a contained range must overlap'
  return one.overlaps(other) ? 'O' : '.'
}

function order(one: RangeInclusive, other: RangeLike): string {
  return { '-1': '<', '0': '=', '1': '>' }[one.compare(other)]
}

test('compare sorts an array', (t) => {
  const sorted = RANGES.toSorted((a, b) => a.compare(b)).map(String)
  t.deepEqual(sorted.slice(0, 4), [
    'RangeInclusive [0x0, 0x0]',
    'RangeInclusive [0x0, 0x1]',
    'RangeInclusive [0x0, 0x100000000]',
    'RangeInclusive [0x0, 0xfffffffffffffffe]',
  ])
})

for (const method of ['contains', 'overlaps', 'equals', 'compare'] as const) {
  test(`${method} takes no range that the crate wouldn't make`, (t) => {
    const error = t.throws(() => range(1n, 2n)[method]({ start: 2n, end: 1n }))
    t.like(error, { kind: 'InvalidRange', start: 2n, end: 1n })
  })
}
