// Lists of very many ranges are summarised, say so, and stay small.
import test from 'ava'
import { XMLValidator } from 'fast-xml-parser'
import { type MapOptions, renderMap } from '../../lib/map/index.ts'
import { pages } from './sources.ts'
import { all, part, svgOf, tooltips } from './svg-reader.ts'

/** Ranges of different sizes, alternately allocated and free. */
const counts = (count: number): number[] =>
  Array.from({ length: count }, (_, at) => (at % 2 === 0 ? 1 + ((at * 7) % 13) : -1 - ((at * 5) % 11)))

const table = (count: number, options: MapOptions = {}): string[] =>
  renderMap(pages(0x1000n, ...counts(count)), { width: 200, color: false, ...options })
    .split('\n\n')[2]
    ?.split('\n') ?? []

test('a table has up to 10,000 rows, or a summary of about 256', (t) => {
  t.is(table(10_000).length, 10_001)
  const rows = table(10_001)
  t.true(rows.length > 200 && rows.length <= 260, `${rows.length}`)
  t.is(
    rows.at(-1),
    'The list would have 10001 rows, more than 10000: neighbours are summarised.  A window shows a part range by range.',
  )
})

test('the sums cover everything, and count the ranges', (t) => {
  const rows = table(20_000).slice(1, -1)
  const read = rows.map((row) => {
    const [, start = '', end = '', ranges = ''] =
      /^(0x\w+) – (0x\w+) .* mixed +(\d+) ranges, [\d.]+ % allocated$/.exec(row) ?? []
    return { start: BigInt(start), end: BigInt(end), ranges: Number(ranges) }
  })
  t.is(
    read.reduce((sum, { ranges }) => sum + ranges, 0),
    20_000,
  )
  t.is(read[0]?.start, 0x1000n)
  for (const [at, { end }] of read.entries()) if (at + 1 < read.length) t.is(read[at + 1]?.start, end + 1n)
})

test('named ranges stay separate', (t) => {
  const labels = (start: bigint): string | undefined => (start % 0x800_0000n === 0x1000n ? `at ${start}` : undefined)
  const named = table(20_000, { labels }).filter((row) => /allocated {2}at \d+$/.test(row))
  t.true(named.length > 0 && named.length <= 64)
})

test('an SVG is summarised above 1,000 rows and drawn as bars above 128 ranges in a line', (t) => {
  const svg = svgOf(pages(0x1000n, ...counts(20_000)))
  t.is(XMLValidator.validate(svg), true)
  t.true(tooltips(part(svg, 'ranges')).length <= 260)
  t.true(tooltips(part(svg, 'overview')).length <= 16 * 128)
  const captions = [...all(part(svg, 'scale'))].map(({ text }) => text).filter((text) => text !== '')
  t.regex(captions[0] ?? '', /^A full line is /)
  t.is(captions[1], 'A line of more than 128 ranges is drawn as bars, whose height is the allocated share.')
  t.regex(
    captions[2] ?? '',
    /^The list would have 20000 rows, more than 1000: neighbours are summarised\. A window shows/,
  )
  t.is(tooltips(part(svgOf(pages(0x1000n, ...counts(1000))), 'ranges')).length, 1000)
})

test('the height of a bar is the allocated share of its addresses', (t) => {
  // 16 lines of 64 cells of 16 KiB, so two pages per bar; one page in four is free.
  const layout = pages(0n, ...Array.from({ length: 4096 }, (_, at) => (at % 4 === 3 ? -1 : 1)))
  const bars = tooltips(part(svgOf(layout), 'overview')).flatMap(({ text, shapes }) =>
    /ranges/.test(text) ? [{ text, high: Number(shapes[1]?.attributes['height'] ?? 0) }] : [],
  )
  t.is(bars.length, 16 * 128)
  t.deepEqual([...new Set(bars.map(({ high }) => high))], [22, 11])
  t.regex(bars[0]?.text ?? '', /^0x000000 – 0x001fff, 2 ranges, 100 % of 8 KiB allocated$/)
})

test('no number of ranges and no name makes an SVG larger than two megabytes', (t) => {
  for (const labels of [undefined, (start: bigint) => `${start} ${'&'.repeat(5000)}`]) {
    t.true(svgOf(pages(0x1000n, ...counts(100_000)), { ...(labels && { labels }) }).length <= 2_000_000)
  }
})
