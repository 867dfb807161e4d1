import { type Policy, Refusal } from './refusal.ts'

/** A range of addresses, both ends inclusive, free or live. */
interface Node {
  start: bigint
  end: bigint
  isFree: boolean
}

/**
 * A port of the crate's allocator as written in an afternoon: all ranges in one sorted array, which the policies search
 * from their end, and `free` and `ExactMatch` by bisection.
 */
export class SortedArrayAllocator {
  readonly #nodes: Node[]

  constructor(base: bigint, size: bigint) {
    this.#nodes = [{ start: base, end: base + size - 1n, isFree: true }]
  }

  allocate(size: bigint, align: bigint, policy?: Policy<bigint>): { start: bigint; end: bigint } {
    checkU64(size)
    checkU64(align)
    if (size === 0n) throw new Refusal('InvalidSize')
    if (align === 0n || (align & (align - 1n)) !== 0n) throw new Refusal('InvalidAlignment')
    if (policy === undefined) return this.#allocateFirst(size, align)
    return policy === 'LastMatch' ? this.#allocateLast(size, align) : this.#allocateAt(size, align, policy.address)
  }

  free({ start, end }: { start: bigint; end: bigint }): void {
    const nodes = this.#nodes
    const index = this.#find(start)
    const node = nodes[index]
    if (node === undefined || node.isFree || node.start !== start || node.end !== end) {
      throw new Refusal('ResourceNotAvailable')
    }
    node.isFree = true
    const next = nodes[index + 1]
    if (next?.isFree) {
      node.end = next.end
      nodes.splice(index + 1, 1)
    }
    const previous = nodes[index - 1]
    if (previous?.isFree) {
      previous.end = node.end
      nodes.splice(index, 1)
    }
  }

  #allocateFirst(size: bigint, align: bigint): { start: bigint; end: bigint } {
    const nodes = this.#nodes
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index] as Node
      if (!node.isFree) continue
      const start = (node.start + align - 1n) & -align
      if (start + size - 1n <= node.end) return this.#take(index, node, start, start + size - 1n)
    }
    throw new Refusal('ResourceNotAvailable')
  }

  #allocateLast(size: bigint, align: bigint): { start: bigint; end: bigint } {
    const nodes = this.#nodes
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      const node = nodes[index] as Node
      if (!node.isFree) continue
      const start = (node.end - size + 1n) & -align
      if (start >= node.start) return this.#take(index, node, start, start + size - 1n)
    }
    throw new Refusal('ResourceNotAvailable')
  }

  #allocateAt(size: bigint, align: bigint, address: bigint): { start: bigint; end: bigint } {
    if ((address & (align - 1n)) !== 0n) throw new Refusal('UnalignedAddress')
    const index = this.#find(address)
    const node = this.#nodes[index]
    const end = address + size - 1n
    if (!node?.isFree || node.end < end) throw new Refusal('ResourceNotAvailable')
    return this.#take(index, node, address, end)
  }

  /** Makes a part of a free node live; the rest stays free. */
  #take(index: number, node: Node, start: bigint, end: bigint): { start: bigint; end: bigint } {
    const live = { start, end, isFree: false }
    const before = node.start < start
    if (node.end === end) {
      if (before) {
        node.end = start - 1n
        this.#nodes.splice(index + 1, 0, live)
      } else node.isFree = false
    } else {
      if (before) {
        this.#nodes.splice(index, 0, { start: node.start, end: start - 1n, isFree: true }, live)
      } else this.#nodes.splice(index, 0, live)
      node.start = end + 1n
    }
    return { start, end }
  }

  /** The index of the node that contains `address`; outside the array if none does. */
  #find(address: bigint): number {
    const nodes = this.#nodes
    let low = 0
    let high = nodes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((nodes[middle] as Node).start <= address) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** TypeScript doesn't check the size of a bigint. */
function checkU64(value: bigint): void {
  if (BigInt.asUintN(64, value) !== value) throw new RangeError(`${value} is not a u64`)
}
