// The output of several versions of VMMs, lspci and boards. The expectations were worked out by hand.
import test from 'ava'
import { LayoutError, mergeLayouts, readLayout } from 'vm-allocator/layout'
import { placesOf } from './samples.ts'

test('lspci of several versions: bridges, CardBus, marks, ROMs and resizable BARs', (t) => {
  const layout = readLayout(
    [
      '0000:00:01.0 PCI bridge [0604]: Intel Corporation Device [8086:2a01] (rev 0c) (prog-if 00 [Normal decode])',
      '\tControl: I/O+ Mem+ BusMaster+ SpecCycle- MemWINV-',
      '\tRegion 0: Memory at d0500000 (64-bit, non-prefetchable) [size=4K]',
      '\tBus: primary=00, secondary=01, subordinate=02, sec-latency=0',
      '\tI/O behind bridge: 2000-2fff [size=4K] [16-bit]',
      '\tMemory behind bridge: c4000000-c6ffffff [size=48M] [32-bit]',
      '\tPrefetchable memory behind bridge: 2000000000-27ffffffff [size=32G] [64-bit]',
      '0000:00:02.0 PCI bridge: Old one',
      '\tBus: primary=00, secondary=03, subordinate=03, sec-latency=0',
      '\tI/O behind bridge: 0000f000-00000fff',
      '\tMemory behind bridge: e0000000-e1cfffff',
      '\tPrefetchable memory behind bridge: 00000000e1f00000-00000000e3ffffff',
      '0000:00:03.0 PCI bridge: Without windows',
      '\tBus: primary=00, secondary=04, subordinate=04, sec-latency=0',
      '\tI/O behind bridge: None',
      '\tMemory behind bridge: [disabled] [32-bit]',
      '\tPrefetchable memory behind bridge: fff00000-000fffff [disabled]',
      '0000:00:04.0 CardBus bridge: Ricoh',
      '\tRegion 0: Memory at 50000000 (32-bit, non-prefetchable) [size=4K]',
      '\tBus: primary=00, secondary=05, subordinate=08, sec-latency=176',
      '\tMemory window 0: 54000000-57ffffff (prefetchable)',
      '\tMemory window 1: 58000000-5bffffff',
      '\tI/O window 0: 00005000-000050ff',
      '\tI/O window 1: 00000000-00000003 [disabled]',
      '0000:01:00.0 VGA compatible controller: Example',
      '\tRegion 0: [virtual] Memory at c5000000 (32-bit, non-prefetchable) [size=16M]',
      '\tRegion 1: Memory at 2400000000 (64-bit, prefetchable) [disabled] [size=8G]',
      '\tRegion 3: Memory at <unassigned> (64-bit, prefetchable) [disabled]',
      '\tRegion 5: I/O ports at <unassigned> [disabled]',
      '\tExpansion ROM at 000c0000 [virtual] [disabled] [size=128K]',
      '\tCapabilities: [bb0 v1] Physical Resizable BAR',
      '\t\tBAR 3: current size: 16GB, supported: 64MB 128MB 16GB',
      '0000:01:00.1 Audio device: Example',
      '\tRegion 0: Memory at c4080000 (type 3, non-prefetchable) [size=16K]',
      '\tRegion 2: I/O ports at 2080 [virtual] [size=8]',
      '\tExpansion ROM at <ignored> [disabled]',
    ].join('\n'),
  )
  t.deepEqual(placesOf(layout, 'memory'), [
    '0xc0000-0xdffff 0000:01:00.0 ROM',
    '0x50000000-0x50000fff 0000:00:04.0 BAR 0',
    '0x54000000-0x57ffffff 0000:00:04.0 memory window',
    '0x58000000-0x5bffffff 0000:00:04.0 memory window',
    '0xc4000000-0xc6ffffff 0000:00:01.0 memory window',
    '  0xc4080000-0xc4083fff 0000:01:00.1 BAR 0',
    '  0xc5000000-0xc5ffffff 0000:01:00.0 BAR 0',
    '0xd0500000-0xd0500fff 0000:00:01.0 BAR 0',
    '0xe0000000-0xe1cfffff 0000:00:02.0 memory window',
    '0xe1f00000-0xe3ffffff 0000:00:02.0 prefetchable memory window',
    '0x2000000000-0x27ffffffff 0000:00:01.0 prefetchable memory window',
    '  0x2400000000-0x25ffffffff 0000:01:00.0 BAR 1',
  ])
  t.deepEqual(placesOf(layout, 'io'), [
    '0x2000-0x2fff 0000:00:01.0 i/o window',
    '  0x2080-0x2087 0000:01:00.1 BAR 2',
    '0x5000-0x50ff 0000:00:04.0 i/o window',
  ])
  t.deepEqual(
    layout.unplaced.map(({ device, bar, size, reason }) => [device, bar, size, reason]),
    [
      ['0000:01:00.0', 'BAR 3', 16n << 30n, '<unassigned>'],
      ['0000:01:00.0', 'BAR 5', undefined, '<unassigned>'],
      ['0000:01:00.1', 'ROM', undefined, '<ignored>'],
    ],
  )
  t.deepEqual(
    layout.windows('memory').map(({ bus, prefetchable }) => [bus, prefetchable]),
    [
      ['0000:05', true],
      ['0000:05', false],
      ['0000:01', false],
      ['0000:03', false],
      ['0000:03', true],
      ['0000:01', true],
    ],
  )
})

