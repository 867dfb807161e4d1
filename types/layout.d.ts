import { AddressAllocator } from 'vm-allocator'

/** A format that can be read. */
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
/** The formats that {@link readLayout} reads, and how messages call them. */
export declare const LAYOUT_FORMATS: Readonly<Record<LayoutFormat, string>>
/**
 * What a range is: a `window` holds the ranges of others (a bus, a bridge); `memory` is RAM or ROM; a `device` decodes it;
 * `reserved` is kept from use; `free` is listed by the file but claimed by nobody.
 */
export type LayoutKind = 'window' | 'memory' | 'device' | 'reserved' | 'free'
/** A named range of a layout; both ends belong to it. */
export declare class LayoutRange {
  #private
  /** First address. */
  readonly start: bigint
  /** Last address, inclusive. */
  readonly end: bigint
  /** The name in the file; names can repeat. */
  readonly label: string
  /** What the range is. */
  readonly kind: LayoutKind
  /** The format's own word for it, such as `bar`, `e820` or `nv-ram`. */
  readonly type: string
  /** Line of the file that it was read from, from 1; 0 where the format has no lines. */
  readonly line: number
  /** The device that owns it: a PCI address such as `0000:01:00.0`, or a device's id. */
  owner?: string
  /** For a window: the bus behind it, such as `0000:01`. */
  bus?: string
  /** Whether the device can be read ahead of time: a prefetchable BAR or window. */
  prefetchable?: boolean
  /** For a BAR or a window of a bridge: the width of its address. */
  width?: 32 | 64
  /** The device doesn't decode it now. */
  disabled?: boolean
  /** Other names of the same range, from other files. */
  also?: readonly string[]
  constructor(start: bigint, end: bigint, label: string, kind: LayoutKind, type: string, line?: number)
  /** The ranges inside it, in address order. */
  get children(): readonly LayoutRange[]
  /** How many addresses there are, 1…2⁶⁴: a size in bytes. */
  get size(): bigint
  /** @internal Puts a range inside this one. */
  adopt(child: LayoutRange): void
  /** @internal A copy without children. */
  alone(): LayoutRange
}
/** What can't be right about a layout. */
export interface LayoutProblem {
  /**
   * `overlap`: two owners have a common address. `outside`: a range lies outside of the window that it must lie in.
   * `unowned`: it is allocated in a pool, and no device has it. `incomplete`: there are too many to look at them all, so
   * that what follows in the space wasn't compared, or isn't listed.
   */
  readonly kind: 'overlap' | 'outside' | 'unowned' | 'incomplete'
  /** The space that it is in. */
  readonly space: string
  /** In one sentence, with both owners and the addresses in hex. */
  readonly text: string
  /** The ranges that it is about. */
  readonly ranges: readonly LayoutRange[]
  /** First shared address; of `outside`, the range's first. */
  readonly start: bigint
  /** Last shared address, inclusive; of `outside`, the range's last. */
  readonly end: bigint
}
/** An address space with what lies in it. */
export interface LayoutSpace {
  /** `memory` or `io` in most formats; else the name in the file. */
  readonly name: string
  /** Other names of the same space, in the file. */
  readonly also: readonly string[]
  /** The outermost ranges in address order; what lies inside them by right is among their children. */
  readonly ranges: readonly LayoutRange[]
}
/** An id that is in use, such as an interrupt line. */
export interface LayoutId {
  /** The id. */
  readonly id: number
  /** The device that owns it; empty where the file doesn't say. */
  readonly owner: string
  /** The pool that it belongs to; empty where the file has none. */
  readonly pool: string
}
/** A BAR, or a window of a bridge, without a place. */
export interface UnplacedBar {
  /** The device's PCI address, or its id. */
  readonly device: string
  /** Such as `BAR 1`, `ROM` or `bridge window`. */
  readonly bar: string
  /** The space that it needs a place in. */
  readonly space: 'memory' | 'io'
  /** Bytes; `undefined` where the file doesn't say. */
  readonly size: bigint | undefined
  /** Width of its address; `undefined` where the file doesn't say. */
  readonly width: 32 | 64 | undefined
  /** Whether it is prefetchable. */
  readonly prefetchable: boolean
  /** Whether placing it was tried and failed; otherwise it just has no place. */
  readonly failed: boolean
  /** What the file says about it, such as `no space`. */
  readonly reason: string
  /** Line of the file, from 1; 0 where the format has no lines. */
  readonly line: number
}
/** A bus and the bridge that leads to it. */
export interface LayoutBus {
  /** Such as `0000:01`. */
  readonly bus: string
  /** The highest bus behind the same bridge. */
  readonly last: string
  /** The bridge's PCI address. */
  readonly bridge: string
}
/** Something worth knowing about the reading. */
export interface LayoutNote {
  /** The note. */
  readonly text: string
  /** Line of the file, from 1; 0 for the whole file. */
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
  /** The BARs and windows that have no place. */
  readonly unplaced: readonly UnplacedBar[]
  /** The buses with a known bridge. */
  readonly buses: readonly LayoutBus[]
  /** What is worth knowing about the reading. */
  readonly notes: readonly LayoutNote[]
}
/** What a file says about address spaces and ids, read by {@link readLayout}. */
export declare class Layout implements LayoutContent {
  /** The formats of the files that it was read from. */
  readonly formats: readonly LayoutFormat[]
  /** The address spaces. */
  readonly spaces: readonly LayoutSpace[]
  /** The ids in use. */
  readonly ids: readonly LayoutId[]
  /** The BARs and windows that have no place. */
  readonly unplaced: readonly UnplacedBar[]
  /** The buses with a known bridge. */
  readonly buses: readonly LayoutBus[]
  /** What is worth knowing about the reading. */
  readonly notes: readonly LayoutNote[]
  /** Use {@link readLayout}. */
  constructor(content: LayoutContent)
  /** The space of a name, or of one of its other names. */
  space(name: string): LayoutSpace | undefined
  /** All windows, of all spaces or of one, outer ones first. */
  windows(space?: string): LayoutRange[]
  /**
   * What can't be right: ranges of two owners with a common address, and ranges outside of the window that they must lie
   * in. What lies in a window, in memory or in its own device by right is no problem. Takes time linear in the number of
   * ranges, and a logarithm.
   */
  problems(): LayoutProblem[]
  /**
   * An allocator of a window, in sound mode: what lies directly inside is allocated, the rest is free.
   *
   * @param name - the label of a window or the name of a space; where it repeats, with the first address:
   *   `PCI Bus 0000:00@0x80000000`
   * @throws RangeError `ERR_OUT_OF_RANGE` when there is no such window, or several
   */
  window(name: string | LayoutRange): AddressAllocator
  /**
   * The window of a name, as {@link Layout.window} finds it: its range, with what lies inside. Of the name of a space:
   * all from its first address to its last.
   *
   * @param name - as for {@link Layout.window}
   * @throws RangeError `ERR_OUT_OF_RANGE` when there is no such window, or several
   */
  windowRange(name: string): LayoutRange
  /**
   * Continues from this layout: its outermost windows are pools, as are its ids, and what devices own is theirs. A space
   * without windows is a pool from its first address to its last. What has no owner belongs to a device of its own name.
   *
   * @throws NoRoomError when two devices own the same address, which is a problem of the layout
   */
  toSystem(): SystemAllocator
}
/** How a range differs between two layouts. */
export interface LayoutChange {
  /** `moved`: another first address; `resized`: another size at the same address; `changed`: both. */
  readonly kind: 'added' | 'removed' | 'moved' | 'resized' | 'changed'
  /** The space that it is in. */
  readonly space: string
  /** The name of the range. */
  readonly label: string
  /** As it was; `undefined` when it was added. */
  readonly before: LayoutRange | undefined
  /** As it is; `undefined` when it was removed. */
  readonly after: LayoutRange | undefined
}
/** An id that only one of two layouts has. */
export interface IdChange {
  /** Which of them has it: `added`, the newer one; `removed`, the older one. */
  readonly kind: 'added' | 'removed'
  /** The id. */
  readonly id: LayoutId
}
/** A BAR that has no place in one of two layouts. */
export interface UnplacedChange {
  /** `added`: it has lost its place; `removed`: it has found one. */
  readonly kind: 'added' | 'removed'
  /** The BAR. */
  readonly bar: UnplacedBar
}
/** What differs between two layouts. */
export interface LayoutDiff {
  /** Ranges, by space and address. */
  readonly changes: readonly LayoutChange[]
  /** Ids that only one of them has. */
  readonly ids: readonly IdChange[]
  /** BARs that lost their place, or found one. */
  readonly unplaced: readonly UnplacedChange[]
  /** Whether nothing differs. */
  readonly same: boolean
}
/**
 * Compares two layouts. Ranges are recognised by their name: one at another address has moved, one of another size was
 * resized. Where a name repeats, those that stayed are paired first, and the others in address order.
 *
 * @example
 * ```ts
 * const before = readLayout('c0000000-c0000fff : 0000:00:02.0')
 * const after = readLayout('c0001000-c0001fff : 0000:00:02.0')
 * diffLayouts(before, after).changes[0]?.kind // 'moved'
 * ```
 * @param before - the older one
 * @param after - the newer one
 */
