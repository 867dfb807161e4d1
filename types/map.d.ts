/** Options of {@link formatSize}. */
export interface FormatSizeOptions {
  /** Write the minus sign as `-` instead of `−` (U+2212). Default: `false`. */
  readonly ascii?: boolean | undefined
}
/**
 * Writes a size in binary units, always exact:
 *
 * 1. in the largest unit that isn't larger than the size, if it is a whole number of quarters: `768 MiB`, `1.25 GiB`;
 * 2. else, if it is at most a sixteenth of a unit below a whole number, as a difference: `1 GiB − 4 KiB`;
 * 3. else as whole units plus the rest: `1 MiB + 64 KiB`;
 * 4. rounded down to hundredths of the unit, followed by the bytes, if rules 2 and 3 would give more than three terms:
 *    `67.65 GiB (72639021379 B)`.
 *
 * @example
 * ```ts
 * formatSize(768n << 20n) // '768 MiB'
 * formatSize((1n << 30n) - 4096n) // '1 GiB − 4 KiB'
 * ```
 * @param bytes a size in bytes, below 2¹²⁸; `2n ** 64n`, all of `u64`, is `16 EiB`
 * @param options the format
 * @throws TypeError `ERR_INVALID_ARG_TYPE` unless `bytes` is a `bigint` and `options` an object of known options,
 *   RangeError `ERR_OUT_OF_RANGE` if `bytes` is negative or too large
 */
export declare function formatSize(bytes: bigint, options?: FormatSizeOptions): string
/**
 * Writes an address in hex with `0x`: `0xc0000000`.
 *
 * @example
 * ```ts
 * formatAddress(0xc000n, 8) // '0x0000c000'
 * ```
 * @param address an address, below 2¹²⁸
 * @param digits pad with zeros to this many hex digits, 0 to 32; default: no padding
 * @throws TypeError `ERR_INVALID_ARG_TYPE` unless `address` is a `bigint` and `digits` a number, RangeError
 *   `ERR_OUT_OF_RANGE` if one of them is out of range
 */
export declare function formatAddress(address: bigint, digits?: number): string
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
interface SystemMapSource {
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
/** Options of {@link renderMap}. */
export interface MapOptions {
  /** `'text'` for a terminal or a log, `'svg'` for a page. Default: `'text'`. */
  readonly format?: 'text' | 'svg' | undefined
  /**
   * Text: the maximum width in columns, 40 to 1000; default: the width of the terminal on standard output, otherwise 80.
   * SVG: the width in pixels, 480 to 10000; default: 960.
   */
  readonly width?: number | undefined
  /** Text: draw with printable ASCII only, labels and title included. Default: `false`. */
  readonly ascii?: boolean | undefined
  /**
   * Text: whether to use ANSI colours. `'auto'` colours a terminal on standard output unless `NO_COLOR` is set or `TERM` is
   * `dumb`. Default: `'auto'`.
   */
  readonly color?: 'auto' | boolean | undefined
  /** Heading. Default: `Address space` or `Ids`. */
  readonly title?: string | undefined
  /** Names for allocated ranges. Default: none. */
  readonly labels?: MapLabels | undefined
  /**
   * What is around the managed space, such as RAM, and what is reserved inside it, drawn as a backdrop. In any order,
   * but disjoint. Regions outside the managed space are drawn and listed. The allocator's ranges are drawn in front of
   * regions, and marked if they overlap one. Default: none.
   */
  readonly regions?: Iterable<MapRegion> | undefined
  /** Draw, list and total only this part. Ranges that extend beyond it are cut and marked. Default: everything. */
  readonly window?: MapWindow | undefined
}
/**
 * Draws an address space or a space of ids: an overview to scale, in which long free parts are shortened and marked;
 * then each range with its addresses, size and name; then the totals. Four or more equal neighbours share one line (`32
 * × 4 KiB`). The effects of deviations D3 and D10 are marked as lost and outside. Time and memory are linear in the
 * number of ranges. If the list would have more than 10,000 rows (SVG: 1,000), neighbours are summarised in about 256
 * rows, and the map says so; use `window` to see a part in full.
 *
 * A text ends with a line feed. An SVG is one self-contained element, without scripts or external resources. It follows
 * the reader's colour scheme, and its ids and classes don't clash with a page or another map.
 *
 * The crate has no such item. The [command-line tool](../docs/cli.md) draws the same maps.
 *
 * @param layout - an `AddressAllocator`, an `IdAllocator`, or any object that lists its ranges in the same way; it is
 * read once. For a
 *   `SystemAllocator`, draws all pools below each other, with the owners as labels
 * @param options - see {@link MapOptions}
 * @throws TypeError `ERR_INVALID_ARG_TYPE` for something that isn't a layout, for an unknown option and for options of a
 *   wrong type
 * @throws RangeError `ERR_OUT_OF_RANGE` for a width beyond its limits, for addresses beyond u64 or ids beyond u32, and
 *   for ranges that overlap or aren't in ascending order
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
 * const bar = mmio.allocate(1n << 20n, 1n << 20n)
 * const labels = new Map([[bar.start, 'virtio-net0']])
 * renderMap(mmio, { title: 'MMIO', labels }).includes('virtio-net0') // true
 * renderMap(mmio, { format: 'svg' }).slice(0, 4) // '<svg'
 * ```
 */
export declare function renderMap(layout: MapSource | SystemMapSource, options?: MapOptions): string

export {}
