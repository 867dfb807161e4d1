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
  /** Where it is: `$` for the whole file, else such as `$.mmio32`. */
  readonly path: string
  readonly kind: SnapshotKind
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

/** This many are found in a file; more would be megabytes of output. */
const MOST_POOLS = 50_000
/** Members of objects around the snapshots, whose names are remembered to find one that is given twice. */
const MOST_MEMBERS = 2_000_000
/** A longer name is cut in a path. */
const LONGEST_NAME = 200

const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/**
 * Finds the snapshots of a file: the whole file is one, or it is JSON that holds some, as `serde_json` writes a struct
 * of allocators, or as text in strings. An object with all members of a snapshot is taken for one, not yet validated;
 * what else it has, as serde's `flatten` and internal tags write it, and what else the file holds is passed over.
 *
 * @param notes gets a line for each object that has some of the members of a snapshot, but not all
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
  const members = 'address_space and interval_tree, nor range_base, next_id, range_end and freed_ids'
  throw new SnapshotFault('$', `holds no snapshot: ${miss ?? `no object with ${members}`}`)
}

/** A file that begins as a snapshot does: its reader says why it isn't one. */
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

/** How messages and headings call a pool; `undefined` for one that is the whole file. */
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

/** Where a member's value lies. */
type Span = readonly [start: number, end: number]

/** A walk through the objects and arrays of a file. */
class PoolFinder {
  /** Objects that are almost snapshots, in words. */
  readonly misses: string[] = []
  readonly #bytes: Uint8Array
  readonly #scanner: JsonScanner
  readonly #pools: Pool[] = []
  /** The position of the walk: written out only for messages, since most members are skipped. */
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

  /** The path of the value that the walk is at. */
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

  /** JavaScript keeps snapshots as text: as objects they would lose what lies beyond 2⁵³. */
  #string(): void {
    const bytes = this.#scanner.stringBytes()
    const kind = firstMemberKind(bytes)
    if (kind !== undefined) this.#add({ path: this.#path(), kind, bytes })
  }

  #object(): void {
    const start = this.#scanner.position
    const inside = this.#pools.length
    // Made when they are needed: millions of objects have one member, or none of a snapshot.
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

  /** What an object with members of a snapshot is. */
  #close(inside: number, spans: ReadonlyMap<string, Span>, names: ReadonlySet<string>, start: number): void {
    const path = this.#path()
    const kinds = snapshotKinds((member) => spans.has(member))
    if (kinds.length > 0) {
      // What lies in the members of a snapshot belongs to it; what lies beside them may hold other pools.
      const own = [...spans.keys()].map((name) => path + step(name))
      const others = this.#pools.splice(inside).filter((pool) => !own.some((member) => pool.path.startsWith(member)))
      for (const kind of kinds) this.#add({ path, kind, bytes: this.#snapshot(kind, names, spans, start) })
      this.#pools.push(...others)
    } else {
      const miss = nearMiss((member) => spans.has(member))
      if (miss !== undefined && this.misses.length < MOST_MISSES) this.misses.push(`${path} ${miss}`)
    }
  }

  /** Whether a tree of ranges begins here; anything else of that name may hold pools. */
  #isTree(from: number): boolean {
    let isTree = false
    if (this.#scanner.next() !== 'object') return true
    new JsonScanner(this.#bytes.subarray(from)).members((name) => {
      isTree = name === 'root'
      return 'stop'
    })
    return isTree
  }

  /** The members of a snapshot alone: what stands beside them isn't the crate's. */
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

/** As many notes are worth reading. */
const MOST_MISSES = 20

/** One step of a path, written as an `InvalidSnapshotError` writes it. */
function step(name: string): string {
  return /^\w{1,40}$/.test(name)
    ? `.${name}`
    : `[${JSON.stringify(fitColumns(printable(name.slice(0, LONGEST_NAME * 2)), LONGEST_NAME, '…'))}]`
}
