import { AddressAllocator, IdRun, RangeInclusive, RangeLike, U64Like, VmAllocatorError } from 'vm-allocator'

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
export declare class IdPool {
  #private
  /** The first id. */
  readonly base: number
  /** The last id, inclusive. */
  readonly end: number
  /** @internal */
  constructor(base: number, end: number, runs: readonly IdRun[])
  /** The allocated ids in order, as runs of consecutive ids; each run belongs to one resource. */
  allocatedRuns(): IdRun[]
  /**
   * Whether an id belongs to a device. Takes O(log n) for n runs of ids.
   *
   * @param id - the id, a u32
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` if it is not a u32
   */
  isAllocated(id: number): boolean
  /** How many ids are allocated and how many are free. */
  stats(): IdPoolStats
  /** The pool as JSON. */
  toJSON(): {
    /** The first id of the pool. */
    readonly base: number
    /** The last id of the pool, inclusive. */
    readonly end: number
    /** The runs of allocated ids, in ascending order. */
    readonly allocated: readonly IdRun[]
  }
}
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
export type PoolDefinitions = {
  readonly [pool: string]: AddressPoolDefinition | IdPoolDefinition
}
/** Pools without known types: any name is accepted, and checked when it is used. */
export type AnyPools = any
/** The names of the address pools. */
export type AddressPoolName<Pools extends PoolDefinitions> = {
  [Pool in keyof Pools & string]: IsOnly<Pools[Pool], IdPoolDefinition> extends true ? never : Pool
}[keyof Pools & string]
/** The names of the id pools. */
export type IdPoolName<Pools extends PoolDefinitions> = {
  [Pool in keyof Pools & string]: IsOnly<Pools[Pool], AddressPoolDefinition> extends true ? never : Pool
}[keyof Pools & string]
type IsOnly<Definition, Kind> = 0 extends 1 & Definition ? false : [Definition] extends [Kind] ? true : false
/** A pool, or several, which are tried in order. */
export type PoolChoice<Name extends string> = Name | readonly Name[]
/** A range of addresses that a device needs. */
export interface RangeNeed<Name extends string = string> {
  /** The pool, or several pools in the order to try them. */
  readonly pool: PoolChoice<Name>
  /** The number of addresses, which is the size in bytes: 1…2⁶⁴−1. */
  readonly size: U64Like
  /**
   * The alignment of the first address: a power of two, in bytes. By default the size, rounded up to a power of
   * two: the natural alignment that PCI requires of a BAR.
   */
  readonly align?: U64Like | undefined
  /** Where to place the range: at the lowest place, at the highest one, or at this first address. `'bottom'` by default. */
  readonly at?: 'bottom' | 'top' | U64Like | undefined
  /** The bounds for the range, both ends inclusive. The whole pool by default. */
  readonly within?: RangeLike | undefined
  readonly id?: undefined
  readonly count?: undefined
  readonly block?: undefined
}
/** One or more ids that a device needs. By default it gets the lowest free ones. */
export interface IdsNeed<Name extends string = string> {
  /** The pool, or several pools in the order to try them. All ids of a need come from one pool. */
  readonly pool: PoolChoice<Name>
  /** The number of ids, from 1 to 1,000,000, which is also the most for all needs of a device. 1 by default. */
  readonly count?: number | undefined
  /**
   * Whether the ids must be consecutive and start at a multiple of `count` rounded up to a power of two, as for the MSI
   * messages of a PCI function. `false` by default.
   */
  readonly block?: boolean | undefined
  /** Whether to take the lowest ids or, for a single id or a block, the highest. `'bottom'` by default. */
  readonly at?: 'bottom' | 'top' | undefined
  /** The bounds for the ids, both ends inclusive. The whole pool by default. */
  readonly within?:
    | {
        /** The first id. */
        readonly start: number
        /** The last id, inclusive. */
        readonly end: number
      }
    | undefined
  readonly id?: undefined
  readonly size?: undefined
  readonly align?: undefined
}
/** One particular id that a device needs. */
export interface ExactIdNeed<Name extends string = string> {
  /** The pool, or several pools. Those that don't manage the id are skipped. */
  readonly pool: PoolChoice<Name>
  /** The id, a u32. */
  readonly id: number
  readonly count?: undefined
  readonly block?: undefined
  readonly at?: undefined
  readonly within?: undefined
  readonly size?: undefined
  readonly align?: undefined
}
/** What a device needs, by the names of its resources. */
export type DeviceNeeds<Pools extends PoolDefinitions = AnyPools> = {
  readonly [resource: string]:
    | RangeNeed<AddressPoolName<Pools>>
    | IdsNeed<IdPoolName<Pools>>
    | ExactIdNeed<IdPoolName<Pools>>
}
type Member = 'pool' | 'size' | 'align' | 'at' | 'within' | 'id' | 'count' | 'block'
/** Refuses unknown members, such as misspelled ones. */
export type KnownMembers<Needs> = {
  readonly [Resource in keyof Needs]: {
    readonly [Other in Exclude<keyof Needs[Resource], Member>]: never
  }
}
/** A range that belongs to a device. */
export interface GrantedRange<Name extends string = string> {
  /** The pool it came from. */
  readonly pool: Name
  /** The first and the last address, both inclusive. */
  readonly range: RangeInclusive
}
/** Ids that belong to a device. */
export interface GrantedIds<Name extends string = string, Ids extends readonly number[] = readonly number[]> {
  /** The pool they came from. */
  readonly pool: Name
  /** The ids, ascending. */
  readonly ids: Ids
}
/** A range or ids that belong to a device. */
export type GrantedResource<Name extends string = string> = GrantedRange<Name> | GrantedIds<Name>
/** What a device got, by the names of its resources. */
export type Granted<Needs> = {
  readonly [Resource in keyof Needs]: Needs[Resource] extends {
    readonly size: U64Like
  }
    ? GrantedRange<NameOf<Needs[Resource]>>
    : GrantedIds<NameOf<Needs[Resource]>, IdsOf<Needs[Resource]>>
}
type NameOf<Need> = Need extends {
  readonly pool: infer Choice
}
  ? Choice extends readonly (infer Name extends string)[]
    ? Name
    : Choice extends string
      ? Choice
      : never
  : never
