// The four promises of sound mode, checked against books that a test keeps by itself.
import { type AddressAllocator, type RangeInclusive, VmAllocatorError } from 'vm-allocator'
import { perform, rangeOf } from '../../lib/conformance/cases/crate.ts'
import { type Call, hex, type RangeText } from '../../lib/conformance/cases/vector.ts'

interface Addresses {
  readonly start: bigint
  readonly end: bigint
}

/** The live ranges, as a caller knows them who notes each answer. */
export class Books {
  readonly #live = new Map<bigint, Addresses>()

  /** Makes a call and throws unless all promises hold after it. */
  check(allocator: AddressAllocator, call: Call): void {
    const before = allocator.snapshot()
    const refused = this.#perform(allocator, call)
    if (refused && allocator.snapshot() !== before) throw new Error('a call that threw changed something')
    this.#compare(allocator)
  }

  /** Frees all live ranges and throws unless all bytes are free then. */
  checkFreeingAll(allocator: AddressAllocator): void {
    for (const { start, end } of [...this.#live.values()])
      this.check(allocator, { op: 'free', range: { start: hex(start), end: hex(end) } })
    const { freeBytes } = allocator.stats()
    const size = allocator.end - allocator.base + 1n
    if (freeBytes !== size) throw new Error(`after freeing all, ${freeBytes} of ${size} bytes are free`)
  }

  /** Whether the call was refused. */
  #perform(allocator: AddressAllocator, call: Call): boolean {
    const freed = call.op === 'free' ? this.#find(rangeOf(call.range as RangeText)) : undefined
    let range: RangeInclusive | undefined
    try {
      range = perform(allocator, call, []) as RangeInclusive | undefined
    } catch (error) {
      if (!(error instanceof VmAllocatorError)) throw error
      if (freed !== undefined) throw new Error(`a live range could not be freed: ${error.kind}`)
      return true
    }
    if (range === undefined) this.#strike(freed)
    else this.#add(range)
    return false
  }

  #find({ start, end }: Addresses): Addresses | undefined {
    const live = this.#live.get(start)
    return live?.end === end ? live : undefined
  }

  #strike(freed: Addresses | undefined): void {
    if (freed === undefined) throw new Error('a range that was not live was freed')
    this.#live.delete(freed.start)
  }

  #add(range: RangeInclusive): void {
    for (const live of this.#live.values()) {
      if (range.overlaps(live)) throw new Error(`${range} was handed out twice`)
    }
    this.#live.set(range.start, { start: range.start, end: range.end })
  }

  /** The allocator knows the same live ranges, and together with the free ones they fill the space. */
  #compare(allocator: AddressAllocator): void {
    let next = allocator.base
    let live = 0
    for (const { start, end, state } of allocator.ranges()) {
      if (start !== next) throw new Error(`the addresses from ${next} to ${start - 1n} are in no range`)
      if (state === 'allocated') {
        live++
        if (this.#live.get(start)?.end !== end) throw new Error(`the live range ${start}-${end} is nobody's`)
      }
      next = end + 1n
    }
    if (next !== allocator.end + 1n) throw new Error(`the addresses from ${next} on are in no range`)
    if (live !== this.#live.size) throw new Error(`${this.#live.size} ranges are live, the allocator knows ${live}`)
  }
}
