import { isUtf8 } from 'node:buffer'
import { CommandFailure } from './failure.ts'
import { inputName, readInput } from './input.ts'
import { JsonFault, JsonScanner } from './json-scanner.ts'

/** In bytes. */
const LARGEST = 64 * 2 ** 20
const MOST_NAMES = 1_000_000
const LONGEST_KEY = 200
/** Longer numbers are no addresses, and take long to parse. */
const ADDRESS = /^(0x[\da-f]{1,40}|\d{1,40})$/i

type Names = ReadonlyMap<bigint, string>

/** Names of allocated ranges, by first address, or of ids. */
export class Labels {
  readonly #names: Names
  readonly #pools: ReadonlyMap<string, Names>

  constructor(names: Names, pools: ReadonlyMap<string, Names>) {
    this.#names = names
    this.#pools = pools
  }

  /** The names for a pool. Names given without a pool apply to a pool that is the whole file. */
  of(pool: string | undefined): Names {
    return (pool === undefined ? undefined : this.#pools.get(pool)) ?? this.#names
  }
}

/** Reads names from a JSON file: by address, or by pool and address. Addresses are in hex or decimal. */
export async function readLabels(file: string): Promise<Labels> {
  const bytes = await readInput(file, LARGEST)
  if (!isUtf8(bytes)) throw new CommandFailure(inputName(file), 'is not UTF-8 text')
  try {
    return new LabelReader(file, bytes).read()
  } catch (error) {
    throw error instanceof JsonFault ? new CommandFailure(inputName(file), error.message, { cause: error }) : error
  }
}

/** Walks through a file of names, and keeps nothing else. */
class LabelReader {
  readonly #file: string
  readonly #scanner: JsonScanner
  #count = 0

  constructor(file: string, bytes: Uint8Array) {
    this.#file = inputName(file)
    this.#scanner = new JsonScanner(bytes)
  }

  read(): Labels {
    const names = new Map<bigint, string>()
    const pools = new Map<string, Names>()
    this.#members('$', (key) => {
      const next = this.#scanner.next()
      if (next === 'object' || next === 'array') pools.set(key, this.#names(key))
      else this.#name(key, names)
    })
    this.#scanner.end()
    return new Labels(names, pools)
  }

  #names(pool: string): Names {
    const names = new Map<bigint, string>()
    this.#members(pool, (key) => this.#name(key, names))
    return names
  }

  #members(where: string, visit: (key: string) => void): void {
    if (this.#scanner.next() !== 'object') this.#refuse(where, 'must be an object with a name for each address')
    this.#scanner.members((key) => {
      if (++this.#count > MOST_NAMES) throw new CommandFailure(this.#file, `holds more than ${MOST_NAMES} names`)
      visit(key)
    })
  }

  #name(key: string, names: Map<bigint, string>): void {
    if (!ADDRESS.test(key)) {
      this.#refuse(JSON.stringify(shortened(key)), 'must be an address, in hex with 0x or in decimal')
    }
    if (this.#scanner.next() !== 'string') this.#refuse(key, 'must be a name, as a string')
    names.set(BigInt(key), this.#scanner.string())
  }

  /** If it isn't JSON at all, say that first. */
  #refuse(where: string, reason: string): never {
    this.#scanner.skip()
    throw new CommandFailure(this.#file, `${shortened(where)}: ${reason}`)
  }
}

function shortened(text: string): string {
  return text.length > LONGEST_KEY ? `${text.slice(0, LONGEST_KEY)}…` : text
}
