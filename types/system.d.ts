import { AddressAllocator, IdRun, RangeInclusive, RangeLike, U64Like, VmAllocatorError } from 'vm-allocator'

/** How many ids of an {@link IdPool} are taken and how many are free. */
export interface IdPoolStats {
  /** Ids that devices have. */
  readonly allocated: number
  /** Ids that can still be given to devices. */
  readonly available: number
  /** The most free ids without a gap between them. */
  readonly largestFreeRun: number
}
/**
 * The ids of a pool as they were when {@link SystemAllocator.pool} was asked. It can be drawn by `renderMap`.
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
  /** The taken ids in order, as runs without a gap; ids of different resources are in runs of their own. */
  allocatedRuns(): IdRun[]
  /**
   * Whether a device has an id.
   *
   * @param id - the id, a u32
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it is no u32
   */
  isAllocated(id: number): boolean
  /** How many ids are taken and how many are free. */
  stats(): IdPoolStats
  /** The ids as JSON can hold them. */
  toJSON(): {
    /** The first id of the pool. */
    readonly base: number
    /** The last id of the pool, inclusive. */
    readonly end: number
    /** The runs of ids that are taken, ascending. */
    readonly allocated: readonly IdRun[]
  }
}
/** A pool of addresses, such as an MMIO window or the I/O ports. */
export interface AddressPoolDefinition {
  /** The first address, a u64. */
  readonly base: U64Like
  /** How many addresses, in bytes, 1…2⁶⁴−1. */
  readonly size: U64Like
  readonly ids?: undefined
}
/** A pool of ids, such as interrupt lines. */
export interface IdPoolDefinition {
  /** The first and the last id, both inclusive: two u32. */
  readonly ids: readonly [first: number, last: number]
  readonly base?: undefined
  readonly size?: undefined
}
/** The pools of a {@link SystemAllocator}, by name. */
export type PoolDefinitions = {
  readonly [pool: string]: AddressPoolDefinition | IdPoolDefinition
}
/** Pools of which the types tell nothing: any name goes, and is checked when it is used. */
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
/** A pool, or several: the first one that has room is taken. */
export type PoolChoice<Name extends string> = Name | readonly Name[]
/** A range of addresses that a device needs. */
export interface RangeNeed<Name extends string = string> {
  /** The pool, or several in the order in which they are tried. */
  readonly pool: PoolChoice<Name>
  /** How many addresses, in bytes, 1…2⁶⁴−1. */
  readonly size: U64Like
  /**
   * What the first address is a multiple of: a power of two, in bytes. By default the size, rounded up to a power of
   * two: natural alignment, as PCI wants it of a BAR.
   */
  readonly align?: U64Like | undefined
  /** The lowest place, the highest one, or this first address. `'bottom'` by default. */
  readonly at?: 'bottom' | 'top' | U64Like | undefined
  /** Addresses that the range has to lie within, both ends inclusive. All of the pool by default. */
  readonly within?: RangeLike | undefined
  readonly id?: undefined
  readonly count?: undefined
  readonly block?: undefined
}
/** One id, or several, that a device needs: the lowest ones that are free. */
export interface IdsNeed<Name extends string = string> {
  /** The pool, or several in the order in which they are tried. All ids of a need come from the same pool. */
  readonly pool: PoolChoice<Name>
  /** How many ids, at least 1. 1 by default. */
  readonly count?: number | undefined
  /**
   * Consecutive ids, of which the first is a multiple of `count` rounded up to a power of two, as for the messages of
   * a PCI function's MSI. `false` by default.
   */
  readonly block?: boolean | undefined
  /** The lowest ids or, for one id or one block, the highest. `'bottom'` by default. */
  readonly at?: 'bottom' | 'top' | undefined
  /** Ids that are eligible, both ends inclusive. All of the pool by default. */
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
  /** The pool. Of several, those that don't have the id are passed over. */
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
/** What a device needs: a name of its own for each resource. */
export type DeviceNeeds<Pools extends PoolDefinitions = AnyPools> = {
  readonly [resource: string]:
    | RangeNeed<AddressPoolName<Pools>>
    | IdsNeed<IdPoolName<Pools>>
    | ExactIdNeed<IdPoolName<Pools>>
}
type Member = 'pool' | 'size' | 'align' | 'at' | 'within' | 'id' | 'count' | 'block'
/** Refuses a member that no need has, such as a misspelled one. */
export type KnownMembers<Needs> = {
  readonly [Resource in keyof Needs]: {
    readonly [Other in Exclude<keyof Needs[Resource], Member>]: never
  }
}
/** A range that a device has. */
export interface GrantedRange<Name extends string = string> {
  /** The pool it came from. */
  readonly pool: Name
  /** The first and the last address, both inclusive. */
  readonly range: RangeInclusive
}
/** Ids that a device has. */
export interface GrantedIds<Name extends string = string, Ids extends readonly number[] = readonly number[]> {
  /** The pool they came from. */
  readonly pool: Name
  /** The ids, ascending. */
  readonly ids: Ids
}
/** What a device has of any resource. */
export type GrantedResource<Name extends string = string> = GrantedRange<Name> | GrantedIds<Name>
/** What a device got: for each resource what its need asked for. */
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
/** Who holds a part of the place that was asked for. */
export interface Holder {
  /** The device. It can be the one that was to be attached: two of its own needs are in each other's way. */
  readonly device: string
  /** What the device calls it. */
  readonly resource: string
  /** The first address or id of what it holds there. */
  readonly start: bigint
  /** The last one, inclusive. */
  readonly end: bigint
}
/** What a pool that was asked had instead. */
export interface AskedPool {
  /** The name of the pool. */
  readonly pool: string
  /**
   * The longest free place that meets the alignment and lies within the bounds of the request, if there is any; of a
   * request for a particular place, the longest in the pool that meets the alignment. Both ends are inclusive.
   */
  readonly largest:
    | {
        /** The first address or id. */
        readonly start: bigint
        /** The last one, inclusive. */
        readonly end: bigint
      }
    | undefined
  /** How many addresses or ids are free within the same bounds. */
  readonly free: bigint
  /** Who holds the particular place that was asked for by `at`, `id` or `move`, in order; empty for other requests. */
  readonly holders: readonly Holder[]
  /** The pool's refusal: `ResourceNotAvailable`. */
  readonly cause: VmAllocatorError
}
/**
 * None of the pools that a need names has room for it. Nothing was changed.
 *
 * The message says what to do about it; the members carry the same as data.
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
  /** What a program tells it by. It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_NO_ROOM'
  /** The device that was to be attached, or that has what was to be moved. */
  readonly device: string
  /** What the device calls the resource that finds no place. */
  readonly resource: string
  /** The pools that were asked, in order. */
  readonly pools: readonly AskedPool[]
  /** @internal */
  constructor(message: string, device: string, resource: string, pools: readonly AskedPool[])
}
/** What {@link SystemAllocator.snapshot} writes. Addresses are hex strings, both ends of every range belong to it. */
export interface SystemDocument {
  /** What tells it from other JSON. */
  readonly format: typeof FORMAT
  /** The version of the format. */
  readonly version: typeof VERSION
  /** The pools, in the order of their definition. */
  readonly pools: readonly PoolDocument[]
  /** The devices, in the order in which they came. */
  readonly devices: readonly DeviceDocument[]
}
/** A pool: its bounds, and what of it is taken, in order. */
export type PoolDocument =
  | {
      /** The pool's name, as in its definition. */
      readonly name: string
      /** First and last address. */
      readonly addresses: HexRange
      /** The ranges that are taken, ascending. */
      readonly allocated: readonly HexRange[]
    }
  | {
      /** The pool's name, as in its definition. */
      readonly name: string
      /** First and last id. */
      readonly ids: IdRange
      /** The runs of ids that are taken, ascending. */
      readonly allocated: readonly IdRange[]
    }
