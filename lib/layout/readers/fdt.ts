import { partitionPoint } from '../../partition-point.ts'
import { LayoutBuilder } from '../builder.ts'
import type { Layout } from '../layout.ts'
import { LayoutRange } from '../layout-range.ts'
import { type FdtNode, parseFdt, type Span } from './fdt-blob.ts'

const TOP = 2n ** 64n

/** How a bus maps the addresses of its children; `undefined` if it doesn't. */
interface Translation {
  /** The node whose addresses these are. */
  readonly entries: readonly Entry[] | 'same'
}

/** Reads a device tree blob: memory, reservations, registers and windows, as CPU addresses. */
export function readFdt(bytes: Uint8Array): Layout {
  const { nodes, reserved } = parseFdt(bytes)
  const builder = new LayoutBuilder('fdt')
  const reader = new TreeReader(builder)
  for (const { start, size } of reserved) {
    if (size > 0n && start + size <= TOP) {
      builder.add('memory', new LayoutRange(start, start + size - 1n, '/memreserve/', 'reserved', 'memreserve'))
    }
  }
  for (const node of nodes) reader.read(node)
  return builder.build()
}

class TreeReader {
  readonly #builder: LayoutBuilder
  /** The mappings of the buses that have one. */
  readonly #translations = new Map<FdtNode, Translation>()
  #cells: { readonly of: FdtNode; readonly cells: readonly [address: number, size: number] } | undefined

  constructor(builder: LayoutBuilder) {
    this.#builder = builder
  }

  read(node: FdtNode): void {
    const translation = this.#translationOf(node)
    if (translation !== undefined) this.#translations.set(node, translation)
    this.#readWindows(node)
    if (node.parent !== undefined) this.#readRegisters(node, node.parent)
  }

  #readRegisters(node: FdtNode, parent: FdtNode): void {
    const reg = node.properties.reg
    if (reg === undefined) return
    // Siblings share it.
    if (this.#cells?.of !== parent) this.#cells = { of: parent, cells: cellsOf(parent) }
    const [addressCells, sizeCells] = this.#cells.cells
    if (sizeCells === 0 || addressCells > 2 || addressCells === 0) return
    const isMemory = isMemoryNode(node, parent)
    const kind = isMemory ? 'memory' : parent.path === '/reserved-memory' ? 'reserved' : 'device'
    const step = addressCells + sizeCells
    if (reg.cells % step !== 0)
      this.#builder.note(`${node.path}: reg has ${reg.cells} cells, not a multiple of ${step}`)
    for (let at = 0; at + step <= reg.cells; at += step) {
      const [address, size] = [reg.number(at, addressCells), reg.number(at + addressCells, sizeCells)]
      if (size === 0n) continue
      const start = this.#translate(parent, address, size)
      if (start === undefined) continue
      const range = new LayoutRange(start, start + size - 1n, node.path, kind, isMemory ? 'ram' : 'reg')
      range.owner = node.path
      if (isDisabled(node)) range.disabled = true
      this.#builder.add('memory', range)
    }
  }

