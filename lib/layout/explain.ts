import { formatAddress, formatSize } from '../map/format.ts'
import { naturalAlign } from './fit.ts'
import type { Layout, UnplacedBar } from './layout.ts'
import { type LayoutRange, walk } from './layout-range.ts'
import { firstPlace, largestPlace, type PlaceRequest } from './places.ts'

/** A window with room for a BAR. */
export interface Room {
  /** The window. */
  readonly window: LayoutRange
  /** The first address of the place: the crate's first match. */
  readonly start: bigint
}

/** Why a BAR has no address, and what would give it one. */
export interface Explanation {
  /** The BAR, or the bridge's window. */
  readonly bar: UnplacedBar
  /** The explanation, as sentences in reading order. */
  readonly sentences: readonly string[]
  /** Where the bus above has room for it. */
  readonly room: readonly Room[]
  /** What is missing from the files to explain it. */
  readonly missing: readonly string[]
}

/** Explains each BAR that could not be placed, and each BAR without an address that isn't a ROM. */
export function explain(layout: Layout): Explanation[] {
  return layout.unplaced.filter(isWorthExplaining).map((bar) => new Explainer(layout, bar).explain())
}

/** A ROM is mapped when it is read. */
function isWorthExplaining({ bar, failed }: UnplacedBar): boolean {
  return failed || (bar !== 'ROM' && bar !== 'BAR 6')
}

const PCI_DEVICE = /^([\da-f]{4,8}:[\da-f]{2}):[\da-f]{2}\.[0-7]$/
const FOUR_GIB = 2n ** 32n
const MIB = 1n << 20n

/** A bridge, and how it is known to be the one. */
interface Behind {
  readonly windows: readonly LayoutRange[]
  readonly bridge: string | undefined
  /** How the bridge was inferred; empty when a file says it. */
  readonly inferred: string
}

class Explainer {
  readonly #layout: Layout
  readonly #bar: UnplacedBar
  readonly #sentences: string[] = []
  readonly #missing: string[] = []
  #room: { window: LayoutRange; start: bigint }[] = []

  constructor(layout: Layout, bar: UnplacedBar) {
    this.#layout = layout
    this.#bar = bar
  }

  explain(): Explanation {
    this.#explainBar()
    return { bar: this.#bar, sentences: this.#sentences, room: this.#room, missing: this.#missing }
  }

  #explainBar(): void {
    const { device, bar, size, reason } = this.#bar
    if (size === undefined || size === 0n) {
      this.#say(`${bar} of ${device} has no place (${reason}).`)
      this.#lacks('Its size', "the kernel log has it in the line `BAR … [mem size …]: can't assign; no space`")
      return
    }
    const align = naturalAlign(size)
    const aligned = bar === 'bridge window' ? '' : ` aligned to ${formatSize(align)}`
    this.#say(`${capital(bar)} of ${device} needs ${formatSize(size)}${aligned}.`)
    const bus = PCI_DEVICE.exec(device)?.[1]
    if (bus === undefined) return
    // A bridge's own window has to lie in the windows of the bus that the bridge is on, as a BAR has to.
    const request = this.#request(size, align)
    if (this.#isRoot(bus)) {
      this.#explainRoot(bus, request)
      return
    }
    this.#explainBehindBridge(bus, request)
  }

