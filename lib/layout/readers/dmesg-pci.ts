import type { LayoutBuilder } from '../builder.ts'
import { LayoutRange } from '../layout-range.ts'
import { isRange, type PlacedResource, parseResource, type Resource } from './dmesg-resource.ts'

/** The message about a device: its address, and what follows. */
const DEVICE = /(?:^|[\s\]>])([\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]): +(.*)$/
const RESOURCE_TEXT = /\[(?:mem|io) [^\]]*\]/
const BRIDGE_TO = /^PCI bridge to \[bus ([\da-f]{2})(?:-([\da-f]{2}))?/
/** Since Linux 6.9 (and in Debian's 6.1): a name, the resource, and what became of it. */
const NAMED = /^((?:VF )?BAR \d+|ROM|bridge window) (\[[^\]]*\])(?:: *(.*))?(.*)$/
/** Before: `BAR 2: no space for [mem …]`, `BAR 6: assigned [mem …]`. */
const NUMBERED = /^BAR (\d+): ([^[]*)(\[[^\]]*\])(.*)$/
/** As a device is found, before: `reg 0x10: [mem …]`. */
const REGISTER = /^reg (?:0x)?([\da-f]+): (\[[^\]]*\])/
const VIRTUAL_FUNCTIONS = /^VF\(n\) BAR(\d+) space: (\[[^\]]*\])/
const CANT_CLAIM = /^can't claim BAR (\d+) (\[[^\]]*\]): *(.*)$/

