import { LayoutBuilder } from '../builder.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { contains, type LayoutKind, LayoutRange } from '../layout-range.ts'
import { eachLine, hex } from '../lines.ts'

/** A line of the kernel's `/proc/iomem` and `/proc/ioports`: indentation, first and last address, name. */
const LINE = /^(\s*)([\da-f]{4,16})-([\da-f]{4,16}) : (.*)$/
const PCI_DEVICE = /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/
const BUS = /^PCI (?:Bus|CardBus) ([\da-f]{4,8}:[\da-f]{2})$/
const HOST_WINDOW = /^(?:PCI (?:Bus|CardBus) |pcie?@|VMD MEMBAR)/
const MEMORY = /^(?:System RAM|Persistent Memory)/
const RESERVED =
  /^(?:reserved|ACPI (?:Tables|Non-volatile Storage)|Unusable memory|RAM buffer|Soft Reserved|System ROM|Video ROM|Adapter ROM|Kernel (?:code|rodata|data|bss)|Crash kernel|PCI (?:MMCONFIG|ECAM))/i

/** Reads `/proc/iomem`: the tree as the kernel has it. */
export function readIomem(text: string): Layout {
  return readTree(text, 'linux-iomem', 'memory')
}

/** Reads `/proc/ioports`. */
export function readIoports(text: string): Layout {
  return readTree(text, 'linux-ioports', 'io')
}

function readTree(text: string, format: 'linux-iomem' | 'linux-ioports', space: string): Layout {
  const builder = new LayoutBuilder(format)
  const { ranges } = builder.space(space, true)
  const tree = new Tree(ranges)
  const kinds = new Map<string, LayoutKind>()
  let lines = 0
  let highest = 0n
  eachLine(text, (line, number) => {
    const match = LINE.exec(line)
    if (match === null) return
    const [, indent, first, last, label] = match as unknown as [string, string, string, string, string]
    const [start, end] = [hex(first), hex(last)]
    lines++
    if (end < start) return builder.note(`${first}-${last} (${label}) ends before it starts: passed over`, number)
    if (end > highest) highest = end
    let kind = kinds.get(label)
    if (kind === undefined) {
      kind = kindOf(label)
      if (kinds.size < 10_000) kinds.set(label, kind)
    }
    const range = new LayoutRange(start, end, label, kind, kind === 'window' ? 'window' : 'resource', number)
    if (kind === 'window') describeWindow(range)
    else if (PCI_DEVICE.test(label)) range.owner = label
    tree.add(range, indent.length)
  })
  if (lines === 0) throw new LayoutError(`holds no line such as "00100000-bfffffff : System RAM"`, format)
  if (highest === 0n) {
    const path = format === 'linux-iomem' ? '/proc/iomem' : '/proc/ioports'
    throw new LayoutError(`every address is 0: the kernel shows them to root alone (sudo cat ${path})`, format)
  }
  return builder.build()
}

function kindOf(label: string): LayoutKind {
  if (HOST_WINDOW.test(label)) return 'window'
  if (MEMORY.test(label)) return 'memory'
  return RESERVED.test(label) ? 'reserved' : 'device'
}

function describeWindow(range: LayoutRange): void {
  const bus = BUS.exec(range.label)?.[1]
  if (bus !== undefined) range.bus = bus
}

/** The tree by indentation; where a copy has lost it, by what lies in what. */
class Tree {
  readonly #roots: LayoutRange[]
  readonly #open: { readonly range: LayoutRange; readonly indent: number }[] = []

  constructor(roots: LayoutRange[]) {
    this.#roots = roots
  }

  add(range: LayoutRange, indent: number): void {
    const open = this.#open
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (top.indent < indent || (indent === 0 && top.indent === 0 && isInside(range, top.range))) break
      open.pop()
    }
    const parent = open.at(-1)?.range
    if (parent !== undefined && contains(parent, range)) parent.adopt(range)
    else this.#roots.push(range)
    open.push({ range, indent })
  }
}

/** The kernel never lists a part of a range beside it. */
function isInside(inner: LayoutRange, outer: LayoutRange): boolean {
  return contains(outer, inner)
}