  #request(size: bigint, align: bigint): PlaceRequest {
    const { space, width, prefetchable, bar } = this.#bar
    const isLow = space === 'memory' && (width !== 64 || (!prefetchable && bar !== 'bridge window'))
    const isWindow = bar === 'bridge window' && space === 'memory'
    return { size, align: isWindow && align > MIB ? MIB : align, most: isLow ? FOUR_GIB - 1n : undefined }
  }

  #isRoot(bus: string): boolean {
    return (
      this.#windowsOf(bus).some(({ owner }) => owner === undefined) &&
      this.#bridgeOf(bus) === undefined &&
      this.#parentsOf(this.#windowsOf(bus)).length === 0
    )
  }

  #explainRoot(bus: string, request: PlaceRequest): void {
    this.#room = roomIn(this.#windowsOf(bus), request)
    if (this.#room.length > 0) {
      this.#say(`Bus ${bus} has room ${placesOf(this.#room)}: rescan the bus.`)
      return
    }
    this.#say(`No window of bus ${bus} has room${limitOf(request)}: ${largestOf(this.#windowsOf(bus), request)}.`)
    this.#say(
      `${this.#bar.bar === 'bridge window' ? 'The host bridge needs larger windows' : 'The host bridge needs a larger window'}: ${hostRemedy(this.#bar)}.`,
    )
  }

  #explainBehindBridge(bus: string, request: PlaceRequest): void {
    const behind = this.#behind(bus)
    if (behind === undefined) {
      this.#explainMissing(bus)
      return
    }
    const { windows, bridge, inferred } = behind
    const usable = windowsFor(this.#bar, windows)
    const here = roomIn(usable, request)
    if (here.length > 0) {
      this.#room = here
      this.#say(`Its bridge's window has room ${placesOf(here)} by now: rescan the bus.`)
      return
    }
    if (usable.length === 0) this.#say(`Its bridge${named(bridge)} has no window for it.`)
    else if (usable.length === 1) this.#say(`Its bridge's window${named(bridge)} ${sizesOf(usable, request)}.`)
    else this.#say(`Of its bridge's windows${named(bridge)}, ${sizesOf(usable, request)}.`)
    if (inferred !== '') this.#say(inferred)
    this.#explainAbove(windows, bridge, request)
  }

  /** Where the bus above has room; if it hasn't, the one above that. */
  #explainAbove(windows: readonly LayoutRange[], bridge: string | undefined, request: PlaceRequest): void {
    const reserve = reserveOf(this.#bar, windows, request)
    // A bridge opens its windows in steps of 1 MiB, or 4 KiB of ports.
    const step = this.#bar.space === 'io' ? 4096n : MIB
    const wanted = { ...request, size: roundUp(request.size, step), align: request.align > step ? request.align : step }
    const seen = new Set<string>()
    let above = this.#above(windows, bridge)
    while (above !== undefined && !seen.has(above.bus)) {
      seen.add(above.bus)
      const room = roomIn(windowsFor(this.#bar, above.windows), wanted)
      if (room.length > 0) {
        this.#room = room
        this.#say(`The bus above, ${above.bus}, has room ${placesOf(room)}.`)
        this.#say(`${capital(bridgeRemedy(this.#bar, reserve))}.`)
        return
      }
      this.#say(
        `The bus above, ${above.bus}, has no room either${limitOf(wanted)}: ${largestOf(above.windows, wanted)}.`,
      )
      const next = this.#above(above.windows, this.#bridgeOf(above.bus))
      if (next === undefined) {
        this.#say(`The host bridge needs a larger window: ${hostRemedy(this.#bar)}.`)
        return
      }
      above = next
    }
    if (seen.size === 0) this.#lacks('The windows of the bus above', sourceOf('root bus resource'))
  }

  #explainMissing(bus: string): void {
    const isLog = this.#layout.formats.includes('dmesg')
    const all = this.#layout.windows(this.#bar.space)
    const lines: string[] = []
    if (!all.some(({ owner }) => owner === undefined))
      lines.push('`root bus resource` (the windows of the host bridge)')
    lines.push(`\`bridge window\` (those of the bridge to bus ${bus})`)
    const where = isLog ? 'The log lacks the lines' : 'The files lack the lines'
    this.#missing.push(...lines)
    this.#say("Which window it would have to lie in isn't known.")
    this.#say(`${where} ${lines.join(' and ')}, which the kernel prints as it boots.`)
    this.#say('Give the log of the whole boot (journalctl -k -b), or add /proc/iomem and lspci -vv of the same guest.')
  }

  /** The windows of a bus, and the bridge. */
  #behind(bus: string): Behind | undefined {
    const windows = this.#windowsOf(bus)
    const bridge = this.#bridgeOf(bus) ?? windows.find(({ owner }) => owner !== undefined)?.owner
    if (windows.length > 0) return { windows, bridge, inferred: '' }
    if (bridge !== undefined) return { windows: this.#windowsBy(bridge), bridge, inferred: '' }
    return this.#inferred(bus)
  }

  /** The bridge in whose window another BAR of the same bus lies, or the only one there is. */
  #inferred(bus: string): Behind | undefined {
    const { space, device } = this.#bar
    const windows = this.#layout
      .windows()
      .filter(({ owner, bus: behind }) => owner !== undefined && behind === undefined)
    for (const { name, ranges } of this.#layout.spaces) {
      for (const [range, , parent] of walk(ranges)) {
        if (parent?.kind !== 'window' || parent.owner === undefined || range.type !== 'bar') continue
        if (PCI_DEVICE.exec(range.owner ?? '')?.[1] !== bus) continue
        const of = range.owner === device ? 'the same device' : `${range.owner}, on the same bus`
        const bar = range.label.replace(`${range.owner} `, '')
        const inferred = `(No line says which bridge leads to bus ${bus}; ${parent.owner} is inferred: ${bar} of ${of} lies in its window ${boundsOf(parent)}.)`
        return {
          windows: this.#windowsBy(parent.owner, name === space ? space : undefined),
          bridge: parent.owner,
          inferred,
        }
      }
    }
    const bridges = new Set(windows.map(({ owner }) => owner as string))
    const [bridge] = bridges
    if (bridge === undefined || bridges.size > 1) return undefined
    const inferred = `(No line says which bridge leads to bus ${bus}; ${bridge} is inferred: it is the only one with a window.)`
    return { windows: this.#windowsBy(bridge), bridge, inferred }
  }

  #above(
    windows: readonly LayoutRange[],
    bridge: string | undefined,
  ): { readonly bus: string; readonly windows: readonly LayoutRange[] } | undefined {
    const bus =
      PCI_DEVICE.exec(bridge ?? '')?.[1] ?? this.#parentsOf(windows).find((range) => range.bus !== undefined)?.bus
    if (bus === undefined) return undefined
    const found = this.#windowsOf(bus)
    return found.length === 0 ? undefined : { bus, windows: found }
  }

  /** The windows that these lie in. */
  #parentsOf(windows: readonly LayoutRange[]): LayoutRange[] {
    const buses = new Set(windows.map(({ bus }) => bus))
    return this.#layout
      .windows()
      .filter(
        (outer) =>
          outer.bus !== undefined && !buses.has(outer.bus) && outer.children.some((child) => windows.includes(child)),
      )
  }

  #windowsOf(bus: string): LayoutRange[] {
    return this.#layout.windows(this.#bar.space).filter((window) => window.bus === bus)
  }

  #windowsBy(bridge: string, space: string | undefined = this.#bar.space): LayoutRange[] {
    return this.#layout.windows(space).filter(({ owner }) => owner === bridge)
  }

  #bridgeOf(bus: string): string | undefined {
    return this.#layout.buses.find((known) => known.bus === bus)?.bridge
  }

  #lacks(what: string, source: string): void {
    this.#missing.push(what)
    this.#say(`${what} isn't in the files: ${source}.`.replace(/^(The windows.*) isn't/, "$1 aren't"))
  }

  #say(sentence: string): void {
    this.#sentences.push(sentence)
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function named(bridge: string | undefined): string {
  return bridge === undefined ? '' : ` (${bridge})`
}

