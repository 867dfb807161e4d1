import { Refusal } from './refusal.ts'

/** A port of the crate's id allocator: the freed ids in a sorted array, the lowest last. */
export class SortedArrayIds {
  readonly #base: number
  readonly #end: number
  readonly #freed: number[] = []
  #next: number

  constructor(base: number, end: number) {
    if (base > end) throw new Refusal('InvalidRange')
    this.#base = base
    this.#end = end
    this.#next = base
  }

  allocateId(): number {
    const freed = this.#freed.pop()
    if (freed !== undefined) return freed
    if (this.#next > this.#end) throw new Refusal('ResourceNotAvailable')
    const id = this.#next
    this.#next += 1
    return id
  }

  freeId(id: number): number {
    if (id < this.#base || id > this.#end) throw new Refusal('OutOfRange')
    if (id >= this.#next) throw new Refusal('NeverAllocated')
    const index = this.#indexOf(id)
    if (this.#freed[index] === id) throw new Refusal('AlreadyReleased')
    this.#freed.splice(index, 0, id)
    return id
  }

  /** The index where `id` is or belongs. */
  #indexOf(id: number): number {
    let low = 0
    let high = this.#freed.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#freed[middle] as number) > id) low = middle + 1
      else high = middle
    }
    return low
  }
}
