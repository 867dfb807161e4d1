import sortedBtree from 'sorted-btree'
import { type Policy, Refusal } from './refusal.ts'
import { checkAddress, isPowerOfTwo } from './sorted-array-number.ts'

// The package is CommonJS, so its exports are the default export.
const BTree = sortedBtree.default

/**
 * An allocator on the package sorted-btree, with the free ranges in a B+ tree by first address, and the live ones in a
 * map. The policies search the tree from their end. Addresses are numbers, and therefore below 2⁵³.
 */
export class FreeTreeAllocator {
  /** First and last address of the free ranges. */
  readonly #free = new BTree<number, number>(undefined, (left, right) => left - right)
  /** First and last address of the live ranges. */
  readonly #live = new Map<number, number>()

  constructor(base: number, size: number) {
    this.#free.set(base, base + size - 1)
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
    if (this.#live.get(start) !== end) throw new Refusal('ResourceNotAvailable')
    this.#live.delete(start)
    const next = this.#free.get(end + 1)
    if (next !== undefined) this.#free.delete(end + 1)
    const previous = this.#free.nextLowerPair(start)
    const isAdjacent = previous !== undefined && previous[1] === start - 1
    this.#free.set(isAdjacent ? previous[0] : start, next ?? end)
  }

  #allocateFirst(size: number, align: number): { start: number; end: number } {
    for (const [first, last] of this.#free.entries()) {
      const start = Math.ceil(first / align) * align
      if (start + size - 1 <= last) return this.#take(first, last, start, start + size - 1)
    }
    throw new Refusal('ResourceNotAvailable')
  }

  #allocateLast(size: number, align: number): { start: number; end: number } {
    for (const [first, last] of this.#free.entriesReversed()) {
      const start = Math.floor((last - size + 1) / align) * align
      if (start >= first) return this.#take(first, last, start, start + size - 1)
    }
    throw new Refusal('ResourceNotAvailable')
  }

  #allocateAt(size: number, align: number, address: number): { start: number; end: number } {
    if (address % align !== 0) throw new Refusal('UnalignedAddress')
    const [first, last] = this.#free.getPairOrNextLower(address) ?? [0, -1]
    const end = address + size - 1
    if (last < end) throw new Refusal('ResourceNotAvailable')
    return this.#take(first, last, address, end)
  }

  /** Makes a part of a free range live; the rest stays free. */
  #take(first: number, last: number, start: number, end: number): { start: number; end: number } {
    if (first < start) this.#free.set(first, start - 1)
    else this.#free.delete(first)
    if (end < last) this.#free.set(end + 1, last)
    this.#live.set(start, end)
    return { start, end }
  }
}
