import { wrongType } from '../argument.ts'
import type { MapLabels } from './source.ts'

/** Looks up the names of ranges. */
export interface Labeller {
  /** The name of a range as given by the caller; empty if it has none. */
  nameOf(start: bigint, end: bigint): string
  /** The ids with names, ascending, each of which is drawn separately. Empty if a function names whole runs. */
  readonly ids: readonly bigint[]
}

const NAMELESS: Labeller = { nameOf: () => '', ids: [] }

/** Prepares `labels` for look-ups. Only maps of ids need the list of ids. */
export function labellerOf(labels: MapLabels | undefined, kind: 'address' | 'id'): Labeller {
  if (labels === undefined) return NAMELESS
  if (typeof labels === 'function') return { nameOf: (start, end) => toName(labels(start, end)), ids: [] }
  if (!isMap(labels)) throw wrongType('labels', 'a function or a Map', labels)
  return {
    nameOf: (start) => toName(labels.get(start) ?? numberKeyed(labels, start)),
    ids: kind === 'id' ? sortedKeys(labels) : [],
  }
}

/** Checks the methods, because a `Map` from another realm is not an instance of this realm's class. */
function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return ['get', 'has', 'keys'].every((name) => typeof Reflect.get(value, name) === 'function')
}

function toName(label: unknown): string {
  if (label === undefined || typeof label === 'string') return label ?? ''
  throw wrongType('labels', 'a source of strings', label)
}

function numberKeyed(labels: ReadonlyMap<unknown, unknown>, start: bigint): unknown {
  const key = Number(start)
  return Number.isSafeInteger(key) ? labels.get(key) : undefined
}

function sortedKeys(labels: ReadonlyMap<unknown, unknown>): bigint[] {
  const keys = new Set<bigint>()
  for (const key of labels.keys()) {
    if (typeof key === 'bigint') keys.add(key)
    else if (Number.isSafeInteger(key)) keys.add(BigInt(key as number))
  }
  return [...keys].sort((a, b) => (a < b ? -1 : 1))
}
