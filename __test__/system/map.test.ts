import test from 'ava'
import { XMLParser } from 'fast-xml-parser'
import { renderMap } from 'vm-allocator/map'
import { IdPool, SystemAllocator } from 'vm-allocator/system'

function example() {
  const system = new SystemAllocator({
    mmio32: { base: 0xc000_0000n, size: 768n << 20n },
    msi: { ids: [24, 100] },
  })
  system.attach('net0', { bar0: { pool: 'mmio32', size: 0x1000 }, msix: { pool: 'msi', count: 3 } })
  system.attach('<b>&"', { bar0: { pool: 'mmio32', size: 0x1000 }, irq: { pool: 'msi' } })
  return system
}

test('a map of a system has all pools, with the owners as labels', (t) => {
  const text = renderMap(example(), { width: 100, color: false })
  t.regex(text, /^mmio32 .*0xc0000000 – 0xefffffff {2}768 MiB$/m)
  t.regex(text, /^0xc0000000 – 0xc0000fff +4 KiB {2}allocated {2}net0\.bar0$/m)
  t.regex(text, /^ *24 – +26 +3 ids {2}allocated {2}net0\.msix$/m)
  t.regex(text, /^ *27 – +27 +1 id {2}allocated {2}<b>&"\.irq$/m)
})

test('as SVG, it is one well-formed element with a map for each pool', (t) => {
  const svg = renderMap(example(), { format: 'svg', title: 'Machine' })
  const document = new XMLParser({ ignoreAttributes: false }).parse(svg)
  t.is(document.svg.title, 'Machine')
  t.is(document.svg.svg.length, 2)
  const [first, second] = document.svg.svg
  t.true(Number(second['@_y']) >= Number(first['@_height']))
  t.true(Number(document.svg['@_height']) >= Number(second['@_y']) + Number(second['@_height']))
  t.true(svg.includes('net0.msix'))
  t.false(svg.includes('<b>'))
  t.notRegex(svg, /undefined|NaN/)
})

test('a pool of ids reports exactly what devices have', (t) => {
  const ids = example().pool('msi')
  t.true(ids instanceof IdPool)
  t.deepEqual(ids.allocatedRuns(), [
    { start: 24, end: 26 },
    { start: 27, end: 27 },
  ])
  t.deepEqual(ids.stats(), { allocated: 4, available: 73, largestFreeRun: 73 })
  t.deepEqual(
    [23, 24, 27, 28].map((id) => ids.isAllocated(id)),
    [false, true, true, false],
  )
  t.is(JSON.stringify(ids), '{"base":24,"end":100,"allocated":[{"start":24,"end":26},{"start":27,"end":27}]}')
})
