import test from 'ava'
import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import type { MapSource } from '../../lib/map/index.ts'
import { element } from '../../lib/map/svg-element.ts'
import { fitColumns } from '../../lib/text/columns.ts'
import { printable } from '../../lib/text/terminal.ts'
import { escapeXml } from '../../lib/text/xml.ts'
import { runsOr } from '../support/runs.ts'
import { bytesOf, expectedRanges, HOSTILE, hostileLabels, pages, space, spaces, withoutFolded } from './sources.ts'
import { all, type Element, listed, parse, part, svgOf, tooltips } from './svg-reader.ts'

/** XML 1.0, section 2.2: no other character can be in a document at all. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

test('every name and every title gives XML with exactly that name', (t) => {
  const property = fc.property(hostileLabels, hostileLabels, (label, title) => {
    const svg = svgOf(pages(0x1000n, 3, -1, 2), { labels: new Map([[0x1000n, label]]), title })
    t.is(XMLValidator.validate(svg), true)
    t.notRegex(svg, NOT_XML)
    const root = parse(svg)
    t.is(root.children[0]?.text, shown(title))
    const name = label === '' ? '' : `${shown(label)}: `
    t.is(tooltips(part(svg, 'ranges'))[0]?.text, `${name}0x1000 – 0x3fff, 12 KiB, allocated`)
  })
  fc.assert(property, { numRuns: runsOr(150), examples: HOSTILE.map((name) => [name, name]) })

  /** Printable and cut to 200 columns. */
  function shown(text: string): string {
    return fitColumns(printable(text), 200, '…')
  }
})

test('markup is escaped in content and in attributes', (t) => {
  t.is(escapeXml(`<a b='c' d="e">&lt;]]>`), '&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;lt;]]&gt;')
  t.is(element('a', { b: '"', c: undefined, d: 0.126 }), '<a b="&quot;" d="0.13"/>')
})

test('names can add neither elements nor attributes', (t) => {
  const elements = (label: string): Element[] => [
    ...all(parse(svgOf(pages(0x1000n, 1, 1, -1), { labels: () => label, title: label }))),
  ]
  const shapes = (label: string): string[] =>
    elements(label)
      .filter(({ name }) => name !== 'text')
      .map(({ name, attributes }) => `${name} ${Object.keys(attributes)}`)
  const expected = shapes('x')
  for (const name of HOSTILE) {
    const note = JSON.stringify(name).slice(0, 30)
    t.deepEqual(shapes(name), expected, note)
    // How many texts there are depends on the room for the name.
    const attributes = elements(name).flatMap((element) =>
      element.name === 'text' ? Object.keys(element.attributes) : [],
    )
    t.deepEqual([...new Set(attributes)].sort(), ['class', 'font-size', 'text-anchor', 'x', 'y'], note)
  }
})

test('the list contains each range once, separately or in a fold', (t) => {
  const property = fc.property(spaces, fc.integer({ min: 480, max: 2000 }), (source, width) => {
    const svg = svgOf(source, { width })
    t.is(XMLValidator.validate(svg), true)
    const displayed = listed(svg)
    const expected = withoutFolded(expectedRanges(source), displayed)
    t.deepEqual(
      displayed,
      expected.map(({ start, end, state }) => ({ start, end, state })),
    )
  })
  fc.assert(property, { numRuns: runsOr(80) })
})

test('the overview is to scale: pixels by bytes', (t) => {
  const property = fc.property(spaces, (source) => {
    const svg = svgOf(source)
    const lineSize = bytesOf(
      /A full line is (.*?)\.(?: |$)/.exec(part(svg, 'scale').children[0]?.text ?? '')?.[1] ?? '',
    )
    const lineWidth =
      960 - 24 - Number(/M([\d.]+),/.exec(part(svg, 'overview').children[0]?.attributes['d'] ?? '')?.[1])
    for (const { text, shapes } of tooltips(part(svg, 'overview'))) {
      const [, size = '', state = ''] = /f?, ([^,]+), (allocated|free|lost)$/.exec(text) ?? []
      const width = Number(shapes[0]?.attributes['width'])
      if (state === '') continue // a mark
      const expected = (Number(bytesOf(size)) / Number(lineSize)) * lineWidth
      // Ranges that continue in another line are narrower here, and none is too thin to see.
      t.true(width <= Math.max(expected, state === 'free' ? 0 : 2) + 0.02, `${text}: ${width}, not ${expected}`)
    }
  })
  fc.assert(property, { numRuns: runsOr(80) })
})

test('allocated and lost ranges are in the overview, at least two pixels wide', (t) => {
  const property = fc.property(spaces, (source) => {
    const drawn = tooltips(part(svgOf(source), 'overview'))
    const seen = new Set(drawn.map(({ text }) => BigInt(/0x[\da-f]+/.exec(text)?.[0] ?? 0)))
    for (const { start, state } of expectedRanges(source)) if (state !== 'free') t.true(seen.has(start))
    for (const { text, shapes } of drawn) {
      if (/(allocated|lost)$/.test(text)) t.true(Number(shapes[0]?.attributes['width']) >= 2)
    }
  })
  fc.assert(property, { numRuns: runsOr(80) })
})

