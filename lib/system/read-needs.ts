import type { U64Like } from 'vm-allocator'
import { outOfRange, readObject, toU32, toU64, U64_MAX, wrongType } from '../argument.ts'
import { toRange } from '../range-inclusive.ts'
import type { DeviceNeeds } from './needs.ts'
import { type Pool, type Pools, quote } from './pool-definition.ts'
import { naturalAlignment, type Request, type Side } from './request.ts'
import { type RequestFacts, SystemRequestError, type SystemRequestErrorKind } from './system-request-error.ts'

const MEMBERS: ReadonlySet<string> = new Set(['pool', 'size', 'align', 'at', 'within', 'id', 'count', 'block'])
/** The members that only a range can have, and those that only ids can have. */
const OF_RANGES = ['size', 'align'] as const
const OF_IDS = ['id', 'count', 'block'] as const

/** A need as it was given. */
interface Given {
  readonly pool: unknown
  readonly size: unknown
  readonly align: unknown
  readonly at: unknown
  readonly within: unknown
  readonly id: unknown
  readonly count: unknown
  readonly block: unknown
  /** A member that no need has. */
  readonly other: string | undefined
}

/** Reads what a device needs, each member once, and refuses what makes no sense whatever is free. */
export function readNeeds(pools: Pools, device: string, needs: DeviceNeeds): Request[] {
  const expected = 'an object with a need for each resource'
  if (Array.isArray(needs)) throw wrongType('needs', expected, needs)
  const entries = readObject('needs', expected, needs, (value) => Object.entries(value))
  if (entries.length === 0) throw new SystemRequestError('EmptyNeeds', `${quote(device)} needs nothing`, { device })
  return entries.map(([resource, need]) => {
    const given = readObject(`needs[${quote(resource)}]`, 'an object with a pool', need as object, readNeed)
    return new NeedReader(pools, device, resource, given).read()
  })
}

function readNeed(need: Partial<Record<keyof Given, unknown>>): Given {
  const { pool, size, align, at, within, id, count, block } = need
  let other: string | undefined
  for (const member in need) if (!MEMBERS.has(member)) other = member
  const choice = Array.isArray(pool) ? [...pool] : pool
  const bounds = typeof within === 'object' && within !== null ? { ...readBounds(within) } : within
  return { pool: choice, size, align, at, within: bounds, id, count, block, other }
}

function readBounds({ start, end }: { start?: unknown; end?: unknown }) {
  return { start, end }
}

class NeedReader {
  readonly #pools: Pools
  readonly #facts: { readonly device: string; readonly resource: string }
  readonly #given: Given

  constructor(pools: Pools, device: string, resource: string, given: Given) {
    this.#pools = pools
    this.#facts = { device, resource }
    this.#given = given
  }

  read(): Request {
    const { other } = this.#given
    if (other !== undefined) throw this.#refusal('UnknownMember', `has a member ${quote(other)}, which no need has`)
    const pools = this.#choose()
    return (pools[0] as Pool).kind === 'address' ? this.#range(pools) : this.#ids(pools)
  }

  /** The pools that were named: all of one kind. */
  #choose(): Pool[] {
    const { pool } = this.#given
    const names: readonly unknown[] = Array.isArray(pool) ? pool : [pool]
    const pools = names.map((name) => this.#pool(name))
    const [first, ...others] = pools
    if (first === undefined) throw this.#refusal('EmptyNeeds', 'names no pool')
    const odd = others.find(({ kind }) => kind !== first.kind)
    if (odd === undefined) return pools
    const message = `names pools of both kinds, ${quote(first.name)} and ${quote(odd.name)}`
    throw this.#refusal('WrongPool', message, odd.name)
  }

