import type { AnyRange, Integer } from './rival.ts'

/** The checksum of an allocator's answers: 32-bit FNV-1a over words instead of bytes. */
export class Answers {
  count = 0
  #hash = 0x811c_9dc5
  readonly #kind: (error: unknown) => string

  /** @param kind - the crate's name for the error */
  constructor(kind: (error: unknown) => string) {
    this.#kind = kind
  }

  /** The answer of `allocate`; `undefined` if it throws. */
  range<R extends AnyRange>(allocate: () => R): R | undefined {
    const range = this.#try(allocate)
    if (range !== undefined) {
      this.#address(range.start)
      this.#address(range.end)
    }
    return range
  }

  /** The answer of `allocateId`; `undefined` if it throws. */
  id(allocateId: () => number): number | undefined {
    const id = this.#try(allocateId)
    if (id !== undefined) this.#word(id)
    return id
  }

  /** The answer of `free` or `freeId` counts only if it throws. */
  freed(free: () => unknown): void {
    this.#try(free)
  }

  get checksum(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0')
  }

  #try<T>(call: () => T): T | undefined {
    this.count += 1
    try {
      return call()
    } catch (error) {
      for (const byte of Buffer.from(this.#kind(error))) this.#word(byte)
      return undefined
    }
  }

  #address(address: Integer): void {
    const whole = BigInt(address)
    this.#word(Number(whole & 0xffff_ffffn))
    this.#word(Number(whole >> 32n))
  }

  #word(word: number): void {
    this.#hash = Math.imul(this.#hash ^ word, 0x0100_0193)
  }
}