test('no shape of the overview leaves its line', (t) => {
  const property = fc.property(spaces, fc.integer({ min: 480, max: 1600 }), (source, width) => {
    const overview = part(svgOf(source, { width }), 'overview')
    const left = Number(/M([\d.]+),/.exec(overview.children[0]?.attributes['d'] ?? '')?.[1])
    for (const { text, shapes } of tooltips(overview)) {
      const { x, width: wide } = shapes[0]?.attributes ?? {}
      if (x !== undefined) t.true(Number(x) >= left - 0.02 && Number(x) + Number(wide) <= width - 24 + 0.02, text)
    }
  })
  // A single byte at the end of a line, much less than a pixel.
  const last = space(0n, 2n ** 39n - 1n, [
    [0n, 2n ** 39n - 1n, 'allocated'],
    [2n ** 39n - 1n, 1n, 'allocated'],
  ])
  fc.assert(property, { numRuns: runsOr(80), examples: [[last, 960]] })
})

test('widened ranges are drawn above their neighbours', (t) => {
  const property = fc.property(spaces, (source) => {
    const covering = new Map<string, boolean>()
    for (const { text, shapes } of tooltips(part(svgOf(source), 'overview'))) {
      const y = shapes[0]?.attributes['y'] ?? ''
      if (/free$/.test(text)) t.falsy(covering.get(y), text)
      else covering.set(y, true)
    }
  })
  fc.assert(property, { numRuns: runsOr(50) })
})

test('three ranges of a line have the widths of their sizes', (t) => {
  const svg = svgOf(pages(0n, 16, -32, 16), { width: 1000 })
  const shapes = tooltips(part(svg, 'overview')).map(({ text, shapes: [shape] }) => [text, shape] as const)
  const box = (start: string) => {
    const found = shapes.find(([text]) => text.startsWith(start))?.[1]?.attributes ?? {}
    return { x: Number(found['x']), width: Number(found['width']) }
  }
  const [first, gap, last] = [box('0x00000'), box('0x10000'), box('0x30000')]
  t.true(Math.abs(gap.width - 2 * first.width) < 0.02)
  t.true(Math.abs(last.width - first.width) < 0.02)
  t.true(Math.abs(first.x + first.width - gap.x) < 0.02)
  t.true(Math.abs(last.x + last.width - (1000 - 24)) < 0.02)
})

test('nothing lies outside the picture and no two rows of a column overlap', (t) => {
  const property = fc.property(spaces, fc.integer({ min: 480, max: 1600 }), (source, width) => {
    const svg = svgOf(source, { width })
    const root = parse(svg)
    const height = Number(root.attributes['height'])
    const bottoms = new Map<number, number>()
    for (const { shapes } of tooltips(part(svg, 'ranges'))) {
      const { x, y, height: high } = boxOf(shapes[0])
      t.true(y >= (bottoms.get(x) ?? 0), 'overlap')
      bottoms.set(x, y + high)
    }
    t.true(Math.max(...bottoms.values()) <= height - 20)
    t.true(Math.max(...bottoms.keys()) < width)
  })
  fc.assert(property, { numRuns: runsOr(50) })

  /** The box of a rectangle, or of a path with torn edges. */
  function boxOf(shape: Element | undefined): { x: number; y: number; height: number } {
    const { x, y, height, d = '' } = shape?.attributes ?? {}
    const [, left, top] = /^M([\d.]+),([\d.]+)/.exec(d) ?? []
    const bottom = /V([\d.]+)/.exec(d)?.[1]
    if (bottom === undefined) return { x: Number(x), y: Number(y), height: Number(height) }
    return { x: Number(left), y: Number(top), height: Number(bottom) - Number(top) + 4 }
  }
})

