import type { RangeInclusive, RangeLike, U64Like } from 'vm-allocator'
import type { AddressPoolName, AnyPools, IdPoolName, PoolDefinitions } from './pool-definition.ts'

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
  readonly [Resource in keyof Needs]: { readonly [Other in Exclude<keyof Needs[Resource], Member>]: never }
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

/** As many ids as the request says, if the type of `count` is a small literal. */
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
