// The same content as other versions print it, and after passing through terminals, journals and chats.
import test from 'ava'
import { explain, type Layout, LayoutError, mergeLayouts, readLayout } from 'vm-allocator/layout'
import { flatten, hex, layoutOf, sample } from './samples.ts'

/** The content of a layout as comparable text. */
function contentOf(layout: Layout): unknown {
  return {
    spaces: layout.spaces.map(({ name, ranges }) => [
      name,
      flatten(ranges).map(({ range, depth }) => [depth, hex(range.start), hex(range.end), range.label, range.kind]),
    ]),
    unplaced: layout.unplaced.map(({ device, bar, size, failed }) => [device, bar, size, failed]),
  }
}

function textOf(path: string): string {
  return sample(path).toString()
}

const LOG = 'written/nospace.dmesg'
/** Other forms of a line of the kernel log. The first group is the timestamp, the second the message. */
const PREFIXES: readonly [name: string, replacement: string][] = [
  ['dmesg without timestamps', '$2'],
  ['journalctl -k', 'Nov 25 19:57:16 guest kernel: $2'],
  ['syslog with both', 'Nov 25 19:57:16 guest kernel: [$1] $2'],
  ['rsyslog with ISO time', '2026-11-25T19:57:16.123456+00:00 guest kernel: [$1] $2'],
  ['journalctl -o short-monotonic', '[$1] guest kernel: $2'],
  ['dmesg -T', '[Wed Nov 25 19:57:16 2026] $2'],
  ['dmesg -x', 'kern  :info  : [$1] $2'],
  ['printk with the caller', '[$1][    T1] $2'],
  ['/dev/kmsg with a level', '<6>[$1] $2'],
  ['dmesg --color', '\u001b[32m[$1] \u001b[0m\u001b[33m$2\u001b[0m'],
]

for (const [name, replacement] of PREFIXES) {
  test(`a kernel log as ${name} prints it`, (t) => {
    const text = textOf(LOG).replace(/^\[([^\]]*)\] (.*)$/gm, replacement)
    t.not(text, textOf(LOG))
    t.deepEqual(contentOf(readLayout(text)), contentOf(layoutOf(LOG)))
  })
}

