import { LayoutBuilder } from '../builder.ts'
import { count, elementsOf, isObject, type Json, type JsonObject, u64 } from '../json.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { LayoutRange } from '../layout-range.ts'
import { isClosed, noteReversed } from './skipped.ts'

const FORMAT = 'qmp-query-pci'
/** More than any machine nests. */
const DEEPEST = 256

/** Whether a value is the result of QMP's `query-pci`. */
export function isQueryPci(value: Json): value is readonly JsonObject[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((bus) => isObject(bus) && Array.isArray(bus['devices']))
  )
}

/** Reads the result of QMP's `query-pci`. */
export function readQueryPci(value: Json): Layout {
  if (!isQueryPci(value)) throw new LayoutError('holds no buses with devices', FORMAT)
  const builder = new LayoutBuilder(FORMAT)
  for (const bus of value) readDevices(builder, bus, 0)
  return builder.build()
}

function readDevices(builder: LayoutBuilder, bus: JsonObject, depth: number): void {
  if (depth > DEEPEST) throw new LayoutError(`nests bridges more than ${DEEPEST} levels deep`, FORMAT)
  for (const device of elementsOf(bus['devices'])) {
    if (!isObject(device)) continue
    const address = addressOf(device)
    const id = typeof device['qdev_id'] === 'string' ? device['qdev_id'] : ''
    const name = id === '' ? address : `${address} ${id}`
    const owner = `0000:${address}`
    for (const region of elementsOf(device['regions'])) if (isObject(region)) readRegion(builder, region, name, owner)
    if (isObject(device['pci_bridge'])) readBridge(builder, device['pci_bridge'], name, owner, depth)
  }
}

function addressOf(device: JsonObject): string {
  const [bus, slot, fn] = ['bus', 'slot', 'function'].map((name) => count(device[name]) ?? 0) as [
    number,
    number,
    number,
  ]
  return `${twoDigits(bus)}:${twoDigits(slot)}.${fn}`
}

function twoDigits(value: number): string {
  return value.toString(16).padStart(2, '0')
}

function readRegion(builder: LayoutBuilder, region: JsonObject, name: string, owner: string): void {
  const bar = `BAR ${count(region['bar']) ?? '?'}`
  const [address, size] = [u64(region['address']), u64(region['size'])]
  const space = region['type'] === 'io' ? 'io' : 'memory'
  const width = region['mem_type_64'] === true ? 64 : 32
  const prefetchable = region['prefetch'] === true
  if (size === undefined || size === 0n) {
    builder.note(`${name} ${bar}: no size`)
    return
  }
  const last = address === undefined ? undefined : address + size - 1n
  if (address === undefined || last === undefined || last >= 2n ** 64n || address === 2n ** 64n - 1n) {
    builder.note(`${name} ${bar}: ${size} bytes, not mapped`)
    builder.unplaced.push({
      ...{ device: owner, bar, space, size, width, prefetchable, failed: false, reason: 'not mapped', line: 0 },
    })
    return
  }
  const range = builder.add(space, new LayoutRange(address, last, `${name} ${bar}`, 'device', 'bar'))
  range.owner = owner
  range.prefetchable = prefetchable
  if (space === 'memory') range.width = width
}

const WINDOWS = [
  ['io_range', 'io', false],
  ['memory_range', 'memory', false],
  ['prefetchable_range', 'memory', true],
] as const

function readBridge(builder: LayoutBuilder, bridge: JsonObject, name: string, owner: string, depth: number): void {
  const bus = isObject(bridge['bus']) ? bridge['bus'] : {}
  const secondary = count(bus['secondary'])
  const behind = secondary === undefined ? undefined : `0000:${twoDigits(secondary)}`
  if (behind !== undefined) {
    builder.buses.push({
      bus: behind,
      last: `0000:${twoDigits(count(bus['subordinate']) ?? secondary ?? 0)}`,
      bridge: owner,
    })
  }
  for (const [member, space, prefetchable] of WINDOWS) {
    const limits = bus[member]
    const [base, limit] = isObject(limits) ? [u64(limits['base']), u64(limits['limit'])] : []
    if (base === undefined || limit === undefined) {
      if (isObject(limits)) builder.note(`${name}: the ends of its ${member} aren't addresses`)
      continue
    }
    if (limit < base) {
      if (!isClosed(base, limit)) noteReversed(builder, base, limit, `${name} ${member}`)
      continue
    }
    if (base === 0n) {
      builder.note(`${name}: its ${member.replace('_range', '')} window isn't programmed`)
      continue
    }
    const range = builder.add(space, new LayoutRange(base, limit, `${name} window`, 'window', 'window'))
    range.owner = owner
    range.prefetchable = prefetchable
    if (behind !== undefined) range.bus = behind
  }
  readDevices(builder, bridge, depth + 1)
}
