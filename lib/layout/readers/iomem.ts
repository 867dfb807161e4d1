import { LayoutBuilder } from '../builder.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { adopt, contains, type LayoutKind, LayoutRange } from '../layout-range.ts'
import { eachLineAt, endOfHex, hexAt, withoutEscapes } from '../lines.ts'
import { noteReversed, noteUnreadable } from './skipped.ts'

const PCI_DEVICE = /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/
const BUS = /^PCI (?:Bus|CardBus) ([\da-f]{4,8}:[\da-f]{2})$/
const HOST_WINDOW = /^(?:PCI (?:Bus|CardBus) |pcie?@|VMD MEMBAR)/
const MEMORY = /^(?:System RAM|Persistent Memory)/
const RESERVED =
  /^(?:reserved|ACPI (?:Tables|Non-volatile Storage)|Unusable memory|RAM buffer|Soft Reserved|System ROM|Video ROM|Adapter ROM|Kernel (?:code|rodata|data|bss)|Crash kernel|PCI (?:MMCONFIG|ECAM))/i
/** A line with more digits than an address has. */
const WIDE = /^[ \t]*([\da-f]{4,}-[\da-f]{4,}) : (.*)$/
/** The longest such line that is noted. */
const LONGEST = 200

/** Reads `/proc/iomem`: the kernel's tree of memory. */
export function readIomem(text: string): Layout {
  return readTree(text, 'linux-iomem', 'memory')
}

/** Reads `/proc/ioports`. */
export function readIoports(text: string): Layout {
  return readTree(text, 'linux-ioports', 'io')
}

function readTree(printed: string, format: 'linux-iomem' | 'linux-ioports', space: string): Layout {
  const text = withoutEscapes(printed)
  const builder = new LayoutBuilder(format)
  const { ranges } = builder.space(space, true)
  const tree = new Tree(ranges)
  const kinds = new Map<string, { readonly label: string; readonly kind: LayoutKind; readonly isDevice: boolean }>()
  let lines = 0
  let highest = 0n
  eachLineAt(text, (start, end, number) => {
    const line = parseLine(text, start, end)
    if (line === undefined) {
      const wide = WIDE.exec(text.slice(start, Math.min(end, start + LONGEST)))
      if (wide !== null) noteUnreadable(builder, wide[1] as string, wide[2] as string, number)
      return
    }
    const { indent, label, first, last } = line
    lines++
    if (last < first) {
      noteReversed(builder, first, last, label, number)
      return
    }
    if (last > highest) highest = last
    let known = kinds.get(label)
    if (known === undefined) {
      known = { label, kind: kindOf(label), isDevice: PCI_DEVICE.test(label) }
      if (kinds.size < 10_000) kinds.set(label, known)
    }
    const { kind } = known
    const range = new LayoutRange(first, last, known.label, kind, kind === 'window' ? 'window' : 'resource', number)
    if (kind === 'window') describeWindow(range)
    else if (known.isDevice) range.owner = known.label
    tree.add(range, indent)
  })
  if (lines === 0) throw new LayoutError(`holds no line such as "00100000-bfffffff : System RAM"`, format)
  if (highest === 0n) {
    const path = format === 'linux-iomem' ? '/proc/iomem' : '/proc/ioports'
    throw new LayoutError(`every address is 0: the kernel shows them only to root (sudo cat ${path})`, format)
  }
  return builder.build()
}

interface Line {
  readonly indent: number
  readonly first: bigint
  readonly last: bigint
  readonly label: string
}

const [DASH, SPACE, COLON] = [0x2d, 0x20, 0x3a]

/** Parses a line such as `  c0000000-c01fffff : PCI Bus 0000:01`; `undefined` for any other line. */
function parseLine(text: string, start: number, end: number): Line | undefined {
  let at = start
  while (at < end && isBlank(text.charCodeAt(at))) at++
  const indent = at - start
  const dash = endOfHex(text, at, end)
  if (dash - at < 4 || text.charCodeAt(dash) !== DASH) return undefined
  const space = endOfHex(text, dash + 1, end)
  if (space - dash < 5 || text.charCodeAt(space) !== SPACE || text.charCodeAt(space + 1) !== COLON) return undefined
  if (space + 3 > end || dash - at > 16 || space - dash > 17) return undefined
  return { indent, first: hexAt(text, at, dash), last: hexAt(text, dash + 1, space), label: text.slice(space + 3, end) }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === 0x09
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

/** Nests the ranges by indentation, or by their addresses if a copy has lost the indentation. */
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
    if (parent !== undefined && contains(parent, range)) adopt(parent, range)
    else this.#roots.push(range)
    open.push({ range, indent })
  }
}

/** The kernel never lists a part of a range as its sibling. */
function isInside(inner: LayoutRange, outer: LayoutRange): boolean {
  return contains(outer, inner)
}
