// What a port can be asked, as its adapter tells it: cases that it can't express aren't made in the first place.
import type { SubjectType } from '../cases/vector.ts'
import type { AnyAdapter, Numbers } from './adapter.ts'

/** What a port can be asked. */
export interface PortProfile {
  /** What its calls take and give for addresses and sizes. */
  readonly numbers: Numbers
  /** The names of the functions that its adapter has. */
  readonly functions: readonly string[]
}

/** The profile of an adapter. */
export function profileOf(adapter: AnyAdapter): PortProfile {
  const functions = Object.entries(adapter).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  return { numbers: adapter.numbers ?? 'bigint', functions }
}

/** A port that can be asked everything. */
export const COMPLETE: Pick<PortProfile, 'numbers'> = { numbers: 'bigint' }

/** The highest address or size that a port takes. */
export function highestOf({ numbers }: Pick<PortProfile, 'numbers'>): bigint {
  return numbers === 'number' ? BigInt(Number.MAX_SAFE_INTEGER) : 2n ** 64n - 1n
}

/** Whether a port can make objects of a type. */
export function creates({ functions }: PortProfile, type: SubjectType): boolean {
  return functions.includes(`create${type}`)
}
