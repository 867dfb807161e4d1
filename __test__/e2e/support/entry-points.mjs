// Tests of the other entry points, for every platform and runtime that has them, including browsers.
// Run it as portable.mjs. Expected values were counted by hand.
import assert from 'node:assert/strict'
import process from 'node:process'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import { explain, fitIn, layoutPage, readLayout } from 'vm-allocator/layout'
import { formatAddress, formatSize, renderMap } from 'vm-allocator/map'
import { NoRoomError, SystemAllocator } from 'vm-allocator/system'

const IOMEM = `00000000-00000fff : Reserved
00001000-0009ffff : System RAM
c0000000-febfffff : PCI Bus 0000:00
  c0000000-cfffffff : 0000:00:02.0
  d0000000-d0000fff : 0000:00:03.0
    d0000000-d0000fff : virtio-pci
fec00000-fec003ff : IOAPIC 0
`

const tests = []
const test = (name, body) => tests.push({ name, body })

test('map: text and SVG show the labels of allocated ranges', () => {
  const pool = new AddressAllocator(0xd000_0000n, 0x10_0000n, { sound: true })
  const { start } = pool.allocate(0x1000n)
  const labels = new Map([[start, 'net <0>']])
  const drawn = renderMap(pool, { labels, width: 80 })
  assert.match(drawn, /0xd0000000/)
  assert.match(drawn, /net <0>/)
  assert.match(drawn, /1020 KiB/)
  assert.match(renderMap(pool, { format: 'svg', labels }), /^<svg[\s\S]*net &lt;0&gt;[\s\S]*<\/svg>\s*$/)
})

test('map: ids, addresses and sizes', () => {
  const ids = new IdAllocator(5, 23)
  ids.allocateId()
  assert.match(renderMap(ids, { width: 80 }), /1 of 19|18/)
  assert.equal(formatAddress(0xfec0_0000n), '0xfec00000')
  assert.equal(formatSize(4n << 20n), '4 MiB')
})

test('layout: ranges nest, and windows become allocators', () => {
  const layout = readLayout(IOMEM)
  assert.deepEqual([...layout.formats], ['linux-iomem'])
  const pool = layout.window('PCI Bus 0000:00')
  assert.deepEqual([pool.base, pool.end], [0xc000_0000n, 0xfebf_ffffn])
  assert.equal(pool.stats().allocatedBytes, 0x1000_1000n)
  assert.equal(layout.problems().length, 0)
  assert.equal(explain(layout).length, 0)
})

test('layout: says where something fits, and why not', () => {
  const [window] = fitIn(readLayout(new TextEncoder().encode(IOMEM)), { size: 0x1000_0000n })
  assert.equal(window.start, 0xe000_0000n)
  const [none] = fitIn(readLayout(IOMEM), { size: 0x2000_0000n, width: '32bit' })
  assert.equal(none.start, undefined)
})

test('layout: writes a page', () => {
  assert.match(layoutPage(readLayout(IOMEM), { title: 'Guest' }), /^<!doctype html>[\s\S]*virtio-pci/)
})

test('system: a device gets everything or nothing', () => {
  const system = new SystemAllocator({ mmio: { base: 0xc000_0000n, size: 1n << 20n }, lines: { ids: [5, 6] } })
  const net = system.attach('net0', { bar: { pool: 'mmio', size: 0x1000n }, line: { pool: 'lines', count: 2 } })
  assert.equal(net.bar.range.start, 0xc000_0000n)
  assert.deepEqual([...net.line.ids], [5, 6])
  const before = system.snapshot()
  const needs = { bar: { pool: 'mmio', size: 0x1000n }, line: { pool: 'lines', count: 1 } }
  assert.throws(() => system.attach('net1', needs), NoRoomError)
  assert.equal(system.snapshot(), before)
  assert.equal(system.owner('mmio', 0xc000_0fffn).device, 'net0')
  assert.ok(SystemAllocator.restore(before).snapshot() === before)
  system.detach('net0')
  assert.equal(system.pool('mmio').stats().freeBytes, 1n << 20n)
})

test('system: can be drawn, and created from a layout', () => {
  const system = readLayout(IOMEM).toSystem()
  assert.match(renderMap(system, { width: 80 }), /0000:00:02\.0/)
})

let failed = 0
for (const { name, body } of tests) {
  try {
    body()
    console.log(`ok ${name}`)
  } catch (error) {
    failed++
    console.log(`not ok ${name}\n${error instanceof Error ? error.stack : error}`)
  }
}
console.log(`${tests.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
