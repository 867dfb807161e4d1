import { LayoutError } from '../layout-error.ts'

/** The value of a property: a part of the blob. */
export class Span {
  readonly #view: DataView
  readonly #at: number
  /** The length in bytes. */
  readonly length: number

  constructor(view: DataView, at: number, length: number) {
    this.#view = view
    this.#at = at
    this.length = length
  }

  /** The number of cells: big-endian 32-bit words. */
  get cells(): number {
    return this.length >> 2
  }

  /** The number in a few cells. If there are more than two, only the lower two count. */
  number(cell: number, cells: number): bigint {
    const last = this.#at + (cell + cells - 1) * 4
    const low = cells > 0 ? this.#view.getUint32(last) : 0
    const high = cells > 1 ? this.#view.getUint32(last - 4) : 0
    if (high === 0) return BigInt(low)
    return high < 0x20_0000 ? BigInt(high * 2 ** 32 + low) : (BigInt(high) << 32n) | BigInt(low)
  }

  /** The text before the first zero byte. */
  text(): string {
    const { buffer, byteOffset } = this.#view
    return UTF8.decode(new Uint8Array(buffer, byteOffset + this.#at, this.length)).replace(/\0.*$/s, '')
  }
}

/** The properties that say something about addresses. */
export class FdtProperties {
  reg: Span | undefined
  ranges: Span | undefined
  device_type: Span | undefined
  status: Span | undefined
  '#address-cells': Span | undefined
  '#size-cells': Span | undefined
}

const KNOWN: ReadonlySet<string> = new Set(Object.keys(new FdtProperties()))

/** A node of a device tree. */
export interface FdtNode {
  readonly name: string
  /** The path from the root, such as `/soc/uart@1000000`. */
  readonly path: string
  readonly parent: FdtNode | undefined
  readonly properties: Readonly<FdtProperties>
}

/** A device tree, flat: its nodes, parents first, and its reserved memory. */
export interface FdtBlob {
  readonly nodes: readonly FdtNode[]
  readonly reserved: readonly { readonly start: bigint; readonly size: bigint }[]
}

const MAGIC = 0xd00dfeed
const [BEGIN_NODE, END_NODE, PROPERTY, NOP, END] = [1, 2, 3, 4, 9]
const HEADER_SIZE = 40
/** Deeper than any real board. A limit is needed because the paths grow with the square of the depth. */
const DEEPEST = 64

/** Whether bytes start like a device tree blob. */
export function isFdt(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0) === MAGIC
}

/** Parses a device tree blob, as the Devicetree Specification defines it: version 16 or 17. */
export function parseFdt(bytes: Uint8Array): FdtBlob {
  const view = viewOf(bytes)
  if (!isFdt(bytes)) throw fault("doesn't start with 0xd00dfeed")
  if (bytes.length < HEADER_SIZE) throw fault('ends inside its header')
  const [size, structure, strings, reservations] = [4, 8, 12, 16].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ]
  if (view.getUint32(24) > 17) throw fault(`needs a reader of version ${view.getUint32(24)}; only 17 is supported`)
  if (size > bytes.length) throw fault(`is cut short: ${bytes.length} of ${size} bytes`)
  const reader = new Reader(bytes.subarray(0, size), strings)
  return { nodes: reader.nodes(structure), reserved: reader.reservations(reservations) }
}

const UTF8 = new TextDecoder()

class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #strings: number
  readonly #names = new Map<number, string>()
  #at = 0

  constructor(bytes: Uint8Array, strings: number) {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
    this.#strings = strings
  }

  nodes(start: number): FdtNode[] {
    this.#at = start
    const nodes: FdtNode[] = []
    const open: (FdtNode & { properties: FdtProperties })[] = []
    for (;;) {
      const at = this.#at
      const token = this.#word()
      if (token === BEGIN_NODE) {
        if (open.length >= DEEPEST) throw fault(`nests nodes more than ${DEEPEST} levels deep, at byte ${at}`)
        const node = this.#begin(open.at(-1))
        nodes.push(node)
        open.push(node)
      } else if (token === END_NODE) {
        if (open.pop() === undefined) throw fault(`ends a node that hasn't begun, at byte ${at}`)
      } else if (token === PROPERTY) {
        const [name, value] = this.#property()
        const node = open.at(-1)
        if (node === undefined) throw fault(`has a property outside a node, at byte ${at}`)
        if (KNOWN.has(name)) node.properties[name as keyof FdtProperties] = value
      } else if (token === END) break
      else if (token !== NOP) throw fault(`has the unknown token ${token} at byte ${at}`)
    }
    if (open.length > 0) throw fault(`ends inside the node ${open.at(-1)?.path}`)
    return nodes
  }

  reservations(start: number): { start: bigint; size: bigint }[] {
    const found: { start: bigint; size: bigint }[] = []
    for (let at = start; at + 16 <= this.#bytes.length; at += 16) {
      const [address, size] = [this.#view.getBigUint64(at), this.#view.getBigUint64(at + 8)]
      if (address === 0n && size === 0n) break
      found.push({ start: address, size })
    }
    return found
  }

  #begin(parent: FdtNode | undefined): FdtNode & { properties: FdtProperties } {
    const name = this.#text(this.#at)
    this.#at = align(this.#bytes.indexOf(0, this.#at) + 1)
    const path = parent === undefined ? '/' : parent.path === '/' ? `/${name}` : `${parent.path}/${name}`
    return { name, path, parent, properties: new FdtProperties() }
  }

  #property(): [name: string, value: Span] {
    const [length, offset] = [this.#word(), this.#word()]
    if (length > this.#bytes.length - this.#at) throw fault(`has a property that is too long, at byte ${this.#at - 12}`)
    const value = new Span(this.#view, this.#at, length)
    this.#at = align(this.#at + length)
    let name = this.#names.get(offset)
    if (name === undefined) {
      name = this.#text(this.#strings + offset)
      this.#names.set(offset, name)
    }
    return [name, value]
  }

  #word(): number {
    if (this.#at + 4 > this.#bytes.length) throw fault('ends too early')
    const word = this.#view.getUint32(this.#at)
    this.#at += 4
    return word
  }

  #text(start: number): string {
    const end = this.#bytes.indexOf(0, start)
    if (start >= this.#bytes.length || end < 0 || end - start > 1024)
      throw fault(`has a name without end, at byte ${start}`)
    return UTF8.decode(this.#bytes.subarray(start, end))
  }
}

function align(at: number): number {
  return (at + 3) & ~3
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function fault(reason: string): LayoutError {
  return new LayoutError(`the device tree blob ${reason}`, 'fdt')
}
