// The output of several kernel generations, modelled on real logs. The expectations were worked out by hand.
import test from 'ava'
import { readLayout } from 'vm-allocator/layout'
import { barsOf, placesOf } from './samples.ts'

/** Linux 4.19 in a VMware guest: BARs by number, and windows of bridges as 13 to 15. */
const LINUX_4 = `
[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009ebff] usable
[    0.000000] BIOS-e820: [mem 0x0000000000100000-0x00000000bfecffff] usable
[    0.000000] BIOS-e820: [mem 0x00000000bfed0000-0x00000000bfefefff] ACPI data
[    0.000000] e820: [mem 0xc0000000-0xefffffff] available for PCI devices
[    0.000000] e820: update [mem 0x00000000-0x00000fff] usable ==> reserved
[    0.501234] PCI: MMCONFIG for domain 0000 [bus 00-7f] at [mem 0xf0000000-0xf7ffffff] (base 0xf0000000)
[    0.541000] acpi PNP0A03:00: host bridge window expanded to [io  0x0000-0xffff window]; [io  0x0000-0xffff window] ignored
[    0.541001] pci_bus 0000:00: root bus resource [mem 0xc0000000-0xfebfffff window]
[    0.541002] pci_bus 0000:00: root bus resource [io  0x0d00-0xfeff window]
[    0.541003] pci_bus 0000:00: root bus resource [bus 00-7f]
[    0.541100] pci 0000:00:0f.0: [15ad:0405] type 00 class 0x030000
[    0.541200] pci 0000:00:0f.0: reg 0x10: [io  0x1070-0x107f]
[    0.541300] pci 0000:00:0f.0: reg 0x14: [mem 0xe8000000-0xefffffff pref]
[    0.541400] pci 0000:00:0f.0: reg 0x30: [mem 0x00000000-0x00007fff pref]
[    0.542000] pci 0000:00:15.0: [15ad:07a0] type 01 class 0x060400
[    0.543000] pci 0000:03:00.0: reg 0x10: [mem 0xfd4fc000-0xfd4fcfff]
[    0.543001] pci 0000:03:00.0: reg 0x184: [mem 0x00000000-0x00003fff 64bit pref]
[    0.543002] pci 0000:03:00.0: VF(n) BAR0 space: [mem 0x00000000-0x0001ffff 64bit pref] (contains BAR0 for 8 VFs)
[    0.544000] pci 0000:00:15.0: PCI bridge to [bus 03]
[    0.544001] pci 0000:00:15.0:   bridge window [io  0x4000-0x4fff]
[    0.544002] pci 0000:00:15.0:   bridge window [mem 0xfd400000-0xfd4fffff]
[    0.545000] pci 0000:00:11.0: PCI bridge to [bus 02] (subtractive decode)
[    0.545001] pci 0000:00:11.0:   bridge window [io  0x2000-0x3fff]
[    0.545002] pci 0000:00:11.0:   bridge window [io  0x0d00-0xfeff window] (subtractive decode)
[    0.551000] pci 0000:00:15.3: bridge window [io  0x1000-0x0fff] to [bus 06] add_size 1000
[    0.551001] pci 0000:00:15.0: bridge window [mem 0x00100000-0x000fffff 64bit pref] to [bus 03] add_size 200000 add_align 100000
[    0.551096] pci 0000:00:18.7: res[13]=[io  0x1000-0x0fff] res_to_dev_res add_size 1000 min_align 1000
[    0.551097] pci 0000:00:18.7: res[13]=[io  0x1000-0x1fff] res_to_dev_res add_size 1000 min_align 1000
[    0.551103] pci 0000:00:15.0: BAR 15: assigned [mem 0xc0000000-0xc01fffff 64bit pref]
[    0.552264] pci 0000:00:0f.0: BAR 6: assigned [mem 0xc0200000-0xc0207fff pref]
[    0.554446] pci 0000:00:15.3: BAR 13: no space for [io  size 0x1000]
[    0.555366] pci 0000:00:15.3: BAR 13: failed to assign [io  size 0x1000]
[    0.560000] pci 0000:03:00.0: BAR 7: no space for [mem size 0x00020000 64bit pref]
[    0.560001] pci 0000:03:00.0: BAR 7: failed to assign [mem size 0x00020000 64bit pref]
[    0.570000] pci_bus 0000:00: resource 4 [mem 0xc0000000-0xfebfffff window]
[    0.570001] pci_bus 0000:03: resource 1 [mem 0xfd400000-0xfd4fffff]
`

