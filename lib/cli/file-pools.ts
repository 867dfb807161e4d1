import type { AddressAllocator, IdAllocator } from 'vm-allocator'
import { printable } from '../text/terminal.ts'
import { Failure } from './failure.ts'
import { inputName } from './input.ts'
import { findPools, type Pool, poolName, restorePool, SnapshotFault } from './pools.ts'

const MOST_LISTED = 20

/** A pool of a file with its allocator. */
export interface RestoredPool extends Pool {
  readonly allocator: AddressAllocator | IdAllocator
}

/** Restores the pools of a file, or only the one that is asked for by its name or its path. */
export function restorePools(file: string, bytes: Uint8Array, wanted?: string): RestoredPool[] {
  const notes: string[] = []
  try {
    const pools = findPools(bytes, notes)
    for (const note of notes) console.error(printable(`vm-allocator: ${inputName(file)}: note: ${note}`))
    const chosen = wanted === undefined ? pools : [choose(file, pools, wanted)]
    return chosen.map((pool) => ({ ...pool, allocator: restorePool(pool) }))
  } catch (error) {
    throw snapshotFailure(file, error)
  }
}

/** A refused snapshot as a failure of its file; any other error is returned as it is. */
export function snapshotFailure(file: string, error: unknown): unknown {
  return error instanceof SnapshotFault ? new Failure(inputName(file), error.message, { cause: error }) : error
}

/** The names of a file's pools, for a message. */
export function listPools(pools: readonly Pool[]): string {
  const names = pools.slice(0, MOST_LISTED).map((pool) => poolName(pool) ?? pool.path)
  const more = pools.length - names.length
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function choose(file: string, pools: readonly Pool[], wanted: string): Pool {
  const pool = pools.find((pool) => pool.path === wanted || poolName(pool) === wanted)
  if (pool !== undefined) return pool
  throw new Failure(inputName(file), `holds no pool ${JSON.stringify(wanted)}, only ${listPools(pools)}`)
}
