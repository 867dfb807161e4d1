// Checks the overview of a text map byte by byte against the meaning of its cells.
import test from 'ava'
import fc from 'fast-check'
import { type AddressMapSource, renderMap } from '../../lib/map/index.ts'
import { runsOr } from '../support/runs.ts'
import { bytesOf, expectedRanges, type ListedRange, pages, space, spaces } from './sources.ts'

/** A cell, and its position in the text. */
interface Cell {
  readonly start: bigint
  readonly glyph: string
}

/** A mark for omitted lines, as in the text. */
interface Mark {
  readonly start: bigint
  readonly end: bigint
  readonly size: string
}

interface Overview {
  readonly cellSize: bigint
  readonly cells: readonly Cell[]
  readonly marks: readonly Mark[]
}

function readOverview(text: string): Overview {
  const [, overview = ''] = text.split('\n\n')
  const cellSize = bytesOf(/one cell: (.*?)(?: {2}|$)/m.exec(overview)?.[1] ?? '')
  const cells = [...overview.matchAll(/^ *(0x[\da-f]+) {2}(.*)$/gm)].flatMap(([, place = '', drawn = '']) =>
    [...drawn].map((glyph, at) => ({
      start: BigInt(place) - (BigInt(place) % cellSize) + BigInt(at) * cellSize,
      glyph,
    })),
  )
  const mark = /^ *┄┄ (.*?) (?:free|not managed), (0x[\da-f]+) – (0x[\da-f]+) ┄*$/gm
  const marks = [...overview.matchAll(mark)].map(([, size = '', start = '', end = '']) => ({
    start: BigInt(start),
    end: BigInt(end),
    size,
  }))
  return { cellSize, cells, marks }
}

/** The number of bytes of first…last in ranges with this state. */
function count(ranges: readonly ListedRange[], state: string, first: bigint, last: bigint): bigint {
  return ranges
    .filter((range) => range.state === state && range.start <= last && range.end >= first)
    .map((range) => (range.end < last ? range.end : last) - (range.start > first ? range.start : first) + 1n)
    .reduce((sum, bytes) => sum + bytes, 0n)
}

function expectedGlyph(ranges: readonly ListedRange[], start: bigint, size: bigint): string {
  const bytes = (state: string): bigint => count(ranges, state, start, start + size - 1n)
  const [allocated, free, lost] = [bytes('allocated'), bytes('free'), bytes('lost')]
  if (lost > 0n) return '╳'
  if (allocated === 0n) return '░'
  if (free === 0n) return '█'
  return allocated * 2n >= allocated + free ? '▓' : '▒'
}

test('every cell is right about its bytes, and every byte is in a cell or a mark', (t) => {
  const property = fc.property(spaces, fc.integer({ min: 120, max: 200 }), (source, width) => {
    const ranges = expectedRanges(source)
    const { cellSize, cells, marks } = readOverview(renderMap(source, { width, color: false }))
    t.is(cellSize & (cellSize - 1n), 0n, 'a power of two')
    for (const { start, glyph } of cells) t.is(glyph, expectedGlyph(ranges, start, cellSize))
    for (const { start, end, size } of marks) {
      t.is(count(ranges, 'free', start, end), end - start + 1n, 'only free bytes are left out')
      t.is(bytesOf(size), end - start + 1n)
    }
    assertCovered(source, [
      ...cells.map(({ start }) => ({ start, end: start + cellSize - 1n })),
      ...marks.map(({ start, end }) => ({ start, end })),
    ])
  })
  fc.assert(property, { numRuns: runsOr(100) })
  t.pass()

  function assertCovered(source: AddressMapSource, parts: { start: bigint; end: bigint }[]): void {
    parts.sort((a, b) => (a.start < b.start ? -1 : 1))
    t.true((parts[0]?.start ?? -1n) <= source.base, 'from the first address')
    t.true((parts.at(-1)?.end ?? -1n) >= source.end, 'to the last one')
    for (const [at, part] of parts.entries()) {
      const next = parts[at + 1]
      if (next !== undefined) t.is(next.start, part.end + 1n, 'without a hole')
    }
  }
})

