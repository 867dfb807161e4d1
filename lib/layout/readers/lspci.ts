import { LayoutBuilder } from '../builder.ts'
import type { Layout, UnplacedBar } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { LayoutRange } from '../layout-range.ts'
import { eachLine, hex } from '../lines.ts'
import { isClosed, noteUnreadable } from './skipped.ts'

const FORMAT = 'lspci-vv'
const DEVICE = /^(?:([\da-f]{4,8}):)?([\da-f]{2}:[\da-f]{2}\.[0-7]) /
const REGION =
  /^\s+(?:Region (\d+): )?((?:\[(?:virtual|enhanced)\] )*)(Memory|I\/O ports|Expansion ROM) at (<[^>]*>|[\da-f]+)(.*)$/
const WINDOW = /^\s+(I\/O|Memory|Prefetchable memory) behind bridge: *([\da-f]+)-([\da-f]+)(.*)$/
const BUS = /^\s+Bus: primary=([\da-f]{2}), secondary=([\da-f]{2}), subordinate=([\da-f]{2})/
/** Behind a CardBus bridge. */
const CARDBUS = /^\s+(I\/O|Memory) window \d: ([\da-f]{8,})-([\da-f]{8,})(.*)$/
/** From the capability for resizable BARs, the only place that has the size of an unassigned BAR. */
const RESIZABLE = /^\s+BAR (\d): current size: (\d+)([KMGT]?)B/
const SIZE = /\[size=(\d+)([KMGTP]?)\]/
const VIRTUAL_FUNCTIONS = /^\s+Capabilities: .*\(SR-IOV\)/
const CAPABILITY = /^\s+Capabilities: /

/** Reads `lspci -vv`: BARs, and the buses and windows of bridges. */
export function readLspci(text: string): Layout {
  const reader = new Reader()
  eachLine(text, (line, number) => reader.read(line, number))
  return reader.end()
}

class Reader {
  readonly #builder = new LayoutBuilder(FORMAT)
  #device = ''
  #domain = ''
  #bus: string | undefined
  #inVirtualFunctions = false
  #unnumbered = 0
  #devices = 0
  #facts = 0

  read(line: string, number: number): void {
    const device = DEVICE.exec(line)
    if (device !== null) {
      this.#start(device[1] ?? '0000', device[2] as string)
      return
    }
    if (this.#device === '') return
    if (line.includes(' at ')) this.#region(line, number)
    else if (line.includes(' behind bridge:')) this.#window(line, number)
    else if (line.includes('Bus: primary=')) this.#bridge(line)
    else if (line.includes(' window ')) this.#cardBus(line, number)
    else if (line.includes(': current size: ')) this.#resizable(line)
    if (CAPABILITY.test(line)) this.#inVirtualFunctions = VIRTUAL_FUNCTIONS.test(line)
  }

  end(): Layout {
    if (this.#devices === 0) throw new LayoutError('holds no line such as "00:02.0 Ethernet controller: …"', FORMAT)
    if (this.#facts === 0) {
      throw new LayoutError('names devices without their regions: this looks like lspci without -vv', FORMAT)
    }
    if (this.#unnumbered > 0) {
      this.#builder.note(`${this.#unnumbered} regions have no number, as lspci -v prints them: use lspci -vv`)
    }
    return this.#builder.build()
  }

  #start(domain: string, address: string): void {
    this.#domain = `${domain}:`
    this.#device = `${domain}:${address}`
    this.#bus = undefined
    this.#inVirtualFunctions = false
    this.#devices++
  }

  #bridge(line: string): void {
    const match = BUS.exec(line)
    if (match === null) return
    this.#facts++
    this.#bus = this.#domain + match[2]
    this.#builder.buses.push({ bus: this.#bus, last: this.#domain + match[3], bridge: this.#device })
  }

