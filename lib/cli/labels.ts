import { isUtf8 } from 'node:buffer'
import { Failure } from './failure.ts'
import { inputName, readInput } from './input.ts'

type Names = ReadonlyMap<bigint, string>

/** Names for allocated ranges by their first address, or for ids. */
export class Labels {
  readonly #names: Names
  readonly #pools: ReadonlyMap<string, Names>

  constructor(names: Names, pools: ReadonlyMap<string, Names>) {
    this.#names = names
    this.#pools = pools
  }

  /** The names for a pool; those that the file gives without a pool are for one that is a whole file. */
  of(pool: string | undefined): Names {
    return (pool === undefined ? undefined : this.#pools.get(pool)) ?? this.#names
  }
}

/** Reads names from a JSON file: by address, or by pool and address; addresses in hex or decimal. */
export async function readLabels(file: string): Promise<Labels> {
  const bytes = await readInput(file)
  const document = parse(file, bytes)
  const names = new Map<bigint, string>()
  const pools = new Map<string, Names>()
  for (const [key, value] of entriesOf(file, '$', document)) {
    if (typeof value === 'object') pools.set(key, namesOf(file, key, value))
    else names.set(addressOf(file, key), nameOf(file, key, value))
  }
  return new Labels(names, pools)
}

function parse(file: string, bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw new Failure(inputName(file), 'is not UTF-8 text')
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new Failure(inputName(file), `is not valid JSON: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}

function namesOf(file: string, pool: string, value: unknown): Names {
  const entries = entriesOf(file, pool, value)
  return new Map(entries.map(([key, name]) => [addressOf(file, key), nameOf(file, key, name)]))
}

function entriesOf(file: string, where: string, value: unknown): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value)
  throw new Failure(inputName(file), `${where}: must be an object with a name for each address`)
}

function addressOf(file: string, key: string): bigint {
  if (/^(0x[\da-f]+|\d+)$/i.test(key)) return BigInt(key)
  throw new Failure(inputName(file), `${JSON.stringify(key)}: must be an address, in hex with 0x or in decimal`)
}

function nameOf(file: string, key: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new Failure(inputName(file), `${key}: must be a name, as a string`)
}
