import { LayoutBuilder } from '../builder.ts'
import type { LayoutFormat } from '../format.ts'
import { count, elementsOf, isObject, type Json, type JsonObject, readJson, u64 } from '../json.ts'
import { eachMembers, withoutMember } from '../json-members.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { type LayoutKind, LayoutRange } from '../layout-range.ts'

/** The prefix of the names of transports, which wrap virtio devices. */
const TRANSPORT = '_virtio-pci-'
/** The deepest nesting of snapshots: each manager has its own inside the VM's. */
const DEEPEST = 64

/** Whether a value is the response of `vm.info`. */
export function isVmInfo(value: Json): value is JsonObject {
  return isObject(value) && isObject(value['device_tree'])
}

/** Whether a value is the response of `vm.info` for a VM that isn't running, which has no devices. */
export function isVmInfoAtRest(value: Json): boolean {
  return isObject(value) && isObject(value['config']) && typeof value['state'] === 'string' && !isVmInfo(value)
}

/** Whether a value is a snapshot's `state.json`. */
export function isVmState(value: Json): value is JsonObject {
  return isObject(value) && isObject(value['snapshots'])
}

/** Reads the response of `vm.info` (`ch-remote info`). */
export function readVmInfo(value: Json): Layout {
  const builder = new LayoutBuilder('cloud-hypervisor-vm-info')
  if (!isVmInfo(value)) throw new LayoutError('holds no device_tree', builder.format)
  readDeviceTree(builder, value['device_tree'] as JsonObject)
  return builder.build()
}

/** In longer texts, the devices are read a few at a time. */
const LARGE = 1 << 20

/**
 * Reads a large `vm.info` from its text, without holding all its devices in memory at once. Returns `undefined` if the
 * text can't be read this way.
 */
