import { addEntryPoints } from '../caller.ts'
import { formatAddress, formatSize } from '../map/format.ts'
import { Buses, busOf } from './buses.ts'
import { naturalAlign } from './fit.ts'
import { type Layout, toLayout, type UnplacedBar } from './layout.ts'
import type { LayoutRange } from './layout-range.ts'
import { type PlaceRequest, Places } from './places.ts'

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
export function explain(layout: Layout): Explanation[] {
  const bars = toLayout('layout', layout).unplaced.filter(isWorthExplaining)
  if (bars.length === 0) return []
  const known = { layout, buses: new Buses(layout), places: new Places(), explained: new Map<string, Explained>() }
  return bars.map((bar) => new Explainer(known, bar).explain())
}

addEntryPoints(explain)

/** Shared by the explanations of all BARs. */
interface Known {
  readonly layout: Layout
  readonly buses: Buses
  readonly places: Places
  /** The explanations so far, by bus and requirements. */
  readonly explained: Map<string, Explained>
}

type Explained = Pick<Explanation, 'sentences' | 'room' | 'missing'>

/** Skips ROMs, which are mapped only while they are read. */
function isWorthExplaining({ bar, failed }: UnplacedBar): boolean {
  return failed || (bar !== 'ROM' && bar !== 'BAR 6')
}

const FOUR_GIB = 2n ** 32n
const MIB = 1n << 20n

/** The bridge in front of a BAR, and how it was found. */
interface Behind {
  readonly windows: readonly LayoutRange[]
  readonly bridge: string | undefined
  /** How the bridge was inferred; empty if a file names it. */
  readonly inferred: string
}

class Explainer {
  readonly #layout: Layout
  readonly #buses: Buses
  readonly #places: Places
  readonly #explained: Map<string, Explained>
  readonly #bar: UnplacedBar
  #sentences: string[] = []
  #missing: string[] = []
  #room: readonly Room[] = []

  constructor({ layout, buses, places, explained }: Known, bar: UnplacedBar) {
    this.#layout = layout
    this.#buses = buses
    this.#places = places
    this.#explained = explained
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
    const need = `${capital(bar)} of ${device} needs ${formatSize(size)}${aligned}.`
    const bus = busOf(device)
    if (bus !== undefined) this.#explainOnce(bus, this.#request(size, align))
    this.#sentences = [need, ...this.#sentences]
  }

