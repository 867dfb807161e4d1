import { member, outOfRange, readObject, toU32, toU64, U64_MAX, wrongType } from '../argument.ts'
import { toRange } from '../range-inclusive.ts'
import type { DeviceNeeds } from './needs.ts'
import { type Pool, type Pools, quote } from './pool-definition.ts'
import { MOST_IDS, naturalAlignment, type Request, type Side } from './request.ts'
import { SystemRequestError, type SystemRequestErrorKind } from './system-request-error.ts'

const U32_MAX = 2n ** 32n - 1n
const { hasOwn } = Object

interface Bounds<T> {
  readonly start: T
  readonly end: T
}

/** Reads what a device needs, and refuses needs that could never be met. */
export function readNeeds(pools: Pools, device: string, needs: DeviceNeeds): Request[] {
  const expected = 'an object with a need for each resource'
  if (typeof needs !== 'object' || needs === null || Array.isArray(needs)) throw wrongType('needs', expected, needs)
  const requests: Request[] = []
  const reader = new NeedReader(pools, device)
  try {
    for (const resource of Object.keys(needs)) requests.push(reader.read(resource, needs[resource]))
  } catch (cause) {
    throw reader.ours ? cause : wrongType('needs', `${expected} that can be read`, needs, cause)
  }
  if (requests.length > 0) return requests
  throw new SystemRequestError('EmptyNeeds', `${quote(device)} needs nothing`, { device })
}

type Member = 'size' | 'align' | 'at' | 'within' | 'id' | 'count' | 'block'

/** Reads needs one by one. The names of arguments are made only for errors. */
class NeedReader {
  /** Whether the last error came from the reader itself. */
  ours = false
  readonly #pools: Pools
  readonly #device: string
  #resource = ''
  /** How many ids the device can still ask for. */
  #idsLeft = MOST_IDS
  // The members of the need, each read once.
  #pool: unknown
  #size: unknown
  #align: unknown
  #at: unknown
  #within: Bounds<unknown> | undefined
  #id: unknown
  #count: unknown
  #block: unknown

  constructor(pools: Pools, device: string) {
    this.#pools = pools
    this.#device = device
  }

  read(resource: string, need: unknown): Request {
    this.#resource = resource
    const other = this.#take(need)
    this.ours = true
    if (other !== undefined) throw this.#refusal('UnknownMember', `has a member ${quote(other)}, which no need has`)
    const pools = this.#choose(this.#pool)
    const request = (pools[0] as Pool).kind === 'address' ? this.#range(pools) : this.#ids(pools)
    this.ours = false
    return request
  }

  /** Reads the members, and returns the name of an unknown one. Getters may run, and throw. */
  #take(need: unknown): string | undefined {
    if (typeof need !== 'object' || need === null) {
      this.ours = true
      throw wrongType(this.#member(), 'an object with a pool', need)
    }
    const given = need as Record<Member | 'pool', unknown>
    const pool = member(given, 'pool')
    const within = member(given, 'within')
    this.#within = within === undefined ? undefined : this.#takeBounds(within)
    this.#pool = Array.isArray(pool) ? [...pool] : pool
    this.#size = member(given, 'size')
    this.#align = member(given, 'align')
    this.#at = member(given, 'at')
    this.#id = member(given, 'id')
    this.#count = member(given, 'count')
    this.#block = member(given, 'block')
    return strangeMember(need)
  }