test('Linux 4: registers, numbered windows, expansion of windows, and virtual functions', (t) => {
  const layout = readLayout(LINUX_4)
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x0-0x9ebff usable',
    '0x100000-0xbfecffff usable',
    '0xbfed0000-0xbfefefff ACPI data',
    '0xc0000000-0xfebfffff PCI Bus 0000:00',
    '  0xc0000000-0xc01fffff 0000:00:15.0 bridge window',
    '  0xc0200000-0xc0207fff 0000:00:0f.0 ROM',
    '  0xe8000000-0xefffffff 0000:00:0f.0 BAR 1',
    '  0xfd400000-0xfd4fffff 0000:00:15.0 bridge window',
    '    0xfd4fc000-0xfd4fcfff 0000:03:00.0 BAR 0',
  ])
  t.deepEqual(placesOf(layout, 'io'), [
    '0xd00-0xfeff PCI Bus 0000:00',
    '  0x1070-0x107f 0000:00:0f.0 BAR 0',
    '  0x2000-0x3fff 0000:00:11.0 bridge window',
    '  0x4000-0x4fff 0000:00:15.0 bridge window',
  ])
  t.deepEqual(barsOf(layout), [
    '0000:00:15.3 bridge window io 0x1000 no space',
    '0000:03:00.0 VF BAR 0 memory 0x20000 no space',
  ])
  t.deepEqual(layout.problems(), [])
})

/** Linux 5.15 with `printk.caller` and human timestamps, after a hotplug that fails and is rolled back. */
const LINUX_5 = `
[Tue Mar  8 10:11:12 2022] [    T1] pci_bus 0000:00: root bus resource [mem 0x10000000-0x3efeffff window]
[Tue Mar  8 10:11:12 2022] [    T1] pci_bus 0000:00: root bus resource [mem 0x8000000000-0xffffffffff window] (bus address [0x0-0x7fffffffff])
[Tue Mar  8 10:11:12 2022] [    T1] pci 0000:00:01.0: PCI bridge to [bus 01-02]
[Tue Mar  8 10:11:12 2022] [    T1] pci 0000:00:01.0: BAR 14: assigned [mem 0x10000000-0x101fffff]
[Tue Mar  8 10:11:12 2022] [    T1] pci 0000:00:01.0: BAR 15: assigned [mem 0x8000000000-0x80001fffff 64bit pref]
[Tue Mar  8 10:11:20 2022] [   T57] pci 0000:01:00.0: reg 0x10: [mem 0x00000000-0x00000fff]
[Tue Mar  8 10:11:20 2022] [   T57] pci 0000:01:00.0: reg 0x20: [mem 0x00000000-0x00ffffff 64bit pref]
[Tue Mar  8 10:11:20 2022] [   T57] pcieport 0000:00:01.0: resource 15 [mem 0x8000000000-0x80001fffff 64bit pref] released
[Tue Mar  8 10:11:20 2022] [   T57] pcieport 0000:00:01.0: BAR 15: no space for [mem size 0x01000000 64bit pref]
[Tue Mar  8 10:11:20 2022] [   T57] pcieport 0000:00:01.0: BAR 15: trying firmware assignment [mem 0x8000000000-0x80001fffff 64bit pref]
[Tue Mar  8 10:11:20 2022] [   T57] pcieport 0000:00:01.0: BAR 15: [mem 0x8000000000-0x80001fffff 64bit pref] conflicts with PCI Bus 0000:00 [mem 0x8000000000-0xffffffffff window]
[Tue Mar  8 10:11:20 2022] [   T57] pcieport 0000:00:01.0: BAR 15: failed to assign [mem size 0x01000000 64bit pref]
[Tue Mar  8 10:11:20 2022] [   T57] pci 0000:01:00.0: BAR 4: no space for [mem size 0x01000000 64bit pref]
[Tue Mar  8 10:11:20 2022] [   T57] pci 0000:01:00.0: BAR 4: failed to assign [mem size 0x01000000 64bit pref]
[Tue Mar  8 10:11:20 2022] [   T57] pci 0000:01:00.0: BAR 0: assigned [mem 0x10000000-0x10000fff]
[Tue Mar  8 10:11:21 2022] [   T57] virtio-pci 0000:01:00.0: can't claim BAR 4 [mem 0x8000000000-0x8000ffffff 64bit pref]: no compatible bridge window
`

