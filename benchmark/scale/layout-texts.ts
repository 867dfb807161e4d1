// Makes files with `count` ranges in each supported format.
import { AddressAllocator } from 'vm-allocator'
import type { LayoutFormat } from 'vm-allocator/layout'
import { systemOf } from './system-tasks.ts'

const FIRST = 0x1_0000_0000
const STEP = 0x1_0000

/** The text of a format with `count` ranges. */
export const TEXTS: Partial<Record<LayoutFormat, (count: number) => string | Uint8Array>> = {
  dmesg: (count) => {
    const root = `pci_bus 0000:00: root bus resource [mem 0x${hex(0)}-0x${hex(count)} window]\n`
    return root + repeated(count, (at) => `pci ${functionOf(at)}: BAR 0 [mem ${pair(at, '0x')} 64bit pref]: assigned\n`)
  },
  'linux-iomem': iomemText,
  'linux-ioports': (count) =>
    repeated(
      count,
      (at) => `${hex(at - FIRST / STEP, 4)}-${hex(at - FIRST / STEP, 4).replace(/.$/, 'f')} : PCI conf1\n`,
    ),
  'lspci-vv': (count) =>
    repeated(
      count,
      (at) =>
        `${functionOf(at)} Ethernet controller: Example\n\tRegion 0: Memory at ${hex(at)} (64-bit, prefetchable) [size=4K]\n\n`,
    ),
  'qemu-mtree-flat': (count) =>
    `FlatView #0\n AS "memory", root: system\n Root memory region: system\n${repeated(
      count,
      (at) => `  ${hex(at, 16)}-${last(at, 16)} (prio 0, i/o): net${at}\n`,
    )}`,
  'firecracker-info-vmstate': (count) =>
    `MicrovmState {\n    devices: [\n${repeated(
      count,
      (at) =>
        `        VirtioDeviceState {\n            device_id: "net${at}",\n            device_info: MMIODeviceInfo {\n                addr: ${FIRST + at * STEP},\n                len: 4096,\n            },\n        },\n`,
    )}    ],\n}\n`,
  'cloud-hypervisor-vm-info': (count) => `{"device_tree":{${deviceTree(count)}}}`,
  'cloud-hypervisor-state': (count) =>
    JSON.stringify({
      snapshots: {
        'device-manager': { snapshot_data: { state: `{"device_tree":{${deviceTree(count)}}}` }, snapshots: {} },
      },
    }),
  'qmp-query-pci': (count) =>
    `{"return":[{"bus":0,"devices":[${repeated(
      count,
      (at) =>
        `{"bus":0,"slot":2,"function":0,"qdev_id":"net${at}","regions":[{"bar":1,"type":"memory","address":${FIRST + at * STEP},"size":4096}]},`,
    ).slice(0, -1)}]}]}`,
  fdt: deviceTreeBlob,
  'crate-json': (count) => {
    const allocator = new AddressAllocator(BigInt(FIRST), BigInt(count) * BigInt(STEP))
    for (let at = 0; at < count; at++) allocator.allocate(0x1000n, BigInt(STEP))
    return `{"mmio":${allocator.snapshot()}}`
  },
  'system-snapshot': (count) => systemOf(count).snapshot(),
}

/** Functions in the window of a host bridge. */
export function iomemText(count: number): string {
  return `${hex(0)}-${hex(count)} : PCI Bus 0000:00\n${repeated(count, (at) => `  ${pair(at)} : ${functionOf(at)}\n`)}`
}

/** A kernel log in which `count` devices have one BAR that found no place, and one that did. */
export function unplacedText(count: number): string {
  const lines = [`pci_bus 0000:00: root bus resource [mem 0x${hex(0)}-0x${hex(count)} window]\n`]
  for (let at = 0; at < count; at++) {
    lines.push(`pci ${functionOf(at)}: BAR 0 [mem size 0x100000 64bit pref]: can't assign; no space\n`)
    lines.push(`pci ${functionOf(at)}: BAR 1 [mem ${pair(at, '0x')} 64bit pref]: assigned\n`)
  }
  return lines.join('')
}

function deviceTree(count: number): string {
  return repeated(
    count,
    (at) =>
      `"net${at}":{"id":"net${at}","resources":[{"PciBar":{"index":0,"base":${FIRST + at * STEP},"size":4096,"type_":"Mmio64","prefetchable":false}}],"children":[]},`,
  ).slice(0, -1)
}

/** A flattened device tree: `/` with two cells for addresses and one for sizes, and a node with a `reg` for each. */
function deviceTreeBlob(count: number): Uint8Array {
  const names = '#address-cells\0#size-cells\0reg\0'
  const [addressCells, sizeCells, reg] = [0, names.indexOf('#size'), names.indexOf('reg')]
  const words: number[] = [1, 0, 3, 4, addressCells, 2, 3, 4, sizeCells, 1]
  for (let at = 0; at < count; at++) {
    const name = Buffer.alloc(12)
    name.write(`d@${at.toString(16).padStart(8, '0')}`)
    words.push(1, name.readUInt32BE(0), name.readUInt32BE(4), name.readUInt32BE(8))
    words.push(3, 12, reg, Math.floor((FIRST + at * STEP) / 2 ** 32), ((FIRST + at * STEP) % 2 ** 32) >>> 0, 4096, 2)
  }
  words.push(2, 9)
  const [structure, strings] = [56, 56 + words.length * 4]
  const size = strings + names.length
  const blob = Buffer.alloc(size)
  const header = [0xd00dfeed, size, structure, strings, 40, 17, 16, 0, names.length, words.length * 4]
  for (const [at, word] of header.entries()) blob.writeUInt32BE(word, at * 4)
  for (const [at, word] of words.entries()) blob.writeUInt32BE(word, structure + at * 4)
  blob.write(names, strings)
  return blob
}

function repeated(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => line(at)).join('')
}

function hex(at: number, digits = 9): string {
  return (FIRST + at * STEP).toString(16).padStart(digits, '0')
}

function last(at: number, digits = 9): string {
  return (FIRST + at * STEP + 0xfff).toString(16).padStart(digits, '0')
}

function pair(at: number, prefix = ''): string {
  return `${prefix}${hex(at)}-${prefix}${last(at)}`
}

/** A PCI function: domain, bus, device, function. */
function functionOf(at: number): string {
  const digits = (value: number, length: number): string => value.toString(16).padStart(length, '0')
  return `${digits(at >> 16, 4)}:${digits((at >> 8) & 0xff, 2)}:${digits((at >> 3) & 31, 2)}.${at & 7}`
}
