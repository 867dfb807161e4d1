import { AddressAllocator, type U64Like } from 'vm-allocator'
import { Adopted } from '../adopted.ts'
import { readOptionsOf, toU32, toU64, wrongType } from '../argument.ts'
import { native } from '../binding/index.ts'
import type { SystemHandle } from '../binding/native.ts'
import { addEntryPoints } from '../caller.ts'
import { inspectAs } from '../inspect.ts'
import { NativeState } from '../native-state.ts'
import { newRange } from '../range-inclusive.ts'
import { type Device, DeviceTable } from './device-table.ts'
import { IdPool } from './id-pool.ts'
import type {
  DeviceNeeds,
  Granted,
  GrantedIds,
  GrantedRange,
  GrantedResource,
  KnownMembers,
  RangeNeed,
} from './needs.ts'
import { noRoom } from './no-room.ts'
import {
  type AddressPoolName,
  type AnyPools,
  type IdPoolName,
  type Pool,
  type PoolDefinitions,
  type Pools,
  quote,
  readPools,
} from './pool-definition.ts'
import { readNeeds } from './read-needs.ts'
import { mostIds, type Request } from './request.ts'
import { type SystemDocument, toDocument, writeDocument } from './snapshot-document.ts'
import { readSnapshot, type SnapshotDevice } from './snapshot-reading.ts'
import { SystemRequestError } from './system-request-error.ts'
import { ANSWER, beginCall, DEVICE, DONE, REFUSED, STATUS, writeHoldings, writeRequests } from './words.ts'

const { systemPlace, systemDetach, systemRelocate, systemOwner } = native

/** Who owns an address or an id. */
export interface Owner {
  /** The device. */
  readonly device: string
  /** The name of its resource. */
  readonly resource: string
}

/** The ranges and ids of a device, by the names of its resources. */
export type DeviceResources<Name extends string = string> = { readonly [resource: string]: GrantedResource<Name> }

/** Where {@link SystemAllocator.move} moves a resource to. */
export interface MoveOptions<Name extends string = string> {
  /** The new pool. By default the pool that the resource is in. */
  readonly pool?: Name | undefined
  /** The alignment of the new address, as in {@link RangeNeed.align}. */
  readonly align?: U64Like | undefined
}

/** An answer: created before the native call, and filled in after it. */
interface Answer {
  pool: string
  range?: { start: bigint; end: bigint }
  ids?: number[]
}

/**
 * Gives devices ranges and ids from several pools. A device receives everything it needs or nothing, and returns
 * everything when it is detached. crosvm and cloud-hypervisor call this a system allocator. The guide is
 * [Devices](../../docs/system.md).
 *
 * All pools are in sound mode. A call that throws has changed nothing.
 *
 * @example
 * ```ts
 * const system = new SystemAllocator({
 *   mmio32: { base: 0xc000_0000n, size: 768n << 20n },
 *   mmio64: { base: 256n << 30n, size: 256n << 30n },
 *   lines: { ids: [5, 23] },
 *   msi: { ids: [24, 4095] },
 * })
 * const net = system.attach('net0', {
 *   bar0: { pool: ['mmio64', 'mmio32'], size: 512 << 10 },
 *   msix: { pool: 'msi', count: 3 },
 * })
 * net.bar0.range // RangeInclusive [0x4000000000, 0x400007ffff]
 * net.msix.ids // [24, 25, 26]
 * system.owner('msi', 25) // { device: 'net0', resource: 'msix' }
 * system.detach('net0')
 * ```
 */
export class SystemAllocator<const Defined extends PoolDefinitions = AnyPools> extends NativeState {
  readonly #handle: SystemHandle
  /** The system's number in native calls. */
  readonly #number: bigint
  readonly #pools: Pools
  readonly #names: readonly string[]
  readonly #devices: DeviceTable