test('Linux 5: a released window, and attempts with addresses of the firmware', (t) => {
  const layout = readLayout(LINUX_5)
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x10000000-0x3efeffff PCI Bus 0000:00',
    '  0x10000000-0x101fffff 0000:00:01.0 bridge window',
    '    0x10000000-0x10000fff 0000:01:00.0 BAR 0',
    '0x8000000000-0xffffffffff PCI Bus 0000:00',
  ])
  t.deepEqual(barsOf(layout), [
    '0000:00:01.0 bridge window memory 0x1000000 no space',
    '0000:01:00.0 BAR 4 memory 0x1000000 no compatible bridge window',
  ])
  t.deepEqual(layout.buses, [{ bus: '0000:01', last: '0000:02', bridge: '0000:00:01.0' }])
})

/** Linux 6.12 through journalctl: names, followed by the status. */
const LINUX_6 = `
Aug 03 09:12:44 guest kernel: Linux version 6.12.38+deb13-amd64
Aug 03 09:12:44 guest kernel: BIOS-e820: [mem 0x0000000000100000-0x000000007ffdbfff]  2046.9 MB kernel usable RAM
Aug 03 09:12:44 guest kernel: BIOS-e820: [gap 0x000000007ffdc000-0x00000000ffffffff]  2048.1 MB
Aug 03 09:12:44 guest kernel: pci_bus 10000:e0: root bus resource [mem 0x82000000-0x83ffffff]
Aug 03 09:12:44 guest kernel: pci_bus 10000:e0: root bus resource [mem 0x201fff02010-0x201ffffffff 64bit]
Aug 03 09:12:44 guest kernel: pci 10000:e0:1d.0: [8086:09ab] type 01 class 0x060400 PCIe Root Port
Aug 03 09:12:44 guest kernel: pci 10000:e0:1d.0: PCI bridge to [bus e1]
Aug 03 09:12:44 guest kernel: pci 10000:e0:1d.0:   bridge window [mem 0x82000000-0x820fffff]
Aug 03 09:12:44 guest kernel: pci 10000:e0:1d.0:   bridge window [mem 0x201fff00000-0x201ffffffff 64bit pref]
Aug 03 09:12:44 guest kernel: pci 10000:e1:00.0: BAR 0 [mem 0x82010000-0x82013fff 64bit]
Aug 03 09:12:44 guest kernel: pci 10000:e1:00.0: ROM [mem 0xffff0000-0xffffffff pref]
Aug 03 09:12:44 guest kernel: pci 10000:e1:00.0: VF BAR 0 [mem 0x00000000-0x00003fff 64bit]
Aug 03 09:12:44 guest kernel: pci 10000:e1:00.0: VF BAR 0 [mem 0x00000000-0x0007ffff 64bit]: contains BAR 0 for 32 VFs
Aug 03 09:12:44 guest kernel: pci 10000:e1:00.0: ROM [mem 0xffff0000-0xffffffff pref]: can't claim; no compatible bridge window
Aug 03 09:12:44 guest kernel: pci 10000:e1:00.0: BAR 2 [mem 0x90000000-0x90000fff]: can't claim; address conflict with System RAM [mem 0x00100000-0x7ffdbfff]
Aug 03 09:12:44 guest kernel: pci 10000:e1:00.0: BAR 2 [mem 0x90000000-0x90000fff]: not claimed; can't enable device
Aug 03 09:12:45 guest kernel: pci 10000:e0:1d.0: bridge window [mem 0x201fff00000-0x201ffffffff 64bit pref]: releasing
Aug 03 09:12:45 guest kernel: pci 10000:e0:1d.0: disabling bridge window [mem 0x201fff00000-0x201ffffffff 64bit pref] to [bus e1] (unused)
Aug 03 09:12:45 guest kernel: pci 10000:e0:1d.0: bridge window [io  size 0x1000]: can't assign; no space
Aug 03 09:12:45 guest kernel: pci 10000:e0:1d.0: bridge window [io  size 0x1000]: failed to assign
Aug 03 09:12:45 guest kernel: pci 10000:e0:1d.0: bridge window [mem 0x04000000-0x1fffffff 64bit pref] to [bus e1] requires relaxed alignment rules
Aug 03 09:12:45 guest kernel: pci 10000:e0:1d.0: Assigned bridge window [mem 0x82000000-0x820fffff] to [bus e1] cannot fit 0x1000000 required for 10000:e1:00.0 bridging to [bus e2]
Aug 03 09:12:45 guest kernel: pci 10000:e1:00.0: VF BAR 0 [mem 0x82020000-0x8209ffff 64bit]: assigned
Aug 03 09:12:45 guest kernel: pci 10000:e0:1d.0: bridge window [mem 0x82000000-0x820fffff]: failed to expand by 0x800000
Aug 03 09:12:45 guest kernel: pci 10000:e1:00.0: BAR 4 [mem size 0x00100000]: can't assign; bogus alignment
`

