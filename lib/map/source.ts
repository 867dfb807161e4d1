/** A range of addresses as an `AddressAllocator` lists it, both ends inclusive. */
export interface MapRange {
  /** First address. */
  readonly start: bigint
  /** Last address, inclusive. */
  readonly end: bigint
  /** Whether it is allocated or free. */
  readonly state: 'allocated' | 'free'
}

/** An address space that can be drawn, such as an `AddressAllocator`. */
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

/** An id space that can be drawn, such as an `IdAllocator`. */
export interface IdMapSource {
  /** First managed id. */
  readonly base: number
  /** Last managed id, inclusive. */
  readonly end: number
  /** The allocated ids as runs, in order and disjoint. The ids between them are free. */
  allocatedRuns(): Iterable<{
    /** First id. */
    readonly start: number
    /** Last id, inclusive. */
    readonly end: number
  }>
}

/** Addresses around the managed space, or a reserved part inside it; see {@link MapOptions.regions}. */
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

/** Several pools that are drawn below each other, such as a `SystemAllocator` of `vm-allocator/system`. */
export interface SystemMapSource {
  /** The names of the pools, in the order in which they are drawn. */
  readonly pools: readonly string[]
  /** A pool, by its name. */
  pool(name: string): MapSource
  /** The names for the allocated ranges or ids of a pool. */
  labels(name: string): MapLabels
}

/**
 * Names for allocated ranges, by their first address (or first id). A function is called once for each allocated range,
 * in address order, with its first and last address; the keys of a `Map` may be `bigint` or `number`. In a map of ids,
 * each id that is a key of the `Map` gets its own row. For no name, return `undefined` or an empty text. Names are treated
 * as data: control characters, text directions and markup are escaped, and long names are cut.
 */
export type MapLabels = ReadonlyMap<bigint | number, string> | ((start: bigint, end: bigint) => string | undefined)
