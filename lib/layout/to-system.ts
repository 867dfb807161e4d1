import { type DeviceNeeds, type PoolDefinitions, SystemAllocator } from 'vm-allocator/system'
import type { Layout } from './layout.ts'
import { type LayoutRange, walk } from './layout-range.ts'
import { occupies, wholeOf } from './windows.ts'

type Needs = Record<string, DeviceNeeds[string]>

/**
 * Creates a system from a layout: the outermost windows and the ids become pools, and devices own their ranges in them.
 */
export function toSystem(layout: Layout): SystemAllocator {
  const pools: Record<string, PoolDefinitions[string]> = {}
  const devices = new Map<string, Needs>()
  for (const { name, ranges } of layout.spaces) {
    const outer = ranges.filter(({ kind }) => kind === 'window')
    for (const window of outer.length === 0 ? [wholeOf(name, ranges)] : outer) {
      const pool = unused(pools, window.label, `${window.label}@0x${window.start.toString(16)}`)
      const size = window.size < 2n ** 64n ? window.size : window.size - 1n
      pools[pool] = { base: window.start, size }
      for (const [range, , parent] of walk(window.children)) {
        if (range.kind === 'device' && parent?.kind !== 'device' && occupies(range)) addRange(devices, range, pool)
      }
    }
  }
  addIds(layout, pools, devices)
  const system = new SystemAllocator<PoolDefinitions>(pools)
  for (const [device, needs] of devices) system.attach(device, needs as never)
  return system
}

function unused(taken: object, name: string, longer: string): string {
  return Object.hasOwn(taken, name) ? longer : name
}

function needsOf(devices: Map<string, Needs>, device: string): Needs {
  let needs = devices.get(device)
  if (needs === undefined) {
    needs = {}
    devices.set(device, needs)
  }
  return needs
}

/** Names a resource by what follows the device's name in the label. */
function addRange(devices: Map<string, Needs>, range: LayoutRange, pool: string): void {
  const device = range.owner ?? range.label
  const needs = needsOf(devices, device)
  const short = range.label.startsWith(`${device} `) ? range.label.slice(device.length + 1) : 'range'
  const place = `${short}@0x${range.start.toString(16)}`
  needs[unused(needs, short, place)] = { pool, size: range.size, align: 1n, at: range.start }
}

function addIds(layout: Layout, pools: Record<string, PoolDefinitions[string]>, devices: Map<string, Needs>): void {
  const { ids } = layout
  for (const name of new Set(ids.map(({ pool }) => pool))) {
    const own = ids.filter(({ pool }) => pool === name)
    const values = own.map(({ id }) => id)
    const pool = unused(pools, name === '' ? 'ids' : name, `${name} ids`)
    const first = values.reduce((least, id) => (id < least ? id : least), values[0] ?? 0)
    const last = values.reduce((most, id) => (id > most ? id : most), first)
    pools[pool] = { ids: [first, last] }
    for (const { id, owner } of own) needsOf(devices, owner === '' ? `${pool} ${id}` : owner)[`id ${id}`] = { pool, id }
  }
}