export function readLargeVmInfo(text: string): Layout | undefined {
  if (text.length < LARGE) return undefined
  try {
    const found = withoutMember(text, 'device_tree')
    if (found === undefined || !isVmInfo(found.rest)) return undefined
    const builder = new LayoutBuilder('cloud-hypervisor-vm-info')
    const end = eachMembers(text, found.open, (members) => readDeviceTree(builder, members))
    return text.slice(end, found.past).trim() === '' ? builder.build() : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Reads the `state.json` of a snapshot: the device tree, and the RAM. */
export function readVmState(value: Json): Layout {
  const builder = new LayoutBuilder('cloud-hypervisor-state')
  let trees = 0
  for (const state of statesOf(value, builder.format)) {
    if (isObject(state['device_tree'])) {
      readDeviceTree(builder, state['device_tree'])
      trees++
    }
    for (const mapping of elementsOf(state['guest_ram_mappings'])) readRam(builder, mapping)
  }
  if (trees === 0) throw new LayoutError('holds no device_tree in any of its snapshots', builder.format)
  return builder.build()
}

/** The state of each manager: an object, text, or bytes of text, depending on the version of the VMM. */
function* statesOf(value: Json, format: LayoutFormat): Generator<JsonObject> {
  const stack: [value: Json, depth: number][] = [[value, 0]]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [current, depth] = next
    if (!isObject(current)) continue
    if (depth > DEEPEST) throw new LayoutError(`nests snapshots more than ${DEEPEST} levels deep`, format)
    if (isObject(current['device_tree']) || Array.isArray(current['guest_ram_mappings'])) yield current
    for (const name of Object.keys(current).reverse()) {
      const member = current[name] as Json
      if (name === 'state' || name === 'snapshot') stack.push([unpack(member), depth + 1])
      else stack.push([member, depth + 1])
    }
  }
}

function unpack(value: Json): Json {
  const text = typeof value === 'string' ? value : textOfBytes(value)
  if (text === undefined || !/^\s*\{/.test(text)) return value
  try {
    return readJson(text)[0] ?? value
  } catch {
    return value
  }
}

function textOfBytes(value: Json): string | undefined {
  if (!Array.isArray(value) || !value.every((byte) => typeof byte === 'number')) return undefined
  return new TextDecoder().decode(Uint8Array.from(value as number[]))
}

function readRam(builder: LayoutBuilder, mapping: Json): void {
  if (!isObject(mapping)) return
  const [start, size] = [u64(mapping['gpa']), u64(mapping['size'])]
  const zone = typeof mapping['zone_id'] === 'string' ? mapping['zone_id'] : 'RAM'
  addRange(builder, 'memory', start, size, { label: zone, kind: 'memory', type: 'ram' })
}

function readDeviceTree(builder: LayoutBuilder, tree: JsonObject): void {
  for (const key of Object.keys(tree)) {
    const node = tree[key]
    if (!isObject(node)) continue
    const name = nameOf(key, node)
    for (const resource of elementsOf(node['resources'])) if (isObject(resource)) readResource(builder, resource, name)
  }
}

/** The name of the device instead of its transport's. */
function nameOf(key: string, node: JsonObject): string {
  if (!key.startsWith(TRANSPORT)) return key
  const [child] = elementsOf(node['children'])
  return typeof child === 'string' ? child : key.slice(TRANSPORT.length)
}

function readResource(builder: LayoutBuilder, resource: JsonObject, owner: string): void {
  const { PciBar: bar, MmioAddressRange: mmio, PioAddressRange: pio, LegacyIrq: irq, MsiIrq: msi } = resource
  if (isObject(bar)) readBar(builder, bar, owner)
  if (isObject(mmio)) {
    const found = { label: owner, kind: 'device', type: 'mmio', owner } as const
    addRange(builder, 'memory', u64(mmio['base']), u64(mmio['size']), found)
  }
  if (isObject(pio)) {
    const found = { label: owner, kind: 'device', type: 'pio', owner } as const
    addRange(builder, 'io', u64(pio['base']), u64(pio['size']), found)
  }
  const line = count(irq)
  if (line !== undefined) builder.ids.push({ id: line, owner, pool: '' })
  if (isObject(msi)) addIds(builder, count(msi['base']), count(msi['size']), owner)
}

/** The most interrupts that a device can have: those of MSI-X. */
const MOST_IDS = 2048

function addIds(builder: LayoutBuilder, base: number | undefined, size: number | undefined, owner: string): void {
  if (base === undefined || size === undefined) return
  if (size > MOST_IDS) {
    builder.note(`${owner}: ${size} interrupts are more than a device can have`)
    return
  }
  for (let at = 0; at < size; at++) builder.ids.push({ id: base + at, owner, pool: '' })
}

function readBar(builder: LayoutBuilder, bar: JsonObject, owner: string): void {
  const type = typeof bar['type_'] === 'string' ? bar['type_'] : typeof bar['type'] === 'string' ? bar['type'] : ''
  const space = /^io/i.test(type) ? 'io' : 'memory'
  const label = `${owner} BAR ${count(bar['index']) ?? '?'}`
  const range = addRange(builder, space, u64(bar['base']), u64(bar['size']), {
    ...{ label, kind: 'device', type: 'bar', owner },
  })
  if (range === undefined) return
  range.prefetchable = bar['prefetchable'] === true
  if (space === 'memory') range.width = /64/.test(type) ? 64 : 32
}

function addRange(
  builder: LayoutBuilder,
  space: 'memory' | 'io',
  start: bigint | undefined,
  size: bigint | undefined,
  { label, kind, type, owner }: { label: string; kind: LayoutKind; type: string; owner?: string },
): LayoutRange | undefined {
  if (start === undefined || size === undefined || size === 0n || start + size > 2n ** 64n) {
    builder.note(`${label}: skipped, because its address and size don't fit 64 bits`)
    return undefined
  }
  const range = builder.add(space, new LayoutRange(start, start + size - 1n, label, kind, type))
  if (owner !== undefined) range.owner = owner
  return range
}
