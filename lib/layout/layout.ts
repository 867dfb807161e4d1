import type { AddressAllocator } from 'vm-allocator'
import type { SystemAllocator } from 'vm-allocator/system'
import { Adopted } from '../adopted.ts'
import { wrongType } from '../argument.ts'
import { addEntryPoints, beginStackAt } from '../caller.ts'
import type { LayoutFormat } from './format.ts'
import { freezeRange, type LayoutRange, toWindow, walk } from './layout-range.ts'
import { findProblems, type LayoutProblem } from './problems.ts'
import { toSystem } from './to-system.ts'
import { allocatorOf, chooseWindow } from './windows.ts'

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

let made: (content: LayoutContent) => Layout
let isLayout: (value: unknown) => value is Layout

/** What a file says about address spaces and ids, read by {@link readLayout}. All of it is frozen. */
export class Layout implements LayoutContent {
  static {
    made = (content) => new Layout(new Adopted(content))
    // Reads no property, since the value could be a Proxy.
    isLayout = (value): value is Layout => typeof value === 'object' && value !== null && #mark in value
  }

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

  /** A brand that only layouts made by the readers have. */
  readonly #mark = true

  /**
   * Layouts come from {@link readLayout} and {@link mergeLayouts}.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` for anything that a caller passes
   */
  private constructor(content: Adopted<LayoutContent>) {
    const known = Adopted.handleOf<LayoutContent>(content)
    if (known === undefined)
      throw wrongType('content', 'made by readLayout() or mergeLayouts(): call one of them', content)
    this.formats = known.formats
    this.spaces = known.spaces
    this.ids = known.ids
    this.unplaced = known.unplaced
    this.buses = known.buses
    this.notes = known.notes
  }

  /**
   * The space with this name, or with this as one of its other names.
   *
   * @param name - the name
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `name` is not a string
   */
  space(name: string): LayoutSpace | undefined {
    const { spaces } = toLayout('this', this)
    if (typeof name !== 'string') throw wrongType('name', 'a string', name)
    return spaces.find((space) => space.name === name) ?? spaces.find((space) => space.also.includes(name))
  }

  /**
   * The windows of all spaces or of one, outer windows first.
   *
   * @param space - the name of a space; all spaces by default
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `space` is not a string
   */
  windows(space?: string): LayoutRange[] {
    const { spaces: all } = toLayout('this', this)
    if (space !== undefined && typeof space !== 'string') throw wrongType('space', 'a string', space)
    const spaces = space === undefined ? all : all.filter(({ name }) => name === space)
    const found: LayoutRange[] = []
    for (const { ranges } of spaces) for (const [range] of walk(ranges)) if (range.kind === 'window') found.push(range)
    return found
  }

  /**
   * Finds problems: ranges of two owners that overlap, and ranges outside the window that should contain them. A range
   * inside a window, inside memory or inside its own device is not a problem. Takes O(n log n) for n ranges.
   */
  problems(): LayoutProblem[] {
    return findProblems(toLayout('this', this))
  }

  /**
   * An allocator for a window, in sound mode: the ranges directly inside are allocated, and the rest is free.
   *
   * @param name - the label of a window or the name of a space; if the label repeats, add the first address:
   *   `PCI Bus 0000:00@0x80000000`; or any range, which counts as a window
   * @throws RangeError `ERR_OUT_OF_RANGE` if there is no such window, or more than one
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `name` is neither a string nor a {@link LayoutRange}
   */
  window(name: string | LayoutRange): AddressAllocator {
    const layout = toLayout('this', this)
    return allocatorOf(typeof name === 'string' ? chooseWindow(layout, name) : toWindow('name', name, WINDOW))
  }

  /**
   * The window with this name, as {@link Layout.window} finds it: its range and the ranges inside. For the name of a
   * space: everything from its first address to its last.
   *
   * @param name - as for {@link Layout.window}
   * @throws RangeError `ERR_OUT_OF_RANGE` if there is no such window, or more than one
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `name` is not a string
   */
  windowRange(name: string): LayoutRange {
    const layout = toLayout('this', this)
    if (typeof name !== 'string') throw wrongType('name', 'a string', name)
    return chooseWindow(layout, name)
  }

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
  toSystem(): SystemAllocator {
    const layout = toLayout('this', this)
    try {
      return toSystem(layout)
    } catch (error) {
      throw error instanceof Error ? beginStackAt(Layout.prototype.toSystem, error) : error
    }
  }
}

const WINDOW = 'the name of a window, or a LayoutRange'

addEntryPoints(Layout)

/** Makes a layout of what was read. Freezes all of it, so that it can be trusted when a caller passes it. */
export function makeLayout(content: LayoutContent): Layout {
  const layout = made(content)
  for (const list of Object.values(content)) for (const part of Object.freeze(list)) Object.freeze(part)
  for (const { also, ranges } of content.spaces) {
    Object.freeze(also)
    Object.freeze(ranges)
    for (const [range] of walk(ranges)) freezeRange(range)
  }
  Object.freeze(layout)
  return layout
}

/** Returns `value` if it is a layout that the package made; throws otherwise. */
export function toLayout(name: string, value: Layout): Layout {
  if (!isLayout(value)) throw wrongType(name, 'a Layout, as readLayout() returns it', value)
  return value
}
