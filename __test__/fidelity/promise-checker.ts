// Sound mode's promises as a model of who owns which addresses, which knows nothing about the crate: addresses without
// an owner can be allocated, and a request is refused only if no adjacent free addresses can hold it.
import type { AddressAllocator, VmAllocatorError } from 'vm-allocator'
import { answer, perform, rangeOf } from '../../lib/conformance/cases/crate.ts'
import { type Call, hex, type RangeText } from '../../lib/conformance/cases/vector.ts'
import type { Space } from '../../lib/conformance/generation/space.ts'
import { MAX } from '../support/edges.ts'

interface Addresses {
  readonly start: bigint
  readonly end: bigint
}

type Allocation = Extract<Call, { op: 'allocate' }>
type Kind = VmAllocatorError['kind']

export class PromiseChecker {
  readonly #space: Addresses
  /** In address order. */
  #owned: Addresses[]

  constructor({ base, size }: Space, owned: readonly Addresses[] = []) {
    this.#space = { start: base, end: base + size - 1n }
    this.#owned = owned.map(({ start, end }) => ({ start, end }))
  }

  /** Starts the model from an allocator: its live ranges have owners. */
  static of(allocator: AddressAllocator): PromiseChecker {
    const size = allocator.end - allocator.base + 1n
    return new PromiseChecker({ base: allocator.base, size }, allocator.ranges('allocated'))
  }

  /** Makes a call, and throws unless its answer and the ranges after it are the model's. */
  check(allocator: AddressAllocator, call: Call): void {
    const before = allocator.snapshot()
    const given = answer(() => perform(allocator, call, []))
    const expected = this.#answer(call)
    const shown = 'error' in given ? given.error.kind : JSON.stringify(given.result)
    if (shown !== expected) throw new Error(`${JSON.stringify(call)}: answered ${shown}, the promises ${expected}`)
    if ('error' in given && allocator.snapshot() !== before) throw new Error('a call that threw changed something')
    this.#compare(allocator)
  }

  /** Frees all live ranges; then the whole space is one free range again. */
  checkFreeingAll(allocator: AddressAllocator): void {
    for (const { start, end } of this.#owned)
      this.check(allocator, { op: 'free', range: { start: hex(start), end: hex(end) } })
  }

  /** The kind of the refusal, or the result as JSON. */
  #answer(call: Call): Kind | string {
    if (call.op === 'free') return this.#free(rangeOf(call.range as RangeText))
    const place = this.#place(call as Allocation)
    if (typeof place === 'string') return place
    this.#owned = [...this.#owned, place].sort((a, b) => (a.start < b.start ? -1 : 1))
    return JSON.stringify({ start: hex(place.start), end: hex(place.end) })
  }

  #free({ start, end }: Addresses): Kind | string {
    if (start > end || end - start === MAX) return 'InvalidRange'
    const rest = this.#owned.filter((owned) => owned.start !== start || owned.end !== end)
    if (rest.length === this.#owned.length) return 'ResourceNotAvailable'
    this.#owned = rest
    return 'null'
  }

  #place(call: Allocation): Kind | Addresses {
    const [size, align, policy] = [BigInt(call.size), BigInt(call.align), call.policy]
    if (size === 0n) return 'InvalidSize'
    if (align === 0n || (align & (align - 1n)) !== 0n) return 'InvalidAlignment'
    if (policy.kind === 'ExactMatch' && BigInt(policy.address) % align !== 0n) return 'UnalignedAddress'
    const free = this.#unowned()
    if (policy.kind === 'LastMatch') free.reverse()
    for (const { start, end } of free) {
      const place = {
        FirstMatch: () => ((start + align - 1n) / align) * align,
        LastMatch: () => ((end + 1n - size) / align) * align,
        ExactMatch: () => BigInt((policy as { address: string }).address),
      }[policy.kind]()
      if (start <= place && place + size - 1n <= end) return { start: place, end: place + size - 1n }
    }
    return 'ResourceNotAvailable'
  }

  /** The addresses without an owner, in the longest possible ranges. */
  #unowned(): Addresses[] {
    const starts = [this.#space.start, ...this.#owned.map(({ end }) => end + 1n)]
    const ends = [...this.#owned.map(({ start }) => start - 1n), this.#space.end]
    return starts.map((start, gap) => ({ start, end: ends[gap] as bigint })).filter(({ start, end }) => start <= end)
  }

  #compare(allocator: AddressAllocator): void {
    const text = ({ start, end }: Addresses, state: string) => `${hex(start)}-${hex(end)} ${state}`
    const expected = [
      ...this.#owned.map((range) => [range.start, text(range, 'allocated')] as const),
      ...this.#unowned().map((range) => [range.start, text(range, 'free')] as const),
    ].sort(([a], [b]) => (a < b ? -1 : 1))
    const ranges = allocator.ranges().map((range) => text(range, range.state))
    if (ranges.join() !== expected.map(([, text]) => text).join())
      throw new Error(`the ranges are ${ranges.join()}, but the model has ${expected.map(([, text]) => text).join()}`)
  }
}
