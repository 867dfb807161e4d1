/** A range of addresses as an `AddressAllocator` lists it; both ends belong to it. */
export interface MapRange {
  /** First address. */
  readonly start: bigint
  /** Last address, inclusive. */
  readonly end: bigint
  /** Whether it is allocated or free. */
  readonly state: 'allocated' | 'free'
}

/** An address space that can be drawn: every `AddressAllocator` is one. */
export interface AddressMapSource {
  /** First managed address. */
  readonly base: bigint
  /** Last managed address, inclusive. */
  readonly end: bigint
  /**
   * The ranges in address order, disjoint. Managed addresses that no range covers are drawn as lost (deviation D3),
   * ranges beyond `base`…`end` as outside (deviation D10).
   */
  ranges(): Iterable<MapRange>
}

/** An id space that can be drawn: every `IdAllocator` is one. */
export interface IdMapSource {
  /** First managed id. */
  readonly base: number
  /** Last managed id, inclusive. */
  readonly end: number
  /** The allocated ids as runs, first and last id, in order and disjoint: what lies between them is free. */
  allocatedRuns(): Iterable<{
    /** First id. */
    readonly start: number
    /** Last id, inclusive. */
    readonly end: number
  }>
}

/** Addresses beside the managed space, or a place in it that is reserved; see {@link MapOptions.regions}. */
export interface MapRegion {
  /** First address, a u64. */
  readonly start: bigint | number
  /** Last address, inclusive, a u64. */
  readonly end: bigint | number
  /** Its name, such as `RAM`. */
  readonly label: string
}

/** A part of a map; see {@link MapOptions.window}. */
export interface MapWindow {
  /** First address to draw, a u64. */
  readonly start: bigint | number
  /** Last address to draw, inclusive, a u64. */
  readonly end: bigint | number
}

/** What {@link renderMap} draws. */
export type MapSource = AddressMapSource | IdMapSource

/** Several pools that are drawn one below the other: every `SystemAllocator` of `vm-allocator/system` is one. */
export interface SystemMapSource {
  /** The names of the pools, in the order in which they are drawn. */
  readonly pools: readonly string[]
  /** A pool, by its name. */
  pool(name: string): MapSource
  /** The names for the allocated ranges or ids of a pool. */
  labels(name: string): MapLabels
}

/**
 * Names for allocated ranges, by their first address (or first id). A function is asked once for each allocated range,
 * in address order, with its first and its last address; a `Map` may have keys of type `bigint` or `number`. In a map
 * of ids each id that is a key of the `Map` is drawn by itself. No name: `undefined` or an empty text. Names are data:
 * control characters and text directions are disarmed, markup is escaped, and long names are cut.
 */
export type MapLabels = ReadonlyMap<bigint | number, string> | ((start: bigint, end: bigint) => string | undefined)