test('a picture loads nothing and runs nothing', (t) => {
  const svg = svgOf(pages(0xc0000000n, 1, -5000, 300, -3, 1))
  const names = new Set([...all(parse(svg))].map(({ name }) => name))
  t.deepEqual([...names].sort(), ['defs', 'desc', 'g', 'path', 'pattern', 'rect', 'style', 'svg', 'text', 'title'])
  t.deepEqual(svg.match(/https?:[^"]*/g), ['http://www.w3.org/2000/svg'])
  t.notRegex(svg, /@import|@font-face|javascript:|\son\w+=|xlink|href|src=/)
  for (const [, target] of svg.matchAll(/url\((.*?)\)/g)) t.regex(target ?? '', /^#vam-/)
  for (const [, family] of svg.matchAll(/px ([^;}]+)[;}]/g)) {
    t.regex(family ?? '', /^(?:ui-monospace,monospace|system-ui,sans-serif)$/)
  }
  t.regex(svg, /@media \(prefers-color-scheme:dark\)/)
})

test('a screen reader has a name and a description', (t) => {
  const svg = svgOf(pages(0xc0000000n, 1, -3), { title: 'MMIO' })
  const { attributes, children } = parse(svg)
  const [title, description] = children
  t.is(attributes['role'], 'img')
  t.is(attributes['aria-labelledby'], `${title?.attributes['id']} ${description?.attributes['id']}`)
  t.is(title?.text, 'MMIO')
  t.is(
    description?.text,
    '0xc0000000 to 0xc0003fff, 16 KiB. Allocated, 1 range: 4 KiB. Free, 1 range: 12 KiB. Largest free: 12 KiB. Fragmentation: 0 %.',
  )
})

test('two maps in one page share no id, and the same map always has the same ids', (t) => {
  const ids = (layout: MapSource): (string | undefined)[] =>
    [...all(parse(svgOf(layout)))].map(({ attributes }) => attributes['id']).filter((id) => id !== undefined)
  const [one, other] = [ids(pages(0n, 1, -1)), ids(pages(0n, 2, -1))]
  t.is(new Set([...one, ...other]).size, one.length + other.length)
  t.deepEqual(ids(pages(0n, 1, -1)), one)
})

test('every rule of the style sheet is confined to the map', (t) => {
  const style = [...all(parse(svgOf(pages(0n, 1))))].find(({ name }) => name === 'style')?.text ?? ''
  const selectors = [...style.matchAll(/^([^@{}\n]+)\{/gm)].flatMap(([, list = '']) => list.split(','))
  t.true(selectors.length > 10)
  for (const selector of selectors) t.regex(selector, /^\.vam\b/)
})

test('names are in the overview if there is room for all of them', (t) => {
  const labels = new Map([
    [0n, 'room enough'],
    [0x20000n, `cut ${'x'.repeat(99)}`],
    [0x3f000n, 'no room for this one'],
  ])
  const overview = part(svgOf(pages(0n, 32, 16, -15, 1), { labels }), 'overview')
  const texts = [...all(overview)].filter(({ name }) => name === 'text').map(({ text }) => text)
  t.true(texts.includes('room enough'))
  t.false(texts.some((text) => /^(?:no|cut)/.test(text)))
  t.true(tooltips(overview).some(({ text }) => text.startsWith('no room for this one: 0x3f000')))
})

test('lost and outside ranges are marked and counted', (t) => {
  const svg = svgOf(
    space(0x1000n, 0x1fffn, [
      [0x100n, 0x100n, 'free'],
      [0x200n, 0x100n, 'allocated'],
      [0x1100n, 0xf00n, 'free'],
    ]),
  )
  const displayed = tooltips(part(svg, 'ranges')).map(({ text }) => text)
  t.deepEqual(displayed, [
    '0x0100 – 0x01ff, 256 B, free, outside',
    '0x0200 – 0x02ff, 256 B, allocated, outside',
    '0x1000 – 0x10ff, 256 B, lost',
    '0x1100 – 0x1fff, 3.75 KiB, free',
  ])
  const totals = part(svg, 'totals').children.map(({ text }) => text)
  t.deepEqual(totals.slice(-4), ['Lost, 1 range', '256 B', 'Outside, 2 ranges', '512 B'])
  for (const name of ['overview', 'ranges']) {
    const frames = [...all(part(svg, name))].filter(({ attributes }) => attributes['class'] === 'outside')
    t.is(frames.length, 2, name)
  }
})

test('ranges shortened in the overview have torn edges in the list too', (t) => {
  const rows = tooltips(part(svgOf(pages(0xc0000000n, 1, -5000, 1, -3, 1)), 'ranges'))
  t.deepEqual(
    rows.map(({ shapes: [shape] }) => shape?.name),
    ['rect', 'path', 'rect', 'rect', 'rect'],
  )
})

test('four hundred ranges: each is listed, and small free ones are thin', (t) => {
  const counts = Array.from({ length: 800 }, (_, at) => (at % 2 === 0 ? 1 + (at % 13) : -1 - (at % 17)))
  const svg = svgOf(pages(0xc0000000n, ...counts))
  t.is(listed(svg).length, 800)
  const listing = tooltips(part(svg, 'ranges')).map(({ shapes }) => ({
    height: Number(shapes[0]?.attributes['height']),
    texts: shapes.filter(({ name }) => name === 'text').length,
  }))
  const roomy = listing.filter(({ height }) => height >= 18)
  const thin = listing.filter(({ height }) => height < 10)
  t.true(roomy.length >= 400)
  t.true(thin.length >= 300)
  t.true(roomy.every(({ texts }) => texts >= 2))
  t.true(thin.every(({ texts }) => texts === 0))
  t.true(Number(parse(svg).attributes['height']) < 5000)
})