type IdsOf<Need> = Need extends {
  readonly count: infer Count extends number
}
  ? number extends Count
    ? readonly number[]
    : Repeated<Count>
  : 'count' extends keyof Need
    ? readonly number[]
    : readonly [number]
type Repeated<Count extends number> = Count extends number ? Repeat<Count> : never
type Repeat<Count extends number, Ids extends readonly number[] = readonly []> = Ids['length'] extends Count
  ? Ids
  : Ids['length'] extends 64
    ? readonly number[]
    : Repeat<Count, readonly [...Ids, number]>
/** Who holds a part of the requested place. */
export interface Holder {
  /** The device. It can be the new device itself, if two of its needs conflict. */
  readonly device: string
  /** The name of its resource. */
  readonly resource: string
  /** The first address or id that it holds there. */
  readonly start: bigint
  /** The last one that it holds there, inclusive. */
  readonly end: bigint
}
/** What a pool without room had instead. */
export interface AskedPool {
  /** The name of the pool. */
  readonly pool: string
  /**
   * The longest free place with the requested alignment, within the bounds of the request, if there is one. For a
   * request for a particular place, the longest in the pool with that alignment. Both ends are inclusive.
   */
  readonly largest:
    | {
        /** The first address or id. */
        readonly start: bigint
        /** The last one, inclusive. */
        readonly end: bigint
      }
    | undefined
  /** The number of addresses or ids that are free within the same bounds. */
  readonly free: bigint
  /** Who holds the place that `at`, `id` or `move` named, in order; empty for other requests. */
  readonly holders: readonly Holder[]
  /** The pool's refusal: `ResourceNotAvailable`. */
  readonly cause: VmAllocatorError
}
/**
 * No pool of a need has room for it. Nothing was changed.
 *
 * The message explains what is in the way; the members hold the same information as data.
 *
 * @example
 * ```ts
 * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 1n << 20n } })
 * try {
 *   system.attach('gpu0', { bar0: { pool: 'mmio32', size: 16n << 20n } })
 * } catch (error) {
 *   if (error instanceof NoRoomError) console.log(error.message)
 * }
 * // gpu0.bar0 needs 16 MiB aligned to 16 MiB; mmio32 is only 1 MiB
 * ```
 */
