// The invariants of every line of every text.
import test from 'ava'
import fc from 'fast-check'
import { type MapSource, renderMap } from '../../lib/map/index.ts'
import { columnsOf } from '../../lib/text/columns.ts'
import { runsOr } from '../support/runs.ts'
import { HOSTILE, hostileLabels, pages, spaces } from './sources.ts'

const ESCAPE = '\u001b\\[\\d+m'
const ESCAPES = new RegExp(ESCAPE, 'g')
/** A line whose escapes come in pairs: a style, and its reset. */
const PAIRED = new RegExp(`^(?:[^\u001b]|${ESCAPE}[^\u001b]+\u001b\\[0m)*$`)

const idSpaces: fc.Arbitrary<MapSource> = fc
  .tuple(fc.nat(0xffff_ffff), fc.array(fc.tuple(fc.nat(1 << 20), fc.nat(1 << 12)), { maxLength: 40 }))
  .map(([base, runs]) => {
    let next = base
    const list = runs.map(([gap, more]) => {
      const start = next + gap
      next = start + more + 2
      return { start, end: start + more }
    })
    return { base, end: Math.min(next, 0xffff_ffff), allocatedRuns: () => list.filter((run) => run.end <= 0xffff_ffff) }
  })

/** A space and names for some of its ranges. */
const labelled = fc.tuple(
  fc.oneof<fc.Arbitrary<MapSource>[]>(spaces, idSpaces),
  fc.array(hostileLabels, { minLength: 1, maxLength: 8 }),
  hostileLabels,
)

test('no line is wider than the width or ends with a space', (t) => {
  const options = fc.record({ width: fc.integer({ min: 40, max: 240 }), ascii: fc.boolean(), color: fc.boolean() })
  const property = fc.property(labelled, options, ([source, names, title], given) => {
    const labels = (start: bigint) => names[Number(start % BigInt(names.length + 1))]
    const text = renderMap(source, { ...given, labels, title }).replace(ESCAPES, '')
    t.true(text.endsWith('\n'))
    for (const line of text.split('\n')) {
      t.true(columnsOf(line) <= given.width, `${columnsOf(line)} columns: ${line}`)
      t.is(line, line.trimEnd())
    }
  })
  fc.assert(property, { numRuns: runsOr(200) })
})

test('ASCII is printable ASCII, including names and title', (t) => {
  const property = fc.property(labelled, ([source, [name = ''], title]) => {
    const text = renderMap(source, { width: 100, ascii: true, color: false, labels: () => name, title })
    t.regex(text, /^[\n -~]*$/)
  })
  fc.assert(property, { numRuns: runsOr(120) })
})

test('no name can control a terminal, change the text direction or start a line', (t) => {
  const layout = pages(0x1000n, 1, -1, 3)
  const lines = renderMap(layout, { width: 120, color: false }).split('\n').length
  for (const name of HOSTILE) {
    const text = renderMap(layout, { width: 120, color: false, labels: () => name, title: name.slice(0, 60) })
    t.notRegex(text.replaceAll('\n', ''), /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u)
    t.is(text.split('\n').length, lines)
  }
})

test('a harmless name is shown unchanged, in each script', (t) => {
  for (const name of ['virtio-net0', 'gpu "A" & <B>', 'réseau', '漢字かな', '한국어', 'שלום', '😀']) {
    const text = renderMap(pages(0x1000n, 1, -1), { width: 80, color: false, labels: new Map([[0x1000n, name]]) })
    t.true(text.includes(`allocated  ${name}\n`), name)
  }
})

test('columns are those of a terminal: wide scripts take two, combining marks none', (t) => {
  const columns = ['abc', '漢字かな', '한국어', '😀', 'e\u0301', 'שלום', '！', '░█'].map(columnsOf)
  t.deepEqual(columns, [3, 8, 6, 2, 1, 4, 2, 2])
  const text = renderMap(pages(0x1000n, 1), { width: 47, color: false, labels: () => '漢字'.repeat(9) })
  t.true(text.includes('allocated  漢字漢字漢…\n'), 'twelve columns are left')
})

test('a name that is too long is cut with a mark', (t) => {
  const cut = (ascii: boolean): string => {
    const text = renderMap(pages(0x1000n, 1), { width: 60, color: false, ascii, labels: () => 'x'.repeat(99) })
    return /allocated {2}(.*)/.exec(text)?.[1] ?? ''
  }
  t.is(cut(false), `${'x'.repeat(24)}…`)
  t.is(cut(true), `${'x'.repeat(22)}...`)
})

test('colour adds escapes and nothing else; every line ends without one', (t) => {
  const property = fc.property(spaces, fc.integer({ min: 40, max: 120 }), (source, width) => {
    const coloured = renderMap(source, { width, color: true })
    t.regex(coloured, ESCAPES)
    t.is(coloured.replace(ESCAPES, ''), renderMap(source, { width, color: false }))
    for (const line of coloured.split('\n')) t.regex(line, PAIRED)
  })
  fc.assert(property, { numRuns: runsOr(50) })
})

test('neighbours have different colours', (t) => {
  const [, overview = ''] = renderMap(pages(0n, 1, 1, 1, 1), { width: 80, color: true }).split('\n\n')
  const of = (code: number) => `\u001b[${code}m${'█'.repeat(16)}\u001b[0m`
  t.true(overview.includes(of(34) + of(36) + of(34) + of(36)))
})
