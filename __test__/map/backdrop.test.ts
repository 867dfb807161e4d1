// Regions around and in the managed space, and windows that show a part.
import test from 'ava'
import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { type MapOptions, type MapSource, renderMap } from '../../lib/map/index.ts'
import { runsOr } from '../support/runs.ts'
import { bytesOf, pages, readTable, spaces } from './sources.ts'
import { listed, part, svgOf, tooltips } from './svg-reader.ts'

const drawn = (layout: MapSource, options: MapOptions): string[] =>
  renderMap(layout, { width: 70, color: false, ...options }).split('\n')

const mmio = pages(0xc000_0000n, 2, -6, 8)
const regions = [
  { start: 0xc001_0000, end: 0xc001_1fff, label: 'IOAPIC' },
  { start: 0xbfff_c000n, end: 0xbfff_ffffn, label: 'RAM' },
]

test('regions around the space are drawn and listed, in any order', (t) => {
  t.deepEqual(drawn(mmio, { regions }), [
    'Address space                          0xc0000000 – 0xc000ffff  64 KiB',
    '',
    '0xbfffc000  ▤▤▤▤▤▤▤▤████░░░░░░░░░░░░████████████████▤▤▤▤',
    'one cell: 2 KiB  █ allocated  ░ free  ▤ region',
    '',
    'start        end           size  state      label',
    '0xbfffc000 – 0xbfffffff  16 KiB  region     RAM',
    '0xc0000000 – 0xc0001fff   8 KiB  allocated',
    '0xc0002000 – 0xc0007fff  24 KiB  free',
    '0xc0008000 – 0xc000ffff  32 KiB  allocated',
    '0xc0010000 – 0xc0011fff   8 KiB  region     IOAPIC',
    '',
    'allocated 40 KiB in 2 ranges · free 24 KiB in 1 range',
    'largest free 24 KiB · fragmentation 0 %',
    '',
  ])
})

test('the ranges of the space show which regions they overlap', (t) => {
  const reserved = [
    { start: 0xc000_1000n, end: 0xc000_2fffn, label: 'boot\u001b[31m' },
    { start: 0xc000_3000n, end: 0xc000_3fffn, label: '' },
  ]
  const labels = new Map([[0xc000_0000n, 'net']])
  const rows = drawn(mmio, { regions: reserved, labels }).filter((line) => / – .* {2}(allocated|free)/.test(line))
  t.deepEqual(rows, [
    '0xc0000000 – 0xc0001fff   8 KiB  allocated  net, over boot␛[31m',
    '0xc0002000 – 0xc0007fff  24 KiB  free       over boot␛[31m and 1 more',
    '0xc0008000 – 0xc000ffff  32 KiB  allocated',
  ])
})

test('a long region is replaced with a mark with its name', (t) => {
  const ram = [{ start: 0n, end: 0xbfff_ffffn, label: 'RAM' }]
  const lines = drawn(mmio, { regions: ram })
  t.true(
    lines.some((line) => /^ +┄┄ 3 GiB − .* RAM, 0x00000000 – 0x\w+ ┄*$|^ +┄┄ 3 GiB RAM ┄+$|┄┄ .*RAM/.test(line)),
    lines.join('\n'),
  )
  t.true(lines.includes('0x00000000 – 0xbfffffff   3 GiB  region     RAM'))
})

test('an SVG has the regions too', (t) => {
  const svg = svgOf(mmio, { regions })
  t.is(XMLValidator.validate(svg), true)
  const shown = tooltips(part(svg, 'ranges')).map(({ text }) => text)
  t.is(shown[0], 'RAM: 0xbfffc000 – 0xbfffffff, 16 KiB, region')
  t.is(shown.at(-1), 'IOAPIC: 0xc0010000 – 0xc0011fff, 8 KiB, region')
  const shapes = tooltips(part(svg, 'overview')).filter(({ text }) => text.endsWith('region'))
  t.deepEqual(
    shapes.map(({ shapes: [shape] }) => shape?.attributes['class']),
    ['region', 'region'],
  )
})