test('a kernel log in the wording before Linux 6.9', (t) => {
  const old = textOf(LOG)
    .replace('BAR 0 [mem 0x00000000-0x00003fff]', 'reg 0x10: [mem 0x00000000-0x00003fff]')
    .replace('BAR 1 [mem 0x00000000-0x3ffffffff 64bit pref]', 'reg 0x14: [mem 0x00000000-0x3ffffffff 64bit pref]')
    .replace(/BAR 1 (\[.*\]): can't assign; no space/, 'BAR 1: no space for $1')
    .replace(/BAR 1 (\[.*\]): failed to assign/, 'BAR 1: failed to assign $1')
    .replace(/BAR 0 (\[.*\]): assigned/, 'BAR 0: assigned $1')
  t.false(/BAR \d \[/.test(old))
  t.deepEqual(contentOf(readLayout(old)), contentOf(layoutOf(LOG)))
})

test('windows of bridges in the old wording, ROMs and virtual functions', (t) => {
  const layout = readLayout(
    [
      'pci 0000:00:1c.0: PCI bridge to [bus 02-03]',
      'pci 0000:00:1c.0: BAR 13: assigned [io  0x2000-0x2fff]',
      'pci 0000:00:1c.0: BAR 14: assigned [mem 0xc0000000-0xc01fffff]',
      'pci 0000:00:1c.0: BAR 15: no space for [mem size 0x40000000 64bit pref]',
      'pci 0000:02:00.0: BAR 6: assigned [mem 0xc0100000-0xc017ffff pref]',
      'pci 0000:02:00.0: BAR 7: assigned [mem 0xc0180000-0xc01bffff 64bit]',
    ].join('\n'),
  )
  const labels = layout.spaces.flatMap(({ ranges }) => flatten(ranges).map(({ range }) => range.label)).sort()
  t.deepEqual(labels, [
    '0000:00:1c.0 bridge window',
    '0000:00:1c.0 bridge window',
    '0000:02:00.0 ROM',
    '0000:02:00.0 VF BAR 0',
  ])
  t.deepEqual(
    layout.unplaced.map(({ device, bar, size }) => [device, bar, size]),
    [['0000:00:1c.0', 'bridge window', 1n << 30n]],
  )
})

test('the last mention in a log counts', (t) => {
  const lines = [
    "pci 0000:01:00.0: BAR 0 [mem size 0x00100000]: can't assign; no space",
    'pci 0000:01:00.0: BAR 0 [mem 0xc0000000-0xc00fffff]: assigned',
    'pci 0000:01:00.0: BAR 2 [mem 0xd0000000-0xd00fffff]: assigned',
    'pci 0000:01:00.0: BAR 2 [mem 0xd0000000-0xd00fffff]: releasing',
    "pci 0000:01:00.0: BAR 2 [mem size 0x00100000]: can't assign; no space",
    'pci 0000:00:04.0: bridge window [io  0x1000-0x0fff] to [bus 01] add_size 1000',
  ]
  const layout = readLayout(lines.join('\r\n'))
  t.deepEqual(
    flatten(layout.spaces[0]?.ranges ?? []).map(({ range }) => range.label),
    ['0000:01:00.0 BAR 0'],
  )
  t.deepEqual(
    layout.unplaced.map(({ bar, reason }) => [bar, reason]),
    [['BAR 2', 'no space']],
  )
})

test('the last of several boots in one journal is read', (t) => {
  const boot = (place: string) => `Linux version 6.1.0\npci 0000:01:00.0: BAR 0 [mem ${place}]: assigned\n`
  const layout = readLayout(boot('0xc0000000-0xc00fffff') + boot('0xd0000000-0xd00fffff'))
  t.deepEqual(
    flatten(layout.spaces[0]?.ranges ?? []).map(({ range }) => range.start),
    [0xd000_0000n],
  )
  t.regex(layout.notes[0]?.text ?? '', /several boots/)
})

test('info mtree -f through the monitor: echo, escapes, CR LF; and through QMP', (t) => {
  const path = 'written/machine.mtree'
  const crlf = textOf(path).replaceAll('\n', '\r\n')
  const monitor = `QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) i\u001b[K\u001b[Din\u001b[K\u001b[D\u001b[Dinfo mtree -f\u001b[K\r\n${crlf}(qemu) `
  t.deepEqual(contentOf(readLayout(monitor)), contentOf(layoutOf(path)))
  const qmp = `{"QMP": {"version": {}, "capabilities": []}}\r\n{"return": {}}\r\n${JSON.stringify({ return: crlf })}\r\n`
  t.deepEqual(contentOf(readLayout(qmp)), contentOf(layoutOf(path)))
  const owners = textOf(path).replace(
    /^( {2}\w.*?)( KVM)?$/gm,
    '$1 owner:{dev id=x} parent:{obj path=/machine} KVM KVM',
  )
  t.deepEqual(contentOf(readLayout(owners)), contentOf(layoutOf(path)))
})

test('query-pci in a QMP session, with events between', (t) => {
  const path = 'written/machine.query-pci.json'
  const answer = JSON.stringify(JSON.parse(textOf(path)))
  const session = `{"QMP": {}}\n{"return": {}}\n{"timestamp": {"seconds": 1}, "event": "RESUME"}\n${answer}\n`
  t.deepEqual(contentOf(readLayout(session)), contentOf(layoutOf(path)))
  t.deepEqual(contentOf(readLayout(`(QEMU) query-pci\n${answer}\n(QEMU) `)), contentOf(layoutOf(path)))
})

test('lspci without domains, with spaces for tabs, and as UTF-16', (t) => {
  const path = 'written/guest.lspci'
  const text = textOf(path)
  const short = text.replace(/^0000:/gm, '').replaceAll('\t', '        ')
  t.deepEqual(contentOf(readLayout(short)), contentOf(layoutOf(path)))
  const wide = Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le')
  t.deepEqual(contentOf(readLayout(wide)), contentOf(layoutOf(path)))
})

test("lspci: a closed bridge has no windows, and a virtual function's BAR is not the device's", (t) => {
  const layout = readLayout(
    [
      '00:1c.0 PCI bridge: Example (prog-if 00 [Normal decode])',
      '\tBus: primary=00, secondary=02, subordinate=02, sec-latency=0',
      '\tI/O behind bridge: 0000f000-00000fff [disabled]',
      '\tMemory behind bridge: fff00000-000fffff [disabled] [32-bit]',
      '\tPrefetchable memory behind bridge: [disabled] [64-bit]',
      '02:00.0 Ethernet controller: Example',
      '\tRegion 0: Memory at 38000000000 (64-bit, prefetchable) [size=1T]',
      '\tRegion 5: Memory at <invalid-64bit-slot> (64-bit, non-prefetchable) [disabled]',
      '\tCapabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)',
      '\t\tRegion 0: Memory at 0000039000000000 (64-bit, prefetchable)',
    ].join('\n'),
  )
  t.deepEqual(layout.windows(), [])
  const [bar] = flatten(layout.space('memory')?.ranges ?? [])
  t.deepEqual([bar?.range.label, bar?.range.size], ['0000:02:00.0 BAR 0', 1n << 40n])
  t.deepEqual(
    layout.unplaced.map(({ bar, reason }) => [bar, reason]),
    [['BAR 5', '<invalid-64bit-slot>']],
  )
  t.true(layout.notes.some(({ text }) => text.startsWith('0000:02:00.0 VF BAR 0')))
})

test('/proc/iomem whose indentation a copy has lost', (t) => {
  const text = textOf('written/guest.iomem').replace(/^ +/gm, '')
  t.deepEqual(contentOf(readLayout(text)), contentOf(layoutOf('written/guest.iomem')))
})

test('integers beyond 2⁵³ keep all their digits', (t) => {
  const info = '{"device_tree":{"d":{"resources":[{"MmioAddressRange":{"base":18446744073709547520,"size":4096}}]}}}'
  const [range] = readLayout(info).spaces[0]?.ranges ?? []
  t.deepEqual([range?.start, range?.end], [0xffff_ffff_ffff_f000n, 0xffff_ffff_ffff_ffffn])
})

test("cloud-hypervisor's state.json: states as text in JSON, with the RAM", (t) => {
  const { device_tree } = JSON.parse(textOf('written/vm-info.json'))
  const state = (value: object) => ({ snapshots: {}, snapshot_data: { state: JSON.stringify(value) } })
  const file = {
    snapshots: {
      'device-manager': state({ device_tree, device_id_cnt: 4 }),
      'memory-manager': state({ guest_ram_mappings: [{ slot: 0, gpa: 0, size: 0x4000_0000, zone_id: 'mem0' }] }),
    },
  }
  const layout = readLayout(JSON.stringify(file))
  t.deepEqual(layout.formats, ['cloud-hypervisor-state'])
  t.is(layout.space('memory')?.ranges[0]?.label, 'mem0')
  t.is(flatten(layout.space('memory')?.ranges ?? []).length, 6)
})

test('a log and a tree of the same guest are one layout', (t) => {
  const guest = mergeLayouts([layoutOf('real/q35-guest-dmesg.txt'), layoutOf('real/q35-guest-iomem.txt')])
  t.deepEqual(guest.problems(), [])
  const found = flatten(guest.space('memory')?.ranges ?? []).filter(({ range }) => range.start === 0xfea1_6000n)
  t.deepEqual(
    found.map(({ range }) => [range.label, range.also]),
    [['0000:00:1f.2 BAR 5', ['0000:00:1f.2']]],
  )
  t.deepEqual(explain(guest), [])
})

test('a BAR outside the windows of its bridge is a problem', (t) => {
  const layout = readLayout(
    [
      'pci 0000:00:1c.0: PCI bridge to [bus 02]',
      'pci 0000:00:1c.0:   bridge window [mem 0xc0000000-0xc01fffff]',
      'pci 0000:02:00.0: BAR 0 [mem 0xc8000000-0xc80fffff]: assigned',
    ].join('\n'),
  )
  const [problem] = layout.problems()
  t.is(problem?.kind, 'outside')
  t.is(
    problem?.text,
    '0000:02:00.0 BAR 0 [0xc8000000, 0xc80fffff] lies outside the windows of bus 0000:02: [0xc0000000, 0xc01fffff]',
  )
})

for (const [name, text, reason] of [
  ['the source of a device tree', '/dts-v1/;\n/ {\n};\n', /compile it with `dtc -O dtb`/],
  ['info pci', '  Bus  0, device   0, function 0:\n    Host bridge: PCI device 8086:29c0\n', /use `query-pci` of QMP/],
  ['lspci without -vv', '00:02.0 Ethernet controller: Example\n', /lspci without -vv/],
  ['JSON of another kind', '{"a":1}', /is JSON, but not vm.info/],
  ['broken JSON', '{"device_tree":{\n"a":', /^line 2: isn't valid JSON: it ends too early$/],
  ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /compressed with gzip/],
  ['a device tree that is cut short', sample('written/board.dtb').subarray(0, 300), /is cut short: 300 of 724 bytes/],
] as const) {
  test(`${name} is refused, and named`, (t) => {
    const error = t.throws(() => readLayout(text), { instanceOf: LayoutError })
    t.regex(error.message, reason)
  })
}
