import type { U64Like } from 'vm-allocator'
import { member, readObject, readOptionsObject, toU32, toU64, U64_MAX, wrongType } from '../argument.ts'
import { SystemRequestError } from './system-request-error.ts'

/** A pool of addresses, such as an MMIO window or the I/O ports. */
export interface AddressPoolDefinition {
  /** The first address, a u64. */
  readonly base: U64Like
  /** The number of addresses, which is the size in bytes: 1…2⁶⁴−1. */
  readonly size: U64Like
  readonly ids?: undefined
}

/** A pool of ids, such as interrupt lines. */
export interface IdPoolDefinition {
  /** The first and the last id, both u32 and inclusive. */
  readonly ids: readonly [first: number, last: number]
  readonly base?: undefined
  readonly size?: undefined
}

/** The pools of a {@link SystemAllocator}, by name. */
export type PoolDefinitions = { readonly [pool: string]: AddressPoolDefinition | IdPoolDefinition }

/** Pools without known types: any name is accepted, and checked when it is used. */
// biome-ignore lint/suspicious/noExplicitAny: so that a system of any pools is one
export type AnyPools = any

/** The names of the address pools. */
export type AddressPoolName<Pools extends PoolDefinitions> = {
  [Pool in keyof Pools & string]: IsOnly<Pools[Pool], IdPoolDefinition> extends true ? never : Pool
}[keyof Pools & string]

/** The names of the id pools. */
export type IdPoolName<Pools extends PoolDefinitions> = {
  [Pool in keyof Pools & string]: IsOnly<Pools[Pool], AddressPoolDefinition> extends true ? never : Pool
}[keyof Pools & string]

/** Whether a definition is certainly of this kind; `any` could be of either. */
type IsOnly<Definition, Kind> = 0 extends 1 & Definition ? false : [Definition] extends [Kind] ? true : false

/** A pool inside the package: its index in the native list, and its bounds. */
export interface Pool {
  readonly name: string
  readonly index: number
  /** The index as native calls need it. */
  readonly word: bigint
  /** A list with only this pool. */
  readonly alone: readonly Pool[]
  readonly kind: 'address' | 'id'
  /** The first address or id. */
  readonly base: bigint
  /** The last address or id, inclusive. */
  readonly end: bigint
  /** The approximate number of addresses, or the number of ids. */
  readonly count: number
}

/** All pools of a system by name, in the order of their definition. */
export type Pools = ReadonlyMap<string, Pool>

const MEMBERS = ['base', 'size', 'ids'] as const

/** Reads the definitions, each member once. */
export function readPools(definitions: PoolDefinitions): Pools {
  const expected = 'an object with a definition for each pool'
  if (Array.isArray(definitions)) throw wrongType('pools', expected, definitions)
  const entries = readObject('pools', expected, definitions, (value) => Object.entries(value))
  if (entries.length === 0) throw new SystemRequestError('NoPools', 'A system needs at least one pool', {})
  return new Map(entries.map(([name, definition], index) => [name, readPool(name, index, definition)]))
}

function readPool(name: string, index: number, definition: AddressPoolDefinition | IdPoolDefinition): Pool {
  const what = `pools[${JSON.stringify(name)}]`
  const expected = 'an object with base and size, or with ids'
  const read = (value: typeof definition) => {
    const ids = member(value, 'ids')
    return { base: member(value, 'base'), size: member(value, 'size'), ids: ids === undefined ? ids : readEnds(ids) }
  }
  const { base, size, ids } = readOptionsObject(definition, read, { name: what, expected, names: MEMBERS })
  if (ids !== undefined && base === undefined && size === undefined) return idPool(name, index, what, ids)
  if (ids !== undefined || base === undefined || size === undefined) throw wrongType(what, expected, definition)
  return addressPool(name, index, toU64(what, base, 'base'), toU64(what, size, 'size'))
}

function addressPool(name: string, index: number, base: bigint, size: bigint): Pool {
  const facts = { pool: name }
  if (size === 0n) throw new SystemRequestError('InvalidPool', `Pool ${quote(name)} has a size of 0`, facts)
  const end = base + size - 1n
  if (end > U64_MAX) {
    const message = `Pool ${quote(name)} would end at 0x${end.toString(16)}, beyond the last u64`
    throw new SystemRequestError('InvalidPool', message, facts)
  }
  return makePool({ name, index, kind: 'address', base, end })
}

function idPool(name: string, index: number, what: string, ids: readonly unknown[] | null): Pool {
  if (ids === null || ids.length !== 2) throw wrongType(`${what}.ids`, 'an array of the first and the last id', ids)
  const first = toU32(`${what}.ids[0]`, ids[0] as number)
  const last = toU32(`${what}.ids[1]`, ids[1] as number)
  if (first > last) {
    const message = `Pool ${quote(name)} has its first id, ${first}, above its last, ${last}`
    throw new SystemRequestError('InvalidPool', message, { pool: name })
  }
  return makePool({ name, index, kind: 'id', base: BigInt(first), end: BigInt(last) })
}

/** Fills in the derived members of a pool. */
export function makePool(pool: Omit<Pool, 'word' | 'alone' | 'count'>): Pool {
  const alone: Pool[] = []
  alone.push({ ...pool, word: BigInt(pool.index), alone, count: Number(pool.end - pool.base) + 1 })
  return alone[0] as Pool
}

function readEnds(ids: unknown): readonly unknown[] | null {
  return Array.isArray(ids) ? [...ids] : null
}

/** Quotes a name for a message. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
}
