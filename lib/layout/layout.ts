import type { AddressAllocator } from 'vm-allocator'
import type { SystemAllocator } from 'vm-allocator/system'
import type { LayoutFormat } from './format.ts'
import { type LayoutRange, walk } from './layout-range.ts'
import { findProblems, type LayoutProblem } from './problems.ts'
import { toSystem } from './to-system.ts'
import { allocatorOf, chooseWindow } from './windows.ts'

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
export class Layout implements LayoutContent {
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
  constructor(content: LayoutContent) {
    this.formats = content.formats
    this.spaces = content.spaces
    this.ids = content.ids
    this.unplaced = content.unplaced
    this.buses = content.buses
    this.notes = content.notes
  }

  /** The space of a name, or of one of its other names. */
  space(name: string): LayoutSpace | undefined {
    return this.spaces.find((space) => space.name === name) ?? this.spaces.find((space) => space.also.includes(name))
  }

  /** All windows, of all spaces or of one, outer ones first. */
  windows(space?: string): LayoutRange[] {
    const spaces = space === undefined ? this.spaces : this.spaces.filter(({ name }) => name === space)
    const found: LayoutRange[] = []
    for (const { ranges } of spaces) for (const [range] of walk(ranges)) if (range.kind === 'window') found.push(range)
    return found
  }

  /**
   * What can't be right: ranges of two owners with a common address, and ranges outside of the window that they must lie
   * in. What lies in a window, in memory or in its own device by right is no problem. Takes time linear in the number of
   * ranges, and a logarithm.
   */
  problems(): LayoutProblem[] {
    return findProblems(this)
  }

  /**
   * An allocator of a window, in sound mode: what lies directly inside is allocated, the rest is free.
   *
   * @param name - the label of a window or the name of a space; where it repeats, with the first address:
   *   `PCI Bus 0000:00@0x80000000`
   * @throws RangeError `ERR_OUT_OF_RANGE` when there is no such window, or several
   */
  window(name: string | LayoutRange): AddressAllocator {
    return allocatorOf(typeof name === 'string' ? this.windowRange(name) : name)
  }

  /**
   * The window of a name, as {@link Layout.window} finds it: its range, with what lies inside. Of the name of a space:
   * all from its first address to its last.
   *
   * @param name - as for {@link Layout.window}
   * @throws RangeError `ERR_OUT_OF_RANGE` when there is no such window, or several
   */
  windowRange(name: string): LayoutRange {
    return chooseWindow(this, name)
  }

  /**
   * Continues from this layout: its outermost windows are pools, as are its ids, and what devices own is theirs. A space
   * without windows is a pool from its first address to its last. What has no owner belongs to a device of its own name.
   *
   * @throws NoRoomError when two devices own the same address, which is a problem of the layout
   */
  toSystem(): SystemAllocator {
    return toSystem(this)
  }
}
