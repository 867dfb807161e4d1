import { type Pool, quote } from './pool-definition.ts'
import { fault, formatRun } from './snapshot-fault.ts'
import type { SnapshotDevice, SnapshotHolding, SnapshotPool, SnapshotRun } from './snapshot-reading.ts'

/** A run with its owner's names. */
interface OwnedRun extends SnapshotHolding {
  readonly device: string
  readonly name: string
}

/**
 * Compares the allocations of the pools with the resources of the devices: every allocated run must have one owner, and
 * every owned run must be allocated.
 */
export function checkOwnership(pools: readonly SnapshotPool[], devices: readonly SnapshotDevice[]): void {
  const owned = pools.map((): OwnedRun[] => [])
  for (const { name: device, resources, holdings } of devices) {
    for (const holding of holdings) {
      owned[holding.pool.index]?.push({ ...holding, device, name: resources[holding.resource] as string })
    }
  }
  for (const pool of pools) {
    const runs = (owned[pool.index] as OwnedRun[]).sort(inOrder)
    checkOwnedOnce(pool, runs)
    checkAllocated(pool, runs)
  }
}

function inOrder(one: OwnedRun, other: OwnedRun): number {
  if (one.start !== other.start) return one.start < other.start ? -1 : 1
  return one.path < other.path ? -1 : 1
}

function checkOwnedOnce({ name, kind }: Pool, runs: readonly OwnedRun[]): void {
  let last: OwnedRun | undefined
  for (const run of runs) {
    if (last !== undefined && run.start <= last.end) {
      const shared = formatRun(kind, { start: run.start, end: run.end < last.end ? run.end : last.end })
      throw fault(run.path, `gives ${shared} of pool ${quote(name)} to ${ownerOf(run)}, but ${ownerOf(last)} has it`)
    }
    if (last === undefined || run.end > last.end) last = run
  }
}

/**
 * Walks through allocated and owned runs side by side. Ranges of addresses must be the same; runs of ids may be divided
 * differently.
 */
function checkAllocated(pool: Pool & { readonly allocated: readonly SnapshotRun[] }, runs: readonly OwnedRun[]): void {
  const { kind, allocated } = pool
  let [entryAt, runAt, next] = [0, 0, 0n]
  for (;;) {
    const [entry, run] = [allocated[entryAt], runs[runAt]]
    if (entry === undefined && run === undefined) return
    const entryStart = entry === undefined ? undefined : larger(entry.start, next)
    const runStart = run === undefined ? undefined : larger(run.start, next)
    if (run === undefined || runStart === undefined) throw unowned(pool, entry as SnapshotRun, undefined)
    if (entry === undefined || entryStart === undefined) throw unallocated(pool, run)
    if (entryStart < runStart) throw unowned(pool, entry, run)
    if (runStart < entryStart || (kind === 'address' && run.end > entry.end)) throw unallocated(pool, run)
    if (kind === 'address' && run.end < entry.end) throw unowned(pool, entry, run)
    next = (run.end < entry.end ? run.end : entry.end) + 1n
    if (entry.end < next) entryAt++
    if (run.end < next) runAt++
  }
}

function unowned({ name, kind }: Pool, entry: SnapshotRun, run: OwnedRun | undefined): Error {
  const what = `is ${formatRun(kind, entry)}, which pool ${quote(name)} has allocated`
  if (run === undefined || run.start > entry.end) return fault(entry.path, `${what} and no device owns`)
  return fault(entry.path, `${what}, but ${ownerOf(run)} owns only ${formatRun(kind, run)}`)
}

function unallocated({ name, kind }: Pool, run: OwnedRun): Error {
  const what = `gives ${formatRun(kind, run)} to ${ownerOf(run)}`
  return fault(run.path, `${what}, but pool ${quote(name)} doesn't have all of it allocated`)
}

function ownerOf({ device, name }: OwnedRun): string {
  return `${quote(device)} (${quote(name)})`
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}
