import test from 'ava'
import { readLayout } from 'vm-allocator/layout'
import { SystemAllocator } from 'vm-allocator/system'
import { flatten, hex, layoutOf } from './samples.ts'

test('a layout becomes a system with the owners that it names', (t) => {
  const system = layoutOf('written/guest.lspci').toSystem()
  t.deepEqual(system.owner('0000:00:03.0 memory window', 0xc000_0010n), { device: '0000:01:00.0', resource: 'BAR 0' })
  const microvm = layoutOf('written/x86.info-vmstate').toSystem()
  t.deepEqual(microvm.owner('memory', 0xc000_1000n), { device: 'rootfs', resource: 'range' })
  t.deepEqual(microvm.owner('ids', 24), { device: 'eth0', resource: 'id 24' })
  microvm.detach('eth0')
  t.is(microvm.owner('ids', 24), undefined)
})

test('ids without an owner are taken too', (t) => {
  const layout = layoutOf('real/firecracker-1.16.1-pci.resource_allocator.json')
  const system = layout.toSystem()
  t.deepEqual(system.owner('gsi_msi_allocator', 36), { device: 'gsi_msi_allocator 36', resource: 'id 36' })
  t.is(layout.ids.length, 15)
  for (const { id, pool } of layout.ids) t.not(system.owner(pool, id), undefined)
})

test("a layout with an overlap can't become a system", (t) => {
  t.throws(() => layoutOf('written/vm-info.json').toSystem(), { name: 'NoRoomError' })
})

test("a system's snapshot is read with its owners, ids and unowned ranges", (t) => {
  const system = new SystemAllocator({ mmio: { base: 0xc000_0000n, size: 1n << 20n }, lines: { ids: [5, 23] } })
  system.attach('net0', { bar0: { pool: 'mmio', size: 0x1000n }, line: { pool: 'lines', id: 9 } })
  const layout = readLayout(system.snapshot())
  t.deepEqual(layout.formats, ['system-snapshot'])
  t.deepEqual(
    flatten(layout.space('mmio')?.ranges ?? []).map(({ range }) => [hex(range.start), hex(range.end), range.label]),
    [
      ['0xc0000000', '0xc00fffff', 'mmio'],
      ['0xc0000000', '0xc0000fff', 'net0 bar0'],
    ],
  )
  t.deepEqual(layout.ids, [{ id: 9, owner: 'net0', pool: 'lines' }])
  t.deepEqual(layout.problems(), [])
  const stray = JSON.parse(system.snapshot())
  stray.pools[0].allocated.push(['0xc0002000', '0xc0002fff'])
  t.deepEqual(
    readLayout(JSON.stringify(stray))
      .problems()
      .map(({ text }) => text),
    ['[0xc0002000, 0xc0002fff] is allocated in mmio, and no device owns it'],
  )
})
