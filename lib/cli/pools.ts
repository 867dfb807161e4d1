import { isUtf8 } from 'node:buffer'
import { AddressAllocator, type AddressAllocatorOptions, IdAllocator, InvalidSnapshotError } from 'vm-allocator'
import {
  isSnapshotMember,
  kindOfMember,
  nearMiss,
  SNAPSHOT_MEMBERS,
  type SnapshotKind,
  snapshotKinds,
} from '../layout/snapshot-shape.ts'
import { fitColumns } from '../text/columns.ts'
import { printable } from '../text/terminal.ts'
import { JsonFault, JsonScanner } from './json-scanner.ts'

/** A snapshot inside a file. */
export interface Pool {
  /** Its path: `$` for the whole file, otherwise for example `$.mmio32`. */
  readonly path: string
  readonly kind: SnapshotKind
  /** The text of the snapshot alone. */
  readonly bytes: Uint8Array
}

/** A fault in a file of snapshots, and where it is. */
export class SnapshotFault extends Error {
  readonly path: string
  readonly reason: string

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`)
    this.path = path
    this.reason = reason
  }
}

/** The most snapshots in a file: more would print megabytes. */
const MOST_POOLS = 50_000
/** The most members of objects around snapshots: all names are kept, to find duplicates. */
const MOST_MEMBERS = 2_000_000
/** Longer names are cut in paths. */
const LONGEST_NAME = 200

const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/**
 * Finds the snapshots in a file: either the whole file is one, or it is JSON that contains some, as objects (as
 * `serde_json` writes a struct of allocators) or as text in strings. An object with all members of a snapshot counts as
 * one, and is validated later. Its other members, such as those of serde's `flatten` and internal tags, and the rest of
 * the file are skipped.
 *
 * @param notes receives a line for each object with some, but not all, of the members of a snapshot
 * @throws SnapshotFault when the file is not JSON or holds no snapshot
 */
export function findPools(bytes: Uint8Array, notes: string[] = []): Pool[] {
  const finder = new PoolFinder(bytes)
  try {
    checkText(bytes)
    const pools = finder.find()
    if (pools.length > 0) {
      notes.push(...finder.misses)
      return pools
    }
  } catch (error) {
    const broken = brokenSnapshot(bytes)
    if (broken !== undefined) return [broken]
    throw error
  }
  const broken = brokenSnapshot(bytes)
  if (broken !== undefined) return [broken]
  const [miss] = finder.misses
  const members = 'address_space and interval_tree, or with range_base, next_id, range_end and freed_ids'
  throw new SnapshotFault('$', `holds no snapshot: ${miss ?? `no object with ${members}`}`)
}

/** Takes a file that starts like a snapshot for one, so that its reader explains what is wrong. */
function brokenSnapshot(bytes: Uint8Array): Pool | undefined {
  const kind = firstMemberKind(bytes)
  return kind === undefined ? undefined : { path: '$', kind, bytes }
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

/** The name of a pool in messages and headings; `undefined` if it is the whole file. */
export function poolName({ path }: Pool): string | undefined {
  return path === '$' ? undefined : path.replace(/^\$\.?/, '')
}

/** The kind of snapshot that an object's first member belongs to. */
function firstMemberKind(bytes: Uint8Array): SnapshotKind | undefined {
  let kind: SnapshotKind | undefined
  try {
    new JsonScanner(bytes).members((name) => {
      kind = kindOfMember(name)
      return 'stop'
    })
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
  }
  return kind
}

/** Where a member's value is, in bytes. */
type Span = readonly [start: number, end: number]

/** Walks through the objects and arrays of a file. */
class PoolFinder {
  /** Descriptions of objects that are almost snapshots. */
  readonly misses: string[] = []
  readonly #bytes: Uint8Array
  readonly #scanner: JsonScanner
  readonly #pools: Pool[] = []
  /** The position of the walk. Made into text only for messages, since most members are skipped. */
  readonly #steps: (string | number)[] = []
  #members = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#scanner = new JsonScanner(bytes)
  }

  find(): Pool[] {
    try {
      this.#value()
      this.#scanner.end()
    } catch (error) {
      if (error instanceof JsonFault) throw new SnapshotFault('$', error.message)
      throw error
    }
    return this.#pools
  }

  /** The path of the current value. */
  #path(): string {
    return `$${this.#steps.map((at) => (typeof at === 'number' ? `[${at}]` : step(at))).join('')}`
  }