test('an overview has at most 16 lines', (t) => {
  const many = pages(0xc0000000n, ...Array.from({ length: 900 }, (_, at) => (at % 2 === 0 ? 1 : -1 - (at % 99))))
  const property = fc.property(
    fc.oneof(fc.constant(many), spaces),
    fc.integer({ min: 40, max: 200 }),
    (source, width) => {
      const [, overview = ''] = renderMap(source, { width, color: false }).split('\n\n')
      t.true(overview.split('\n').filter((line) => /^ *(0x|┄)/.test(line)).length <= 16, overview)
    },
  )
  fc.assert(property, { numRuns: runsOr(80) })
  t.pass()
})

test('a long gap is shortened, so that ranges near its ends can be distinguished', (t) => {
  const far = space(0n, 2n ** 64n - 1n, [
    [0n, 0x1000n, 'free'],
    [0x1000n, 0x1000n, 'allocated'],
    [0x2000n, 2n ** 64n - 0x4000n, 'free'],
    [2n ** 64n - 0x2000n, 0x1000n, 'allocated'],
    [2n ** 64n - 0x1000n, 0x1000n, 'free'],
  ])
  const { cellSize, cells, marks } = readOverview(renderMap(far, { width: 100, color: false }))
  t.is(cellSize, 0x1000n)
  t.is(marks.length, 1)
  // Lines of 80 pages from address 0; the last one starts 16 pages before the end, since 2⁵² mod 80 is 16.
  const first = `░█${'░'.repeat(78)}`
  const last = `${'░'.repeat(14)}█░`
  t.is(cells.map(({ glyph }) => glyph).join(''), first + last)
})

test('a single line of free bytes is drawn, two are a mark', (t) => {
  // Lines of 64 pages: the first has one allocated page, the last ends with one.
  const marks = (linesBetween: number): number =>
    readOverview(renderMap(pages(0n, 1, -63 - linesBetween * 64, 1), { width: 80, color: false })).marks.length
  t.deepEqual([0, 1, 2, 1000].map(marks), [0, 0, 1, 1])
})

test('a mark at the end includes the incomplete last line, and one at the start the first line', (t) => {
  const drawn = (...counts: number[]): number[] => {
    const { cells, marks } = readOverview(renderMap(pages(0x3000n, ...counts), { width: 80, color: false }))
    return [cells.length, marks.length]
  }
  t.deepEqual(drawn(1, -63 - 3 * 64 - 10), [64, 1])
  t.deepEqual(drawn(-3 * 64, 1), [1, 1])
})

test('an empty space and a full one are one line of one kind', (t) => {
  for (const [pieces, glyph] of [
    [pages(0xc0000000n, -0x3ec00), '░'],
    [pages(0xc0000000n, 0x3ec00), '█'],
  ] as const) {
    const { cells, marks, cellSize } = readOverview(renderMap(pieces, { width: 80, color: false }))
    t.is(cells.map((cell) => cell.glyph).join(''), glyph.repeat(63))
    t.is(cellSize, 16n << 20n)
    t.is(marks.length, 0)
  }
})

test('a single byte of 16 EiB is visible', (t) => {
  for (const state of ['allocated', 'lost'] as const) {
    const middle = 2n ** 63n
    const pieces = [
      [0n, middle, 'free'],
      [middle, 1n, 'allocated'],
      [middle + 1n, middle - 1n, 'free'],
    ] as const
    const source = space(0n, 2n ** 64n - 1n, state === 'lost' ? pieces.filter((piece) => piece[1] > 1n) : pieces)
    const { cells } = readOverview(renderMap(source, { width: 120, color: false }))
    t.is(cells.filter((cell) => cell.glyph === (state === 'lost' ? '╳' : '█')).length, 1)
  }
})
