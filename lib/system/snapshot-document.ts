import type { Pool } from './pool-definition.ts'

/** What {@link SystemAllocator.snapshot} writes. Addresses are hex strings, and both ends of every range are inclusive. */
export interface SystemDocument {
  /** Identifies the format. */
  readonly format: typeof FORMAT
  /** The version of the format. */
  readonly version: typeof VERSION
  /** The pools, in the order of their definition. */
  readonly pools: readonly PoolDocument[]
  /** The devices, in the order in which they were attached. */
  readonly devices: readonly DeviceDocument[]
}

/** A pool: its bounds, and its allocated ranges or ids, in order. */
export type PoolDocument =
  | {
      /** The pool's name, as in its definition. */
      readonly name: string
      /** First and last address. */
      readonly addresses: HexRange
      /** The allocated ranges, in ascending order. */
      readonly allocated: readonly HexRange[]
    }
  | {
      /** The pool's name, as in its definition. */
      readonly name: string
      /** First and last id. */
      readonly ids: IdRange
      /** The runs of allocated ids, in ascending order. */
      readonly allocated: readonly IdRange[]
    }

/** A device and its resources. */
export interface DeviceDocument {
  /** The device's name. */
  readonly name: string
  /** Its resources, in the order of its needs. */
  readonly resources: readonly ResourceDocument[]
}

/** One resource of a device. */
export type ResourceDocument =
  | {
      /** The resource's name. */
      readonly name: string
      /** The pool it came from. */
      readonly pool: string
      /** First and last address. */
      readonly range: HexRange
    }
  | {
      /** The resource's name. */
      readonly name: string
      /** The pool they came from. */
      readonly pool: string
      /** The runs of ids, in ascending order. */
      readonly ids: readonly IdRange[]
    }

/** First and last address, such as `['0xc0000000', '0xc0000fff']`. */
export type HexRange = readonly [first: string, last: string]
/** First and last id. */
export type IdRange = readonly [first: number, last: number]

/** Identifies a snapshot of a system among other JSON. */
export const FORMAT = 'vm-allocator-system'
/** The version that is written, and the only one that can be read. */
export const VERSION = 1

interface Run {
  readonly start: bigint
  readonly end: bigint
}

/** A holding of a device, with the numbers of its resource and pool. */
interface Holdings {
  readonly name: string
  readonly resources: readonly string[]
  readonly holdings: readonly (Run & { readonly resource: number; readonly pool: number })[]
}

/** Makes the document of a system. */
export function toDocument(
  pools: readonly { readonly pool: Pool; readonly allocated: readonly Run[] }[],
  devices: readonly Holdings[],
): SystemDocument {
  const byIndex = pools.map(({ pool }) => pool)
  return {
    format: FORMAT,
    version: VERSION,
    pools: pools.map(({ pool, allocated }) => poolDocument(pool, allocated)),
    devices: devices.map(({ name, resources, holdings }) => ({
      name,
      resources: resourceDocuments(byIndex, resources, holdings),
    })),
  }
}

/** Formats a document, with a line for each pool and each device. */
export function writeDocument({ format, version, pools, devices }: SystemDocument): string {
  const list = (items: readonly object[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
  const head = `"format": ${JSON.stringify(format)},\n  "version": ${version}`
  return `{\n  ${head},\n  "pools": ${list(pools)},\n  "devices": ${list(devices)}\n}\n`
}

function poolDocument({ name, kind, base, end }: Pool, allocated: readonly Run[]): PoolDocument {
  if (kind === 'address') return { name, addresses: hexRange({ start: base, end }), allocated: allocated.map(hexRange) }
  return { name, ids: idRange({ start: base, end }), allocated: joined(allocated).map(idRange) }
}

function resourceDocuments(
  pools: readonly Pool[],
  names: readonly string[],
  holdings: Holdings['holdings'],
): ResourceDocument[] {
  const runs = names.map((): Run[] => [])
  const from = names.map(() => 0)
  for (const holding of holdings) {
    runs[holding.resource]?.push(holding)
    from[holding.resource] = holding.pool
  }
  return names.map((name, index) => {
    const pool = pools[from[index] as number] as Pool
    const held = runs[index] as Run[]
    if (pool.kind === 'address') return { name, pool: pool.name, range: hexRange(held[0] as Run) }
    return { name, pool: pool.name, ids: held.map(idRange) }
  })
}

/** Joins adjacent runs. */
function joined(runs: readonly Run[]): Run[] {
  const result: { start: bigint; end: bigint }[] = []
  for (const { start, end } of runs) {
    const last = result.at(-1)
    if (last !== undefined && last.end + 1n === start) last.end = end
    else result.push({ start, end })
  }
  return result
}

function hexRange({ start, end }: Run): HexRange {
  return [`0x${start.toString(16)}`, `0x${end.toString(16)}`]
}

function idRange({ start, end }: Run): IdRange {
  return [Number(start), Number(end)]
}
