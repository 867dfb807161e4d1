import type { LayoutFormat } from './format.ts'
import type { Json } from './json.ts'
import { isObject } from './json.ts'
import { LayoutError } from './layout-error.ts'
import { isVmInfo, isVmInfoAtRest, isVmState } from './readers/cloud-hypervisor.ts'
import { holdsSnapshot } from './readers/crate-json.ts'
import { isQueryPci } from './readers/query-pci.ts'
import { isSystemSnapshot } from './readers/system-snapshot.ts'

/** The length of the text that is examined before the whole file. */
const SAMPLE = 1 << 20

/**
 * The formats that consist of lines, and what a line of each looks like. The first match wins. A pattern must not start
 * with `\s`, which also matches line feeds and takes quadratic time on a million empty lines.
 */
const TEXTS: readonly (readonly [LayoutFormat, RegExp])[] = [
  ['qemu-mtree-flat', /^(?:.*\s)?FlatView #\d+[ \t\r]*$|^[ \t]*address-space \(flat view\): /m],
  [
    'firecracker-info-vmstate',
    /\b(?:MicrovmState|MMIODeviceInfo|VirtioDeviceState|DevicesState|ResourceAllocator) \{[ \t\r]*$/m,
  ],
  ['linux-iomem', /^[ \t]*[\da-f]{4,16}-[\da-f]{4,16} : \S/m],
  [
    'lspci-vv',
    /^[ \t]+(?:Region \d+: |Memory at |I\/O ports at |Expansion ROM at |Bus: primary=|(?:I\/O|Memory) behind bridge:)/m,
  ],
  [
    'dmesg',
    /\[(?:mem|io) +(?:0x|size )|BIOS-e820: |\bpci_bus [\da-f]{4}:|^(?:<\d+>)?\[ *\d+\.\d{6}\]|Linux version \d| kernel: /m,
  ],
]

/** Files that look almost like a format, and what to do instead. */
const NEAR: readonly (readonly [RegExp, string])[] = [
  [/^[ \t]*(?:address-space|memory-region): /m, 'looks like `info mtree` without -f: use `info mtree -f`'],
  [/^[ \t]*Bus +\d+, device +\d+, function \d+:/m, 'looks like `info pci` of the QEMU monitor: use `query-pci` of QMP'],
  [/^\/dts-v1\/;/m, 'is the source of a device tree: compile it with `dtc -O dtb`'],
  [/^(?:[\da-f]{4,8}:)?[\da-f]{2}:[\da-f]{2}\.[0-7] \S/m, 'looks like lspci without -vv: use `lspci -vv`'],
  [/^-\[[\da-f]{4}:[\da-f]{2}\]-/m, 'looks like `lspci -t`: use `lspci -vv`'],
  [/^Slot:\s+[\da-f:.]+$/m, 'looks like `lspci -vmm`: use `lspci -vv`'],
  [/^[ \t]+CPU0\b/m, 'looks like /proc/interrupts, which has no addresses'],
  [
    /^<domain\b/m,
    "is libvirt's XML, which has no addresses that a guest sees: use `virsh qemu-monitor-command --hmp DOMAIN 'info mtree -f'`",
  ],
]

const BINARY: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], 'is compressed with gzip: unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed with zstd: unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58], 'is compressed with xz: unpack it first'],
  [[0x7f, 0x45, 0x4c, 0x46], 'is an ELF file'],
]

/** Detects the format of a text of lines; throws if it isn't supported. */
export function detectText(text: string): LayoutFormat {
  if (text.trim() === '') throw new LayoutError('is empty')
  const found = firstMatch(text.slice(0, SAMPLE)) ?? (text.length > SAMPLE ? firstMatch(text) : undefined)
  if (found === 'linux-iomem') return isIoports(text) ? 'linux-ioports' : found
  if (found !== undefined) return found
  const near = NEAR.find(([pattern]) => pattern.test(text.slice(0, SAMPLE)))
  throw new LayoutError(near?.[1] ?? 'is not in a supported format')
}

function firstMatch(text: string): LayoutFormat | undefined {
  return TEXTS.find(([, pattern]) => pattern.test(text))?.[0]
}

/** Ports have four digits if all are below 64 KiB, and none is above 16 MiB; only memory has RAM. */
function isIoports(text: string): boolean {
  const sample = text.slice(0, SAMPLE)
  if (/ : (?:System RAM|Kernel code|PCI (?:MMCONFIG|ECAM)|Local APIC)/.test(sample)) return false
  const lines = sample.matchAll(/^[ \t]*([\da-f]{4,16})-([\da-f]{4,16}) : /gm)
  let [any, narrow, high] = [false, true, false]
  for (const [, first = '', last = ''] of lines) {
    any = true
    if (first.length > 4) narrow = false
    if (last.replace(/^0+/, '').length > 6) high = true
  }
  return any && (narrow || (!high && / : (?:PCI conf1|serial|keyboard|dma\d|pic\d|timer\d)/.test(sample)))
}

/** Detects the format of JSON; throws if it isn't supported. */
export function detectJson(values: readonly Json[]): { format: LayoutFormat; value: Json } {
  for (const value of values.map(unwrap)) {
    if (isQueryPci(value)) return { format: 'qmp-query-pci', value }
    if (isSystemSnapshot(value)) return { format: 'system-snapshot', value }
    if (isVmInfo(value)) return { format: 'cloud-hypervisor-vm-info', value }
    if (isVmState(value)) return { format: 'cloud-hypervisor-state', value }
    if (typeof value === 'string' && /\n/.test(value)) return { format: detectText(value), value }
  }
  if (holdsSnapshot(values)) return { format: 'crate-json', value: values as readonly Json[] }
  const error = values.find((value) => isObject(value) && isObject(value['error']))
  if (error !== undefined) throw new LayoutError(`is a QMP error: ${JSON.stringify((error as { error: Json }).error)}`)
  if (values.some((value) => isVmInfoAtRest(unwrap(value)))) {
    throw new LayoutError('is vm.info of a VM without a device_tree: it has one once the VM is booted')
  }
  throw new LayoutError('is JSON, but not vm.info, state.json or query-pci, and it holds no snapshot of an allocator')
}

/** Unwraps a QMP reply. */
export function unwrap(value: Json): Json {
  return isObject(value) && 'return' in value ? (value['return'] as Json) : value
}

/** Refuses bytes that are not text. */
export function requireText(bytes: Uint8Array): void {
  const known = BINARY.find(([magic]) => magic.every((byte, at) => bytes[at] === byte))
  if (known !== undefined) throw new LayoutError(known[1])
}
