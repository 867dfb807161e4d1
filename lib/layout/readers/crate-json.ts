import { LayoutBuilder } from '../builder.ts'
import { count, elementsOf, isObject, type Json, type JsonObject, readJson, u64 } from '../json.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { LayoutRange } from '../layout-range.ts'
import { nearMiss, snapshotKinds } from '../snapshot-shape.ts'

const FORMAT = 'crate-json'
/** Matches a string that starts like a snapshot. */
const SNAPSHOT_TEXT = /^\s*\{\s*"(?:address_space|interval_tree|range_base|next_id)"/
/** The deepest nesting that `serde_json` reads by default. A balanced tree of all addresses is shallower. */
const DEEPEST = 128
/** The most ids that are listed individually. */
const MOST_IDS = 65_536

/** Reads JSON that contains the crate's allocators as `serde_json` writes them. Each address allocator is a space. */
export function readCrateJson(values: readonly Json[]): Layout {
  const builder = new LayoutBuilder(FORMAT)
  let found = 0
  const stack: { value: Json; path: string; depth: number }[] = values
    .map((value) => ({ value, path: '', depth: 0 }))
    .reverse()
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, path, depth } = next
    if (depth > DEEPEST)
      throw new LayoutError(`${path.slice(0, 80)}… is nested more than ${DEEPEST} levels deep`, FORMAT)
    if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at--) {
        stack.push({ value: value[at] as Json, path: `${path}[${at}]`, depth: depth + 1 })
      }
    } else if (isObject(value)) {
      const kinds = snapshotKinds((member) => member in value)
      found += kinds.length
      if (kinds.includes('address')) readAddresses(builder, value, path)
      if (kinds.includes('id')) readIds(builder, value, path)
      if (kinds.length > 0) continue
      const miss = nearMiss((member) => member in value)
      if (miss !== undefined) builder.note(`${path === '' ? '$' : path}: ${miss}`)
      for (const name of Object.keys(value).reverse()) {
        stack.push({ value: value[name] as Json, path: path === '' ? name : `${path}.${name}`, depth: depth + 1 })
      }
    } else if (typeof value === 'string' && SNAPSHOT_TEXT.test(value)) {
      stack.push({ value: parsed(value), path, depth: depth + 1 })
    }
  }
  if (found === 0) throw new LayoutError('holds no snapshot of an allocator', FORMAT)
  return builder.build()
}

/** Whether a value contains a snapshot of an allocator. Allocates nothing, since there may be millions of values. */
export function holdsSnapshot(values: readonly Json[]): boolean {
  return values.some((value) => holdsOne(value, 0))
}

function holdsOne(value: Json, depth: number): boolean {
  if (typeof value === 'string') return SNAPSHOT_TEXT.test(value) && holdsOne(parsed(value), depth + 1)
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false
  if (Array.isArray(value)) return value.some((element) => holdsOne(element, depth + 1))
  const object = value as JsonObject
  if (snapshotKinds((member) => member in object).length > 0) return true
  for (const name in object) if (holdsOne(object[name] as Json, depth + 1)) return true
  return false
}

function parsed(text: string): Json {
  try {
    return readJson(text)[0] ?? null
  } catch {
    return null
  }
}

function rangeOf(value: Json | undefined): { start: bigint; end: bigint } | undefined {
  if (!isObject(value)) return undefined
  const [start, end] = [u64(value['start']), u64(value['end'])]
  return start === undefined || end === undefined || end < start ? undefined : { start, end }
}

function readAddresses(builder: LayoutBuilder, snapshot: JsonObject, path: string): void {
  const name = path === '' ? 'addresses' : path
  const space = rangeOf(snapshot['address_space'])
  if (space === undefined) {
    builder.note(`${name}: address_space has no start and end, or ends before it starts`)
    return
  }
  builder.add(name, new LayoutRange(space.start, space.end, name, 'window', 'pool'))
  const tree = snapshot['interval_tree']
  const stack: Json[] = isObject(tree) ? [tree['root'] as Json] : []
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isObject(node)) continue
    const key = rangeOf(node['key'])
    if (node['node_state'] === 'Allocated') {
      if (key === undefined) builder.note(`${name}: an allocated key has no start and end, or ends before it starts`)
      else builder.add(name, new LayoutRange(key.start, key.end, 'allocated', 'device', 'allocated'))
    }
    stack.push(node['left'] as Json, node['right'] as Json)
    while (stack.length > 0 && stack.at(-1) === undefined) stack.pop()
  }
}

function readIds(builder: LayoutBuilder, snapshot: JsonObject, path: string): void {
  const [base, end] = [count(snapshot['range_base']), count(snapshot['range_end'])]
  // `None` once id 2^32-1 has been handed out.
  const next = snapshot['next_id'] === null && end !== undefined ? end + 1 : count(snapshot['next_id'])
  const name = path === '' ? 'ids' : path
  if (base === undefined || next === undefined || end === undefined) {
    builder.note(`${name}: an id is missing`)
    return
  }
  const freed = new Set(elementsOf(snapshot['freed_ids']))
  const most = Math.min(next, end + 1)
  if (most - base > MOST_IDS) builder.note(`${name}: the first ${MOST_IDS} of ${most - base} ids are listed`)
  for (let id = base; id < most && id - base < MOST_IDS; id++) {
    if (!freed.has(id)) builder.ids.push({ id, owner: '', pool: name })
  }
}
