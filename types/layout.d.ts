import { AddressAllocator, U64Like } from 'vm-allocator'
import { SystemAllocator } from 'vm-allocator/system'

/** A supported format. */
export type LayoutFormat =
  | 'dmesg'
  | 'linux-iomem'
  | 'linux-ioports'
  | 'lspci-vv'
  | 'qemu-mtree-flat'
  | 'qmp-query-pci'
  | 'cloud-hypervisor-vm-info'
  | 'cloud-hypervisor-state'
  | 'firecracker-info-vmstate'
  | 'fdt'
  | 'crate-json'
  | 'system-snapshot'
/** The formats that {@link readLayout} reads, and their names in messages. */
export declare const LAYOUT_FORMATS: Readonly<Record<LayoutFormat, string>>
/**
 * What a range is: a `window` (of a bus or bridge) contains other ranges; `memory` is RAM or ROM; a `device` is decoded
 * by a device; `reserved` can't be used; `free` is listed in the file but unused.
 */
export type LayoutKind = 'window' | 'memory' | 'device' | 'reserved' | 'free'
/** A named range of a layout, both ends inclusive. */
export declare class LayoutRange {
  #private
  /** The first address. */
  readonly start: bigint
  /** The last address, inclusive. */
  readonly end: bigint
  /** The name in the file; names can repeat. */
  readonly label: string
  /** What the range is. */
  readonly kind: LayoutKind
  /** The format's own word for it, such as `bar`, `e820` or `nv-ram`. */
  readonly type: string
  /** Its line in the file, starting at 1; 0 if the format has no lines. */
  readonly line: number
  /** The device that owns it: a PCI address such as `0000:01:00.0`, or a device's id. */
  owner?: string
  /** For a window: the bus behind it, such as `0000:01`. */
  bus?: string
  /** Whether reads have no side effects and can be prefetched. For BARs and windows. */
  prefetchable?: boolean
  /** For a BAR or a window of a bridge: the width of its address. */
  width?: 32 | 64
  /** Whether the device doesn't currently decode it. */
  disabled?: boolean
  /** Other names of the same range, from other files. */
  also?: readonly string[]
  /**
   * Creates a range without children, for {@link Layout.window}. The ranges of a layout come from {@link readLayout}.
   *
   * @param start - the first address, a u64
   * @param end - the last address, a u64 not below `start`
   * @param label - the name
   * @param kind - what the range is
   * @param type - the format's own word for it
   * @param line - the line in the file; 0 by default: no line
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument has the wrong type, an
   *   address is not a u64, or `start` is above `end`
   */
  constructor(start: U64Like, end: U64Like, label: string, kind: LayoutKind, type: string, line?: number)
  /** The ranges inside it, in address order. */
  get children(): readonly LayoutRange[]
  /** The number of addresses, 1…2⁶⁴, which is the size in bytes. */
  get size(): bigint
}
/** A problem in a layout. */
export interface LayoutProblem {
  /**
   * `overlap`: ranges of two owners share an address. `outside`: a range lies outside the window that should contain it.
   * `unowned`: a range is allocated in a pool, but belongs to no device. `incomplete`: there are too many ranges to
   * compare them all, so what follows in the space was not compared or is not listed.
   */
  readonly kind: 'overlap' | 'outside' | 'unowned' | 'incomplete'
  /** The space of the problem. */
  readonly space: string
  /** The problem in one sentence, with both owners and the addresses in hex. */
  readonly text: string
  /** The ranges involved. */
  readonly ranges: readonly LayoutRange[]
  /** First shared address; for `outside`, the first address of the range. */
  readonly start: bigint
  /** Last shared address, inclusive; for `outside`, the last address of the range. */
  readonly end: bigint
}
/** An address space and its ranges. */
export interface LayoutSpace {
  /** `memory` or `io` in most formats, otherwise the name in the file. */
  readonly name: string
  /** Other names of the same space, in the file. */
  readonly also: readonly string[]
  /** The outermost ranges in address order. Ranges inside them are their children. */
  readonly ranges: readonly LayoutRange[]
}
/** An id that is in use, such as an interrupt line. */
export interface LayoutId {
  /** The id. */
  readonly id: number
  /** The device that owns it; empty if the file doesn't say. */
  readonly owner: string
  /** The pool that it belongs to; empty if the file has no pools. */
  readonly pool: string
}
/** A BAR, or a window of a bridge, without an address. */
export interface UnplacedBar {
  /** The device's PCI address, or its id. */
  readonly device: string
  /** Its name, such as `BAR 1`, `ROM` or `bridge window`. */
  readonly bar: string
  /** The space in which it needs an address. */
  readonly space: 'memory' | 'io'
  /** Its size in bytes; `undefined` if the file doesn't say. */
  readonly size: bigint | undefined
  /** Width of its address in bits; `undefined` if the file doesn't say. */
  readonly width: 32 | 64 | undefined
  /** Whether it is prefetchable. */
  readonly prefetchable: boolean
  /** Whether an attempt to place it failed; `false` if it has no address for another reason. */
  readonly failed: boolean
  /** What the file says about it, such as `no space`. */
  readonly reason: string
  /** Line of the file, starting at 1; 0 if the format has no lines. */
  readonly line: number
}
/** A bus and the bridge that leads to it. */
export interface LayoutBus {
  /** The bus, such as `0000:01`. */
  readonly bus: string
  /** The highest bus behind the same bridge. */
  readonly last: string
  /** The bridge's PCI address. */
  readonly bridge: string
}
/** A remark on how the file was read. */
export interface LayoutNote {
  /** The remark. */
  readonly text: string
  /** Line of the file, starting at 1; 0 for the whole file. */
  readonly line: number
}
/** What a {@link Layout} is made from. */
export interface LayoutContent {
  /** The formats of the files that it was read from. */
  readonly formats: readonly LayoutFormat[]
  /** The address spaces. */
  readonly spaces: readonly LayoutSpace[]
  /** The ids in use. */
  readonly ids: readonly LayoutId[]
  /** The BARs and windows without an address. */
  readonly unplaced: readonly UnplacedBar[]
  /** The buses with a known bridge. */
  readonly buses: readonly LayoutBus[]
  /** Remarks on how the files were read. */
  readonly notes: readonly LayoutNote[]
}
/** What a file says about address spaces and ids, read by {@link readLayout}. All of it is frozen. */
export declare class Layout implements LayoutContent {
  #private
  /** The formats of the files that it was read from. */
  readonly formats: readonly LayoutFormat[]
  /** The address spaces. */
  readonly spaces: readonly LayoutSpace[]
  /** The ids in use. */
  readonly ids: readonly LayoutId[]
  /** The BARs and windows without an address. */
  readonly unplaced: readonly UnplacedBar[]
  /** The buses with a known bridge. */
  readonly buses: readonly LayoutBus[]
  /** Remarks on how the files were read. */
  readonly notes: readonly LayoutNote[]
  /**
   * Layouts come from {@link readLayout} and {@link mergeLayouts}.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` for anything that a caller passes
   */
  private constructor()
  /**
   * The space with this name, or with this as one of its other names.
   *
   * @param name - the name
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `name` is not a string
   */
  space(name: string): LayoutSpace | undefined
  /**
   * The windows of all spaces or of one, outer windows first.
   *
   * @param space - the name of a space; all spaces by default
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `space` is not a string
   */
  windows(space?: string): LayoutRange[]
  /**
   * Finds problems: ranges of two owners that overlap, and ranges outside the window that should contain them. A range
   * inside a window, inside memory or inside its own device is not a problem. Takes O(n log n) for n ranges.
   */
  problems(): LayoutProblem[]
  /**
   * An allocator for a window, in sound mode: the ranges directly inside are allocated, and the rest is free.
   *
   * @param name - the label of a window or the name of a space; if the label repeats, add the first address:
   *   `PCI Bus 0000:00@0x80000000`; or any range, which counts as a window
   * @throws RangeError `ERR_OUT_OF_RANGE` if there is no such window, or more than one
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `name` is neither a string nor a {@link LayoutRange}
   */
  window(name: string | LayoutRange): AddressAllocator
  /**
   * The window with this name, as {@link Layout.window} finds it: its range and the ranges inside. For the name of a
   * space: everything from its first address to its last.
   *
   * @param name - as for {@link Layout.window}
   * @throws RangeError `ERR_OUT_OF_RANGE` if there is no such window, or more than one
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `name` is not a string
   */
  windowRange(name: string): LayoutRange
  /**
   * Creates a system from this layout. Its outermost windows and its ids become pools, and each device owns its ranges
   * in them. A space without windows becomes a pool from its first address to its last. A range without an owner is
   * attached to a device named after the range, and an id without an owner to one named after its pool and itself, such as
   * `gsi_msi_allocator 24`. A pool of ids extends from the lowest to the highest id in {@link Layout.ids}.
   *
   * @throws NoRoomError if two devices own the same address or id; {@link Layout.problems} lists conflicts of addresses
   * @throws SystemRequestError `NoPools` if the layout has neither ranges nor ids; `OutsidePool` if a range lies outside
   *   its window, or ends at 2⁶⁴−1 in a window of all 2⁶⁴ bytes, whose last byte no pool can hold
   */
  toSystem(): SystemAllocator
}
/** How a range differs between two layouts. */
export interface LayoutChange {
  /** `moved`: different first address; `resized`: same first address, different size; `changed`: both differ. */
  readonly kind: 'added' | 'removed' | 'moved' | 'resized' | 'changed'
  /** The range's space. */
  readonly space: string
  /** The name of the range. */
  readonly label: string
  /** The old range; `undefined` if it was added. */
  readonly before: LayoutRange | undefined
  /** The new range; `undefined` if it was removed. */
  readonly after: LayoutRange | undefined
}
/** An id that only one of two layouts has. */
export interface IdChange {
  /** `added`: only the newer layout has it; `removed`: only the older one has it. */
  readonly kind: 'added' | 'removed'
  /** The id. */
  readonly id: LayoutId
}
/** A BAR that has no address in one of two layouts. */
export interface UnplacedChange {
  /** `added`: it lost its address; `removed`: it received one. */
  readonly kind: 'added' | 'removed'
  /** The BAR. */
  readonly bar: UnplacedBar
}
/** What differs between two layouts. */
export interface LayoutDiff {
  /** The changed ranges, ordered by space and address. */
  readonly changes: readonly LayoutChange[]
  /** The ids that only one layout has. */
  readonly ids: readonly IdChange[]
  /** The BARs that lost their address, or received one. */
  readonly unplaced: readonly UnplacedChange[]
  /** Whether nothing differs. */
  readonly same: boolean
}
/**
 * Compares two layouts. Ranges are matched by name: a range at a different address has moved, and one with a different size
 * was resized. If a name repeats, ranges that stayed are paired first, and the others in address order.
 *
 * @example
 * ```ts
 * const before = readLayout('c0000000-c0000fff : 0000:00:02.0')
 * const after = readLayout('c0001000-c0001fff : 0000:00:02.0')
 * diffLayouts(before, after).changes[0]?.kind // 'moved'
 * ```
 * @param before - the older layout
 * @param after - the newer layout
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an argument is not a {@link Layout}
 */