test('/proc/iomem of a board, of Hyper-V and of persistent memory', (t) => {
  const layout = readLayout(
    [
      '09000000-09000fff : pl011@9000000',
      '  09000000-09000fff : 9000000.pl011 pl011@9000000',
      '10000000-3efeffff : pcie@10000000',
      '  10000000-101fffff : PCI Bus 0000:01',
      '    10000000-10000fff : 0000:01:00.0',
      '40000000-13fffffff : System RAM',
      '  40210000-414fffff : Kernel code',
      '  41500000-418fffff : reserved',
      '140000000-17fffffff : Persistent Memory',
      '  140000000-17fffffff : namespace0.0',
      'fe0000000-fffffffff : PCI Bus 0000:00',
      '  fe0000000-fe00fffff : PCI Bus 9c1b:00',
      '4010000000-401fffffff : PCI ECAM',
    ].join('\n'),
  )
  t.deepEqual(
    layout.windows().map(({ label, bus }) => [label, bus]),
    [
      ['pcie@10000000', undefined],
      ['PCI Bus 0000:01', '0000:01'],
      ['PCI Bus 0000:00', '0000:00'],
      ['PCI Bus 9c1b:00', '9c1b:00'],
    ],
  )
  t.deepEqual(
    layout.space('memory')?.ranges.map(({ kind, children }) => [kind, children.length]),
    [
      ['device', 1],
      ['window', 1],
      ['memory', 2],
      ['memory', 1],
      ['window', 1],
      ['reserved', 0],
    ],
  )
  t.deepEqual(layout.problems(), [])
})

test('info mtree -f: types, priorities, accelerators, views without ranges, trees after them', (t) => {
  const layout = readLayout(
    [
      '(qemu) info mtree -f',
      'FlatView #0',
      ' AS "gpu-memory", root: gpu-bus, alias ram',
      ' AS "memory", root: system',
      ' Root memory region: system',
      '  0000000000000000-0000000003ffffff (prio 0, romd): virt.flash0 KVM',
      '  0000000008000000-0000000008000fff (prio -1000, i/o): gic_dist @0000000000001000',
      '  0000000040000000-00000000bfffffff (prio 0, ram): mach-virt.ram KVM KVM',
      '  0000008000000000-0000008000003fff (prio 1, ramd): 0000:01:00.0 BAR 0 mmaps[0] kvm',
      '  fffffffffffff000-ffffffffffffffff (prio 0, nv-ram): top of memory (1)',
      '  not a line of it',
      '',
      'FlatView #1',
      ' AS "VGA", root: bus master container',
      ' Root memory region: (none)',
      '  No rendered FlatView',
      'address-space: memory',
      '  0000000000000000-ffffffffffffffff (prio 0, i/o): system',
      '    0000000000000000-0000000003ffffff (prio 0, ram): alias ram-below-4g @pc.ram 0000000000000000-0000000003ffffff',
      '(qemu) ',
    ].join('\n'),
  )
  t.deepEqual(
    layout.spaces.map(({ name, also }) => [name, also]),
    [['gpu-memory', ['memory']]],
  )
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x0-0x3ffffff virt.flash0',
    '0x8000000-0x8000fff gic_dist',
    '0x40000000-0xbfffffff mach-virt.ram',
    '0x8000000000-0x8000003fff 0000:01:00.0 BAR 0 mmaps[0]',
    '0xfffffffffffff000-0xffffffffffffffff top of memory (1)',
  ])
  t.deepEqual(
    layout.spaces[0]?.ranges.map(({ kind }) => kind),
    ['memory', 'device', 'memory', 'device', 'memory'],
  )
})

