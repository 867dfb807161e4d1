// Cases of the crate's `lib.rs`; the answers at the edges are what `RangeInclusive::new` prints.
import test from 'ava'
import { RangeInclusive } from 'vm-allocator'
import { asNumber, MAX } from '../support/edges.ts'
import { refuses } from '../support/refusal.ts'

test('a range has its first and last address and its length (crate: test_getters, RangeInclusive doc test)', (t) => {
  const range = new RangeInclusive(3n, 5n)
  t.is(range.start, 3n)
  t.is(range.end, 5n)

  const documented = new RangeInclusive(0x0n, 0x100n)
  t.is(documented.len, 0x101n)
  t.is(documented.start, 0x0n)
  t.is(documented.end, 0x100n)
})

test('a range that ends before it starts is refused (crate: test_new_range)', (t) => {
  refuses(t, () => new RangeInclusive(2n, 1n), 'InvalidRange', { start: 2n, end: 1n })
})

test('all of u64 is no range, as its length is no u64 (crate: test_new_range, test_range_upper_bound)', (t) => {
  refuses(t, () => new RangeInclusive(0n, MAX), 'InvalidRange', { start: 0n, end: MAX })
})

/** What is left out is refused: every other pair of edges ends before it starts, or is all of u64. */
const LENGTHS: readonly [start: bigint, end: bigint, len: bigint][] = [
  [0n, 0n, 1n],
  [0n, 1n, 2n],
  [0n, 2n ** 32n, 0x1_0000_0001n],
  [0n, 2n ** 53n, 0x20_0000_0000_0001n],
  [0n, 2n ** 63n, 0x8000_0000_0000_0001n],
  [0n, MAX - 1n, MAX],
  [1n, 1n, 1n],
  [1n, 2n ** 32n, 2n ** 32n],
  [1n, 2n ** 53n, 2n ** 53n],
  [1n, 2n ** 63n, 2n ** 63n],
  [1n, MAX - 1n, MAX - 1n],
  [1n, MAX, MAX],
  [2n ** 32n, 2n ** 32n, 1n],
  [2n ** 32n, 2n ** 53n, 0x1f_ffff_0000_0001n],
  [2n ** 32n, 2n ** 63n, 0x7fff_ffff_0000_0001n],
  [2n ** 32n, MAX - 1n, 0xffff_fffe_ffff_ffffn],
  [2n ** 32n, MAX, 0xffff_ffff_0000_0000n],
  [2n ** 53n, 2n ** 53n, 1n],
  [2n ** 53n, 2n ** 63n, 0x7fe0_0000_0000_0001n],
  [2n ** 53n, MAX - 1n, 0xffdf_ffff_ffff_ffffn],
  [2n ** 53n, MAX, 0xffe0_0000_0000_0000n],
  [2n ** 63n, 2n ** 63n, 1n],
  [2n ** 63n, MAX - 1n, 0x7fff_ffff_ffff_ffffn],
  [2n ** 63n, MAX, 2n ** 63n],
  [MAX - 1n, MAX - 1n, 1n],
  [MAX - 1n, MAX, 2n],
  [MAX, MAX, 1n],
]

const madeOf = test.macro({
  exec(t, start: bigint, end: bigint, len: bigint) {
    for (const range of [new RangeInclusive(start, end), new RangeInclusive(asNumber(start), asNumber(end))]) {
      t.is(range.start, start)
      t.is(range.end, end)
      t.is(range.len, len)
    }
  },
  title: (_, start, end) => `the range of ${start} to ${end}, its ends as bigint and as number`,
})

for (const row of LENGTHS) test(madeOf, ...row)

const endsBeforeStart = test.macro({
  exec(t, start: bigint, end: bigint) {
    refuses(t, () => new RangeInclusive(start, end), 'InvalidRange', { start, end })
    refuses(t, () => new RangeInclusive(asNumber(start), asNumber(end)), 'InvalidRange', { start, end })
  },
  title: (_, start, end) => `the range of ${start} to ${end} is refused`,
})

for (const [start, end] of LENGTHS) {
  if (start !== end) test(endsBeforeStart, end, start)
}

test('the greatest safe integer is a u64 as a number, and the next one is not', (t) => {
  const { start, end } = new RangeInclusive(Number.MAX_SAFE_INTEGER, 2n ** 53n)
  t.is(start, 2n ** 53n - 1n)
  t.is(end, 2n ** 53n)
  t.throws(() => new RangeInclusive(0, 2 ** 53), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE' })
})