  #value(): void {
    const next = this.#scanner.next()
    if (next === 'object') this.#object()
    else if (next === 'array') this.#scanner.elements(this.#element)
    else if (next === 'string') this.#string()
    else this.#scanner.skip()
  }

  readonly #element = (index: number): void => {
    this.#steps.push(index)
    this.#value()
    this.#steps.pop()
  }

  /** JavaScript programs store snapshots as text, because parsing would round numbers above 2⁵³. */
  #string(): void {
    const bytes = this.#scanner.stringBytes()
    const kind = firstMemberKind(bytes)
    if (kind !== undefined) this.#add({ path: this.#path(), kind, bytes })
  }

  #object(): void {
    const start = this.#scanner.position
    const inside = this.#pools.length
    // Created only when needed: files can have millions of objects without a snapshot's members.
    let first: string | undefined
    let names: Set<string> | undefined
    let spans: Map<string, Span> | undefined
    this.#scanner.members((name) => {
      this.#steps.push(name)
      if (first === undefined) first = name
      else {
        names ??= new Set([first])
        if (names.has(name)) throw new SnapshotFault(this.#path(), 'is given twice')
        names.add(name)
      }
      if (++this.#members > MOST_MEMBERS) throw new SnapshotFault('$', `holds more than ${MOST_MEMBERS} members`)
      const from = this.#scanner.position
      const isTree = name === 'interval_tree' && this.#isTree(from)
      if (isTree) this.#scanner.skip()
      else this.#value()
      if (isTree || (name !== 'interval_tree' && isSnapshotMember(name))) {
        spans ??= new Map()
        spans.set(name, [from, this.#scanner.position])
      }
      this.#steps.pop()
    })
    if (spans !== undefined) this.#close(inside, spans, names ?? new Set([first as string]), start)
  }

  /** Decides what an object with members of a snapshot is. */
  #close(inside: number, spans: ReadonlyMap<string, Span>, names: ReadonlySet<string>, start: number): void {
    const path = this.#path()
    const kinds = snapshotKinds((member) => spans.has(member))
    if (kinds.length > 0) {
      // Whatever is inside a snapshot's members belongs to it; members beside them may hold other pools.
      const own = [...spans.keys()].map((name) => path + step(name))
      const others = this.#pools.splice(inside).filter((pool) => !own.some((member) => pool.path.startsWith(member)))
      for (const kind of kinds) this.#add({ path, kind, bytes: this.#snapshot(kind, names, spans, start) })
      this.#pools.push(...others)
    } else {
      const miss = nearMiss((member) => spans.has(member))
      if (miss !== undefined && this.misses.length < MOST_MISSES) this.misses.push(`${path} ${miss}`)
    }
  }

  /** Whether a tree of ranges starts here. Another value with that name may hold pools. */
  #isTree(from: number): boolean {
    let isTree = false
    if (this.#scanner.next() !== 'object') return true
    new JsonScanner(this.#bytes.subarray(from)).members((name) => {
      isTree = name === 'root'
      return 'stop'
    })
    return isTree
  }

  /** Cuts out the members of a snapshot: those beside them don't belong to the crate's format. */
  #snapshot(
    kind: SnapshotKind,
    names: ReadonlySet<string>,
    spans: ReadonlyMap<string, Span>,
    start: number,
  ): Uint8Array {
    const members = SNAPSHOT_MEMBERS[kind]
    if (names.size === members.length) return this.#bytes.subarray(start, this.#scanner.position)
    const parts = members.flatMap((name, at) => {
      const [from, to] = spans.get(name) as Span
      return [Buffer.from(`${at === 0 ? '{' : ','}"${name}":`), this.#bytes.subarray(from, to)]
    })
    return Buffer.concat([...parts, Buffer.from('}')])
  }

  #add(pool: Pool): void {
    if (this.#pools.length === MOST_POOLS) throw new SnapshotFault('$', `holds more than ${MOST_POOLS} snapshots`)
    this.#pools.push(pool)
  }
}

/** The most notes about one file. */
const MOST_MISSES = 20

/** Writes one step of a path like those of `InvalidSnapshotError`. */
function step(name: string): string {
  return /^\w{1,40}$/.test(name)
    ? `.${name}`
    : `[${JSON.stringify(fitColumns(printable(name.slice(0, LONGEST_NAME * 2)), LONGEST_NAME, '…'))}]`
}
