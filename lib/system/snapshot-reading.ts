import { toBytes } from '../argument.ts'
import { makePool, type Pool, type Pools, quote } from './pool-definition.ts'
import { MOST_IDS } from './request.ts'
import { FORMAT, VERSION } from './snapshot-document.ts'
import { fault, formatRun } from './snapshot-fault.ts'
import { checkOwnership } from './snapshot-ownership.ts'

/** The checked content of a snapshot. */
export interface SystemSnapshot {
  readonly pools: Pools
  readonly devices: readonly SnapshotDevice[]
}

/** A pool of a snapshot, with its allocated runs. */
export type SnapshotPool = Pool & { readonly allocated: readonly SnapshotRun[] }

/** A device of a snapshot. */
export interface SnapshotDevice {
  readonly name: string
  readonly resources: readonly string[]
  readonly holdings: readonly SnapshotHolding[]
}

/** A run of a device, with its place in the document. */
export interface SnapshotHolding {
  readonly resource: number
  readonly pool: Pool
  readonly start: bigint
  readonly end: bigint
  readonly path: string
}

/** A run with its place in the document. */
export interface SnapshotRun {
  readonly start: bigint
  readonly end: bigint
  readonly path: string
}

/** Reads a snapshot, which must have the given pools, if any. Throws an `InvalidSnapshotError` if it is invalid. */
export function readSnapshot(snapshot: string | Uint8Array, expected?: Pools): SystemSnapshot {
  const root = members('$', parse(snapshot), ['format', 'version', 'pools', 'devices'])
  if (root['format'] !== FORMAT) throw fault('$.format', `must be ${quote(FORMAT)}`)
  if (root['version'] !== VERSION) throw fault('$.version', `must be ${VERSION}, the version that this package reads`)
  const read = elements('$.pools', root['pools']).map((pool, index) => readPool(`$.pools[${index}]`, index, pool))
  const pools = byName('$.pools', read)
  if (pools.size === 0) throw fault('$.pools', 'must hold a pool')
  if (expected !== undefined) compare(pools, expected)
  const devices = elements('$.devices', root['devices']).map((device, index) =>
    readDevice(`$.devices[${index}]`, pools, device),
  )
  byName('$.devices', devices)
  checkOwnership(read, devices)
  return { pools, devices }
}

function parse(snapshot: string | Uint8Array): unknown {
  const bytes = toBytes('snapshot', snapshot)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw fault('$', 'is not UTF-8 text')
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw fault('$', `is not valid JSON: ${error instanceof Error ? error.message : error}`)
  }
}

function readPool(path: string, index: number, value: unknown): SnapshotPool {
  const isIds = typeof value === 'object' && value !== null && Object.hasOwn(value, 'ids')
  const pool = members(path, value, ['name', isIds ? 'ids' : 'addresses', 'allocated'])
  const name = text(`${path}.name`, pool['name'])
  const kind = isIds ? 'id' : 'address'
  const bounds = isIds ? idRun(`${path}.ids`, pool['ids']) : hexRun(`${path}.addresses`, pool['addresses'])
  const { start: base, end } = bounds
  if (kind === 'address' && base === 0n && end === 2n ** 64n - 1n) {
    throw fault(bounds.path, 'is all of 0 to 2^64-1, whose size is not a u64')
  }
  const read = isIds ? idRun : hexRun
  const allocated = elements(`${path}.allocated`, pool['allocated']).map((run, at) =>
    read(`${path}.allocated[${at}]`, run),
  )
  checkOrder({ name, kind, base, end }, allocated)
  return { ...makePool({ name, index, kind, base, end }), allocated }
}

/** Checks that the allocations of a pool are in order, disjoint and inside the pool. */
function checkOrder(
  { name, kind, base, end }: Pick<Pool, 'name' | 'kind' | 'base' | 'end'>,
  allocated: readonly SnapshotRun[],
): void {
  let previous: SnapshotRun | undefined
  for (const run of allocated) {
    const what = formatRun(kind, run)
    if (run.start < base || run.end > end) throw fault(run.path, `is ${what}, outside pool ${quote(name)}`)
    if (previous !== undefined && run.start <= previous.end) {
      const before = formatRun(kind, previous)
      throw fault(run.path, `is ${what}, which must come after ${before} and not overlap it`)
    }
    previous = run
  }
}

function readDevice(path: string, pools: Pools, value: unknown): SnapshotDevice & { readonly path: string } {
  const device = members(path, value, ['name', 'resources'])
  const name = text(`${path}.name`, device['name'])
  const read = elements(`${path}.resources`, device['resources']).map((resource, index) =>
    readResource(`${path}.resources[${index}]`, pools, index, resource),
  )
  if (read.length === 0) throw fault(`${path}.resources`, `is empty: device ${quote(name)} would have nothing`)
  byName(`${path}.resources`, read)
  const holdings = read.flatMap((resource) => resource.holdings)
  checkIdCount(name, holdings)
  return { name, path, resources: read.map((resource) => resource.name), holdings }
}