  /**
   * Creates a system with empty pools.
   *
   * @param pools - for each pool its addresses (`base`, `size`) or its ids (`ids`)
   * @throws SystemRequestError `NoPools`, `InvalidPool`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` for malformed definitions
   */
  constructor(pools: Defined) {
    super()
    const copied = Adopted.handleOf<Parts>(pools)
    this.#pools = copied?.pools ?? readPools(pools)
    this.#handle = copied?.handle ?? create(this.#pools)
    this.#number = native.systemNumber(this.#handle)
    this.#devices = copied?.devices ?? new DeviceTable()
    this.#names = [...this.#pools.keys()]
  }

  /**
   * Restores a system from a snapshot. The whole snapshot is validated first: each allocated range and id must have exactly
   * one owner, and each range and id that a device owns must be allocated in its pool. A device can have at most 1,000,000
   * ids.
   *
   * @example
   * ```ts
   * const pools = { lines: { ids: [5, 23] } } as const
   * const system = new SystemAllocator(pools)
   * system.attach('serial0', { line: { pool: 'lines', id: 9 } })
   * SystemAllocator.restore(system.snapshot(), pools).equals(system) // true
   * ```
   * @param snapshot - what {@link SystemAllocator.snapshot} wrote, as text or as UTF-8 bytes
   * @param pools - the pools that the snapshot must have, which also determine the type of the result. Any pools by
   * default
   * @throws `InvalidSnapshotError` with the path inside the document and the reason
   * @throws SystemRequestError for invalid definitions of pools
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `snapshot` is neither text nor bytes
   */
  static restore<const Defined extends PoolDefinitions = AnyPools>(
    snapshot: string | Uint8Array,
    pools?: Defined,
  ): SystemAllocator<Defined> {
    const read = readSnapshot(snapshot, pools === undefined ? undefined : readPools(pools))
    const system = adopt<Defined>({ handle: create(read.pools), pools: read.pools, devices: new DeviceTable() })
    for (const device of read.devices) system.#adopt(device)
    return system
  }

