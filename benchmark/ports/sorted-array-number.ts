import { type Policy, Refusal } from './refusal.ts'

/** A range of addresses, both ends inclusive, free or live. */
interface Node {
  start: number
  end: number
  isFree: boolean
}

/**
 * A port of the crate's allocator as written in an afternoon: all ranges in one sorted array, which the policies search
 * from their end, and `free` and `ExactMatch` by bisection. Addresses are numbers, and therefore below 2⁵³.
 */
export class SortedArrayAllocator {
  readonly #nodes: Node[]

  constructor(base: number, size: number) {
    this.#nodes = [{ start: base, end: base + size - 1, isFree: true }]
  }

  allocate(size: number, align: number, policy?: Policy<number>): { start: number; end: number } {
    checkAddress(size)
    checkAddress(align)
    if (size === 0) throw new Refusal('InvalidSize')
    if (!isPowerOfTwo(align)) throw new Refusal('InvalidAlignment')
    if (policy === undefined) return this.#allocateFirst(size, align)
    return policy === 'LastMatch' ? this.#allocateLast(size, align) : this.#allocateAt(size, align, policy.address)
  }

  free({ start, end }: { start: number; end: number }): void {
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

  #allocateFirst(size: number, align: number): { start: number; end: number } {
    const nodes = this.#nodes
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index] as Node
      if (!node.isFree) continue
      const start = Math.ceil(node.start / align) * align
      if (start + size - 1 <= node.end) return this.#take(index, node, start, start + size - 1)
    }
    throw new Refusal('ResourceNotAvailable')
  }

  #allocateLast(size: number, align: number): { start: number; end: number } {
    const nodes = this.#nodes
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      const node = nodes[index] as Node
      if (!node.isFree) continue
      const start = Math.floor((node.end - size + 1) / align) * align
      if (start >= node.start) return this.#take(index, node, start, start + size - 1)
    }
    throw new Refusal('ResourceNotAvailable')
  }

  #allocateAt(size: number, align: number, address: number): { start: number; end: number } {
    if (address % align !== 0) throw new Refusal('UnalignedAddress')
    const index = this.#find(address)
    const node = this.#nodes[index]
    const end = address + size - 1
    if (!node?.isFree || node.end < end) throw new Refusal('ResourceNotAvailable')
    return this.#take(index, node, address, end)
  }

  /** Makes a part of a free node live; the rest stays free. */
  #take(index: number, node: Node, start: number, end: number): { start: number; end: number } {
    const live = { start, end, isFree: false }
    const before = node.start < start
    if (node.end === end) {
      if (before) {
        node.end = start - 1
        this.#nodes.splice(index + 1, 0, live)
      } else node.isFree = false
    } else {
      if (before) {
        this.#nodes.splice(index, 0, { start: node.start, end: start - 1, isFree: true }, live)
      } else this.#nodes.splice(index, 0, live)
      node.start = end + 1
    }
    return { start, end }
  }

  /** The index of the node that contains `address`; outside the array if none does. */
  #find(address: number): number {
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

/** TypeScript doesn't check whether a number is whole, or how large it is. */
export function checkAddress(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not an address`)
}

/** Works for any safe integer, although the bitwise operators use only 32 bits. */
export function isPowerOfTwo(value: number): boolean {
  if (value >= 2 ** 31) return isPowerOfTwo(value / 2 ** 31)
  return Number.isInteger(value) && value > 0 && (value & (value - 1)) === 0
}
