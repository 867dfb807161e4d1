import { isUtf8 } from 'node:buffer'
import { AddressAllocator, type AddressAllocatorOptions, IdAllocator, InvalidSnapshotError } from 'vm-allocator'
import { printable } from '../text/terminal.ts'
import { JsonFault, JsonScanner } from './json-scanner.ts'

/** A snapshot inside a file. */
export interface Pool {
  /** Where it is: `$` for the whole file, else such as `$.mmio32`. */
  readonly path: string
  readonly kind: 'address' | 'id'
  /** The text of the snapshot alone. */
  readonly bytes: Uint8Array
}

/** What is wrong with a file of snapshots, and where in the file. */
export class SnapshotFault extends Error {
  readonly path: string
  readonly reason: string

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`)
    this.path = path
    this.reason = reason
  }
}

const KINDS: ReadonlyMap<string, Pool['kind']> = new Map([
  ['address_space', 'address'],
  ['interval_tree', 'address'],
  ['range_base', 'id'],
  ['next_id', 'id'],
  ['range_end', 'id'],
  ['freed_ids', 'id'],
])

const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/**
 * Finds the snapshots of a file: the whole file is one, or it is JSON that holds some, as `serde_json` writes a struct
 * of allocators, or as text in strings. An object with a member of a snapshot is taken for one, not yet validated; what
 * else the file holds is passed over.
 *
 * @throws SnapshotFault when the file is no JSON or holds no snapshot
 */
export function findPools(bytes: Uint8Array): Pool[] {
  const kind = wholeKind(bytes)
  if (kind !== undefined) return [{ path: '$', kind, bytes }]
  checkText(bytes)
  const pools = new PoolFinder(bytes).find()
  if (pools.length > 0) return pools
  const members = 'address_space and interval_tree, nor range_base, next_id, range_end and freed_ids'
  throw new SnapshotFault('$', `holds no snapshot: no object with ${members}`)
}

function checkText(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new SnapshotFault('$', 'is empty')
  if (!isUtf8(bytes)) throw new SnapshotFault('$', 'is not UTF-8 text')
  if (BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte)) {
    throw new SnapshotFault('$', "starts with a byte order mark, which JSON doesn't have")
  }
}

/**
 * Restores the allocator of a pool.
 *
 * @throws SnapshotFault when the snapshot is refused
 */
export function restorePool(pool: Pool, options?: AddressAllocatorOptions): AddressAllocator | IdAllocator {
  try {
    return pool.kind === 'address' ? AddressAllocator.restore(pool.bytes, options) : IdAllocator.restore(pool.bytes)
  } catch (error) {
    if (!(error instanceof InvalidSnapshotError)) throw error
    throw new SnapshotFault(pool.path + error.path.slice(1), error.reason)
  }
}

/** How messages and headings call a pool; `undefined` for one that is the whole file. */
export function poolName({ path }: Pool): string | undefined {
  return path === '$' ? undefined : path.replace(/^\$\.?/, '')
}

/** What a file is a snapshot of, found without reading on when it is one. */
function wholeKind(bytes: Uint8Array): Pool['kind'] | undefined {
  let kind: Pool['kind'] | undefined
  const scanner = new JsonScanner(bytes)
  try {
    scanner.members((name) => {
      kind = KINDS.get(name)
      return kind === undefined ? scanner.skip() : 'stop'
    })
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
  }
  return kind
}

/** A walk through the objects and arrays of a file. */
class PoolFinder {
  readonly #bytes: Uint8Array
  readonly #scanner: JsonScanner
  readonly #pools: Pool[] = []

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#scanner = new JsonScanner(bytes)
  }

  find(): Pool[] {
    try {
      this.#value('$')
      this.#scanner.end()
    } catch (error) {
      if (error instanceof JsonFault) throw new SnapshotFault('$', error.message)
      throw error
    }
    return this.#pools
  }

  #value(path: string): void {
    const next = this.#scanner.next()
    if (next === 'object') this.#object(path)
    else if (next === 'array') this.#scanner.elements((index) => this.#value(`${path}[${index}]`))
    else if (next === 'string') this.#string(path)
    else this.#scanner.skip()
  }

  /** JavaScript keeps snapshots as text: as objects they would lose what lies beyond 2⁵³. */
  #string(path: string): void {
    const bytes = new TextEncoder().encode(this.#scanner.string())
    const kind = wholeKind(bytes)
    if (kind !== undefined) this.#pools.push({ path, kind, bytes })
  }

  #object(path: string): void {
    const start = this.#scanner.position
    const inside = this.#pools.length
    const names = new Set<string>()
    let kind: Pool['kind'] | undefined
    this.#scanner.members((name) => {
      if (kind !== undefined) return this.#scanner.skip()
      const memberPath = path + step(name)
      if (names.has(name)) throw new SnapshotFault(memberPath, 'is given twice')
      names.add(name)
      kind = KINDS.get(name)
      return kind === undefined ? this.#value(memberPath) : this.#scanner.skip()
    })
    if (kind === undefined) return
    // What came before the member that told the kind belongs to this snapshot too.
    this.#pools.length = inside
    this.#pools.push({ path, kind, bytes: this.#bytes.subarray(start, this.#scanner.position) })
  }
}

/** One step of a path, written as an `InvalidSnapshotError` writes it. */
function step(name: string): string {
  return /^\w{1,40}$/.test(name) ? `.${name}` : `[${JSON.stringify(printable(name))}]`
}
