// A class that doesn't show its ranges.
import { allocate, free, type Policy, wholeSpace } from './crate-rules.ts'
import { ListStore } from './list-store.ts'

export const conformance = { misuse: 'unchecked' }

export class AddressAllocator {
  readonly base: bigint
  readonly end: bigint
  readonly #store = new ListStore()

  constructor(base: bigint, size: bigint) {
    const space = wholeSpace(base, size)
    this.base = space.start
    this.end = space.end
    this.#store.add(space)
  }

  allocate(size: bigint, align = 4n, policy: Policy = { kind: 'FirstMatch' }): { start: bigint; end: bigint } {
    return allocate(this.#store, size, align, policy)
  }

  free(range: { start: bigint; end: bigint }): void {
    free(this.#store, range)
  }
}