export declare function diffLayouts(before: Layout, after: Layout): LayoutDiff
/** A window with room for a BAR. */
export interface Room {
  /** The window. */
  readonly window: LayoutRange
  /** The first address that fits: the crate's first match. */
  readonly start: bigint
}
/** Why a BAR has no address, and what would give it one. */
export interface Explanation {
  /** The BAR, or the window of a bridge. */
  readonly bar: UnplacedBar
  /** The explanation, as sentences in reading order. */
  readonly sentences: readonly string[]
  /** Where the bus above has room for it. */
  readonly room: readonly Room[]
  /** What is missing from the files to explain it. */
  readonly missing: readonly string[]
}
/**
 * Explains each BAR that could not be placed, and each BAR without an address that isn't a ROM.
 *
 * @param layout - the layout
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `layout` is not a {@link Layout}
 */
export declare function explain(layout: Layout): Explanation[]
/** A free range in a window, with its neighbours. */
export interface FreePlace {
  /** First address, aligned. */
  readonly start: bigint
  /** Last address, inclusive. */
  readonly end: bigint
  /** The range below; `undefined` at the start of the window. */
  readonly below: LayoutRange | undefined
  /** The range above; `undefined` at the end of the window. */
  readonly above: LayoutRange | undefined
}
/** What {@link fitIn} should place. */
export interface FitRequest {
  /** The size in bytes. */
  readonly size: bigint
  /** The alignment, a power of two in bytes. Default: the size, rounded up to a power of two, as BARs need. */
  readonly align?: bigint | undefined
  /** `'32bit'`: below 4 GiB; `'64bit'`: at or above 4 GiB. Default: anywhere. */
  readonly width?: '32bit' | '64bit' | undefined
  /** Skip bridge windows that are not prefetchable, which can't contain a prefetchable BAR. */
  readonly prefetchable?: boolean | undefined
  /** Look only in this space, such as `memory`. Default: every space. */
  readonly space?: string | undefined
}
/** Whether something fits in a window. */
export interface Fit {
  /** The space of the window. */
  readonly space: string
  /** The window. */
  readonly window: LayoutRange
  /** The first address of the crate's first match; `undefined` if it doesn't fit. */
  readonly start: bigint | undefined
  /** The largest free range at the alignment, with its neighbours; `undefined` if nothing is free. */
  readonly largest: FreePlace | undefined
}
/**
 * For each window, finds where the request fits, or else the largest free range. A space without windows is treated as
 * one window, from its first address to its last.
 *
 * @param layout - the layout
 * @param request - what to place
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `layout` is not a {@link Layout}, for an unknown member and for a member
 *   of the wrong type
 * @throws RangeError `ERR_OUT_OF_RANGE` when `size` is 0 or not a u64, and when `align` is not a power of two
 */
