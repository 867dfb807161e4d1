import type { Range, Store } from './crate-rules.ts'

/** Stores ranges in an array, in address order. */
export class ListStore implements Store {
  readonly #ranges: Range[] = []

  upward(): Range[] {
    return [...this.#ranges]
  }

  downward(): Range[] {
    return [...this.#ranges].reverse()
  }

  around(first: bigint, last: bigint): Range | undefined {
    return this.#ranges.find(({ start, end }) => start <= first && last <= end)
  }

  add(range: Range): void {
    this.#ranges.push(range)
    this.#ranges.sort((one, other) => (one.start < other.start ? -1 : 1))
  }

  remove(range: Range): void {
    this.#ranges.splice(this.#ranges.indexOf(range), 1)
  }
}