  /** BARs on the same bus with the same requirements share an explanation. */
  #explainOnce(bus: string, request: PlaceRequest): void {
    const { space, width, prefetchable, bar, device } = this.#bar
    const isInferred = this.#windowsOf(bus).length === 0 && this.#buses.bridgeOf(bus) === undefined
    const kind = bar === 'bridge window' ? bar : 'BAR'
    const key = [bus, space, width, prefetchable, kind, request.size, isInferred ? device : ''].join()
    const explained = this.#explained.get(key)
    if (explained !== undefined) {
      this.#sentences = [...explained.sentences]
      this.#missing = [...explained.missing]
      this.#room = explained.room
      return
    }
    // Like a BAR, a bridge's window must be inside the windows of the bus that the bridge is on.
    if (this.#isRoot(bus)) this.#explainRoot(bus, request)
    else this.#explainBehindBridge(bus, request)
    this.#explained.set(key, { sentences: this.#sentences, missing: this.#missing, room: this.#room })
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
      this.#buses.bridgeOf(bus) === undefined &&
      this.#buses.parentsOf(this.#windowsOf(bus)).length === 0
    )
  }

  #explainRoot(bus: string, request: PlaceRequest): void {
    this.#room = this.#roomIn(this.#windowsOf(bus), request)
    if (this.#room.length > 0) {
      this.#say(`Bus ${bus} has room ${placesOf(this.#room)}: rescan the bus.`)
      return
    }
    this.#say(
      `No window of bus ${bus} has room${limitOf(request)}: ${largestOf(this.#places, this.#windowsOf(bus), request)}.`,
    )
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
    const here = this.#roomIn(usable, request)
    if (here.length > 0) {
      this.#room = here
      this.#say(`Its bridge's window has room ${placesOf(here)} now: rescan the bus.`)
      return
    }
    if (usable.length === 0) this.#say(`Its bridge${named(bridge)} has no window for it.`)
    else if (usable.length === 1)
      this.#say(`Its bridge's window${named(bridge)} ${sizesOf(this.#places, usable, request)}.`)
    else this.#say(`Of its bridge's windows${named(bridge)}, ${sizesOf(this.#places, usable, request)}.`)
    if (inferred !== '') this.#say(inferred)
    this.#explainAbove(windows, bridge, request)
  }

  /** Looks for room on the bus above, then on the one above that, and so on. */
  #explainAbove(windows: readonly LayoutRange[], bridge: string | undefined, request: PlaceRequest): void {
    const reserve = reserveOf(this.#bar, windows, request)
    // A bridge opens its windows in steps of 1 MiB, or 4 KiB of ports.
    const step = this.#bar.space === 'io' ? 4096n : MIB
    const wanted = { ...request, size: roundUp(request.size, step), align: request.align > step ? request.align : step }
    const seen = new Set<string>()
    let above = this.#above(windows, bridge)
    while (above !== undefined && !seen.has(above.bus)) {
      seen.add(above.bus)
      const room = this.#roomIn(windowsFor(this.#bar, above.windows), wanted)
      if (room.length > 0) {
        this.#room = room
        this.#say(`The bus above, ${above.bus}, has room ${placesOf(room)}.`)
        this.#say(`${capital(bridgeRemedy(this.#bar, reserve))}.`)
        return
      }
      this.#say(
        `The bus above, ${above.bus}, has no room either${limitOf(wanted)}: ${largestOf(this.#places, above.windows, wanted)}.`,
      )
      const next = this.#above(above.windows, this.#buses.bridgeOf(above.bus))
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
    const lines: string[] = []
    if (!this.#buses.hasRoot(this.#bar.space)) lines.push('`root bus resource` (the windows of the host bridge)')
    lines.push(`\`bridge window\` (those of the bridge to bus ${bus})`)
    const where = isLog ? 'The log lacks the lines' : 'The files lack the lines'
    this.#missing.push(...lines)
    this.#say("The files don't say which window it belongs in.")
    this.#say(`${where} ${lines.join(' and ')}, which the kernel prints as it boots.`)
    this.#say('Give the log of the whole boot (journalctl -k -b), or add /proc/iomem and lspci -vv of the same guest.')
  }

  /** The windows of a bus, and the bridge. */
  #behind(bus: string): Behind | undefined {
    const windows = this.#windowsOf(bus)
    const bridge = this.#buses.bridgeOf(bus) ?? windows.find(({ owner }) => owner !== undefined)?.owner
    if (windows.length > 0) return { windows, bridge, inferred: '' }
    if (bridge !== undefined) return { windows: this.#windowsBy(bridge), bridge, inferred: '' }
    return this.#inferred(bus)
  }

  /** The bridge whose window contains another BAR of the same bus, or else the only bridge. */
  #inferred(bus: string): Behind | undefined {
    const { space, device } = this.#bar
    const placed = this.#buses.placedOn(bus)
    if (placed !== undefined) {
      const { range, window, space: own } = placed
      const of = range.owner === device ? 'the same device' : `${range.owner}, on the same bus`
      const bar = range.label.replace(`${range.owner} `, '')
      const inferred = `(No line says which bridge leads to bus ${bus}; ${window.owner} is inferred: ${bar} of ${of} lies in its window ${boundsOf(window)}.)`
      return {
        windows: this.#windowsBy(window.owner, own === space ? space : undefined),
        bridge: window.owner,
        inferred,
      }
    }
    const [bridge, ...others] = this.#buses.unassigned
    if (bridge === undefined || others.length > 0) return undefined
    const inferred = `(No line says which bridge leads to bus ${bus}; ${bridge} is inferred: it is the only one with a window.)`
    return { windows: this.#windowsBy(bridge), bridge, inferred }
  }

  #above(
    windows: readonly LayoutRange[],
    bridge: string | undefined,
  ): { readonly bus: string; readonly windows: readonly LayoutRange[] } | undefined {
    const bus = busOf(bridge ?? '') ?? this.#buses.parentsOf(windows).find((range) => range.bus !== undefined)?.bus
    if (bus === undefined) return undefined
    const found = this.#windowsOf(bus)
    return found.length === 0 ? undefined : { bus, windows: found }
  }

  #windowsOf(bus: string): readonly LayoutRange[] {
    return this.#buses.windowsOf(this.#bar.space, bus)
  }

  #windowsBy(bridge: string, space: string | undefined = this.#bar.space): readonly LayoutRange[] {
    return this.#buses.windowsBy(bridge, space)
  }

  #roomIn(windows: readonly LayoutRange[], request: PlaceRequest): Room[] {
    return windows.flatMap((window) => {
      const start = this.#places.first(window, request)
      return start === undefined ? [] : [{ window, start }]
    })
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

/** A prefetchable BAR goes into the prefetchable window if there is one; other BARs never do. */
function windowsFor({ space, prefetchable }: UnplacedBar, windows: readonly LayoutRange[]): LayoutRange[] {
  if (space === 'io') return [...windows]
  const known = windows.filter((window) => window.prefetchable !== undefined && window.owner !== undefined)
  if (known.length === 0) return [...windows]
  const matching = known.filter((window) => window.prefetchable === prefetchable)
  return matching.length === 0 && prefetchable ? known : matching
}

function placesOf(room: readonly { readonly window: LayoutRange; readonly start: bigint }[]): string {
  const places = room.slice(0, 3).map(({ window, start }) => {
    return `at ${formatAddress(start)} (in ${boundsOf(window)})`
  })
  return places.join(', ')
}

function sizesOf(places: Places, windows: readonly LayoutRange[], request: PlaceRequest): string {
  const parts = windows.slice(0, 3).map((window) => {
    const largest = places.largest(window, request.most)
    const free = largest === undefined ? 0n : largest.end - largest.start + 1n
    const left =
      free === window.size
        ? ''
        : free === 0n
          ? ', but none of it is free'
          : `, of which ${formatSize(free)} is free in one piece`
    return `${boundsOf(window)} has ${formatSize(window.size)}${left}`
  })
  return parts.join('; ')
}

function largestOf(places: Places, windows: readonly LayoutRange[], request: PlaceRequest): string {
  const found = windows.flatMap((window) => places.largest(window, request.most) ?? [])
  const [first, ...rest] = found
  if (first === undefined) return 'nothing is free'
  const largest = rest.reduce((most, place) => (place.end - place.start > most.end - most.start ? place : most), first)
  const between = [largest.below?.label, largest.above?.label].filter((label) => label !== undefined).join(' and ')
  return `the largest place is ${boundsOf(largest)}, ${formatSize(largest.end - largest.start + 1n)}${between === '' ? '' : `, beside ${between}`}`
}

function limitOf({ most }: PlaceRequest): string {
  return most === undefined ? '' : ' below 4 GiB'
}

/** The size a bridge's window needs: its current contents plus the aligned BAR. */
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

/** Formats a size for a command line. */
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