test('info mtree -f before QEMU 2.11', (t) => {
  const layout = readLayout(
    'address-space (flat view): memory\n  0000000000000000-000000000009ffff (prio 0, ram): pc.ram\naddress-space (flat view): I/O\n  0000000000000060-0000000000000060 (prio 0, i/o): i8042-data\n',
  )
  t.deepEqual(placesOf(layout, 'memory'), ['0x0-0x9ffff pc.ram'])
  t.deepEqual(placesOf(layout, 'I/O'), ['0x60-0x60 i8042-data'])
})

test('query-pci: bridges behind bridges, of several root buses, in a session with events', (t) => {
  const device = (bus: number, slot: number, rest: object) => ({ bus, slot, function: 0, qdev_id: `d${bus}`, ...rest })
  const window = (base: number, limit: number) => ({ base, limit })
  const inner = device(1, 0, {
    regions: [],
    pci_bridge: {
      bus: {
        ...{ number: 1, secondary: 2, subordinate: 2, io_range: window(0xf000, 0xfff) },
        ...{ memory_range: window(0xfe000000, 0xfe0fffff), prefetchable_range: window(0xfff00000, 0xfffff) },
      },
      devices: [
        device(2, 3, {
          regions: [
            { bar: 0, type: 'memory', address: 0xfe000000, size: 4096 },
            { bar: 6, size: 65536, address: -1, type: 'memory' },
          ],
        }),
      ],
    },
  })
  const outer = device(0, 5, {
    regions: [{ bar: 0, type: 'memory', address: 0xfe800000, size: 4096, prefetch: false, mem_type_64: false }],
    pci_bridge: {
      bus: {
        ...{ number: 0, secondary: 1, subordinate: 2, io_range: window(0xf000, 0xfff) },
        ...{ memory_range: window(0xfe000000, 0xfe1fffff), prefetchable_range: window(0x380000000000, 0x3807ffffffff) },
      },
      devices: [inner],
    },
  })
  const answer = {
    return: [
      { bus: 0, devices: [outer] },
      { bus: 0x80, devices: [] },
    ],
    id: 'libvirt-7',
  }
  const layout = readLayout(
    [
      '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 9}, "package": ""}, "capabilities": ["oob"]}}',
      '{"return": {}}',
      '{"timestamp": {"seconds": 1764100000, "microseconds": 1234567890123456}, "event": "NIC_RX_FILTER_CHANGED", "data": {}}',
      JSON.stringify(answer),
      '{"timestamp": {"seconds": 1764100001, "microseconds": 5}, "event": "SHUTDOWN"}',
    ].join('\r\n'),
  )
  t.deepEqual(placesOf(layout, 'memory'), [
    '0xfe000000-0xfe1fffff 00:05.0 d0 window',
    '  0xfe000000-0xfe0fffff 01:00.0 d1 window',
    '    0xfe000000-0xfe000fff 02:03.0 d2 BAR 0',
    '0xfe800000-0xfe800fff 00:05.0 d0 BAR 0',
    '0x380000000000-0x3807ffffffff 00:05.0 d0 window',
  ])
  t.deepEqual(
    layout.buses.map(({ bus, last, bridge }) => [bus, last, bridge]),
    [
      ['0000:01', '0000:02', '0000:00:05.0'],
      ['0000:02', '0000:02', '0000:01:00.0'],
    ],
  )
  t.deepEqual(
    layout.unplaced.map(({ device, bar, size, failed }) => [device, bar, size, failed]),
    [['0000:02:03.0', 'BAR 6', 65536n, false]],
  )
})