export declare class NoRoomError extends Error {
  /** Identifies the error to programs. It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_NO_ROOM'
  /** The device you tried to attach, or whose resource you tried to move. */
  readonly device: string
  /** The name of the resource that found no place. */
  readonly resource: string
  /** The pools that were tried, in order. */
  readonly pools: readonly AskedPool[]
  /** @internal */
  constructor(message: string, device: string, resource: string, pools: readonly AskedPool[])
}
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
declare const FORMAT = 'vm-allocator-system'
declare const VERSION = 1
declare abstract class NativeState {
  constructor()
}
/** Who owns an address or an id. */
export interface Owner {
  /** The device. */
  readonly device: string
  /** The name of its resource. */
  readonly resource: string
}
/** The ranges and ids of a device, by the names of its resources. */
export type DeviceResources<Name extends string = string> = {
  readonly [resource: string]: GrantedResource<Name>
}
/** Where {@link SystemAllocator.move} moves a resource to. */
export interface MoveOptions<Name extends string = string> {
  /** The new pool. By default the pool that the resource is in. */
  readonly pool?: Name | undefined
  /** The alignment of the new address, as in {@link RangeNeed.align}. */
  readonly align?: U64Like | undefined
}
/**
 * Gives devices ranges and ids from several pools. A device receives everything it needs or nothing, and returns
 * everything when it is detached. crosvm and cloud-hypervisor call this a system allocator. The guide is
 * [Devices](../docs/system.md).
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
export declare class SystemAllocator<const Defined extends PoolDefinitions = AnyPools> extends NativeState {
  #private
  /**
   * Creates a system with empty pools.
   *
   * @param pools - for each pool its addresses (`base`, `size`) or its ids (`ids`)
   * @throws SystemRequestError `NoPools`, `InvalidPool`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` for malformed definitions
   */
  constructor(pools: Defined)
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
  ): SystemAllocator<Defined>
  /** The names of the pools, in the order of their definition. */
  get pools(): (keyof Defined & string)[]
  /** The resources of each device, in the order in which the devices were attached. */
  get devices(): Map<string, DeviceResources<keyof Defined & string>>
  /**
   * The resources of a device; `undefined` if there is no such device.
   *
   * @param name - the name of the device
   */
  device(name: string): DeviceResources<keyof Defined & string> | undefined
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
  attach<const Needs extends DeviceNeeds<Defined>>(device: string, needs: Needs & KnownMembers<Needs>): Granted<Needs>
  /**
   * Returns or throws what {@link SystemAllocator.attach} would. Changes nothing.
   *
   * @param device - as for `attach`
   * @param needs - as for `attach`
   * @throws what `attach` throws
   */
  plan<const Needs extends DeviceNeeds<Defined>>(device: string, needs: Needs & KnownMembers<Needs>): Granted<Needs>
  /**
   * Frees all ranges and ids of a device.
   *
   * @param device - its name
   * @throws SystemRequestError `UnknownDevice` if there is no such device
   * @throws TypeError `ERR_INVALID_ARG_TYPE` if `device` is not a string
   */
  detach(device: string): void
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
    options?: MoveOptions<keyof Defined & string>,
  ): GrantedResource<keyof Defined & string>
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
  labels(pool: keyof Defined & string): (start: bigint) => string | undefined
  /** An independent system with the same pools and devices. */
  clone(): SystemAllocator<Defined>
  /**
   * Whether two systems have the same pools, and devices with the same names and resources. The order in which pools were
   * defined and devices were attached doesn't matter, nor does the shape of the crate's trees.
   *
   * @param other - the system to compare with
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `other` is not a SystemAllocator
   */
  equals(other: SystemAllocator): boolean
  /**
   * The complete state as JSON text for {@link SystemAllocator.restore}: pools, devices and their resources. Addresses are
   * hex strings, so that no JSON parser rounds them. The format has a version and a schema,
   * `vm-allocator/system-snapshot.schema.json`. Each pool and each device has its own line.
   */
  snapshot(): string
  /** The content of {@link SystemAllocator.snapshot} as an object. */
  toJSON(): SystemDocument
}
interface RequestFacts {
  /** The device of the request. */
  readonly device?: string | undefined
  /** The resource of the device. */
  readonly resource?: string | undefined
  /** The pool. */
  readonly pool?: string | undefined
}
/** Why a request was refused before any pool was searched. */
export type SystemRequestErrorKind =
  | 'AlreadyAttached'
  | 'ContradictoryNeed'
  | 'EmptyNeeds'
  | 'InvalidAlignment'
  | 'InvalidCount'
  | 'InvalidPool'
  | 'InvalidSize'
  | 'NotMovable'
  | 'NoPools'
  | 'OutsidePool'
  | 'UnalignedAddress'
  | 'UnknownDevice'
  | 'UnknownMember'
  | 'UnknownPool'
  | 'UnknownResource'
  | 'WrongPool'
