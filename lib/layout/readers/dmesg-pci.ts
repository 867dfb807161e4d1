import type { LayoutBuilder } from '../builder.ts'
import { LayoutRange } from '../layout-range.ts'
import { digitOf, endOfHex } from '../lines.ts'
import { type Outcome, outcomeOf, reasonOf, statusAfter, subjectOf } from './dmesg-message.ts'
import { isRange, type PlacedResource, parseResource, type Resource, resourceAt } from './dmesg-resource.ts'
import { isClosed, noteReversed, noteUnreadable } from './skipped.ts'

const BRIDGE_TO = /^PCI bridge to \[bus ([\da-f]{2})(?:-([\da-f]{2}))?/

/** A BAR or a window, as of its last mention in the log. */
class Slot {
  readonly device: string
  readonly name: string
  /** The previous one of the same device. */
  readonly next: Slot | undefined
  resource: Resource
  placed = false
  failure: string | undefined = undefined
  line: number

  constructor(device: string, name: string, resource: Resource, line: number, next: Slot | undefined) {
    this.device = device
    this.name = name
    this.resource = resource
    this.line = line
    this.next = next
  }

  is(name: string, { space, prefetchable }: Resource): boolean {
    if (this.name !== name) return false
    return name !== WINDOW || (this.resource.space === space && this.resource.prefetchable === prefetchable)
  }
}

const WINDOW = 'bridge window'

/** Collects what a log says about PCI. */
export class PciLog {
  readonly #builder: LayoutBuilder
  /** In the order of the log. */
  readonly #slots: Slot[] = []
  /** The last slot of each function, by bus, then by device and function. It links to the other slots. */
  readonly #devices = new Map<string, (Slot | undefined)[]>()
  readonly #bridges = new Set<string>()
  readonly #windows = new Map<string, LayoutRange>()
  readonly #busWindows: { readonly bus: string; readonly resource: PlacedResource; readonly line: number }[] = []
  readonly #seen = new Set<string>()
  readonly #buses = new Map<string, { readonly last: string; readonly bridge: string }>()

  constructor(builder: LayoutBuilder) {
    this.#builder = builder
  }

  /** A window of a host bridge. */
  rootWindow(bus: string, text: string, line: number): boolean {
    const resource = parseResource(text)
    if (!isRange(resource)) {
      noteUnreadable(this.#builder, text, `PCI Bus ${bus}`, line)
      return true
    }
    const key = keyOf(resource)
    if (this.#seen.has(`${bus} ${key}`)) return true
    this.#seen.add(`${bus} ${key}`)
    const range = new LayoutRange(resource.start, resource.end, `PCI Bus ${bus}`, 'window', 'window', line)
    range.bus = bus
    if (resource.prefetchable) range.prefetchable = true
    this.#builder.add(resource.space, range)
    return true
  }

  /** Reads a line of a bus's windows, which repeat those of its bridge. */
  busWindow(bus: string, text: string, line: number): boolean {
    const resource = parseResource(text)
    if (!isRange(resource)) {
      noteUnreadable(this.#builder, text, `PCI Bus ${bus}`, line)
      return true
    }
    const key = `${bus} ${keyOf(resource)}`
    if (this.#seen.has(key)) return true
    this.#seen.add(key)
    this.#busWindows.push({ bus, resource, line })
    return true
  }

  /**
   * Reads a message about a device. Returns false if it is about something else.
   *
   * @param bracket - where the first resource of the line starts, or the end of the line if there is no resource
   */
  device(text: string, start: number, end: number, bracket: number, number: number): boolean {
    const past = findDevice(text, start, bracket < end ? bracket : end)
    if (past < 0) return false
    let message = past + 1
    while (text.charCodeAt(message) === BLANK) message++
    if (bracket < end && this.#resource(text, past, message, bracket, end, number)) return true
    const device = deviceBefore(text, past)
    const said = text.slice(message, end)
    const bridge = BRIDGE_TO.exec(said)
    if (bridge !== null) {
      const domain = device.slice(0, device.indexOf(':') + 1)
      this.#bridges.add(device)
      this.#buses.set(domain + bridge[1], { last: domain + (bridge[2] ?? bridge[1]), bridge: device })
      return true
    }
    if (!said.includes('type 01 class')) return false
    this.#bridges.add(device)
    return true
  }

  /** Adds the final state of the log to the layout. */
  end(): void {
    for (const slot of this.#slots) if (slot.name === WINDOW) this.#addWindow(slot)
    this.#linkBuses()
    for (const [bus, { last, bridge }] of this.#buses) this.#builder.buses.push({ bus, last, bridge })
    const busOf = new Map([...this.#buses].map(([bus, { bridge }]) => [bridge, bus]))
    for (const window of this.#windows.values()) {
      const bus = window.owner === undefined ? undefined : busOf.get(window.owner)
      if (bus !== undefined) window.bus = bus
    }
    for (const slot of this.#slots) if (slot.name !== WINDOW) this.#addBar(slot)
  }

  #resource(text: string, past: number, message: number, bracket: number, end: number, line: number): boolean {
    const subject = subjectOf(text.slice(message, bracket))
    if (subject === undefined) return false
    const close = closeOf(text, bracket, end)
    const resource = close < 0 ? undefined : resourceAt(text, bracket, close)
    if (resource === undefined) {
      if (close >= 0) noteUnreadable(this.#builder, text.slice(bracket, close), deviceBefore(text, past), line)
      return false
    }
    const after = statusAfter(text.slice(close, end))
    const status = subject.status === '' ? after : subject.status
    const outcome = outcomeOf(status)
    if (outcome === 'aside') return true
    const name = subject.name ?? this.#nameOf(text, past, subject.index as number, resource)
    if (this.#isDamaged(text, past, name, resource, line)) return true
    const reason = subject.status === "can't claim" && after !== '' ? after : status
    update(this.#slot(text, past, name, resource, line), resource, outcome, reason, line)
    return true
  }

  /** Notes a resource that ends before it starts, which only a window may, to say that it is closed. */
  #isDamaged(text: string, past: number, name: string, { start, end }: Resource, line: number): boolean {
    if (start === undefined || end === undefined || end >= start) return false
    if (name === WINDOW && isClosed(start, end)) return false
    noteReversed(this.#builder, start, end, `${deviceBefore(text, past)} ${name}`, line)
    return true
  }

  #slot(text: string, past: number, name: string, resource: Resource, line: number): Slot {
    const bus = text.slice(startOfDomain(text, past - 8), past - 5)
    let devices = this.#devices.get(bus)
    if (devices === undefined) {
      devices = []
      this.#devices.set(bus, devices)
    }
    const at = digitOf(text.charCodeAt(past - 4)) * 128 + digitOf(text.charCodeAt(past - 3)) * 8 + fnAt(text, past)
    const last = devices[at]
    for (let slot = last; slot !== undefined; slot = slot.next) if (slot.is(name, resource)) return slot
    const slot = new Slot(last?.device ?? deviceBefore(text, past), name, resource, line, last)
    devices[at] = slot
    this.#slots.push(slot)
    return slot
  }

  /** Kernels without names: index 6 is the ROM; what comes after it depends on the kernel's configuration. */
  #nameOf(text: string, past: number, index: number, { space }: Resource): string {
    if (index < 6) return BARS[index] as string
    if (index === 6) return 'ROM'
    return index >= 13 || space === 'io' || this.#bridges.has(deviceBefore(text, past)) ? WINDOW : `VF BAR ${index - 7}`
  }

  #addWindow(slot: Slot): void {
    const { device, resource, placed, line } = slot
    if (!placed || !isRange(resource)) {
      this.#addUnplaced(slot)
      return
    }
    const range = new LayoutRange(resource.start, resource.end, `${device} bridge window`, 'window', 'window', line)
    range.owner = device
    range.prefetchable = resource.prefetchable
    range.width = resource.width
    if (resource.disabled) range.disabled = true
    this.#windows.set(`${keyOf(resource)} ${device}`, range)
    this.#builder.add(resource.space, range)
  }

  /**
   * A bus's windows are those of its bridge: they show which bridge leads there, or replace windows missing from the
   * log.
   */
  #linkBuses(): void {
    const byPlace = new Map<string, LayoutRange>()
    for (const [key, range] of this.#windows) byPlace.set(key.slice(0, key.lastIndexOf(' ')), range)
    for (const { bus, resource, line } of this.#busWindows) {
      const bridge = byPlace.get(keyOf(resource))
      if (bridge?.owner !== undefined) {
        if (!this.#buses.has(bus)) this.#buses.set(bus, { last: bus, bridge: bridge.owner })
      } else {
        const range = new LayoutRange(resource.start, resource.end, `PCI Bus ${bus}`, 'window', 'window', line)
        range.bus = bus
        if (resource.prefetchable) range.prefetchable = true
        this.#builder.add(resource.space, range)
      }
    }
  }

  #addBar(slot: Slot): void {
    const { device, name, resource, placed, line } = slot
    if (!placed || !isRange(resource)) {
      this.#addUnplaced(slot)
      return
    }
    const range = new LayoutRange(resource.start, resource.end, `${device} ${name}`, 'device', 'bar', line)
    range.owner = device
    range.prefetchable = resource.prefetchable
    range.width = resource.width
    if (resource.disabled) range.disabled = true
    this.#builder.add(resource.space, range)
  }

  #addUnplaced({ device, name, resource, failure, line }: Slot): void {
    if (failure === undefined) {
      // Windows are opened as needed, and ROMs are mapped only while they are read.
      if (name === WINDOW || name === 'ROM') return
      this.#builder.note(`${device} ${name}: no line says that it was given a place`, line)
    }
    const { space, width, prefetchable } = resource
    const size = resource.size > 0n ? resource.size : undefined
    const reason = failure ?? 'not assigned'
    const failed = failure !== undefined
    this.#builder.unplaced.push({ device, bar: name, space, size, width, prefetchable, failed, reason, line })
  }
}

function keyOf({ space, start, end }: PlacedResource): string {
  return `${space} ${start.toString(16)}-${end.toString(16)}`
}

const BARS = Array.from({ length: 6 }, (_, index) => `BAR ${index}`)

function update(slot: Slot, resource: Resource, outcome: Outcome, status: string, line: number): void {
  slot.line = line
  if (outcome === 'failed') {
    slot.placed = false
    // "failed to assign" and "not claimed" follow the reason, and say less.
    if (slot.failure === undefined || !/^(?:failed|not) /.test(status)) slot.failure = reasonOf(status)
    if (resource.size > 0n) slot.resource = resource.withoutPlace()
    return
  }
  if (outcome === 'released') {
    slot.placed = false
    slot.resource = resource
    return
  }
  // A resource that reads as 0 has no place yet. A window that ends before it starts is closed.
  if (!isRange(resource) || (resource.start === 0n && outcome !== 'placed')) {
    if (!slot.placed && slot.failure === undefined) slot.resource = resource
    return
  }
  slot.resource = resource
  slot.placed = true
  slot.failure = undefined
}

/** Where the address of a device, such as `0000:01:00.0`, ends, if a colon and a space follow it; -1 otherwise. */
function findDevice(text: string, start: number, end: number): number {
  for (let dot = start; dot + 2 < end; dot++) {
    if (text.charCodeAt(dot) !== DOT) continue
    if (text.charCodeAt(dot + 2) !== COLON || text.charCodeAt(dot + 3) !== BLANK) continue
    const fn = text.charCodeAt(dot + 1)
    if (fn < 0x30 || fn > 0x37 || text.charCodeAt(dot - 3) !== COLON || text.charCodeAt(dot - 6) !== COLON) continue
    if (endOfHex(text, dot - 2, dot) !== dot || endOfHex(text, dot - 5, dot - 3) !== dot - 3) continue
    const domain = startOfDomain(text, dot - 6)
    if (domain < start || dot - 6 - domain < 4 || dot - 6 - domain > 8) continue
    if (domain === start || isBefore(text.charCodeAt(domain - 1))) return dot + 2
  }
  return -1
}

function deviceBefore(text: string, past: number): string {
  return text.slice(startOfDomain(text, past - 8), past)
}

/** The function of the device that ends there. */
function fnAt(text: string, past: number): number {
  return text.charCodeAt(past - 1) - 0x30
}

function startOfDomain(text: string, past: number): number {
  let at = past
  // One more than the most buses in a domain.
  while (at > 0 && past - at < 9 && endOfHex(text, at - 1, at) === at) at--
  return at
}

const [DOT, COLON, BLANK, CLOSE] = [0x2e, 0x3a, 0x20, 0x5d]

/** The longest possible text of a resource. */
const LONGEST = 200

/** Where the resource that starts at a bracket ends, after the closing bracket; -1 if the line has none. */
function closeOf(text: string, bracket: number, end: number): number {
  const most = Math.min(end, bracket + LONGEST)
  for (let at = bracket; at < most; at++) if (text.charCodeAt(at) === CLOSE) return at + 1
  return -1
}

/** Whether a character may precede a device: a space, `]` or `>`. */
function isBefore(code: number): boolean {
  return code === BLANK || code === 0x09 || code === CLOSE || code === 0x3e
}