  #takeBounds(within: unknown): Bounds<unknown> {
    this.ours = true
    const expected = 'an object with start and end'
    const bounds = readObject(this.#member('within'), expected, within as Bounds<unknown>, ({ start, end }) => ({
      start,
      end,
    }))
    this.ours = false
    return bounds
  }

  /** The named pools, which are all of one kind. */
  #choose(choice: unknown): readonly Pool[] {
    if (!Array.isArray(choice)) return this.#named(choice).alone
    const pools = choice.map((name) => this.#named(name))
    const [first] = pools
    if (first === undefined) throw this.#refusal('EmptyNeeds', 'names no pool')
    const odd = pools.find(({ kind }) => kind !== first.kind)
    if (odd === undefined) return pools
    const message = `names pools of both kinds, ${quote(first.name)} and ${quote(odd.name)}`
    throw this.#refusal('WrongPool', message, odd.name)
  }

  #named(name: unknown): Pool {
    const pool = this.#pools.get(name as string)
    if (pool !== undefined) return pool
    if (typeof name !== 'string')
      throw wrongType(this.#member('pool'), 'the name of a pool, or an array of names', name)
    const known = [...this.#pools.keys()].slice(0, 10).map(quote).join(', ')
    throw this.#refusal('UnknownPool', `names the pool ${quote(name)}, which doesn't exist; there is ${known}`, name)
  }

  #range(pools: readonly Pool[]): Request {
    if (this.#id !== undefined) throw this.#wrongPool('ids', 'id', pools)
    if (this.#count !== undefined) throw this.#wrongPool('ids', 'count', pools)
    if (this.#block !== undefined) throw this.#wrongPool('ids', 'block', pools)
    const size = this.#u64('size', this.#size)
    if (size === 0n) throw this.#refusal('InvalidSize', 'has a size of 0')
    const align = this.#align === undefined ? naturalAlignment(size) : this.#alignment(this.#align)
    const within = this.#within
    const at = this.#at
    if (at !== undefined && at !== 'bottom' && at !== 'top') return this.#rangeAt(pools, size, align, at)
    if (within === undefined) return this.#anywhere(pools, 'range', size, align, at ?? 'bottom')
    const { start, end } = toRange(this.#member('within'), within as never)
    return this.#bounded(pools, 'range', size, align, at ?? 'bottom', start, end)
  }

  #rangeAt(pools: readonly Pool[], size: bigint, align: bigint, at: unknown): Request {
    const address = this.#address(at, align)
    if (this.#within !== undefined) {
      const { start, end } = toRange(this.#member('within'), this.#within as never)
      if (address < start || address + size - 1n > end) {
        throw this.#refusal('ContradictoryNeed', `has an address in "at" that lies outside its "within"`)
      }
    }
    return this.#exact(pools, 'range', size, align, address)
  }

  #alignment(align: unknown): bigint {
    const value = this.#u64('align', align)
    if (value !== 0n && (value & (value - 1n)) === 0n) return value
    throw this.#refusal('InvalidAlignment', `has an alignment of ${value}, which is not a power of two`)
  }

  #address(at: unknown, align: bigint): bigint {
    if (typeof at !== 'bigint' && typeof at !== 'number') {
      throw wrongType(this.#member('at'), "'bottom', 'top' or an address", at)
    }
    const address = this.#u64('at', at)
    if ((address & (align - 1n)) === 0n) return address
    const remedy = this.#align === undefined ? '; set "align" to allow that' : ''
    const message = `wants ${hex(address)}, which is not a multiple of ${hex(align)}${remedy}`
    throw this.#refusal('UnalignedAddress', message)
  }

  #ids(pools: readonly Pool[]): Request {
    const [count, block, at] = [this.#count, this.#block, this.#at]
    if (this.#size !== undefined) throw this.#wrongPool('addresses', 'size', pools)
    if (this.#align !== undefined) throw this.#wrongPool('addresses', 'align', pools)
    if (this.#id !== undefined) return this.#exactId(pools)
    const number = count === undefined ? 1 : this.#u32('count', count)
    if (number === 0) throw this.#refusal('InvalidCount', 'has a count of 0')
    this.#takeIds(number)
    if (block !== undefined && typeof block !== 'boolean') throw wrongType(this.#member('block'), 'a boolean', block)
    if (at !== undefined && at !== 'bottom' && at !== 'top') {
      throw wrongType(this.#member('at'), "'bottom' or 'top'; one particular id is asked for by id", at)
    }
    const scattered = number > 1 && block !== true
    if (scattered && at === 'top') {
      throw this.#refusal('ContradictoryNeed', `requests several ids at the top, which needs "block"`)
    }
    const size = BigInt(number)
    const align = block === true ? naturalAlignment(size) : 1n
    const kind = scattered ? 'ids' : 'block'
    if (this.#within === undefined) return this.#anywhere(pools, kind, size, align, at ?? 'bottom')
    const { start, end } = this.#idBounds(this.#within)
    return this.#bounded(pools, kind, size, align, at ?? 'bottom', start, end)
  }

  #exactId(pools: readonly Pool[]): Request {
    const others: [Member, unknown][] = [
      ['count', this.#count],
      ['block', this.#block],
      ['at', this.#at],
      ['within', this.#within],
    ]
    const other = others.find(([, value]) => value !== undefined)
    if (other !== undefined) throw this.#refusal('ContradictoryNeed', `has both "id" and "${other[0]}"`)
    const id = this.#u32('id', this.#id)
    this.#takeIds(1)
    return this.#exact(pools, 'block', 1n, 1n, BigInt(id))
  }

  /** Refuses more ids than a device can have, before an array of that length is made for the answer. */
  #takeIds(number: number): void {
    if (number > this.#idsLeft) {
      const most = MOST_IDS.toLocaleString('en-US')
      const what =
        number > MOST_IDS ? `has a count of ${number}` : `brings the count to ${number + MOST_IDS - this.#idsLeft}`
      throw this.#refusal('InvalidCount', `${what}, but a device can have at most ${most} ids`)
    }
    this.#idsLeft -= number
  }

  #idBounds({ start, end }: Bounds<unknown>): Bounds<bigint> {
    const [first, last] = [this.#u32('within.start', start), this.#u32('within.end', end)]
    if (first > last) throw outOfRange(this.#member('within.end'), `at least within.start (${first})`, last)
    return { start: BigInt(first), end: BigInt(last) }
  }

  #anywhere(pools: readonly Pool[], kind: Request['kind'], size: bigint, align: bigint, side: Side): Request {
    const end = kind === 'range' ? U64_MAX : U32_MAX
    return { resource: this.#resource, kind, pools, size, align, side, exact: undefined, start: 0n, end }
  }

  /** Leaves out the pools outside the bounds, and throws if none is left. */
  #bounded(
    named: readonly Pool[],
    kind: Request['kind'],
    size: bigint,
    align: bigint,
    side: Side,
    start: bigint,
    end: bigint,
  ): Request {
    const pools = named.filter((pool) => pool.base <= end && pool.end >= start)
    if (pools.length === 0) throw this.#outside(named, 'has bounds in "within"')
    return { resource: this.#resource, kind, pools, size, align, side, exact: undefined, start, end }
  }

  /** Leaves out the pools without the place, and throws if none is left. */
  #exact(named: readonly Pool[], kind: Request['kind'], size: bigint, align: bigint, exact: bigint): Request {
    const end = exact + size - 1n
    const pools = named.filter((pool) => pool.base <= exact && pool.end >= end)
    if (pools.length === 0) throw this.#outside(named, `wants ${kind === 'range' ? hex(exact) : exact}`)
    return { resource: this.#resource, kind, pools, size, align, side: 'bottom', exact, start: exact, end }
  }

  #u64(member: string, value: unknown): bigint {
    if (typeof value === 'bigint' && BigInt.asUintN(64, value) === value) return value
    return toU64(this.#member(member), value as bigint)
  }

  #u32(member: string, value: unknown): number {
    if (typeof value === 'number' && value >>> 0 === value) return value
    return toU32(this.#member(member), value as number)
  }

  #member(name?: string): string {
    return `needs[${quote(this.#resource)}]${name === undefined ? '' : `.${name}`}`
  }

  #wrongPool(asked: 'ids' | 'addresses', member: Member, [pool]: readonly Pool[]): SystemRequestError {
    const { name } = pool as Pool
    const holds = asked === 'ids' ? 'addresses' : 'ids'
    return this.#refusal('WrongPool', `asks for ${asked} by "${member}", but ${quote(name)} holds ${holds}`, name)
  }

  #outside(pools: readonly Pool[], what: string): SystemRequestError {
    const bounds = pools.map((pool) => `${quote(pool.name)} ${boundsOf(pool)}`).join(', ')
    return this.#refusal('OutsidePool', `${what} outside ${bounds}`, pools.length === 1 ? pools[0]?.name : undefined)
  }

  #refusal(kind: SystemRequestErrorKind, message: string, pool?: string): SystemRequestError {
    const [device, resource] = [this.#device, this.#resource]
    return new SystemRequestError(kind, `${quote(device)}: ${quote(resource)} ${message}`, { device, resource, pool })
  }
}

/** Finds an unknown member, such as a misspelled one. */
function strangeMember(need: object): string | undefined {
  for (const name in need) {
    switch (name) {
      case 'pool':
      case 'size':
      case 'align':
      case 'at':
      case 'within':
      case 'id':
      case 'count':
      case 'block':
        break
      default:
        // Members added to Object.prototype aren't part of the need.
        if (hasOwn(need, name)) return name
    }
  }
  return undefined
}

function boundsOf({ kind, base, end }: Pool): string {
  return kind === 'id' ? `(${base} to ${end})` : `(${hex(base)} to ${hex(end)})`
}

function hex(address: bigint): string {
  return `0x${address.toString(16)}`
}
