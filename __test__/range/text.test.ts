import test from 'ava'
import { AddressAllocator, RangeInclusive } from 'vm-allocator'
import { MAX } from '../support/edges.ts'

const TEXTS: readonly [start: bigint, end: bigint, text: string, json: string][] = [
  [0n, 0n, 'RangeInclusive [0x0, 0x0]', '{"start":"0x0","end":"0x0"}'],
  [0x1000n, 0x1fffn, 'RangeInclusive [0x1000, 0x1fff]', '{"start":"0x1000","end":"0x1fff"}'],
  [1n, MAX, 'RangeInclusive [0x1, 0xffffffffffffffff]', '{"start":"0x1","end":"0xffffffffffffffff"}'],
]

const written = test.macro({
  exec(t, start: bigint, end: bigint, text: string, json: string) {
    const range = new RangeInclusive(start, end)
    t.is(range.toString(), text)
    t.is(`${range}`, text)
    t.is(JSON.stringify(range), json)
    t.deepEqual(Object.entries(range.toJSON()), Object.entries(JSON.parse(json)))
  },
  title: (_, start, end) => `text and JSON of ${start} to ${end}`,
})

for (const row of TEXTS) test(written, ...row)

test('the JSON of a range has its exact ends', (t) => {
  const { start, end } = JSON.parse(JSON.stringify(new RangeInclusive(2n ** 53n + 1n, MAX)))
  t.true(new RangeInclusive(BigInt(start), BigInt(end)).equals({ start: 2n ** 53n + 1n, end: MAX }))
})

test('allocated ranges and constructed ranges are alike', (t) => {
  const allocated = new AddressAllocator(0x1000n, 0x1000n).allocate(0x1000n)
  const constructed = new RangeInclusive(0x1000n, 0x1fffn)
  t.deepEqual(allocated, constructed)
  t.is(Object.getPrototypeOf(allocated), RangeInclusive.prototype)
  for (const range of [allocated, constructed]) {
    t.deepEqual(Object.keys(range), ['start', 'end'])
    t.deepEqual({ ...range }, { start: 0x1000n, end: 0x1fffn })
    t.is(range.constructor, RangeInclusive)
    t.is(range.len, 0x1000n)
  }
})