export declare function diffLayouts(before: Layout, after: Layout): LayoutDiff
/** A window with room for a BAR. */
export interface Room {
  /** The window. */
  readonly window: LayoutRange
  /** The first address of the place: the crate's first match. */
  readonly start: bigint
}
/** Why a BAR has no place, and what would give it one. */
export interface Explanation {
  /** The BAR, or the bridge's window. */
  readonly bar: UnplacedBar
  /** In sentences, in the order to read them. */
  readonly sentences: readonly string[]
  /** Where the bus above has room for it. */
  readonly room: readonly Room[]
  /** What the files lack to explain it. */
  readonly missing: readonly string[]
}
/** Explains each BAR that found no place, and each that has none though it isn't a ROM. */
export declare function explain(layout: Layout): Explanation[]
/** A stretch of a window that nobody uses, with its neighbours. */
export interface FreePlace {
  /** First address, aligned. */
  readonly start: bigint
  /** Last address, inclusive. */
  readonly end: bigint
  /** Who is below; `undefined` at the start of the window. */
  readonly below: LayoutRange | undefined
  /** Who is above; `undefined` at the end of the window. */
  readonly above: LayoutRange | undefined
}
/** What {@link fitIn} looks for a place for. */
export interface FitRequest {
  /** Bytes. */
  readonly size: bigint
  /** A power of two, in bytes. Default: the size, rounded up to one, as a BAR needs it. */
  readonly align?: bigint | undefined
  /** `'32bit'`: below 4 GiB; `'64bit'`: at 4 GiB and above. Default: anywhere. */
  readonly width?: '32bit' | '64bit' | undefined
  /** Only where a prefetchable BAR may lie: not in a bridge's other windows. */
  readonly prefetchable?: boolean | undefined
  /** Only in this space, such as `memory`. Default: every space. */
  readonly space?: string | undefined
}
/** Whether something fits in a window. */
export interface Fit {
  /** The space of the window. */
  readonly space: string
  /** The window. */
  readonly window: LayoutRange
  /** The crate's first match; `undefined` when there is no place. */
  readonly start: bigint | undefined
  /** The largest free stretch at the alignment, with who is beside it; `undefined` when nothing is free. */
  readonly largest: FreePlace | undefined
}
/**
 * Says for each window whether something fits in it, and where, else what the largest place is. A space without windows
 * is one, from its first address to its last.
 *
 * @param layout - the layout
 * @param request - what needs a place
 */