  #region(line: string, number: number): void {
    const match = REGION.exec(line)
    if (match === null) return
    this.#facts++
    const [, index, marks, what, place, rest] = match as unknown as [
      string,
      string | undefined,
      string,
      string,
      string,
      string,
    ]
    const bar = this.#nameOf(what, index)
    const size = sizeOf(rest)
    const space = what === 'I/O ports' ? 'io' : 'memory'
    const width = rest.includes('64-bit') ? 64 : 32
    const prefetchable = rest.includes('prefetchable') && !rest.includes('non-prefetchable')
    const label = `${this.#device} ${bar}`
    if (place.startsWith('<')) {
      this.#builder.note(`${label}: ${place}`, number)
      this.#builder.unplaced.push({
        ...{ device: this.#device, bar, space, size, width, prefetchable, failed: false, reason: place, line: number },
      })
      return
    }
    if (place.length > 16) {
      this.#builder.note(`${label}: ${place.slice(0, 100)} skipped, because it doesn't fit 64 bits`, number)
      return
    }
    const start = hex(place)
    if (size === undefined || start + size > 2n ** 64n) {
      this.#builder.note(`${label}: ${place} skipped, because its size can't be read`, number)
      return
    }
    const range = new LayoutRange(start, start + size - 1n, label, 'device', 'bar', number)
    range.owner = this.#device
    range.prefetchable = prefetchable
    if (space === 'memory') range.width = width
    if (rest.includes('[disabled]')) range.disabled = true
    if (marks !== '') range.also = [marks.trim()]
    this.#builder.add(space, range)
  }

  #cardBus(line: string, number: number): void {
    const match = CARDBUS.exec(line)
    if (match === null) return
    const [, what, first, last, rest] = match as unknown as [string, string, string, string, string]
    if (rest.includes('[disabled]')) return
    const name = `${this.#device} ${what === 'I/O' ? 'i/o' : 'memory'} window`
    const ends = this.#endsOf(first, last, name, number)
    if (ends === undefined) return
    const [start, end] = ends
    if (end === start || start === 0n) return
    const range = new LayoutRange(start, end, name, 'window', 'window', number)
    range.owner = this.#device
    if (this.#bus !== undefined) range.bus = this.#bus
    range.prefetchable = rest.includes('(prefetchable)')
    this.#builder.add(what === 'I/O' ? 'io' : 'memory', range)
  }

  /** The ends of a window; `undefined` if it is closed, or damaged, which gets a note. */
  #endsOf(first: string, last: string, name: string, number: number): [start: bigint, end: bigint] | undefined {
    if (first.length <= 16 && last.length <= 16) {
      const [start, end] = [hex(first), hex(last)]
      if (end >= start) return [start, end]
      if (isClosed(start, end)) return undefined
    }
    noteUnreadable(this.#builder, `${first.slice(0, 100)}-${last.slice(0, 100)}`, name, number)
    return undefined
  }

  #resizable(line: string): void {
    const match = RESIZABLE.exec(line)
    const [bars, at] = [this.#builder.unplaced, this.#builder.unplaced.length]
    if (match === null) return
    const size = BigInt(match[2] as string) << BigInt(10 * UNITS.indexOf(match[3] as string))
    for (let index = at - 1; index >= 0 && bars[index]?.device === this.#device; index--) {
      const bar = bars[index] as UnplacedBar
      if (bar.bar === `BAR ${match[1]}` && bar.size === undefined) bars[index] = { ...bar, size }
    }
  }

  #nameOf(what: string, index: string | undefined): string {
    if (what === 'Expansion ROM') return 'ROM'
    if (index !== undefined) return `${this.#inVirtualFunctions ? 'VF ' : ''}BAR ${index}`
    this.#unnumbered++
    return what === 'Memory' ? 'memory' : 'I/O ports'
  }

  #window(line: string, number: number): void {
    const match = WINDOW.exec(line)
    this.#facts++
    if (match === null) return
    const [, what, first, last, rest] = match as unknown as [string, string, string, string, string]
    if (rest.includes('[disabled]')) return
    const name = what === 'I/O' ? 'i/o' : what.toLowerCase()
    const ends = this.#endsOf(first, last, `${this.#device} ${name} window`, number)
    if (ends === undefined) return
    const [start, end] = ends
    if (start === 0n) {
      this.#builder.note(`${this.#device}: its ${name} window isn't programmed`, number)
      return
    }
    const range = new LayoutRange(start, end, `${this.#device} ${name} window`, 'window', 'window', number)
    range.owner = this.#device
    if (this.#bus !== undefined) range.bus = this.#bus
    range.prefetchable = what.startsWith('Prefetchable')
    if (what !== 'I/O') range.width = rest.includes('[64-bit]') || first.length > 8 ? 64 : 32
    this.#builder.add(what === 'I/O' ? 'io' : 'memory', range)
  }
}

const UNITS = ['', 'K', 'M', 'G', 'T', 'P']

function sizeOf(rest: string): bigint | undefined {
  const match = SIZE.exec(rest)
  if (match === null) return undefined
  const size = BigInt(match[1] as string) << BigInt(10 * UNITS.indexOf(match[2] as string))
  return size > 0n ? size : undefined
}