export declare function fitIn(layout: Layout, request: FitRequest): Fit[]
/** A file that can't be read as a layout: what is wrong with it, and where. */
export declare class LayoutError extends Error {
  /** `LayoutError` */
  readonly name = 'LayoutError'
  /** `ERR_LAYOUT` */
  readonly code = 'ERR_LAYOUT'
  /** The format the file was read as; `undefined` if no format was recognised. */
  readonly format: LayoutFormat | undefined
  /** The line, starting at 1; `undefined` if the error is about the whole file. */
  readonly line: number | undefined
  /** The reason, without the line. */
  readonly reason: string
  /**
   * @param reason - the reason, without the line
   * @param format - the format that the file was read as
   * @param line - the line, starting at 1
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument has the wrong type, or
   *   `line` is not a u32
   */
  constructor(reason: string, format?: LayoutFormat, line?: number)
}
/**
 * Merges the layouts of several files about the same machine. Ranges with the same ends become one range with all names. A
 * BAR without an address in one file gets the address that another file has for it.
 *
 * @example
 * ```ts
 * const log = readLayout('pci 0000:01:00.0: BAR 0 [mem 0xc0000000-0xc0003fff]: assigned')
 * const tree = readLayout('c0000000-c01fffff : PCI Bus 0000:01\n  c0000000-c0003fff : 0000:01:00.0\n')
 * mergeLayouts([log, tree]).window('PCI Bus 0000:01').ranges('allocated').length // 1
 * ```
 * @param layouts - the layout of each file
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `layouts` is not an array of {@link Layout | layouts}
 */