export declare function fitIn(layout: Layout, request: FitRequest): Fit[]
/** A file that can't be read as a layout: what is wrong with it, and where. */
export declare class LayoutError extends Error {
  /** `LayoutError` */
  readonly name = 'LayoutError'
  /** `ERR_LAYOUT` */
  readonly code = 'ERR_LAYOUT'
  /** The format that the file was read as; `undefined` when it isn't a readable one. */
  readonly format: LayoutFormat | undefined
  /** The line, from 1; `undefined` when it is about the whole file. */
  readonly line: number | undefined
  /** What is wrong, without the line. */
  readonly reason: string
  constructor(reason: string, format?: LayoutFormat, line?: number)
}
/**
 * Makes one layout of several files about the same machine. What they say of the same range, with the same ends, becomes
 * one range with all names; a BAR without a place in one file that another file places is placed.
 *
 * @example
 * ```ts
 * const log = readLayout('pci 0000:01:00.0: BAR 0 [mem 0xc0000000-0xc0003fff]: assigned')
 * const tree = readLayout('c0000000-c01fffff : PCI Bus 0000:01\n  c0000000-c0003fff : 0000:01:00.0\n')
 * mergeLayouts([log, tree]).window('PCI Bus 0000:01').ranges('allocated').length // 1
 * ```
 * @param layouts - what was read from each file
 */
export declare function mergeLayouts(layouts: readonly Layout[]): Layout
/** How {@link layoutPage} writes. */
export interface LayoutPageOptions {
  /** Heading of the page. Default: the formats that were read. */
  readonly title?: string | undefined
  /** A layout to compare with, such as a later one of the same machine. */
  readonly compared?: Layout | undefined
  /** What the compared layout is called. Default: `compared`. */
  readonly comparedTitle?: string | undefined
}
/**
 * Writes a page to explore a layout with: the nested ranges to scale with zoom, search by name and address, problems and
 * BARs without a place linked to where they are, and the differences from a second layout. The page is one file that
 * loads nothing, works from the disk, with the keyboard and a screen reader, in light and dark. It draws a few thousand
 * elements at most, however many ranges there are.
 *
 * @param layout - the layout
 * @param options - see {@link LayoutPageOptions}
 */
export declare function layoutPage(layout: Layout, options?: LayoutPageOptions): string
/** How {@link readLayout} reads. */
export interface ReadLayoutOptions {
  /** Read it as this format. Default: found by the content. */
  readonly format?: LayoutFormat | undefined
}
/**
 * Reads what a VMM or a guest has printed. Takes time linear in its length.
 *
 * @example
 * ```ts
 * const layout = readLayout('c0000000-dfffffff : PCI Bus 0000:00\n  c0000000-c0000fff : 0000:00:02.0\n')
 * layout.formats // ['linux-iomem']
 * layout.window('PCI Bus 0000:00').allocate(0x1000n, 0x1000n) // RangeInclusive [0xc0001000, 0xc0001fff]
 * ```
 * @param content - the file, as text or as bytes; a device tree blob as bytes
 * @param options - see {@link ReadLayoutOptions}
 * @throws {@link LayoutError} when it is in no format that can be read, with the line where that helps
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `content` is neither text nor bytes
 */
export declare function readLayout(content: string | Uint8Array, options?: ReadLayoutOptions): Layout

export {}
