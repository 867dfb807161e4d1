import { LayoutBuilder } from '../builder.ts'
import { count, elementsOf, isObject, type Json, type JsonObject } from '../json.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { LayoutRange } from '../layout-range.ts'
import { hex } from '../lines.ts'

const FORMAT = 'system-snapshot'
/** The most ids in one run of a device. */
const MOST_IDS = 65_536

/** Whether a value is a snapshot of a `SystemAllocator`. */
export function isSystemSnapshot(value: Json): value is JsonObject {
  return isObject(value) && value['format'] === 'vm-allocator-system'
}

/** Reads a snapshot of a `SystemAllocator`: each pool of addresses is a space with one window. */
export function readSystemSnapshot(value: Json): Layout {
  if (!isSystemSnapshot(value)) throw new LayoutError('has no "format": "vm-allocator-system"', FORMAT)
  if (value['version'] !== 1)
    throw new LayoutError(`is of version ${String(value['version'])}; only 1 is supported`, FORMAT)
  const builder = new LayoutBuilder(FORMAT)
  const owned = new Set<string>()
  for (const device of elementsOf(value['devices'])) if (isObject(device)) readDevice(builder, device, owned)
  for (const pool of elementsOf(value['pools'])) if (isObject(pool)) readPool(builder, pool, owned)
  return builder.build()
}

function readPool(builder: LayoutBuilder, pool: JsonObject, owned: ReadonlySet<string>): void {
  const name = nameOf(pool)
  const bounds = hexRange(pool['addresses'])
  if (bounds === undefined) return
  builder.add(name, new LayoutRange(bounds.start, bounds.end, name, 'window', 'pool'))
  for (const item of elementsOf(pool['allocated'])) {
    const range = hexRange(item)
    if (range === undefined || owned.has(keyOf(name, range))) continue
    builder.add(name, new LayoutRange(range.start, range.end, 'allocated', 'device', 'unowned'))
  }
}

function readDevice(builder: LayoutBuilder, device: JsonObject, owned: Set<string>): void {
  const owner = nameOf(device)
  for (const resource of elementsOf(device['resources'])) {
    if (!isObject(resource)) continue
    const pool = typeof resource['pool'] === 'string' ? resource['pool'] : ''
    const range = hexRange(resource['range'])
    if (range !== undefined) {
      owned.add(keyOf(pool, range))
      const added = builder.add(
        pool,
        new LayoutRange(range.start, range.end, `${owner} ${nameOf(resource)}`, 'device', 'resource'),
      )
      added.owner = owner
    }
    for (const run of elementsOf(resource['ids'])) addIds(builder, run, owner, pool)
  }
}

function addIds(builder: LayoutBuilder, run: Json, owner: string, pool: string): void {
  const [first, last] = elementsOf(run).map(count)
  if (first === undefined || last === undefined) return
  for (let id = first; id <= last && id - first < MOST_IDS; id++) builder.ids.push({ id, owner, pool })
}

function nameOf(value: JsonObject): string {
  return typeof value['name'] === 'string' ? value['name'] : ''
}

function hexRange(value: Json | undefined): { start: bigint; end: bigint } | undefined {
  const [start, end] = elementsOf(value).map((text) => {
    return typeof text === 'string' && /^0x[\da-f]{1,16}$/i.test(text) ? hex(text.slice(2)) : undefined
  })
  return start === undefined || end === undefined || end < start ? undefined : { start, end }
}

function keyOf(pool: string, { start, end }: { readonly start: bigint; readonly end: bigint }): string {
  return `${pool} ${start} ${end}`
}