export declare function mergeLayouts(layouts: readonly Layout[]): Layout
/** Options of {@link layoutPage}. */
export interface LayoutPageOptions {
  /** The heading of the page. Default: the formats of the files. */
  readonly title?: string | undefined
  /** A second layout to compare with, such as a later one of the same machine. */
  readonly compared?: Layout | undefined
  /** The title of the second layout. Default: `compared`. */
  readonly comparedTitle?: string | undefined
}
/**
 * Writes an interactive page for a layout. It draws the nested ranges to scale and zooms, searches by name and address,
 * links problems and BARs without an address to their place, and shows the differences from a second layout. The page
 * is a single file that loads nothing and works from disk, with the keyboard, with a screen reader, and in light and
 * dark mode. It draws at most a few thousand elements, even if there are more ranges.
 *
 * @param layout - the layout
 * @param options - see {@link LayoutPageOptions}
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `layout` is not a {@link Layout}, for an unknown option and for an option
 *   of the wrong type
 */
export declare function layoutPage(layout: Layout, options?: LayoutPageOptions): string
/** Options of {@link readLayout}. */
export interface ReadLayoutOptions {
  /** The format of the file. Default: detected from the content. */
  readonly format?: LayoutFormat | undefined
}
/**
 * Reads the output of a VMM or a guest. Takes time linear in its length.
 *
 * @example
 * ```ts
 * const layout = readLayout('c0000000-dfffffff : PCI Bus 0000:00\n  c0000000-c0000fff : 0000:00:02.0\n')
 * layout.formats // ['linux-iomem']
 * layout.window('PCI Bus 0000:00').allocate(0x1000n, 0x1000n) // RangeInclusive [0xc0001000, 0xc0001fff]
 * ```
 * @param content - the file, as text or as bytes; a device tree blob as bytes
 * @param options - see {@link ReadLayoutOptions}
 * @throws LayoutError if the format isn't recognised or the file can't be read, with the line if there is one
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `content` is neither text nor bytes, for an unknown option and when
 *   `format` is not a string
 */
export declare function readLayout(content: string | Uint8Array, options?: ReadLayoutOptions): Layout

export {}