test('Linux 6: a domain of five digits, claims that fail, windows that go, sizes in the memory map', (t) => {
  const layout = readLayout(LINUX_6)
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x100000-0x7ffdbfff kernel usable RAM',
    '0x82000000-0x83ffffff PCI Bus 10000:e0',
    '  0x82000000-0x820fffff 10000:e0:1d.0 bridge window',
    '    0x82010000-0x82013fff 10000:e1:00.0 BAR 0',
    '    0x82020000-0x8209ffff 10000:e1:00.0 VF BAR 0',
    '0x201fff02010-0x201ffffffff PCI Bus 10000:e0',
  ])
  t.is(layout.space('memory')?.ranges[0]?.kind, 'memory')
  t.deepEqual(barsOf(layout), [
    '10000:e0:1d.0 bridge window io 0x1000 no space',
    '10000:e1:00.0 ROM memory 0x10000 no compatible bridge window',
    '10000:e1:00.0 BAR 2 memory 0x1000 address conflict with System RAM [mem 0x00100000-0x7ffdbfff]',
    '10000:e1:00.0 BAR 4 memory 0x100000 bogus alignment',
  ])
})

test('a kernel log in a mail, quoted, and lines of other devices', (t) => {
  const layout = readLayout(
    [
      '>> pci 0022:01:00.0: BAR3 [mem size 0x00004000]: requesting alignment to 0x10000',
      '> > pci 0022:01:00.0: BAR 3: assigned [mem 0x3fe9000e0000-0x3fe9000e3fff]',
      ">> ath12k_pci 0004:01:00.0: BAR 0 [??? 0x00000000 flags 0x20000000]: can't assign; bogus alignment",
      'i915 0000:00:02.0: vgaarb: deactivate vga console [mem 0xa0000-0xbffff]',
      'pci 0000:00:02.0: Video device with shadowed ROM at [mem 0x000c0000-0x000dffff]',
      'pci 0000:00:1f.0: quirk: [io  0x0600-0x067f] claimed by ICH6 ACPI/GPIO/TCO',
      'pnp 00:01: [mem 0xfed40000-0xfed44fff]',
    ].join('\n'),
  )
  t.deepEqual(placesOf(layout, 'memory'), ['0x3fe9000e0000-0x3fe9000e3fff 0022:01:00.0 BAR 3'])
  t.deepEqual(barsOf(layout), [])
})

test('an ARM64 kernel lists its memory by nodes', (t) => {
  const layout = readLayout(
    [
      '[    0.000000] NUMA: NODE_DATA [mem 0x13f7f2a00-0x13f7f4fff]',
      '[    0.000000] Early memory node ranges',
      '[    0.000000]   node   0: [mem 0x0000000040000000-0x000000013c1fffff]',
      '[    0.000000]   node   1: [mem 0x000000013c200000-0x000000013fffffff]',
      '[    0.000000] Initmem setup node 0 [mem 0x0000000040000000-0x000000013fffffff]',
      '[    0.312000] pci_bus 0000:00: root bus resource [io  0x0000-0xffff]',
      '[    0.312001] pci 0000:00:01.0: BAR 4 [mem 0x8000000000-0x8000003fff 64bit pref]',
    ].join('\n'),
  )
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x40000000-0x13c1fffff node 0',
    '0x13c200000-0x13fffffff node 1',
    '0x8000000000-0x8000003fff 0000:00:01.0 BAR 4',
  ])
  t.deepEqual(placesOf(layout, 'io'), ['0x0-0xffff PCI Bus 0000:00'])
})

test('numbers beyond 64 bits and ends below the start are not resources', (t) => {
  const layout = readLayout(
    [
      'pci 0000:00:01.0: BAR 0 [mem 0x1ffffffffffffffff-0x2ffffffffffffffff]: assigned',
      'pci 0000:00:01.0: BAR 1 [mem 0xffffffffffff0000-0xffffffffffffffff]: assigned',
      'pci 0000:00:01.0: BAR 2 [mem 0x2000-0x1fff]: assigned',
      'pci 0000:00:01.0: BAR 3 [mem -0x1000-0x1fff]: assigned',
      'pci 0000:00:01.0: BAR 4 [mem size 0x10000000000000000]: failed to assign',
    ].join('\n'),
  )
  t.deepEqual(placesOf(layout, 'memory'), ['0xffffffffffff0000-0xffffffffffffffff 0000:00:01.0 BAR 1'])
})
