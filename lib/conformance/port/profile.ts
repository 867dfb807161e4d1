// What a port supports, according to its adapter: cases that it doesn't support aren't made.
import type { SubjectType } from '../cases/vector.ts'
import type { AnyAdapter, Numbers } from './adapter.ts'

/** What a port supports. */
export interface PortProfile {
  /** The type of addresses and sizes in its calls. */
  readonly numbers: Numbers
  /** The names of the functions that its adapter has. */
  readonly functions: readonly string[]
}

/** How programs call a port. */
export interface PortProgram {
  /** Whether the port has classes shaped like this package's, or only an adapter. */
  readonly calls: 'classes' | 'adapter'
  /** Whether the module exports the policies as values, and not only as types. */
  readonly policies: boolean
  /** The type of addresses and sizes in its calls. */
  readonly numbers: Numbers
}

/** How programs call the port that a module exports. */
export function programOf(module: object): PortProgram {
  const exported = { ...(module as { default?: object }).default, ...module } as Record<string, unknown>
  const { conformance = {}, AllocPolicy: policies } = exported as { conformance?: AnyAdapter; AllocPolicy?: object }
  const own = [exported, conformance].some((object) =>
    Object.entries(object).some(([name, value]) => /^[a-z]/.test(name) && typeof value === 'function'),
  )
  return {
    calls: own ? 'adapter' : 'classes',
    policies: typeof policies === 'object' && policies !== null,
    numbers: conformance.numbers ?? 'bigint',
  }
}

/** The profile of an adapter. */
export function profileOf(adapter: AnyAdapter): PortProfile {
  const functions = Object.entries(adapter).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  return { numbers: adapter.numbers ?? 'bigint', functions }
}

/** The profile of a port that supports everything. */
export const COMPLETE: Pick<PortProfile, 'numbers'> = { numbers: 'bigint' }

/** The highest address or size that a port takes. */
export function highestOf({ numbers }: Pick<PortProfile, 'numbers'>): bigint {
  return numbers === 'number' ? BigInt(Number.MAX_SAFE_INTEGER) : 2n ** 64n - 1n
}

/** Whether a port can make objects of a type. */
export function creates({ functions }: PortProfile, type: SubjectType): boolean {
  return functions.includes(`create${type}`)
}