/**
 * A request to a {@link SystemAllocator} that could never succeed. Nothing was changed. `kind` and `code`
 * don't change between major versions; the message may.
 *
 * | `kind` | when |
 * | --- | --- |
 * | `AlreadyAttached` | a device of this name is already attached |
 * | `ContradictoryNeed` | members of a need are mutually exclusive, such as `id` and `count` |
 * | `EmptyNeeds` | a device has no needs, or a need names no pool |
 * | `InvalidAlignment` | `align` is not a power of two |
 * | `InvalidCount` | `count` is 0, or a device asks for more than 1,000,000 ids in all |
 * | `InvalidPool` | a pool has a size of 0, ends beyond 2⁶⁴−1, or has its ids in the wrong order |
 * | `InvalidSize` | `size` is 0 |
 * | `NotMovable` | the resource to move has several ids |
 * | `NoPools` | a system has no pools |
 * | `OutsidePool` | an address, an id or the bounds lie outside every named pool |
 * | `UnalignedAddress` | the address of `at` isn't a multiple of the alignment |
 * | `UnknownDevice` | no device of this name is attached |
 * | `UnknownMember` | a need has a member that doesn't exist, such as a misspelled one |
 * | `UnknownPool` | no pool has this name |
 * | `UnknownResource` | the device has no resource of this name |
 * | `WrongPool` | ids were requested from a pool of addresses, or a range from a pool of ids |
 *
 * @example
 * ```ts
 * const system = new SystemAllocator({ lines: { ids: [5, 23] } })
 * try {
 *   system.detach('net0')
 * } catch (error) {
 *   if (error instanceof SystemRequestError) console.log(error.kind, error.code, error.device)
 * }
 * // UnknownDevice ERR_VM_ALLOCATOR_UNKNOWN_DEVICE net0
 * ```
 */
export declare class SystemRequestError extends Error {
  /** Why the request was refused. */
  readonly kind: SystemRequestErrorKind
  /** The same as a Node-style code. */
  readonly code: string
  /** The device of the request, if it named one. */
  readonly device: string | undefined
  /** The resource, if one is to blame. */
  readonly resource: string | undefined
  /** The pool, if one is to blame. */
  readonly pool: string | undefined
  /** @internal */
  constructor(kind: SystemRequestErrorKind, message: string, facts: RequestFacts)
}

export {}