/** A device and what it has. */
export interface DeviceDocument {
  /** The device's name. */
  readonly name: string
  /** What it has, in the order of its needs. */
  readonly resources: readonly ResourceDocument[]
}
/** What a device has of one resource. */
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
      /** The runs of ids, ascending. */
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
/** Whose an address or an id is. */
export interface Owner {
  /** The device. */
  readonly device: string
  /** What the device calls the resource. */
  readonly resource: string
}
/** What a device has, by the names of its resources. */
export type DeviceResources<Name extends string = string> = {
  readonly [resource: string]: GrantedResource<Name>
}
/** Where {@link SystemAllocator.move} moves a resource to. */
export interface MoveOptions<Name extends string = string> {
  /** The pool. The one that the resource is in by default. */
  readonly pool?: Name | undefined
  /** What the new address has to be a multiple of, as {@link RangeNeed.align}. */
  readonly align?: U64Like | undefined
}
/**
 * Hands out ranges and ids of several pools to devices: a device gets all that it needs or nothing, and gives it all
 * back when it leaves. What crosvm and cloud-hypervisor call a system allocator; a guide is in
 * [devices](../docs/system.md).
 *
 * All pools are in sound mode. Whatever throws has changed nothing.
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
   * Makes the pools, with nothing taken.
   *
   * @param pools - for each pool its addresses (`base`, `size`) or its ids (`ids`)
   * @throws {@link SystemRequestError} `NoPools`, `InvalidPool`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` for definitions of another form
   */
  constructor(pools: Defined)
  /**
   * Continues from a snapshot. All of it is checked before it is used: each range and id that a pool has allocated has
   * one owner, and each that a device owns is allocated, inside of its pool.
   *
   * @example
   * ```ts
   * const pools = { lines: { ids: [5, 23] } } as const
   * const system = new SystemAllocator(pools)
   * system.attach('serial0', { line: { pool: 'lines', id: 9 } })
   * SystemAllocator.restore(system.snapshot(), pools).equals(system) // true
   * ```
   * @param snapshot - what {@link SystemAllocator.snapshot} wrote, as text or as UTF-8 bytes
   * @param pools - the pools that the snapshot has to have; for the types of what comes after. Any by default
   * @throws `InvalidSnapshotError` with the path inside the document and the reason
   * @throws {@link SystemRequestError} for definitions of pools that make no sense
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `snapshot` is neither text nor bytes
   */
  static restore<const Defined extends PoolDefinitions = AnyPools>(
    snapshot: string | Uint8Array,
    pools?: Defined,
  ): SystemAllocator<Defined>
  /** The names of the pools, in the order of their definition. */
  get pools(): (keyof Defined & string)[]
  /** What each device has, in the order in which the devices came. */
  get devices(): Map<string, DeviceResources<keyof Defined & string>>
  /**
   * What a device has; `undefined` when there is no such device.
   *
   * @param name - the name of the device
   */
  device(name: string): DeviceResources<keyof Defined & string> | undefined
  /**
   * Gives a device all that it needs, or nothing.
   *
   * Needs of one particular place (an address in `at`, or `id`) are met first, so that no other need of the device
   * takes that place; the rest in the order of `needs`, each from the first of its pools that has room. Placement is
   * the crate's FirstMatch, or LastMatch for `at: 'top'`, at the alignment and within the bounds.
   *
   * @example
   * ```ts
   * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 768n << 20n } })
   * const chip = system.attach('ioapic', { regs: { pool: 'mmio32', size: 0x1000, at: 0xc100_0000n } })
   * chip.regs.range // RangeInclusive [0xc1000000, 0xc1000fff]
   * ```
   * @param device - its name, any text that no attached device has
   * @param needs - a {@link RangeNeed}, {@link IdsNeed} or {@link ExactIdNeed} for each resource, by a name of its own
   * @throws {@link NoRoomError} when none of the pools of a need has room
   * @throws {@link SystemRequestError} for what makes no sense whatever is free
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` for members of another type or range,
   *   `VmAllocatorError` `InvalidRange` for bounds in the wrong order
   */
  attach<const Needs extends DeviceNeeds<Defined>>(device: string, needs: Needs & KnownMembers<Needs>): Granted<Needs>
  /**
   * What {@link SystemAllocator.attach} would answer, or throw, now. Changes nothing.
   *
   * @param device - as for `attach`
   * @param needs - as for `attach`
   * @throws what `attach` throws
   */
  plan<const Needs extends DeviceNeeds<Defined>>(device: string, needs: Needs & KnownMembers<Needs>): Granted<Needs>
  /**
   * Takes back all that a device has.
   *
   * @param device - its name
   * @throws {@link SystemRequestError} `UnknownDevice` when there is no such device
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `device` is no text
   */
  detach(device: string): void
  /**
   * Moves a range, or a single id, of a device to another place, as a guest does that programs a BAR. The new place may
   * overlap the old one.
   *
   * @example
   * ```ts
   * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 768n << 20n } })
   * system.attach('net0', { bar0: { pool: 'mmio32', size: 512 << 10 } })
   * system.move('net0', 'bar0', 0xd000_0000n) // { pool: 'mmio32', range: RangeInclusive [0xd0000000, 0xd007ffff] }
   * ```
   * @param device - the name of the device
   * @param resource - what the device calls it
   * @param to - the new first address, or the new id
   * @param options - another pool, another alignment than the natural one
   * @throws {@link NoRoomError} when another resource has a part of the new place
   * @throws {@link SystemRequestError} `UnknownDevice`, `UnknownResource`, `NotMovable`, `UnknownPool`, `WrongPool`,
   *   `OutsidePool`, `UnalignedAddress`, `InvalidAlignment`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is of another type or range
   */
  move(
    device: string,
    resource: string,
    to: U64Like,
    options?: MoveOptions<keyof Defined & string>,
  ): GrantedResource<keyof Defined & string>
  /**
   * Whose an address or an id is; `undefined` when it is nobody's. Takes time in O(log n).
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
   * @throws {@link SystemRequestError} `UnknownPool`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `place` is no u64 or u32
   */
  owner(pool: AddressPoolName<Defined>, place: U64Like): Owner | undefined
  owner(pool: IdPoolName<Defined>, place: number): Owner | undefined
  /**
   * A copy of a pool, for maps and statistics: an `AddressAllocator` in sound mode, or an {@link IdPool}. What is done
   * to it doesn't reach the system.
   *
   * @param name - the name of the pool
   * @throws {@link SystemRequestError} `UnknownPool`
   */
  pool<Name extends keyof Defined & string>(
    name: Name,
  ): [Name] extends [AddressPoolName<Defined>]
    ? [Name] extends [IdPoolName<Defined>]
      ? AddressAllocator | IdPool
      : AddressAllocator
    : IdPool
  /**
   * Names for a map of a pool: `net0.bar0`, by first address or id.
   *
   * @example
   * ```ts
   * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 768n << 20n } })
   * system.attach('net0', { bar0: { pool: 'mmio32', size: 0x1000 } })
   * renderMap(system.pool('mmio32'), { labels: system.labels('mmio32') }).includes('net0.bar0') // true
   * ```
   * @param pool - the name of the pool
   * @throws {@link SystemRequestError} `UnknownPool`
   */
  labels(pool: keyof Defined & string): (start: bigint) => string | undefined
  /** An independent system with the same pools and devices. */
  clone(): SystemAllocator<Defined>
  /**
   * Whether two systems have the same pools, and devices of the same names that have the same. The order in which
   * pools were defined and devices came doesn't count, nor does the form of the crate's trees.
   *
   * @param other - the system to compare with
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `other` is no SystemAllocator
   */
  equals(other: SystemAllocator): boolean
  /**
   * The whole state as JSON text, which {@link SystemAllocator.restore} reads: pools, devices, and what each device has
   * of them. Addresses are hex strings, so that no JSON parser rounds them. The format has a version and a schema,
   * `vm-allocator/system-snapshot.schema.json`; a line for each pool and each device.
   */
  snapshot(): string
  /** What {@link SystemAllocator.snapshot} writes, as an object. */
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
/** Why a request was refused before any pool was asked. */
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
 * A request to a {@link SystemAllocator} that makes no sense, whatever is free. Nothing was changed. `kind` and `code`
 * don't change between major versions; the message may.
 *
 * | `kind` | when |
 * | --- | --- |
 * | `AlreadyAttached` | there is a device of this name |
 * | `ContradictoryNeed` | members of a need exclude one another, such as `id` and `count` |
 * | `EmptyNeeds` | a device that needs nothing, or a need that names no pool |
 * | `InvalidAlignment` | `align` is not a power of two |
 * | `InvalidCount` | a `count` of 0 |
 * | `InvalidPool` | the definition of a pool: a size of 0, an end beyond 2⁶⁴−1, ids in the wrong order |
 * | `InvalidSize` | a `size` of 0 |
 * | `NotMovable` | `move` of a resource with several ids |
 * | `NoPools` | a system without pools |
 * | `OutsidePool` | an address, an id or bounds outside of every pool that was named |
 * | `UnalignedAddress` | the address of `at` isn't a multiple of the alignment |
 * | `UnknownDevice` | no device of this name is attached |
 * | `UnknownMember` | a need has a member that doesn't exist, such as a misspelled one |
 * | `UnknownPool` | no pool has this name |
 * | `UnknownResource` | the device has no resource of this name |
 * | `WrongPool` | ids from a pool of addresses, or a range from a pool of ids |
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
  /** Why. */
  readonly kind: SystemRequestErrorKind
  /** The same as a code in Node's style. */
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
