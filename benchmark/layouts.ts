// Time and memory for reading a large file of each format, made by repeating the samples, each in its own process.
//   npm run benchmark:layouts -- --help
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Argument, Command, Option } from 'commander'
import { readLayout } from 'vm-allocator/layout'
import { wholeNumberFrom } from '../lib/cli/whole-number.ts'

const SAMPLES = new URL('../__test__/layout/samples/', import.meta.url)

function sample(path: string): string {
  return readFileSync(new URL(path, SAMPLES), 'utf8')
}

/** The header, and the repeated part, which a number makes distinct. */
const FORMATS: Record<string, readonly [head: string, repeated: (at: number) => string, tail: string]> = {
  'dmesg, as a guest boots': [
    '',
    constant(sample('real/q35-guest-dmesg.txt').replace(/^.*Linux version.*\n/m, '')),
    '',
  ],
  'dmesg, only BARs': [
    '',
    (at) =>
      `pci ${hex(at >> 8, 4)}:00:${hex((at >> 3) & 31, 2)}.${at & 7}: BAR 0 [mem ${range(at)} 64bit pref]: assigned\n`,
    '',
  ],
  'linux-iomem': ['', (at) => `${range(at).replaceAll('0x', '')} : 0000:00:02.0\n`, ''],
  'linux-ioports': ['', (at) => `${hex((at * 4) & 0xfffc, 4)}-${hex(((at * 4) & 0xfffc) + 3, 4)} : 0000:00:02.0\n`, ''],
  'lspci-vv': ['', constant(sample('real/hotplug-nospace-lspci-vv.txt')), ''],
  'qemu-mtree-flat': [
    'FlatView #0\n AS "memory", root: system\n',
    (at) => `  ${wide(at)} (prio 0, i/o): virtio-pci-common-virtio-net\n`,
    '',
  ],
  'firecracker-info-vmstate': ['', constant(sample('written/x86.info-vmstate')), ''],
  'cloud-hypervisor-vm-info': [
    '{"device_tree":{',
    (at) =>
      `"d${at}":{"resources":[{"PciBar":{"index":0,"base":${at * 65536},"size":4096,"type_":"Mmio64","prefetchable":false}}],"children":[]},`,
    '"last":{}}}',
  ],
  'qmp-query-pci': [
    '{"return":[{"bus":0,"devices":[',
    (at) =>
      `{"bus":0,"slot":2,"function":0,"qdev_id":"net${at}","regions":[{"bar":1,"type":"memory","address":${at * 65536},"size":4096}]},`,
    '{}]}]}',
  ],
}

/** The only binary format. */
const BLOB = 'device tree blob'

function constant(text: string): () => string {
  return () => text
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

function range(at: number): string {
  return `0x${hex(0x1_0000_0000 + at * 65536, 9)}-0x${hex(0x1_0000_ffff + at * 65536, 9)}`
}

function wide(at: number): string {
  return `${hex(at * 65536, 16)}-${hex(at * 65536 + 4095, 16)}`
}

function make(name: string, bytes: number): Buffer {
  const [head, repeated, tail] = FORMATS[name] as (typeof FORMATS)[string]
  const parts = [head]
  for (let at = 0, length = 0; length < bytes; at++) {
    const part = repeated(at)
    parts.push(part)
    length += part.length
  }
  return Buffer.from(parts.join('') + tail)
}

/** A device tree blob, whose root has nodes with one `reg` each. */
function makeBlob(bytes: number): Buffer {
  const strings = Buffer.from('reg\0')
  const [header, node] = [56, 36]
  const count = Math.floor(bytes / node)
  const structure = 8 + count * node + 8
  const blob = Buffer.alloc(header + structure + strings.length)
  let at = 0
  const put = (words: readonly number[]): void => {
    for (const word of words) at = blob.writeUInt32BE(word, at)
  }
  put([0xd00dfeed, blob.length, header, header + structure, 40, 17, 16, 0, strings.length, structure])
  at = header
  put([1, 0])
  // By default an address has two cells and a size one.
  for (let index = 0; index < count; index++) {
    put([1, 0x64000000, 3, 12, 0, Math.floor(index / 2 ** 28), (index * 16) >>> 0, 16, 2])
  }
  put([2, 9])
  strings.copy(blob, at)
  return blob
}

function measure(name: string, bytes: number): void {
  const file = name === BLOB ? makeBlob(bytes) : make(name, bytes)
  const before = process.cpuUsage()
  const start = performance.now()
  const layout = readLayout(file)
  const elapsed = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  const ranges = layout.spaces.reduce((sum, { ranges }) => sum + ranges.length, 0)
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(
    `| ${name} | ${Math.round(elapsed)} ms | ${Math.round((user + system) / 1000)} ms | ${memory} MiB | ${ranges} |`,
  )
}

function measureAll(mib: number, names: readonly string[]): void {
  console.log(`${mib} MiB of each, Node ${process.versions.node}`)
  console.log('| format | time | CPU time, all threads | memory of the process | outermost ranges |')
  console.log('| --- | --- | --- | --- | --- |')
  const self = fileURLToPath(import.meta.url)
  for (const name of names) {
    const words = ['--import=tsx', self, '--mib', String(mib), '--here', name]
    execFileSync(process.execPath, words, { stdio: 'inherit' })
  }
}

const ALL = [...Object.keys(FORMATS), BLOB]

const program = new Command('npm run benchmark:layouts --')
  .description('Measures the time and memory of readLayout for a large file of each format.')
  .addArgument(new Argument('[formats...]', 'the formats to measure; all by default').choices(ALL))
  .option('--mib <number>', 'the size of each file', wholeNumberFrom(1), 100)
  .addOption(new Option('--here', 'in this process').hideHelp())
  .parse()
const { mib, here } = program.opts<{ mib: number; here?: true }>()
const [format] = program.args
if (here && format !== undefined) measure(format, mib * 2 ** 20)
else measureAll(mib, format === undefined ? ALL : program.args)
