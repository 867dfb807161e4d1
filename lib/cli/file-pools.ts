import { type AddressAllocator, type IdAllocator, InvalidSnapshotError } from 'vm-allocator'
import type { MapLabels } from 'vm-allocator/map'
import { type IdPool, SystemAllocator } from 'vm-allocator/system'
import { printable } from '../text/terminal.ts'
import { CommandFailure } from './failure.ts'
import { inputName } from './input.ts'
import { findPools, type Pool, poolName, restorePool, SnapshotFault } from './pools.ts'

const MOST_LISTED = 20

/** The snapshots of a file: those of allocators, or one of a `SystemAllocator`. */
export interface PoolContent {
  readonly kind: 'snapshots' | 'system'
  readonly bytes: Uint8Array
}

/** A pool of a file, with its allocator. */
export interface RestoredPool extends Pick<Pool, 'path' | 'kind'> {
  /** Its name in headings; `undefined` if it is the whole file. */
  readonly name: string | undefined
  readonly allocator: AddressAllocator | IdAllocator | IdPool
  /** The owners, if the file has any. */
  readonly labels?: MapLabels
}

/** Restores the pools of a file, or only the one with the wanted name or path. */
export function restorePools(file: string, { kind, bytes }: PoolContent, wanted?: string): RestoredPool[] {
  try {
    if (kind === 'system') return choose(file, poolsOf(restoreSystem(bytes)), wanted)
    const notes: string[] = []
    const found = findPools(bytes, notes).map((pool) => ({ ...pool, name: poolName(pool) }))
    for (const note of notes) console.error(printable(`vm-allocator: ${inputName(file)}: note: ${note}`))
    return choose(file, found, wanted).map((pool) => ({ ...pool, allocator: restorePool(pool) }))
  } catch (error) {
    throw snapshotFailure(file, error)
  }
}

/**
 * Restores the snapshot of a `SystemAllocator`.
 *
 * @throws SnapshotFault when the snapshot is refused
 */
export function restoreSystem(bytes: Uint8Array): SystemAllocator {
  try {
    return SystemAllocator.restore(bytes)
  } catch (error) {
    if (!(error instanceof InvalidSnapshotError)) throw error
    throw new SnapshotFault(error.path, error.reason)
  }
}

function poolsOf(system: SystemAllocator): RestoredPool[] {
  return system.pools.map((name, index) => {
    const allocator = system.pool(name)
    const kind = 'ranges' in allocator ? 'address' : 'id'
    return { path: `$.pools[${index}]`, kind, name, allocator, labels: system.labels(name) }
  })
}

/** Turns the refusal of a snapshot into a failure of its file; returns any other error unchanged. */
export function snapshotFailure(file: string, error: unknown): unknown {
  return error instanceof SnapshotFault ? new CommandFailure(inputName(file), error.message, { cause: error }) : error
}

type NamedPool = Pick<RestoredPool, 'name' | 'path'>

/** The names of a file's pools, for a message. */
export function listPools(pools: readonly NamedPool[]): string {
  const names = pools.slice(0, MOST_LISTED).map(({ name, path }) => name ?? path)
  const more = pools.length - names.length
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function choose<T extends NamedPool>(file: string, pools: T[], wanted: string | undefined): T[] {
  if (wanted === undefined) return pools
  const pool = pools.find(({ name, path }) => path === wanted || name === wanted)
  if (pool !== undefined) return [pool]
  throw new CommandFailure(inputName(file), `has no pool ${JSON.stringify(wanted)}, only ${listPools(pools)}`)
}