const CLOUD_HYPERVISOR = {
  config: { memory: { size: 1 << 30 }, numa: [{ guest_numa_id: 0 }], sgx_epc: [{ id: 'epc0', size: 65536 }] },
  state: 'Running',
  memory_actual_size: 1 << 30,
  device_tree: {
    '_virtio-pci-_net2': {
      id: '_virtio-pci-_net2',
      resources: [
        { PciBar: { index: 0, base: 0x3ffff8000000, size: 524288, type_: 'Mmio64', prefetchable: false } },
        { MsiIrq: { ty: 'PciMsix', base: 26, size: 2 } },
      ],
      children: ['_net2'],
      pci_bdf: '0001:00:01.0',
    },
    _net2: { id: '_net2', resources: [], parent: '_virtio-pci-_net2', children: [], pci_bdf: '0001:00:01.0' },
    __serial: {
      ...{ id: '__serial', children: [] },
      resources: [{ PioAddressRange: { base: 0x3f8, size: 8 } }, { LegacyIrq: 4 }, { MacAddress: '12:34:56:78:90:ab' }],
    },
    gpu0: {
      ...{ id: 'gpu0', children: [], pci_bdf: '0001:00:02.0' },
      resources: [
        { PciBar: { index: 1, base: 0x38000000, size: 4096, type_: 'Mmio32', prefetchable: true } },
        { PciBar: { index: 2, base: 0xc000, size: 128, type_: 'Io', prefetchable: false } },
        { KvmMemSlot: 7 },
      ],
    },
  },
}

test('vm.info of cloud-hypervisor: several segments, interrupts, ports', (t) => {
  const layout = readLayout(JSON.stringify(CLOUD_HYPERVISOR))
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x38000000-0x38000fff gpu0 BAR 1',
    '0x3ffff8000000-0x3ffff807ffff _net2 BAR 0',
  ])
  t.deepEqual(placesOf(layout, 'io'), ['0x3f8-0x3ff __serial', '0xc000-0xc07f gpu0 BAR 2'])
  t.deepEqual(
    layout.ids.map(({ id, owner }) => [id, owner]),
    [
      [26, '_net2'],
      [27, '_net2'],
      [4, '__serial'],
    ],
  )
})

