import { refuse } from './error.ts'
import { toU32, U32_MAX } from './u64.ts'

/** Hands out ids from a range: the lowest freed one, or else the next that was never handed out. */
export class IdAllocator {
  readonly base: number
  readonly end: number
  /** The first id that was never handed out. */
  #next: number
  readonly #freed = new Set<number>()

  constructor(base: number, end: number) {
    this.base = toU32('base', base)
    this.end = toU32('end', end)
    if (this.base > this.end) refuse('InvalidRange', { start: BigInt(base), end: BigInt(end) })
    this.#next = base
  }

  allocateId(): number {
    if (this.#freed.size > 0) return this.#reuse()
    // The crate can't compute the id after the last u32 (D8).
    if (this.#next > U32_MAX) refuse('Overflow')
    if (this.#next > this.end) refuse('ResourceNotAvailable')
    return this.#next++
  }

  freeId(id: number): number {
    toU32('id', id)
    if (!this.#manages(id)) refuse('OutOfRange', { id })
    if (id >= this.#next) refuse('NeverAllocated', { id })
    if (this.#freed.has(id)) refuse('AlreadyReleased', { id })
    this.#freed.add(id)
    return id
  }

  isAllocated(id: number): boolean {
    return this.#manages(toU32('id', id)) && id < this.#next && !this.#freed.has(id)
  }

  /** Another allocator with the same ids. */
  clone(): IdAllocator {
    const copy = new IdAllocator(this.base, this.end)
    copy.#next = this.#next
    for (const id of this.#freed) copy.#freed.add(id)
    return copy
  }

  #manages(id: number): boolean {
    return this.base <= id && id <= this.end
  }

  #reuse(): number {
    let lowest = U32_MAX
    for (const id of this.#freed) lowest = Math.min(lowest, id)
    this.#freed.delete(lowest)
    return lowest
  }
}
