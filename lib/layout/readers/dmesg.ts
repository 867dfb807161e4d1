import { LayoutBuilder } from '../builder.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { LayoutRange } from '../layout-range.ts'
import { eachMatchingLineAt, hex, withoutEscapes } from '../lines.ts'
import { PciLog } from './dmesg-pci.ts'
import { isRange, parseResource } from './dmesg-resource.ts'
import { noteReversed, noteUnreadable } from './skipped.ts'

const FORMAT = 'dmesg'
/** Matches the lines worth parsing. */
const TOKENS = /\[(?:mem|io) |BIOS-e820: |PCI bridge to \[bus|: type 01 class|\] type 01 class|Linux version \d/g
const E820 = /\b(?:BIOS-e820|Xen): (\[mem [^\]]*\]) *(.*)$/
/** Before Linux 3.6; the end is exclusive. */
const OLD_E820 = /BIOS-e820: ([\da-f]{16}) - ([\da-f]{16}) \((.*)\)$/
/** Before the type, since Linux 6.19. */
const PRINTED_SIZE = /^\d+(?:\.\d+)? +[KMGTPE]?B +/
const NODE = /\bnode +(\d+): (\[mem [^\]]*\])$/
const ROOT_WINDOW = /\bpci_bus ([\da-f]{4,8}:[\da-f]{2}): root bus resource (\[(?:mem|io) [^\]]*\])/
const BUS_WINDOW = /\bpci_bus ([\da-f]{4,8}:[\da-f]{2}): resource \d+ (\[(?:mem|io) [^\]]*\])/
const BOOT = /Linux version \d/

/** Reads a kernel log: the memory map, the windows of buses and bridges, and each BAR with its last place. */
export function readDmesg(text: string): Layout {
  let log = new KernelLog()
  const clean = withoutEscapes(text)
  eachMatchingLineAt(clean, TOKENS, (start, end, number, match) => {
    const bracket = clean.startsWith('[mem ', match - 4)
      ? match - 4
      : clean.startsWith('[io ', match - 3)
        ? match - 3
        : end
    if (log.readPci(clean, start, end, bracket, number)) return
    const line = clean.slice(start, end)
    if (!BOOT.test(line)) log.read(line, number)
    else if (log.lines > 0) log = new KernelLog(number)
  })
  return log.end()
}

/** Reads the log of one boot. */
class KernelLog {
  readonly #builder = new LayoutBuilder(FORMAT)
  readonly #pci = new PciLog(this.#builder)
  readonly #nodes: LayoutRange[] = []
  #e820 = 0
  /** The number of lines that were understood. */
  lines = 0

  constructor(start?: number) {
    if (start !== undefined) this.#builder.note('holds several boots: the last one is read', start)
  }

  /** Reads a message about a device. Returns false if it is about something else. */
  readPci(text: string, start: number, end: number, bracket: number, number: number): boolean {
    const read = this.#pci.device(text, start, end, bracket, number)
    if (read) this.lines++
    return read
  }

  read(line: string, number: number): void {
    if (this.#readBus(line, number) || this.#readMemory(line, number)) this.lines++
  }

  end(): Layout {
    if (this.lines === 0) {
      throw new LayoutError(
        'holds no line about memory or PCI resources, such as "BAR 0 [mem 0xfe800000-0xfe8000ff]"',
        FORMAT,
      )
    }
    if (this.#e820 === 0) for (const node of this.#nodes) this.#builder.add('memory', node)
    this.#pci.end()
    return this.#builder.build()
  }

  #readBus(line: string, number: number): boolean {
    if (!line.includes('pci_bus ')) return false
    const root = ROOT_WINDOW.exec(line)
    if (root !== null) return this.#pci.rootWindow(root[1] as string, root[2] as string, number)
    const bus = BUS_WINDOW.exec(line)
    return bus !== null && this.#pci.busWindow(bus[1] as string, bus[2] as string, number)
  }

  #readMemory(line: string, number: number): boolean {
    const e820 = E820.exec(line)
    if (e820 !== null) return this.#e820Entry(e820[1] as string, e820[2] as string, number)
    const old = OLD_E820.exec(line)
    if (old !== null) {
      const [start, end] = [hex(old[1] as string), hex(old[2] as string)]
      if (end > start) this.#addE820(start, end - 1n, old[3] as string, number)
      else if (end < start) noteReversed(this.#builder, start, end, old[3] as string, number)
      return true
    }
    const node = NODE.exec(line)
    if (node === null) return false
    const resource = parseResource(node[2] as string)
    if (!isRange(resource)) {
      noteUnreadable(this.#builder, node[2] as string, `node ${node[1]}`, number)
      return false
    }
    this.#nodes.push(new LayoutRange(resource.start, resource.end, `node ${node[1]}`, 'memory', 'node', number))
    return true
  }

  #e820Entry(text: string, label: string, number: number): boolean {
    const resource = parseResource(text)
    if (!isRange(resource)) {
      noteUnreadable(this.#builder, text, label, number)
      return false
    }
    this.#addE820(resource.start, resource.end, label.replace(PRINTED_SIZE, ''), number)
    return true
  }

  #addE820(start: bigint, end: bigint, label: string, number: number): void {
    this.#e820++
    const kind = /usable|System RAM|persistent|\bRAM\b/i.test(label) && !/unusable/i.test(label) ? 'memory' : 'reserved'
    this.#builder.add('memory', new LayoutRange(start, end, label, kind, 'e820', number))
  }
}