  #readWindows(node: FdtNode): void {
    const ranges = node.properties.ranges
    if (ranges === undefined || ranges.length === 0 || node.parent === undefined) return
    const isPci = cellsOf(node)[0] === 3
    for (const { space, parent, size, prefetchable } of entriesOf(node, ranges)) {
      const start = size === 0n ? undefined : this.#translate(node.parent, parent, size)
      if (start === undefined) continue
      const name = isPci ? `${space} window` : 'window'
      const range = new LayoutRange(start, start + size - 1n, `${node.path} ${name}`, 'window', 'window')
      range.owner = node.path
      if (isPci && space === 'memory') range.prefetchable = prefetchable
      this.#builder.add('memory', range)
    }
  }

  #translationOf(node: FdtNode): Translation | undefined {
    if (node.parent === undefined) return { entries: 'same' }
    const ranges = node.properties.ranges
    // Reserved memory has CPU addresses, even if the node doesn't say so.
    if (ranges === undefined) return node.path === '/reserved-memory' ? { entries: 'same' } : undefined
    if (ranges.length === 0) return { entries: 'same' }
    // The tree has no CPU addresses for devices on a PCI bus, or on a bus behind it.
    const isPci = cellsOf(node)[0] === 3 || cellsOf(node.parent)[0] > 2
    if (isPci) return undefined
    const entries = entriesOf(node, ranges)
    if (entries.length > FEW) entries.sort((a, b) => (a.child < b.child ? -1 : a.child > b.child ? 1 : 0))
    return { entries }
  }

  /**
   * Translates an address on a bus to a CPU address. Returns `undefined` if there is none, and adds a note if that is a
   * mistake.
   */
  #translate(bus: FdtNode, address: bigint, size: bigint): bigint | undefined {
    let current = address
    for (let node: FdtNode | undefined = bus; node !== undefined; node = node.parent) {
      const translation = this.#translations.get(node)
      if (translation === undefined) return undefined
      if (translation.entries === 'same') continue
      const entry = entryFor(translation.entries, current, size)
      if (entry === undefined) {
        this.#builder.note(
          `${bus.path}: [0x${current.toString(16)}, ${size} bytes] lies outside the ranges of ${node.path}`,
        )
        return undefined
      }
      current = current - entry.child + entry.parent
    }
    if (current + size <= TOP) return current
    this.#builder.note(`${bus.path}: an address ends beyond 64 bits`)
    return undefined
  }
}

/** The most entries that are searched one by one; real buses have fewer. */
const FEW = 64

/** The entry that contains an address and the bytes after it. */
function entryFor(entries: readonly Entry[], address: bigint, size: bigint): Entry | undefined {
  const holds = ({ child, size: length }: Entry): boolean => address >= child && address + size <= child + length
  if (entries.length <= FEW) return entries.find(holds)
  const entry = entries[partitionPoint(entries.length, (at) => (entries[at] as Entry).child <= address) - 1]
  return entry !== undefined && holds(entry) ? entry : undefined
}

interface Entry {
  readonly space: 'memory' | 'io'
  readonly prefetchable: boolean
  readonly child: bigint
  readonly parent: bigint
  readonly size: bigint
}

function entriesOf(node: FdtNode, ranges: Span): Entry[] {
  const [childCells, sizeCells] = cellsOf(node)
  const parentCells = node.parent === undefined ? 2 : cellsOf(node.parent)[0]
  const step = childCells + parentCells + sizeCells
  const entries: Entry[] = []
  if (step === 0 || parentCells > 2) return entries
  for (let at = 0; at + step <= ranges.cells; at += step) {
    const isPci = childCells === 3
    const flags = isPci ? ranges.number(at, 1) : 0n
    if (isPci && ((flags >> 24n) & 3n) === 0n) continue // configuration space
    entries.push({
      space: isPci && ((flags >> 24n) & 3n) === 1n ? 'io' : 'memory',
      prefetchable: ((flags >> 30n) & 1n) === 1n,
      child: isPci ? ranges.number(at + 1, 2) : ranges.number(at, childCells),
      parent: ranges.number(at + childCells, parentCells),
      size: ranges.number(at + childCells + parentCells, sizeCells),
    })
  }
  return entries
}

/** `#address-cells` and `#size-cells` for a node's children; 2 and 1 if it has neither. */
function cellsOf(node: FdtNode): [address: number, size: number] {
  return [wordOf(node, '#address-cells') ?? 2, wordOf(node, '#size-cells') ?? 1]
}

function wordOf(node: FdtNode, name: '#address-cells' | '#size-cells'): number | undefined {
  const value = node.properties[name]
  if (value === undefined || value.length !== 4) return undefined
  const word = Number(value.number(0, 1))
  return word <= 4 ? word : undefined
}

/** Nodes without `device_type` still have the name that the specification gives them. */
function isMemoryNode(node: FdtNode, parent: FdtNode): boolean {
  const type = node.properties.device_type?.text()
  return type === 'memory' || (type === undefined && parent.parent === undefined && /^memory(?:@|$)/.test(node.name))
}

function isDisabled(node: FdtNode): boolean {
  const status = node.properties.status?.text()
  return status !== undefined && status !== 'okay' && status !== 'ok'
}