  /** The names of the pools, in the order of their definition. */
  get pools(): (keyof Defined & string)[] {
    return [...this.#names]
  }

  /** The resources of each device, in the order in which the devices were attached. */
  get devices(): Map<string, DeviceResources<keyof Defined & string>> {
    return new Map(Array.from(this.#devices, (device) => [device.name, this.#resourcesOf(device)]))
  }

  /**
   * The resources of a device; `undefined` if there is no such device.
   *
   * @param name - the name of the device
   */
  device(name: string): DeviceResources<keyof Defined & string> | undefined {
    const device = this.#devices.find(toName('name', name))
    return device === undefined ? undefined : this.#resourcesOf(device)
  }

  /**
   * Gives a device everything it needs, or nothing.
   *
   * Needs for a particular place (an address in `at`, or `id`) are placed first, so that no other need of the device
   * takes it. The others follow in the order of `needs`, each in its first pool with room. Placement is the crate's
   * FirstMatch, or LastMatch for `at: 'top'`, with the alignment and within the bounds.
   *
   * @example
   * ```ts
   * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 768n << 20n } })
   * const chip = system.attach('ioapic', { regs: { pool: 'mmio32', size: 0x1000, at: 0xc100_0000n } })
   * chip.regs.range // RangeInclusive [0xc1000000, 0xc1000fff]
   * ```
   * @param device - the name of the device, which no attached device may have yet
   * @param needs - a {@link RangeNeed}, {@link IdsNeed} or {@link ExactIdNeed} for each resource, by its name
   * @throws NoRoomError when none of the pools of a need has room
   * @throws SystemRequestError for requests that could never succeed
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` for members of a wrong type or out of range,
   *   `VmAllocatorError` `InvalidRange` for bounds in the wrong order
   */
  attach<const Needs extends DeviceNeeds<Defined>>(device: string, needs: Needs & KnownMembers<Needs>): Granted<Needs> {
    return this.#place(device, this.#read(device, needs), true) as Granted<Needs>
  }

  /**
   * Returns or throws what {@link SystemAllocator.attach} would. Changes nothing.
   *
   * @param device - as for `attach`
   * @param needs - as for `attach`
   * @throws what `attach` throws
   */
  plan<const Needs extends DeviceNeeds<Defined>>(device: string, needs: Needs & KnownMembers<Needs>): Granted<Needs> {
    return this.#place(device, this.#read(device, needs), false) as Granted<Needs>
  }

  /**
   * Frees all ranges and ids of a device.
   *
   * @param device - its name
   * @throws SystemRequestError `UnknownDevice` if there is no such device
   * @throws TypeError `ERR_INVALID_ARG_TYPE` if `device` is not a string
   */
  detach(device: string): void {
    const attached = this.#known(device)
    const devices = this.#devices
    const { integers, floats } = beginCall(this.#number, DEVICE + 1)
    floats[DEVICE] = attached.slot
    systemDetach(integers)
    // Nothing may throw from here on. A call could run out of stack, so make none.
    attached.attached = false
    devices.free[devices.vacant++] = attached.slot
    devices.stale++
  }

  /**
   * Moves a range or a single id of a device to another place, as when a guest programs a BAR. The new place may
   * overlap the old one.
   *
   * @example
   * ```ts
   * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 768n << 20n } })
   * system.attach('net0', { bar0: { pool: 'mmio32', size: 512 << 10 } })
   * system.move('net0', 'bar0', 0xd000_0000n) // { pool: 'mmio32', range: RangeInclusive [0xd0000000, 0xd007ffff] }
   * ```
   * @param device - the name of the device
   * @param resource - the name of the resource
   * @param to - the new first address, or the new id
   * @param options - a different pool, or an alignment other than the natural one
   * @throws NoRoomError when another resource holds part of the new place
   * @throws SystemRequestError `UnknownDevice`, `UnknownResource`, `NotMovable`, `UnknownPool`, `WrongPool`,
   *   `OutsidePool`, `UnalignedAddress`, `InvalidAlignment`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument has a wrong type or is out of range
   */
  move(
    device: string,
    resource: string,
    to: U64Like,
    options: MoveOptions<keyof Defined & string> = {},
  ): GrantedResource<keyof Defined & string> {
    const { pool, align } = readOptionsOf(options, ['pool', 'align'])
    const attached = this.#known(device)
    const index = resourceIndex(attached, resource)
    const { need, ids } = this.#needToMove(attached, index, { to, pool, align })
    const [request] = readNeeds(this.#pools, attached.name, { [resource]: need } as DeviceNeeds) as [Request]
    const target = request.pools[0] as Pool
    const moved: Answer = ids
      ? { pool: target.name, ids: [Number(request.exact)] }
      : { pool: target.name, range: rangeOf(request.start, request.end) }
    const { integers, floats } = beginCall(this.#number, DEVICE + 4)
    floats[DEVICE] = attached.slot
    floats[DEVICE + 1] = index
    floats[DEVICE + 2] = target.index
    integers[DEVICE + 3] = request.start
    systemRelocate(integers)
    if (floats[STATUS] === REFUSED) throw this.#noRoom(attached.name, request, attached.resources)
    return moved as GrantedResource<keyof Defined & string>
  }

  /**
   * Who owns an address or an id; `undefined` if it is free. Takes O(log n).
   *
   * @example
   * ```ts
   * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 768n << 20n } })
   * system.attach('net0', { bar0: { pool: 'mmio32', size: 0x1000 } })
   * system.owner('mmio32', 0xc000_0010n) // { device: 'net0', resource: 'bar0' }
   * system.owner('mmio32', 0xc000_1000n) // undefined
   * ```
   * @param pool - the name of the pool
   * @param place - an address, a u64, of an address pool, or an id, a u32, of an id pool
   * @throws SystemRequestError `UnknownPool`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `place` is not a u64 or u32
   */
  owner(pool: AddressPoolName<Defined>, place: U64Like): Owner | undefined
  owner(pool: IdPoolName<Defined>, place: number): Owner | undefined
  owner(pool: string, place: U64Like): Owner | undefined {
    const { kind, index } = this.#pool(pool)
    const wanted = kind === 'id' ? BigInt(toU32('place', place as number)) : toU64('place', place)
    const { integers, floats } = beginCall(this.#number, DEVICE + 2)
    floats[DEVICE] = index
    integers[DEVICE + 1] = wanted
    systemOwner(integers)
    if (floats[STATUS] !== DONE) return undefined
    const { name, resources } = this.#devices.at(floats[ANSWER] as number)
    return { device: name, resource: resources[floats[ANSWER + 1] as number] as string }
  }

  /**
   * A copy of a pool, for maps and statistics: an `AddressAllocator` in sound mode, or an {@link IdPool}. Changes to the
   * copy don't affect the system.
   *
   * @param name - the name of the pool
   * @throws SystemRequestError `UnknownPool`
   */
  pool<Name extends keyof Defined & string>(
    name: Name,
  ): [Name] extends [AddressPoolName<Defined>]
    ? [Name] extends [IdPoolName<Defined>]
      ? AddressAllocator | IdPool
      : AddressAllocator
    : IdPool
  pool(name: string): unknown {
    const { kind, index, base, end } = this.#pool(name)
    if (kind === 'address') return new AddressAllocator(new Adopted(native.systemPool(this.#handle, index)) as never, 0)
    const runs = runsOf(native.systemRanges(this.#handle, index))
    return new IdPool(
      Number(base),
      Number(end),
      runs.map(({ start, end }) => ({ start: Number(start), end: Number(end) })),
    )
  }

  /**
   * Labels for a map of a pool, such as `net0.bar0`, by first address or id.
   *
   * @example
   * ```ts
   * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 768n << 20n } })
   * system.attach('net0', { bar0: { pool: 'mmio32', size: 0x1000 } })
   * renderMap(system.pool('mmio32'), { labels: system.labels('mmio32') }).includes('net0.bar0') // true
   * ```
   * @param pool - the name of the pool
   * @throws SystemRequestError `UnknownPool`
   */
  labels(pool: keyof Defined & string): (start: bigint) => string | undefined {
    const { index } = this.#pool(pool)
    const names = new Map<bigint, string>()
    const owners = native.systemOwners(this.#handle, index)
    for (let at = 0; at < owners.length; at += 4) {
      const { name, resources } = this.#devices.at(Number(owners[at + 2]))
      names.set(owners[at] as bigint, `${name}.${resources[Number(owners[at + 3])]}`)
    }
    return (start) => names.get(start)
  }

  /** An independent system with the same pools and devices. */
  clone(): SystemAllocator<Defined> {
    return adopt({ handle: native.cloneSystem(this.#handle), pools: this.#pools, devices: this.#devices.clone() })
  }

  /**
   * Whether two systems have the same pools, and devices with the same names and resources. The order in which pools were
   * defined and devices were attached doesn't matter, nor does the shape of the crate's trees.
   *
   * @param other - the system to compare with
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `other` is not a SystemAllocator
   */
  equals(other: SystemAllocator): boolean {
    const comparable = typeof other === 'object' && other !== null && #handle in other
    if (!comparable) throw wrongType('other', 'a SystemAllocator', other)
    return this.#canonical() === other.#canonical()
  }

  /**
   * The complete state as JSON text for {@link SystemAllocator.restore}: pools, devices and their resources. Addresses are
   * hex strings, so that no JSON parser rounds them. The format has a version and a schema,
   * `vm-allocator/system-snapshot.schema.json`. Each pool and each device has its own line.
   */
  snapshot(): string {
    return writeDocument(this.#document())
  }

  /** The content of {@link SystemAllocator.snapshot} as an object. */
  toJSON(): SystemDocument {
    return this.#document()
  }

  #document(): SystemDocument {
    const pools = Array.from(this.#pools.values(), (pool) => ({
      pool,
      allocated: runsOf(native.systemRanges(this.#handle, pool.index)),
    }))
    const devices = Array.from(this.#devices, ({ name, slot, resources }) => ({
      name,
      resources,
      holdings: holdingsOf(native.systemDevice(this.#handle, slot)),
    }))
    return toDocument(pools, devices)
  }

  #read(device: string, needs: DeviceNeeds): Request[] {
    const requests = readNeeds(this.#pools, toName('device', device), needs)
    // Checked last, because a getter among the needs may have attached it.
    if (this.#devices.find(device) === undefined) return requests
    throw new SystemRequestError('AlreadyAttached', `Device ${quote(device)} is already attached`, { device })
  }

  /** Finds a place for everything a device needs, and if `attach` is set, gives it to the device. */
  #place(name: string, requests: readonly Request[], attach: boolean): { [resource: string]: Answer } {
    const named: { [resource: string]: Answer } = {}
    const answers: Answer[] = []
    const resources: string[] = []
    for (const request of requests) {
      answers.push(addAnswer(named, request))
      resources.push(request.resource)
    }
    const names = this.#names
    const devices = this.#devices
    const { integers, floats } = writeRequests(this.#number, requests)
    const device = attach ? devices.enter(name, resources) : undefined
    if (device !== undefined) floats[DEVICE] = device.slot
    systemPlace(integers)
    if (floats[STATUS] !== DONE) throw this.#noRoom(name, requests)
    // Nothing may throw from here on. A call could run out of stack, so make none.
    if (device !== undefined) {
      device.attached = true
      devices.stale--
      if (device.recycled) devices.vacant--
      else devices.used++
    }
    let at = ANSWER
    for (let index = 0; index < answers.length; index++) {
      const answer = answers[index] as Answer
      answer.pool = names[floats[at] as number] as string
      const { range, ids } = answer
      if (range !== undefined) {
        range.start = integers[at + 1] as bigint
        range.end = integers[at + 2] as bigint
        at += 3
      } else if (ids !== undefined) {
        for (let place = 0; place < ids.length; place++) ids[place] = floats[at + 1 + place] as number
        at += 1 + ids.length
      }
    }
    return named
  }

  /** Gives a device what it had in the snapshot. */
  #adopt({ name, resources, holdings }: SnapshotDevice): void {
    const device = this.#devices.enter(name, resources)
    native.systemAdopt(writeHoldings(this.#number, device.slot, holdings).integers)
    device.attached = true
    this.#devices.stale--
    this.#devices.used++
  }

  #noRoom(device: string, asked: Request | readonly Request[], resources?: readonly string[]): Error {
    const refusal = native.systemRefusal(this.#handle)
    const request = ('pools' in asked ? asked : asked[refusal.resource]) as Request
    const own = resources ?? (asked as readonly Request[]).map(resourceOf)
    return noRoom(device, request, refusal, own, this.#names, (slot) => this.#devices.at(slot))
  }

  /** Expresses the move of a resource as a need, and says whether it is an id. */
  #needToMove(device: Device, index: number, to: { to: U64Like; pool: string | undefined; align: unknown }) {
    const held = holdingsOf(native.systemDevice(this.#handle, device.slot))
    const [holding, ...others] = held.filter(({ resource }) => resource === index)
    const { pool, start, end } = holding as Holding
    const name = this.#names[pool] as string
    const ids = this.#pool(name).kind === 'id'
    if (others.length > 0 || (ids && end > start)) {
      const facts = { device: device.name, resource: device.resources[index] }
      const message = `${quote(device.name)}: ${quote(`${facts.resource}`)} is several ids, which can't be moved`
      throw new SystemRequestError('NotMovable', message, facts)
    }
    const target = to.pool ?? name
    if (ids) return { ids, need: { pool: target, id: toU32('to', to.to as number), align: to.align } }
    return { ids, need: { pool: target, size: end - start + 1n, at: toU64('to', to.to), align: to.align } }
  }

  #resourcesOf({ slot, resources }: Device): DeviceResources<keyof Defined & string> {
    const named: { [resource: string]: Answer } = {}
    for (const { resource, pool, start, end } of holdingsOf(native.systemDevice(this.#handle, slot))) {
      const name = resources[resource] as string
      const { kind, name: poolName } = this.#pool(this.#names[pool] as string)
      if (kind === 'address') define(named, name, { pool: poolName, range: rangeOf(start, end) })
      else {
        const ids = Object.hasOwn(named, name) ? ((named[name] as Answer).ids as number[]) : []
        for (let id = Number(start); id <= Number(end); id++) ids.push(id)
        define(named, name, { pool: poolName, ids })
      }
    }
    return named as DeviceResources<keyof Defined & string>
  }

  #known(device: string): Device {
    const attached = this.#devices.find(toName('device', device))
    if (attached !== undefined) return attached
    throw new SystemRequestError('UnknownDevice', `No device ${quote(device)} is attached`, { device })
  }

  #pool(name: string): Pool {
    const pool = this.#pools.get(toName('pool', name))
    if (pool !== undefined) return pool
    const known = this.#names.slice(0, 10).map(quote).join(', ')
    throw new SystemRequestError('UnknownPool', `There is no pool ${quote(name)}, only ${known}`, { pool: name })
  }

  /** A text that is the same for equal systems. */
  #canonical(): string {
    const { pools, devices } = this.#document()
    const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1)
    const sorted = devices.map((device) => ({ ...device, resources: [...device.resources].sort(byName) }))
    return JSON.stringify([[...pools].sort(byName), sorted.sort(byName)])
  }
}

addEntryPoints(SystemAllocator)
inspectAs(SystemAllocator, (system) => {
  const { pools, devices } = system.toJSON() // unlike `devices`, it doesn't list every id
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
  return `SystemAllocator ${count(pools.length, 'pool')}, ${count(devices.length, 'device')}`
})

/** The parts of an existing system. */
interface Parts {
  readonly handle: SystemHandle
  readonly pools: Pools
  readonly devices: DeviceTable
}

function adopt<Defined extends PoolDefinitions>(parts: Parts): SystemAllocator<Defined> {
  return new SystemAllocator<Defined>(new Adopted(parts) as never)
}

function create(pools: Pools): SystemHandle {
  const words = Array.from(pools.values(), ({ kind, base, end }) => [kind === 'id' ? 1n : 0n, base, end])
  const handle = native.createSystem(new BigUint64Array(words.flat()))
  if (handle === null) throw new SystemRequestError('InvalidPool', 'A pool holds all of 0 to 2^64-1', {})
  return handle
}

/** A run that a device has. */
export interface Holding {
  readonly resource: number
  readonly pool: number
  readonly start: bigint
  readonly end: bigint
}

function holdingsOf(words: BigUint64Array): Holding[] {
  const holdings: Holding[] = []
  for (let at = 0; at < words.length; at += 4) {
    const [resource, pool, start, end] = words.subarray(at, at + 4) as unknown as [bigint, bigint, bigint, bigint]
    holdings.push({ resource: Number(resource), pool: Number(pool), start, end })
  }
  return holdings
}

function runsOf(words: BigUint64Array): { start: bigint; end: bigint }[] {
  const runs: { start: bigint; end: bigint }[] = []
  for (let at = 0; at < words.length; at += 2) runs.push({ start: words[at] as bigint, end: words[at + 1] as bigint })
  return runs
}

function addAnswer(named: { [resource: string]: Answer }, request: Request): Answer {
  const answer: Answer =
    request.kind === 'range' ? { pool: '', range: newRange() } : { pool: '', ids: zeros(mostIds(request)) }
  define(named, request.resource, answer)
  return answer
}

function zeros(length: number): number[] {
  const zeros: number[] = []
  while (zeros.length < length) zeros.push(0)
  return zeros
}

function rangeOf(start: bigint, end: bigint): NonNullable<Answer['range']> {
  return Object.assign(newRange(), { start, end })
}

/** Adds a member of any name, even `__proto__`, which an assignment would treat differently. */
function define(object: { [name: string]: Answer }, name: string, value: Answer): void {
  if (name !== '__proto__') object[name] = value
  else Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true })
}

function resourceOf({ resource }: Request): string {
  return resource
}

function resourceIndex(device: Device, resource: string): number {
  const index = device.resources.indexOf(toName('resource', resource))
  if (index >= 0) return index
  const known = device.resources.slice(0, 10).map(quote).join(', ')
  const message = `Device ${quote(device.name)} has no resource ${quote(resource)}, only ${known}`
  throw new SystemRequestError('UnknownResource', message, { device: device.name, resource })
}

function toName(name: string, value: string): string {
  if (typeof value !== 'string') throw wrongType(name, 'a string', value)
  return value
}

export type { GrantedIds, GrantedRange }
