import type { IdRun } from 'vm-allocator'
import { toU32, wrongType } from '../argument.ts'
import { addEntryPoints } from '../caller.ts'
import { inspectAs } from '../inspect.ts'
import { partitionPoint } from '../partition-point.ts'

/** How many ids of an {@link IdPool} are allocated and how many are free. */
export interface IdPoolStats {
  /** Ids that belong to devices. */
  readonly allocated: number
  /** Ids that are still available. */
  readonly available: number
  /** The length of the longest run of free ids. */
  readonly largestFreeRun: number
}

/**
 * A copy of an id pool, made by {@link SystemAllocator.pool}. `renderMap` can draw it.
 *
 * @example
 * ```ts
 * const system = new SystemAllocator({ lines: { ids: [5, 23] } })
 * system.attach('serial0', { line: { pool: 'lines' } })
 * system.pool('lines').stats() // { allocated: 1, available: 18, largestFreeRun: 18 }
 * ```
 */
export class IdPool {
  /** The first id. */
  readonly base: number
  /** The last id, inclusive. */
  readonly end: number
  readonly #runs: readonly IdRun[]

  /** @internal */
  constructor(base: number, end: number, runs: readonly IdRun[]) {
    this.base = toU32('base', base)
    this.end = toU32('end', end)
    if (!Array.isArray(runs)) throw wrongType('runs', 'an array', runs)
    this.#runs = runs.map((run) => {
      if (typeof run !== 'object' || run === null) throw wrongType('runs', 'an array of runs', runs)
      return { start: toU32('start', run.start), end: toU32('end', run.end) }
    })
  }

  /** The allocated ids in order, as runs of consecutive ids; each run belongs to one resource. */
  allocatedRuns(): IdRun[] {
    return this.#runs.map(({ start, end }) => ({ start, end }))
  }

  /**
   * Whether an id belongs to a device. Takes O(log n) for n runs of ids.
   *
   * @param id - the id, a u32
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` if it is not a u32
   */
  isAllocated(id: number): boolean {
    const wanted = toU32('id', id)
    const runs = this.#runs
    const run = runs[partitionPoint(runs.length, (at) => (runs[at] as IdRun).end < wanted)]
    return run !== undefined && run.start <= wanted
  }

  /** How many ids are allocated and how many are free. */
  stats(): IdPoolStats {
    const runs = this.#runs
    let [allocated, largestFreeRun, next] = [0, 0, this.base]
    for (const { start, end } of runs) {
      allocated += end - start + 1
      largestFreeRun = Math.max(largestFreeRun, start - next)
      next = end + 1
    }
    largestFreeRun = Math.max(largestFreeRun, this.end - next + 1)
    return { allocated, available: this.end - this.base + 1 - allocated, largestFreeRun }
  }

  /** The pool as JSON. */
  toJSON(): {
    /** The first id of the pool. */
    readonly base: number
    /** The last id of the pool, inclusive. */
    readonly end: number
    /** The runs of allocated ids, in ascending order. */
    readonly allocated: readonly IdRun[]
  } {
    const allocated = this.#runs.map(({ start, end }) => ({ start, end }))
    return { base: this.base, end: this.end, allocated }
  }
}

addEntryPoints(IdPool)
inspectAs(IdPool, (pool) => {
  const { allocated, available } = pool.stats()
  return `IdPool [${pool.base}, ${pool.end}] ${allocated} allocated, ${available} available`
})