const PLACED = /^(?:assigned|reassigned|contains BAR|resized)/
const FAILED = /^(?:can't assign|no space|failed to assign|can't claim|has bogus alignment)/
/** About what is wanted, not about what is. */
const ASIDE = /^(?:failed to (?:expand|add|resize)|trying|requested|requesting|to \[bus|\(subtractive)/

/** A BAR or a window, as the log tells of it last. */
interface Slot {
  readonly device: string
  readonly name: string
  resource: Resource
  placed: boolean
  failure: string | undefined
  line: number
}

/** What a log says about PCI. */
export class PciLog {
  readonly #builder: LayoutBuilder
  readonly #slots = new Map<string, Slot>()
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
    if (!isRange(resource)) return true
    const key = keyOf(resource)
    if (this.#seen.has(`${bus} ${key}`)) return true
    this.#seen.add(`${bus} ${key}`)
    const range = new LayoutRange(resource.start, resource.end, `PCI Bus ${bus}`, 'window', 'window', line)
    range.bus = bus
    if (resource.prefetchable) range.prefetchable = true
    this.#builder.add(resource.space, range)
    return true
  }

  /** The list of a bus's windows, which repeats those of its bridge. */
  busWindow(bus: string, text: string, line: number): boolean {
    const resource = parseResource(text)
    if (!isRange(resource)) return true
    const key = `${bus} ${keyOf(resource)}`
    if (this.#seen.has(key)) return true
    this.#seen.add(key)
    this.#busWindows.push({ bus, resource, line })
    return true
  }

  /** A message about a device; false when it is about something else. */
  device(line: string, number: number): boolean {
    const match = DEVICE.exec(line)
    if (match === null) return false
    const [, device, message] = match as unknown as [string, string, string]
    const bridge = BRIDGE_TO.exec(message)
    if (bridge !== null) {
      const domain = device.slice(0, device.indexOf(':') + 1)
      this.#bridges.add(device)
      this.#buses.set(domain + bridge[1], { last: domain + (bridge[2] ?? bridge[1]), bridge: device })
      return true
    }
    if (message.includes('type 01 class')) {
      this.#bridges.add(device)
      return true
    }
    return this.#resource(device, message, number)
  }

  /** Adds what the log has come to. */
  end(): void {
    for (const slot of this.#slots.values()) if (slot.name === 'bridge window') this.#addWindow(slot)
    this.#linkBuses()
    for (const [bus, { last, bridge }] of this.#buses) this.#builder.buses.push({ bus, last, bridge })
    const busOf = new Map([...this.#buses].map(([bus, { bridge }]) => [bridge, bus]))
    for (const window of this.#windows.values()) {
      const bus = window.owner === undefined ? undefined : busOf.get(window.owner)
      if (bus !== undefined) window.bus = bus
    }
    for (const slot of this.#slots.values()) if (slot.name !== 'bridge window') this.#addBar(slot)
  }

  #resource(device: string, message: string, line: number): boolean {
    const said = this.#parse(device, message)
    const resource = said === undefined ? undefined : parseResource(said.text)
    if (said === undefined || resource === undefined) return false
    const { name, status } = said
    if (ASIDE.test(status)) return true
    const part = name === 'bridge window' ? `${resource.space} ${resource.prefetchable}` : ''
    const key = `${device} ${name} ${part}`
    let slot = this.#slots.get(key)
    if (slot === undefined) {
      slot = { device, name, resource, placed: false, failure: undefined, line }
      this.#slots.set(key, slot)
    }
    update(slot, resource, status, line)
    return true
  }

  /** Which BAR or window a message is about, its resource, and what became of it. */
  #parse(device: string, message: string): { name: string; text: string; status: string } | undefined {
    const named = NAMED.exec(message)
    if (named !== null) {
      return { name: named[1] as string, text: named[2] as string, status: (named[3] ?? named[4] ?? '').trim() }
    }
    const numbered = NUMBERED.exec(message)
    if (numbered !== null) {
      const [, index, before, text, after] = numbered as unknown as [string, string, string, string, string]
      const status = before.trim() === '' ? after.trim() : before.trim()
      return { name: this.#nameOf(device, Number(index), text), text, status }
    }
    const claimed = CANT_CLAIM.exec(message)
    if (claimed !== null) {
      const text = claimed[2] as string
      return { name: this.#nameOf(device, Number(claimed[1]), text), text, status: `can't claim; ${claimed[3]}` }
    }
    const virtual = VIRTUAL_FUNCTIONS.exec(message)
    if (virtual !== null) return { name: `VF BAR ${virtual[1]}`, text: virtual[2] as string, status: 'contains BAR' }
    const register = REGISTER.exec(message)
    const name = register === null ? undefined : nameOfRegister(Number.parseInt(register[1] as string, 16))
    return name === undefined ? undefined : { name, text: (register as RegExpExecArray)[2] as string, status: '' }
  }

  /** Before they had names: 6 is the ROM; what follows depends on the kernel's options. */
  #nameOf(device: string, index: number, text: string): string {
    if (index < 6) return `BAR ${index}`
    if (index === 6) return 'ROM'
    const isWindow =
      index >= 13 || this.#bridges.has(device) || RESOURCE_TEXT.exec(text)?.[0].startsWith('[io') === true
    return isWindow ? 'bridge window' : `VF BAR ${index - 7}`
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

  /** A bus's windows are its bridge's: they say which bridge leads there, or stand for windows that aren't in the log. */
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
      // Windows are opened as needed, and a ROM is mapped when it is read.
      if (name === 'bridge window' || name === 'ROM') return
      this.#builder.note(`${device} ${name}: no line says that it was given a place`, line)
    }
    const { space, size, width, prefetchable } = resource
    const reason = failure ?? 'not assigned'
    const failed = failure !== undefined
    this.#builder.unplaced.push({ device, bar: name, space, size, width, prefetchable, failed, reason, line })
  }
}

function keyOf({ space, start, end }: PlacedResource): string {
  return `${space} ${start.toString(16)}-${end.toString(16)}`
}

function nameOfRegister(register: number): string | undefined {
  if (register >= 0x10 && register <= 0x24) return `BAR ${(register - 0x10) / 4}`
  return register === 0x30 || register === 0x38 ? 'ROM' : undefined
}

function update(slot: Slot, resource: Resource, status: string, line: number): void {
  slot.line = line
  if (FAILED.test(status)) {
    slot.placed = false
    // "failed to assign" follows the reason, and says less.
    if (slot.failure === undefined || !status.startsWith('failed')) slot.failure = reasonOf(status)
    if (resource.size > 0n) slot.resource = { ...resource, start: undefined, end: undefined }
    return
  }
  if (status.startsWith('releasing')) {
    slot.placed = false
    slot.resource = resource
    return
  }
  // A BAR that reads as 0 has no place yet; a window that ends before it starts is closed.
  if (resource.start === undefined || !isRange(resource) || (resource.start === 0n && !PLACED.test(status))) {
    if (!slot.placed && slot.failure === undefined) slot.resource = resource
    return
  }
  slot.resource = resource
  slot.placed = true
  slot.failure = undefined
}

function reasonOf(status: string): string {
  return (
    status
      .replace(/^(?:can't assign|no space)[;,]? *(?:for)?/, (said) => (said.startsWith('no space') ? 'no space' : ''))
      .replace(/^can't claim;? */, '')
      .trim() || status
  )
}
