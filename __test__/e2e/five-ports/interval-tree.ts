// Functions with an interval tree from npm, behind an adapter.
import { IntervalTree } from 'node-interval-tree'
import type { Adapter } from 'vm-allocator/conformance'
import { allocate, free, type Range, type Store, wholeSpace } from './crate-rules.ts'

interface Entry {
  readonly low: bigint
  readonly high: bigint
  readonly range: Range
}

class TreeStore implements Store {
  readonly #tree = new IntervalTree<Entry, bigint>()

  upward(): Range[] {
    return [...this.#tree.inOrder()].map(({ range }) => range)
  }

  downward(): Range[] {
    return [...this.#tree.reverseInOrder()].map(({ range }) => range)
  }

  around(first: bigint, last: bigint): Range | undefined {
    return this.#tree.search(first, last).find(({ low, high }) => low <= first && last <= high)?.range
  }

  add(range: Range): void {
    this.#tree.insert({ low: range.start, high: range.end, range })
  }

  remove(range: Range): void {
    this.#tree.remove({ low: range.start, high: range.end, range })
  }
}

export const conformance: Adapter<'bigint', TreeStore> = {
  name: 'interval tree',
  misuse: 'unchecked',
  createAddressAllocator: (base, size) => {
    const store = new TreeStore()
    store.add(wholeSpace(base, size))
    return store
  },
  allocate: (store, size, align, policy) => allocate(store, size, align, policy),
  free: (store, range) => free(store, range),
  ranges: (store) => store.upward(),
}