test('ids can have regions too', (t) => {
  const ids = { base: 5, end: 7, allocatedRuns: () => [{ start: 5, end: 5 }] }
  const lines = drawn(ids, { regions: [{ start: 0, end: 4, label: 'legacy' }] })
  t.true(lines.includes('    0 –     4  5 ids  region     legacy'), lines.join('\n'))
})

test('a window shows its part, and says what it cuts', (t) => {
  t.deepEqual(drawn(mmio, { window: { start: 0xc000_1000, end: 0xc000_3fffn } }), [
    'Address space                0xc0001000 – 0xc0003fff  12 KiB of 64 KiB',
    '',
    `0xc0001000  ${'█'.repeat(16)}${'░'.repeat(32)}`,
    'one cell: 256 B  █ allocated  ░ free',
    '',
    'start        end          size  state      label',
    '0xc0001000 – 0xc0001fff  4 KiB  allocated  part of 0xc0000000 – 0xc00…',
    '0xc0002000 – 0xc0003fff  8 KiB  free       part of 0xc0002000 – 0xc00…',
    '',
    'allocated 4 KiB in 1 range · free 8 KiB in 1 range',
    'largest free 8 KiB · fragmentation 0 %',
    '',
  ])
})

test('a window shows exactly the ranges that it overlaps, cut to it', (t) => {
  const property = fc.property(
    spaces,
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.bigInt(0n, 1n << 40n),
    (source, share, more) => {
      const start = source.base + (BigInt(Math.floor(share * 1e6)) * (source.end - source.base)) / 1_000_000n
      const end = start + more < 1n << 64n ? start + more : (1n << 64n) - 1n
      const expected = source.list
        .filter((range) => range.state === 'allocated' && range.start <= end && range.end >= start)
        .map((range) => ({
          start: range.start > start ? range.start : start,
          end: range.end < end ? range.end : end,
          state: 'allocated',
        }))
      const shown = listed(svgOf(source, { window: { start, end } })).filter(({ state }) => state === 'allocated')
      t.deepEqual(shown, expected)
      const text = renderMap(source, { window: { start, end }, width: 400, color: false })
      t.is(
        readTable(text.replaceAll(/ {2}part of .*$/gm, '')).filter(({ state }) => state === 'allocated').length,
        expected.length,
      )
      const sum = expected.reduce((bytes, range) => bytes + range.end - range.start + 1n, 0n)
      t.is(bytesOf(/^allocated (.*?) in/m.exec(text)?.[1] ?? ''), sum)
    },
  )
  fc.assert(property, { numRuns: runsOr(80) })
})

const REFUSED: readonly [options: unknown, message: RegExp, code: string][] = [
  [{ window: 5 }, /^The "window" argument must be an object with start and end/, 'ERR_INVALID_ARG_TYPE'],
  [{ window: { start: 5n } }, /^The "window\.end" argument/, 'ERR_INVALID_ARG_TYPE'],
  [
    { window: { start: 5n, end: 4n } },
    /^The "window\.end" argument must be at least window\.start \(0x5\)/,
    'ERR_OUT_OF_RANGE',
  ],
  [{ window: { start: 0n, end: 4n } }, /"window".* shares an address with 0xc0000000 – 0xc000ffff/, 'ERR_OUT_OF_RANGE'],
  [{ regions: 5 }, /^The "regions" argument must be an iterable/, 'ERR_INVALID_ARG_TYPE'],
  [{ regions: [null] }, /^The "regions" argument/, 'ERR_INVALID_ARG_TYPE'],
  [{ regions: [{ start: 0n, end: 1n }] }, /^The "regions\.label" argument must be a string/, 'ERR_INVALID_ARG_TYPE'],
  [
    {
      regions: [
        { start: 4n, end: 9n, label: 'b' },
        { start: 0n, end: 4n, label: 'a' },
      ],
    },
    /"regions" argument must be disjoint, which \[0x0, 0x4\] and \[0x4, 0x9\] are not/,
    'ERR_OUT_OF_RANGE',
  ],
]

for (const [options, message, code] of REFUSED) {
  test(`refuses ${message.source}`, (t) => {
    t.throws(() => renderMap(mmio, options as MapOptions), { message, code })
  })
}
