import type { Layout } from './layout.ts'
import { type LayoutRange, walk } from './layout-range.ts'

const PCI_DEVICE = /^([\da-f]{4,8}:[\da-f]{2}):[\da-f]{2}\.[0-7]$/

/** The bus in a PCI address: `0000:01` of `0000:01:00.0`. */
export function busOf(device: string): string | undefined {
  return PCI_DEVICE.exec(device)?.[1]
}

/** A BAR in a bridge's window. */
export interface PlacedBar {
  readonly space: string
  readonly range: LayoutRange
  readonly window: LayoutRange & { readonly owner: string }
}

const NONE: readonly never[] = []

/** The windows of a layout by bus, by bridge and by parent. Indexed once, because every BAR needs some of them. */
export class Buses {
  readonly #byBus = new Map<string, LayoutRange[]>()
  readonly #byOwner = new Map<string, LayoutRange[]>()
  readonly #parents = new Map<LayoutRange, LayoutRange>()
  readonly #order = new Map<LayoutRange, number>()
  readonly #bridges = new Map<string, string>()
  readonly #placed = new Map<string, PlacedBar>()
  readonly #rootSpaces = new Set<string>()
  /** Bridges with a window whose bus isn't in the file. */
  readonly unassigned: ReadonlySet<string>

  constructor(layout: Layout) {
    const unassigned = new Set<string>()
    for (const { name, ranges } of layout.spaces) {
      for (const [range, , parent] of walk(ranges)) {
        if (range.kind === 'window') this.#addWindow(name, range, parent, unassigned)
        else if (range.type === 'bar') this.#addBar(name, range, parent)
      }
    }
    for (const { bus, bridge } of layout.buses) if (!this.#bridges.has(bus)) this.#bridges.set(bus, bridge)
    this.unassigned = unassigned
  }

  /** The windows in a space that lead to a bus. */
  windowsOf(space: string, bus: string): readonly LayoutRange[] {
    return this.#byBus.get(keyOf(space, bus)) ?? NONE
  }

  /** The windows of a bridge, in one space or in all. */
  windowsBy(bridge: string, space = ''): readonly LayoutRange[] {
    return this.#byOwner.get(keyOf(space, bridge)) ?? NONE
  }

  /** The bridge that leads to a bus, if a file names it. */
  bridgeOf(bus: string): string | undefined {
    return this.#bridges.get(bus)
  }

  /** Whether the host bridge has windows in a space. */
  hasRoot(space: string): boolean {
    return this.#rootSpaces.has(space)
  }

  /** A BAR of a device on this bus that was placed in a bridge's window. */
  placedOn(bus: string): PlacedBar | undefined {
    return this.#placed.get(bus)
  }

  /** The windows of other buses that contain these, in the order of the file. */
  parentsOf(windows: readonly LayoutRange[]): LayoutRange[] {
    const buses = new Set(windows.map(({ bus }) => bus))
    const parents = new Set(windows.map((window) => this.#parents.get(window)))
    const place = (window: LayoutRange): number => this.#order.get(window) ?? 0
    return [...parents]
      .filter((outer) => outer !== undefined)
      .filter(({ bus }) => bus !== undefined && !buses.has(bus))
      .sort((one, other) => place(one) - place(other))
  }

  #addWindow(space: string, window: LayoutRange, parent: LayoutRange | undefined, unassigned: Set<string>): void {
    const { owner, bus } = window
    this.#order.set(window, this.#order.size)
    if (parent?.kind === 'window') this.#parents.set(window, parent)
    if (bus !== undefined) add(this.#byBus, keyOf(space, bus), window)
    if (owner === undefined) this.#rootSpaces.add(space)
    else {
      add(this.#byOwner, keyOf(space, owner), window)
      add(this.#byOwner, keyOf('', owner), window)
      if (bus === undefined) unassigned.add(owner)
    }
  }

  #addBar(space: string, range: LayoutRange, parent: LayoutRange | undefined): void {
    if (parent?.kind !== 'window' || parent.owner === undefined) return
    const bus = busOf(range.owner ?? '')
    if (bus === undefined || this.#placed.has(bus)) return
    this.#placed.set(bus, { space, range, window: parent as PlacedBar['window'] })
  }
}

function keyOf(space: string, name: string): string {
  return `${space} ${name}`
}

function add(lists: Map<string, LayoutRange[]>, key: string, range: LayoutRange): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [range])
  else list.push(range)
}