  #pool(name: unknown): Pool {
    if (typeof name !== 'string')
      throw wrongType(this.#member('pool'), 'the name of a pool, or an array of names', name)
    const pool = this.#pools.get(name)
    if (pool !== undefined) return pool
    const known = [...this.#pools.keys()].slice(0, 10).map(quote).join(', ')
    throw this.#refusal('UnknownPool', `names the pool ${quote(name)}, which doesn't exist; there is ${known}`, name)
  }

  #range(pools: readonly Pool[]): Request {
    const stray = OF_IDS.find((member) => this.#given[member] !== undefined)
    const name = pools[0]?.name
    if (stray !== undefined) {
      throw this.#refusal('WrongPool', `asks for ids by ${quote(stray)}, but ${quote(`${name}`)} holds addresses`, name)
    }
    const size = toU64(this.#member('size'), this.#given.size as U64Like)
    if (size === 0n) throw this.#refusal('InvalidSize', 'has a size of 0')
    const align = this.#align(size)
    const bounds = this.#bounds(U64_MAX, (value) => toRange(this.#member('within'), value as never))
    const { at } = this.#given
    if (at === undefined || at === 'bottom' || at === 'top') {
      return this.#bounded(pools, { kind: 'range', size, align, side: at ?? 'bottom', exact: undefined, ...bounds })
    }
    const address = this.#address(at, align)
    const inside = address >= bounds.start && address + size - 1n <= bounds.end
    if (!inside && this.#given.within !== undefined)
      throw this.#refusal('ContradictoryNeed', `has an address in "at" that lies outside of its "within"`)
    return this.#exact(pools, { kind: 'range', size, align, exact: address }, `0x${address.toString(16)}`)
  }

  #align(size: bigint): bigint {
    const { align } = this.#given
    if (align === undefined) return naturalAlignment(size)
    const value = toU64(this.#member('align'), align as U64Like)
    if (value !== 0n && (value & (value - 1n)) === 0n) return value
    throw this.#refusal('InvalidAlignment', `has an alignment of ${value}, which is not a power of two`)
  }

  #address(at: unknown, align: bigint): bigint {
    if (typeof at !== 'bigint' && typeof at !== 'number') {
      throw wrongType(this.#member('at'), "'bottom', 'top' or an address", at)
    }
    const address = toU64(this.#member('at'), at)
    if ((address & (align - 1n)) === 0n) return address
    const [where, multiple] = [address, align].map((value) => `0x${value.toString(16)}`)
    const remedy = this.#given.align === undefined ? '; an "align" of its own allows that' : ''
    throw this.#refusal('UnalignedAddress', `wants ${where}, which is not a multiple of ${multiple}${remedy}`)
  }

  #ids(pools: readonly Pool[]): Request {
    const { id, count, block, at, within } = this.#given
    const stray = OF_RANGES.find((member) => this.#given[member] !== undefined)
    const name = pools[0]?.name
    if (stray !== undefined) {
      throw this.#refusal('WrongPool', `asks for addresses by ${quote(stray)}, but ${quote(`${name}`)} holds ids`, name)
    }
    if (id !== undefined) return this.#exactId(pools, id)
    const number = count === undefined ? 1 : toU32(this.#member('count'), count as number)
    if (number === 0) throw this.#refusal('InvalidCount', 'has a count of 0')
    if (block !== undefined && typeof block !== 'boolean') throw wrongType(this.#member('block'), 'a boolean', block)
    const side = this.#side(at)
    const scattered = number > 1 && block !== true
    if (scattered && side === 'top') {
      throw this.#refusal('ContradictoryNeed', `asks for several ids at the top, which takes "block"`)
    }
    const bounds = this.#bounds(0xffff_ffffn, () => this.#idBounds(within as { start: number; end: number }))
    const size = BigInt(number)
    if (scattered) return this.#bounded(pools, { kind: 'ids', size, align: 1n, side, exact: undefined, ...bounds })
    const align = block === true ? naturalAlignment(size) : 1n
    return this.#bounded(pools, { kind: 'block', size, align, side, exact: undefined, ...bounds })
  }

  #exactId(pools: readonly Pool[], id: unknown): Request {
    const other = (['count', 'block', 'at', 'within'] as const).find((member) => this.#given[member] !== undefined)
    if (other !== undefined) throw this.#refusal('ContradictoryNeed', `has both "id" and "${other}"`)
    const exact = BigInt(toU32(this.#member('id'), id as number))
    return this.#exact(pools, { kind: 'block', size: 1n, align: 1n, exact }, `${exact}`)
  }

  #side(at: unknown): Side {
    if (at === undefined || at === 'bottom' || at === 'top') return at ?? 'bottom'
    throw wrongType(this.#member('at'), "'bottom' or 'top'; one particular id is asked for by id", at)
  }

  #idBounds({ start, end }: { start: number; end: number }): { start: bigint; end: bigint } {
    const first = toU32(this.#member('within.start'), start)
    const last = toU32(this.#member('within.end'), end)
    if (first > last) throw outOfRange(this.#member('within.end'), `at least within.start (${first})`, last)
    return { start: BigInt(first), end: BigInt(last) }
  }

  #bounds(last: bigint, read: (within: object) => { start: bigint; end: bigint }): { start: bigint; end: bigint } {
    const { within } = this.#given
    if (within === undefined) return { start: 0n, end: last }
    if (typeof within === 'object' && within !== null) return read(within)
    throw wrongType(this.#member('within'), 'an object with start and end', within)
  }

  /** Leaves out the pools that lie outside of the bounds; there has to be another. */
  #bounded(pools: readonly Pool[], request: Omit<Request, 'pools' | 'resource'>): Request {
    const { start, end } = request
    const eligible = pools.filter((pool) => pool.base <= end && pool.end >= start)
    if (eligible.length === 0) throw this.#outside(pools, 'has bounds in "within"')
    return { resource: this.#facts.resource, pools: eligible, ...request }
  }

  /** Leaves out the pools that don't have the place; there has to be another. */
  #exact(
    pools: readonly Pool[],
    request: Omit<Request, 'pools' | 'resource' | 'start' | 'end' | 'side'>,
    place: string,
  ): Request {
    const start = request.exact as bigint
    const end = start + request.size - 1n
    const eligible = pools.filter((pool) => pool.base <= start && pool.end >= end)
    if (eligible.length === 0) throw this.#outside(pools, `wants ${place}`)
    return { resource: this.#facts.resource, pools: eligible, side: 'bottom', start, end, ...request }
  }

  #outside(pools: readonly Pool[], what: string): SystemRequestError {
    const bounds = pools.map((pool) => `${quote(pool.name)} ${boundsOf(pool)}`).join(', ')
    return this.#refusal('OutsidePool', `${what} outside of ${bounds}`, pools.length === 1 ? pools[0]?.name : undefined)
  }

  #member(name: string): string {
    return `needs[${quote(this.#facts.resource)}].${name}`
  }

  #refusal(kind: SystemRequestErrorKind, message: string, pool?: string): SystemRequestError {
    const { device, resource } = this.#facts
    const facts: RequestFacts = { device, resource, pool }
    return new SystemRequestError(kind, `${quote(device)}: ${quote(resource)} ${message}`, facts)
  }
}

/** The bounds of a pool as messages write them. */
export function boundsOf({ kind, base, end }: Pool): string {
  return kind === 'id' ? `(${base} to ${end})` : `(0x${base.toString(16)} to 0x${end.toString(16)})`
}