function sourceOf(line: string): string {
  return `the kernel prints them as \`${line}\` at boot, and /proc/iomem has them`
}

/** A prefetchable BAR goes into the prefetchable window where there is one; others never do. */
function windowsFor({ space, prefetchable }: UnplacedBar, windows: readonly LayoutRange[]): LayoutRange[] {
  if (space === 'io') return [...windows]
  const known = windows.filter((window) => window.prefetchable !== undefined && window.owner !== undefined)
  if (known.length === 0) return [...windows]
  const matching = known.filter((window) => window.prefetchable === prefetchable)
  return matching.length === 0 && prefetchable ? known : matching
}

function roomIn(windows: readonly LayoutRange[], request: PlaceRequest): { window: LayoutRange; start: bigint }[] {
  return windows.flatMap((window) => {
    const start = firstPlace(window, request)
    return start === undefined ? [] : [{ window, start }]
  })
}

function placesOf(room: readonly { readonly window: LayoutRange; readonly start: bigint }[]): string {
  const places = room.slice(0, 3).map(({ window, start }) => {
    return `at ${formatAddress(start)} (in ${boundsOf(window)})`
  })
  return places.join(', ')
}

function sizesOf(windows: readonly LayoutRange[], request: PlaceRequest): string {
  const parts = windows.slice(0, 3).map((window) => {
    const largest = largestPlace(window, { ...request, align: 1n })
    const free = largest === undefined ? 0n : largest.end - largest.start + 1n
    const left =
      free === window.size
        ? ''
        : free === 0n
          ? ', none of it free'
          : `, of which ${formatSize(free)} is free in one piece`
    return `${boundsOf(window)} has ${formatSize(window.size)}${left}`
  })
  return parts.join('; ')
}

