// The output of real programs: all descriptions of the same guest must agree.
import test from 'ava'
import type { Layout } from 'vm-allocator/layout'
import { flatten, hex, layoutOf, sample } from './samples.ts'

function lines(path: string, pattern: RegExp): number {
  return sample(path)
    .toString()
    .split('\n')
    .filter((line) => pattern.test(line)).length
}

function rangesOf(layout: Layout, space: string): string[] {
  return flatten(layout.space(space)?.ranges ?? []).map(({ range }) => `${hex(range.start)}-${hex(range.end)}`)
}

function barsOf(layout: Layout, space: string): { place: string; owner: string | undefined; label: string }[] {
  return flatten(layout.space(space)?.ranges ?? [])
    .filter(({ range }) => range.type === 'bar')
    .map(({ range }) => ({ place: `${hex(range.start)}-${hex(range.end)}`, owner: range.owner, label: range.label }))
}

test('every line of /proc/iomem and /proc/ioports is a range at its depth', (t) => {
  for (const [path, space] of [
    ['real/q35-guest-iomem.txt', 'memory'],
    ['real/q35-guest-ioports.txt', 'io'],
    ['real/hotplug-before-iomem.txt', 'memory'],
    ['real/hotplug-nospace-iomem.txt', 'memory'],
  ] as const) {
    const rows = sample(path).toString().trimEnd().split('\n')
    const ranges = flatten(layoutOf(path).space(space)?.ranges ?? [])
    t.deepEqual(
      ranges.map(({ range, depth }) => {
        const digits = space === 'io' ? 4 : 8
        const [start, end] = [range.start, range.end].map((address) => address.toString(16).padStart(digits, '0'))
        return `${'  '.repeat(depth)}${start}-${end} : ${range.label}`
      }),
      rows,
    )
  }
})

test('each BAR of the kernel log is in /proc/iomem or /proc/ioports under its device', (t) => {
  const log = layoutOf('real/q35-guest-dmesg.txt')
  for (const [path, space, line] of [
    ['real/q35-guest-iomem.txt', 'memory', /: BAR \d \[mem/],
    ['real/q35-guest-ioports.txt', 'io', /: BAR \d \[io/],
  ] as const) {
    const listed = flatten(layoutOf(path).space(space)?.ranges ?? [])
    const bars = barsOf(log, space).filter(({ label }) => !label.endsWith('ROM'))
    t.is(bars.length, lines('real/q35-guest-dmesg.txt', line))
    for (const { place, owner } of bars) {
      const found = listed.some(
        ({ range }) => `${hex(range.start)}-${hex(range.end)}` === place && range.label === owner,
      )
      t.true(found, `${owner} ${place}`)
    }
  }
})

test('the windows of the kernel log are the buses of /proc/iomem', (t) => {
  const windows = layoutOf('real/q35-guest-dmesg.txt').windows('memory')
  const buses = layoutOf('real/q35-guest-iomem.txt').windows('memory')
  t.deepEqual(
    windows.map(({ start, end, bus }) => [start, end, bus]),
    buses.map(({ start, end, bus }) => [start, end, bus]),
  )
})

test('each BAR of lspci is in /proc/iomem under its device', (t) => {
  const listed = flatten(layoutOf('real/hotplug-nospace-iomem.txt').space('memory')?.ranges ?? [])
  const bars = barsOf(layoutOf('real/hotplug-nospace-lspci-vv.txt'), 'memory').filter(
    ({ label }) => !label.endsWith('ROM'),
  )
  t.is(bars.length, lines('real/hotplug-nospace-lspci-vv.txt', /^\tRegion \d: Memory/))
  for (const { place, owner } of bars) {
    const found = listed.some(({ range }) => `${hex(range.start)}-${hex(range.end)}` === place && range.label === owner)
    t.true(found, `${owner} ${place}`)
  }
})

test('every line of info mtree -f is a range, in the spaces that have a view', (t) => {
  const layout = layoutOf('real/q35-hmp-info-mtree-f.txt')
  t.deepEqual(
    layout.spaces.map(({ name }) => name),
    ['I/O', 'memory', 'cpu-smm-0'],
  )
  const ranges = layout.spaces.flatMap(({ name }) => rangesOf(layout, name))
  t.is(ranges.length, lines('real/q35-hmp-info-mtree-f.txt', /\(prio /))
  t.true(layout.space('memory')?.also.includes('virtio-blk-pci'))
})

test('query-pci: every region with an address is a range, and a closed window is not one', (t) => {
  const layout = layoutOf('real/q35-qmp-query-pci.json')
  const addresses = lines('real/q35-qmp-query-pci.json', /"address": \d/)
  t.is(barsOf(layout, 'memory').length + barsOf(layout, 'io').length, addresses)
  t.deepEqual(
    layout.windows().map(({ label, bus }) => [label, bus]),
    [
      ['00:05.0 rp1 window', '0000:01'],
      ['00:05.0 rp1 window', '0000:01'],
    ],
  )
})

test('cloud-hypervisor: every resource is a range, named by its device', (t) => {
  const path = 'real/cloud-hypervisor-54-vm-info.json'
  const layout = layoutOf(path)
  const resources = sample(path)
    .toString()
    .match(/"(?:PciBar|MmioAddressRange)"/g)
  t.is(rangesOf(layout, 'memory').length, resources?.length ?? 0)
  const labels = flatten(layout.space('memory')?.ranges ?? []).map(({ range }) => range.label)
  t.true(labels.includes('hot BAR 0'))
  t.true(labels.includes('pmem0'))
})

test("Firecracker's allocators are spaces with the allocated ranges, and ids", (t) => {
  const path = 'real/firecracker-1.16.1-pci.resource_allocator.json'
  const layout = layoutOf(path)
  const allocated = layout.spaces.flatMap(({ ranges }) =>
    flatten(ranges).filter(({ range }) => range.kind === 'device'),
  )
  t.is(
    allocated.length,
    sample(path)
      .toString()
      .match(/"Allocated"/g)?.length ?? 0,
  )
  t.deepEqual(
    layout.ids.filter(({ pool }) => pool === 'gsi_legacy_allocator').map(({ id }) => id),
    [5, 6],
  )
})

test('a device tree: registers are translated, and interrupt controllers keep their frames', (t) => {
  const layout = layoutOf('real/aarch64-virt.dtb')
  const labels = flatten(layout.space('memory')?.ranges ?? []).map(({ range }) => range.label)
  const nodes = sample('real/aarch64-virt.dtb')
    .toString('latin1')
    .match(/virtio_mmio@/g)
  t.is(labels.filter((label) => label.startsWith('/virtio_mmio@')).length, nodes?.length ?? 0)
  t.is(labels.filter((label) => label === '/flash@0').length, 2)
  t.true(labels.includes('/intc@8000000/v2m@8020000'))
})

test('no real machine has a problem', (t) => {
  for (const path of [
    'aarch64-virt.dtb',
    'cloud-hypervisor-54-vm-info.json',
    'firecracker-1.16.1-pci.resource_allocator.json',
    'hotplug-nospace-iomem.txt',
    'hotplug-nospace-lspci-vv.txt',
    'q35-guest-dmesg.txt',
    'q35-guest-iomem.txt',
    'q35-guest-ioports.txt',
    'q35-hmp-info-mtree-f.txt',
    'q35-qmp-query-pci.json',
  ]) {
    t.deepEqual(layoutOf(`real/${path}`).problems(), [], path)
  }
})