/** Refuses more ids than a device can have, because reading the device would list each of them. */
function checkIdCount(device: string, holdings: readonly SnapshotHolding[]): void {
  let total = 0n
  for (const { pool, start, end, path } of holdings) {
    if (pool.kind === 'id') total += end - start + 1n
    if (total <= MOST_IDS) continue
    const most = MOST_IDS.toLocaleString('en-US')
    throw fault(path, `brings the ids of device ${quote(device)} to ${total}; a device can have at most ${most}`)
  }
}

function readResource(path: string, pools: Pools, resource: number, value: unknown) {
  const isIds = typeof value === 'object' && value !== null && Object.hasOwn(value, 'ids')
  const given = members(path, value, ['name', 'pool', isIds ? 'ids' : 'range'])
  const name = text(`${path}.name`, given['name'])
  const poolName = text(`${path}.pool`, given['pool'])
  const pool = pools.get(poolName)
  if (pool === undefined) throw fault(`${path}.pool`, `is ${quote(poolName)}, but there is no such pool`)
  if ((pool.kind === 'id') !== isIds) {
    const holds = pool.kind === 'id' ? 'ids' : 'addresses'
    throw fault(path, `has ${isIds ? 'ids' : 'a range'} of pool ${quote(poolName)}, which holds ${holds}`)
  }
  const runs = isIds ? idRuns(`${path}.ids`, given['ids']) : [hexRun(`${path}.range`, given['range'])]
  for (const run of runs) {
    if (run.start >= pool.base && run.end <= pool.end) continue
    throw fault(run.path, `is ${formatRun(pool.kind, run)}, outside pool ${quote(poolName)}`)
  }
  return { name, holdings: runs.map((run) => ({ resource, pool, ...run })) }
}

function idRuns(path: string, value: unknown): SnapshotRun[] {
  const runs = elements(path, value).map((run, index) => idRun(`${path}[${index}]`, run))
  if (runs.length === 0) throw fault(path, 'is empty')
  runs.forEach((run, index) => {
    const previous = runs[index - 1]
    if (previous !== undefined && run.start <= previous.end + 1n) {
      throw fault(run.path, `must leave a gap above ${formatRun('id', previous)}`)
    }
  })
  return runs
}

/** Checks that a snapshot has the requested pools. */
function compare(pools: Pools, expected: Pools): void {
  for (const [name, wanted] of expected) {
    const pool = pools.get(name)
    if (pool === undefined) throw fault('$.pools', `must hold a pool ${quote(name)}`)
    if (pool.kind === wanted.kind && pool.base === wanted.base && pool.end === wanted.end) continue
    const [is, should] = [pool, wanted].map(({ kind, base, end }) => formatRun(kind, { start: base, end }))
    throw fault(`$.pools[${pool.index}]`, `is ${is}, but pool ${quote(name)} must be ${should}`)
  }
  for (const { name, index } of pools.values()) {
    if (!expected.has(name)) throw fault(`$.pools[${index}]`, `is pool ${quote(name)}, which isn't wanted`)
  }
}

function byName<T extends { readonly name: string }>(path: string, named: readonly T[]): Map<string, T> {
  const map = new Map<string, T>()
  named.forEach((item, index) => {
    if (map.has(item.name)) throw fault(`${path}[${index}].name`, `is ${quote(item.name)}, which already exists`)
    map.set(item.name, item)
  })
  return map
}

function members(path: string, value: unknown, names: readonly string[]): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject) throw fault(path, `must be an object with ${names.join(', ')}`)
  const missing = names.find((name) => !Object.hasOwn(value, name))
  if (missing !== undefined) throw fault(`${path}.${missing}`, 'is missing')
  const other = Object.keys(value).find((name) => !names.includes(name))
  if (other !== undefined) throw fault(`${path}[${quote(other)}]`, 'is a member that the format does not have')
  return value as Record<string, unknown>
}

function elements(path: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw fault(path, 'must be an array')
}

function text(path: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw fault(path, 'must be a string')
}

function hexRun(path: string, value: unknown): SnapshotRun {
  return run(path, value, (end) => {
    if (typeof end === 'string' && /^0x(0|[1-9a-f][\da-f]{0,15})$/.test(end)) return BigInt(end)
    throw fault(path, 'must be the first and the last address, as hex strings such as "0xc0000000"')
  })
}

function idRun(path: string, value: unknown): SnapshotRun {
  return run(path, value, (end) => {
    if (typeof end === 'number' && end >>> 0 === end) return BigInt(end)
    throw fault(path, 'must be the first and the last id, as numbers from 0 to 2^32-1')
  })
}

function run(path: string, value: unknown, read: (end: unknown) => bigint): SnapshotRun {
  const ends = elements(path, value)
  if (ends.length !== 2) throw fault(path, `must have 2 elements, the first and the last, instead of ${ends.length}`)
  const [start, end] = ends.map(read) as [bigint, bigint]
  if (start > end) throw fault(path, 'has its first above its last')
  return { start, end, path }
}
