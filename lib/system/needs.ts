import type { RangeInclusive, RangeLike, U64Like } from 'vm-allocator'
import type { AddressPoolName, AnyPools, IdPoolName, PoolDefinitions } from './pool-definition.ts'

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
  readonly [Resource in keyof Needs]: { readonly [Other in Exclude<keyof Needs[Resource], Member>]: never }
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
  readonly [Resource in keyof Needs]: Needs[Resource] extends { readonly size: U64Like }
    ? GrantedRange<NameOf<Needs[Resource]>>
    : GrantedIds<NameOf<Needs[Resource]>, IdsOf<Needs[Resource]>>
}

type NameOf<Need> = Need extends { readonly pool: infer Choice }
  ? Choice extends readonly (infer Name extends string)[]
    ? Name
    : Choice extends string
      ? Choice
      : never
  : never

/** A tuple of exactly `count` ids, if the type of `count` is a small literal. */
type IdsOf<Need> = Need extends { readonly count: infer Count extends number }
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