test('vm.info: as curl -i prints it, at rest, and large', (t) => {
  const text = JSON.stringify(CLOUD_HYPERVISOR)
  const answer = `HTTP/1.1 200 \r\nServer: Cloud Hypervisor API\r\nContent-Type: application/json\r\n\r\n${text}`
  t.deepEqual(readLayout(answer).spaces, readLayout(text).spaces)
  const { device_tree: _, ...rest } = CLOUD_HYPERVISOR
  const error = t.throws(() => readLayout(JSON.stringify({ ...rest, state: 'Created', device_tree: null })), {
    instanceOf: LayoutError,
  })
  t.regex(error.message, /once the VM is booted/)

  // Reads a few devices at a time: braces, commas and quotes in names must not count as structure.
  const tree: Record<string, object> = {}
  for (let at = 0; at < 12_000; at++) {
    const range = { base: 2 ** 40 + at * 65536, size: 4096 }
    tree[`d${at} \\"{[,]}"`] = { id: `d${at}`, resources: [{ MmioAddressRange: range }], children: [] }
  }
  const big = JSON.stringify({ ...CLOUD_HYPERVISOR, device_tree: tree }).replace(
    '1099511627776',
    '18446744073709547520',
  )
  t.true(big.length > 1 << 20)
  const layout = readLayout(big)
  t.is(layout.space('memory')?.ranges.length, 12_000)
  t.deepEqual(placesOf(layout, 'memory').slice(-2), [
    `0x1002edf0000-0x1002edf0fff d11999 \\"{[,]}"`,
    `0xfffffffffffff000-0xffffffffffffffff d0 \\"{[,]}"`,
  ])
  t.throws(() => readLayout(`${big.slice(0, -1)},}`), { instanceOf: LayoutError, message: /isn't valid JSON/ })
  t.throws(() => readLayout(big.slice(0, -100)), { instanceOf: LayoutError, message: /isn't valid JSON/ })
})

test("the crate's JSON: flattened, tagged, with renamed members beside it, and with all ids allocated", (t) => {
  const addresses = (start: number, end: number) => ({
    address_space: { start, end },
    interval_tree: { root: { key: { start, end }, node_state: 'Allocated', left: null, right: null, height: 1 } },
  })
  const layout = readLayout(
    JSON.stringify({
      type: 'Vmm',
      next_id: 3,
      flat: { kind: 'mmio', name: 'x', ...addresses(0x1000, 0x1fff) },
      pools: [{ tag: 'a', ...addresses(0, 0xffff) }],
      ids: { range_base: 4294967294, next_id: null, range_end: 4294967295, freed_ids: [4294967294] },
    }),
  )
  t.deepEqual(
    layout.spaces.map(({ name }) => name),
    ['flat', 'pools[0]'],
  )
  t.deepEqual(placesOf(layout, 'flat'), ['0x1000-0x1fff flat', '  0x1000-0x1fff allocated'])
  t.deepEqual(
    layout.ids.map(({ id, pool }) => [id, pool]),
    [[4294967295, 'ids']],
  )
})

test("Firecracker's allocators and devices, in two files, are one layout with owners", (t) => {
  const allocators = readLayout(
    JSON.stringify({
      gsi: { range_base: 5, next_id: 7, range_end: 23, freed_ids: [] },
      mmio32: {
        address_space: { start: 0xc0001000, end: 0xc0ffffff },
        interval_tree: {
          root: {
            key: { start: 0xc0001000, end: 0xc0001fff },
            node_state: 'Allocated',
            left: null,
            right: {
              key: { start: 0xc0002000, end: 0xc0ffffff },
              node_state: 'Free',
              left: null,
              right: null,
              height: 1,
            },
            height: 2,
          },
        },
      },
    }),
  )
  const devices = readLayout(
    'MicrovmState {\n    x: VirtioDeviceState {\n        device_id: "rootfs",\n        device_info: MMIODeviceInfo {\n            addr: 3221229568,\n            len: 4096,\n            gsi: Some(\n                5,\n            ),\n        },\n    },\n}\n',
  )
  const layout = mergeLayouts([devices, allocators])
  const allocated = layout.space('mmio32')?.ranges[0]?.children[0]
  t.deepEqual([allocated?.label, allocated?.owner, allocated?.also], ['allocated', 'rootfs', ['rootfs']])
  t.deepEqual(
    layout.ids.map(({ id, owner, pool }) => [id, owner, pool]),
    [
      [5, 'rootfs', 'gsi'],
      [6, '', 'gsi'],
    ],
  )
})

test('problems report where the search stops', (t) => {
  const lines = Array.from(
    { length: 400 },
    (_, at) => `  ${(0x10000 + at).toString(16)}-${(0x90000 - at).toString(16)} : d`,
  )
  const layout = readLayout(
    `FlatView #0\n AS "m", root: m\n${lines.map((line) => line.replace(/ +(\w+)-(\w+) : d/, (_, a, b) => `  ${a.padStart(16, '0')}-${b.padStart(16, '0')} (prio 0, i/o): d`)).join('\n')}\n`,
  )
  const last = layout.problems().at(-1)
  t.is(last?.kind, 'incomplete')
  t.regex(last?.text ?? '', /^\d+ ranges overlap here: the rest of this space isn't checked for overlaps \(m, at 0x10/)
})
