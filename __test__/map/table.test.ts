import test from 'ava'
import fc from 'fast-check'
import { renderMap } from '../../lib/map/index.ts'
import { runsOr } from '../support/runs.ts'
import { expectedRanges, pages, readTable, space, spaces, withoutFolded } from './sources.ts'

const wide = { width: 400, color: false } as const

/** The rows of the table, without its heading. */
function rows(text: string): string[] {
  return text.split('\n\n')[2]?.trimEnd().split('\n').slice(1) ?? []
}

test('the table contains each range once, separately or in a fold', (t) => {
  const property = fc.property(spaces, fc.boolean(), (source, ascii) => {
    const shown = readTable(renderMap(source, { ...wide, ascii }))
    const expected = withoutFolded(expectedRanges(source), shown)
    t.deepEqual(
      shown,
      expected.map(({ start, end, state }) => ({ start, end, state })),
    )
    const allocated = shown.filter((range) => range.state === 'allocated').length
    t.is(allocated, source.list.filter((range) => range.state === 'allocated').length)
  })
  fc.assert(property, { numRuns: runsOr(100) })
  t.pass()
})

test('three equal neighbours have a row each, four are folded', (t) => {
  t.deepEqual(rows(renderMap(pages(0x1000n, 2, 2, 2), wide)), [
    '0x1000 – 0x2fff  8 KiB  allocated',
    '0x3000 – 0x4fff  8 KiB  allocated',
    '0x5000 – 0x6fff  8 KiB  allocated',
  ])
  t.deepEqual(rows(renderMap(pages(0x1000n, 2, 2, 2, 2), wide)), ['0x1000 – 0x8fff  4 × 8 KiB  allocated'])
})

test('a fold ends where the size, the state or the name changes', (t) => {
  const labels = new Map([0x1000n, 0x2000n, 0x3000n, 0x4000n, 0x5000n].map((start) => [start, 'queue']))
  t.deepEqual(rows(renderMap(pages(0x1000n, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, -1), { ...wide, labels })), [
    '0x1000 – 0x5fff  5 × 4 KiB  allocated  queue',
    '0x6000 – 0x9fff  4 × 4 KiB  allocated',
    '0xa000 – 0xbfff      8 KiB  allocated',
    '0xc000 – 0xcfff      4 KiB  free',
  ])
})

test('ranges with different names are never folded', (t) => {
  const counts = Array.from({ length: 32 }, () => 1)
  const text = renderMap(pages(0n, ...counts), { ...wide, labels: (start) => `queue ${start / 0x1000n}` })
  t.deepEqual(
    rows(text).map((row) => /queue \d+$/.exec(row)?.[0]),
    counts.map((_, at) => `queue ${at}`),
  )
})

test('equal ranges at equal distances are folded, together with the free ones between them', (t) => {
  t.deepEqual(rows(renderMap(pages(0x10000n, 1, -3, 1, -3, 1, -3, 1, -3), wide)), [
    '0x10000 – 0x1cfff  4 × 4 KiB  allocated  every 16 KiB',
    '0x1d000 – 0x1ffff     12 KiB  free',
  ])
})

test('a fold of distances ends where a distance changes', (t) => {
  t.deepEqual(rows(renderMap(pages(0x10000n, 1, -1, 1, -1, 1, -1, 1, -2, 1), wide)), [
    '0x10000 – 0x16fff  4 × 4 KiB  allocated  every 8 KiB',
    '0x17000 – 0x18fff      8 KiB  free',
    '0x19000 – 0x19fff      4 KiB  allocated',
  ])
})

test('only free ranges disappear in a fold', (t) => {
  t.is(rows(renderMap(pages(0x10000n, 1, 2, 1, 2, 1, 2, 1, 2), wide)).length, 8)
  const lossy = space(
    0n,
    0x6fn,
    [0n, 0x20n, 0x40n, 0x60n].map((start) => [start, 0x10n, 'allocated'] as const),
  )
  t.deepEqual(
    readTable(renderMap(lossy, wide)).map(({ state }) => state),
    ['allocated', 'lost', 'allocated', 'lost', 'allocated', 'lost', 'allocated'],
  )
})

test('a common name is listed with the distance', (t) => {
  const text = renderMap(pages(0x10000n, 1, -1, 1, -1, 1, -1, 1, -1), { ...wide, labels: () => 'doorbell' })
  t.is(rows(text)[0], '0x10000 – 0x16fff  4 × 4 KiB  allocated  doorbell, every 8 KiB')
})

test('ranges outside the managed space are never folded with those inside', (t) => {
  const source = space(
    0x400n,
    0x7ffn,
    Array.from({ length: 8 }, (_, at) => [BigInt(at) * 0x100n, 0x100n, 'free'] as const),
  )
  t.deepEqual(rows(renderMap(source, wide)), [
    '0x000 – 0x3ff  4 × 256 B  free, outside',
    '0x400 – 0x7ff  4 × 256 B  free',
  ])
})

test('sizes of several terms are bracketed in a fold', (t) => {
  const size = (1n << 30n) - 0x1000n
  const source = space(
    0n,
    size * 4n - 1n,
    [0n, 1n, 2n, 3n].map((at) => [at * size, size, 'allocated'] as const),
  )
  t.deepEqual(rows(renderMap(source, wide)), ['0x00000000 – 0xffffbfff  4 × (1 GiB − 4 KiB)  allocated'])
})

test('free neighbours that the crate keeps apart (D4) are distinguished', (t) => {
  const source = space(0n, 2n, [
    [0n, 1n, 'free'],
    [1n, 1n, 'free'],
    [2n, 1n, 'free'],
  ])
  const text = renderMap(source, wide)
  t.deepEqual(rows(text), ['0x000 – 0x000   1 B  free', '0x001 – 0x001   1 B  free', '0x002 – 0x002   1 B  free'])
  t.regex(text, /^allocated 0 B in 0 ranges · free 3 B in 3 ranges · largest free 1 B · fragmentation 66\.7 %$/m)
})

test('a table of five hundred different ranges has five hundred rows', (t) => {
  const counts = Array.from({ length: 1000 }, (_, at) => (at % 2 === 0 ? 1 + (at % 7) : -1 - (at % 11)))
  const text = renderMap(pages(0xc0000000n, ...counts), wide)
  t.is(readTable(text).length, 1000)
  t.regex(text, /^allocated .* in 500 ranges · free .* in 500 ranges/m)
})