function largestOf(windows: readonly LayoutRange[], request: PlaceRequest): string {
  const places = windows.flatMap((window) => largestPlace(window, { ...request, align: 1n }) ?? [])
  const [first, ...rest] = places
  if (first === undefined) return 'nothing is free'
  const largest = rest.reduce((most, place) => (place.end - place.start > most.end - most.start ? place : most), first)
  const between = [largest.below?.label, largest.above?.label].filter((label) => label !== undefined).join(' and ')
  return `the largest place is ${boundsOf(largest)}, ${formatSize(largest.end - largest.start + 1n)}${between === '' ? '' : `, beside ${between}`}`
}

function limitOf({ most }: PlaceRequest): string {
  return most === undefined ? '' : ' below 4 GiB'
}

/** What a bridge's window must have: what is in it already, and the BAR at its alignment. */
function reserveOf(bar: UnplacedBar, windows: readonly LayoutRange[], { size, align }: PlaceRequest): bigint {
  const used = windowsFor(bar, windows).some((window) => window.owner !== undefined && window.children.length > 0)
  return used ? roundUp(size + align, align) : size
}

function bridgeRemedy({ space, prefetchable, width }: UnplacedBar, reserve: bigint): string {
  const amount = shortSize(reserve)
  if (space === 'io') return `give the port a larger window: io-reserve=${amount} for QEMU's pcie-root-port`
  if (!prefetchable)
    return `give the port a larger window: mem-reserve=${amount} for QEMU's pcie-root-port, or pci=hpmmiosize=${amount} for the kernel`
  const kind = width === 64 ? 'pref64-reserve' : 'pref32-reserve'
  return `give the port a larger window: ${kind}=${amount} for QEMU's pcie-root-port, or pci=hpmmioprefsize=${amount} for the kernel`
}

function hostRemedy({ space, width }: UnplacedBar): string {
  if (space === 'io') return 'there are 64 KiB of ports in all, so detach what needs them'
  if (width !== 64) return 'below 4 GiB, with less RAM there (QEMU: -machine q35,max-ram-below-4g=1G)'
  return 'above 4 GiB (QEMU: -global q35-pcihost.pci-hole64-size=…; firmware of a board: "Above 4G Decoding")'
}

/** As command lines write it. */
function shortSize(bytes: bigint): string {
  const units = ['', 'K', 'M', 'G', 'T']
  let unit = 0
  let value = bytes
  while (value % 1024n === 0n && unit < units.length - 1) {
    value /= 1024n
    unit++
  }
  return `${value}${units[unit]}`
}

function roundUp(size: bigint, step: bigint): bigint {
  return ((size + step - 1n) / step) * step
}

function boundsOf({ start, end }: { readonly start: bigint; readonly end: bigint }): string {
  return `${formatAddress(start)}–${formatAddress(end)}`
}
