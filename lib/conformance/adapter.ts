/** What a port's calls take and give for addresses and sizes. */
export type Numbers = 'bigint' | 'number'

/** A policy as adapters receive it. */
export type PortPolicy =
  | {
      /** At the lowest address that fits, or at the highest. */
      readonly kind: 'FirstMatch' | 'LastMatch'
    }
  | {
      /** At one address. */
      readonly kind: 'ExactMatch'
      /** The first address of the range. */
      readonly address: bigint | number
    }

/** A range as adapters receive it, both ends inclusive. */
export interface PortRange {
  /** The first address. */
  readonly start: bigint | number
  /** The last address, inclusive. */
  readonly end: bigint | number
}

/** An error of a port: the crate's kind, its message, and what the kind tells besides (`id`, `size`, `range`, …). */
export interface PortError {
  /** The crate's kind, such as `ResourceNotAvailable`. */
  readonly kind: string
  /** The text; compared at the level `messages` alone. */
  readonly message?: string | undefined
  readonly [payload: string]: unknown
}

/**
 * How the kit drives a port. Every function is optional: what is missing is unsupported, and counted so. Each may return
 * a promise. A module that exports classes shaped like this package's needs none; it can export some of them as
 * `conformance` where it differs.
 *
 * Addresses, sizes and lengths are `bigint` unless `numbers` says otherwise; ids are always `number`.
 *
 * @example
 * ```ts
 * // A port that frees by the first address, and answers with numbers.
 * const pages = new Map<number, number>()
 * const adapter: Adapter = {
 *   name: 'pages',
 *   numbers: 'number',
 *   createAddressAllocator: (base) => ({ next: Number(base) }),
 *   free: (_, { start }) => pages.delete(Number(start)),
 * }
 * ```
 */
export interface Adapter {
  /** How reports call the port. Default: the name of its file. */
  readonly name?: string
  /** `'number'`: addresses are passed as numbers, and cases beyond 2⁵³−1 are unsupported. Default: `'bigint'`. */
  readonly numbers?: Numbers
  /** Makes a range: the crate's `RangeInclusive::new`. */
  createRangeInclusive?(start: bigint | number, end: bigint | number): unknown
  /** Makes a request: the crate's `Constraint::new`. */
  createConstraint?(size: bigint | number, align: bigint | number, policy: PortPolicy): unknown
  /** Makes an allocator of `size` bytes from `base` on: the crate's `AddressAllocator::new`. */
  createAddressAllocator?(base: bigint | number, size: bigint | number): unknown
  /** Makes an allocator of ids, both ends included: the crate's `IdAllocator::new`. */
  createIdAllocator?(base: number, end: number): unknown
  /** What a new object tells about itself: `start` and `end`, `size` and `align`, or `base` and `end`. */
  describe?(subject: unknown): unknown
  /** How many addresses a range has. */
  len?(range: unknown): unknown
  /** Whether all of `other` lies in the range: a boolean. */
  contains?(range: unknown, other: PortRange): unknown
  /** Whether the two ranges share an address: a boolean. */
  overlaps?(range: unknown, other: PortRange): unknown
  /** Whether both ends are the same: a boolean. */
  equals?(range: unknown, other: PortRange): unknown
  /** The order, by `start`, then by `end`: -1, 0 or 1. */
  compare?(range: unknown, other: PortRange): unknown
  /** Gives an object with `start` and `end`. */
  allocate?(allocator: unknown, size: bigint | number, align: bigint | number, policy: PortPolicy): unknown
  /** `range` is what `allocate` gave before, or an object with `start` and `end`. */
  free?(allocator: unknown, range: PortRange): unknown
  /** Gives an id. */
  allocateId?(allocator: unknown): unknown
  /** Takes an id back and gives it. */
  freeId?(allocator: unknown, id: number): unknown
  /** Whether an id is handed out: a boolean. */
  isAllocated?(allocator: unknown, id: number): unknown
  /** All ranges in address order: objects with `start`, `end` and `state` (`'free'` or `'allocated'`). */
  ranges?(allocator: unknown): unknown
  /** The crate's error that something thrown stands for; `undefined` for anything else. Default: by its `kind`. */
  errorOf?(thrown: unknown): PortError | undefined
  /** Takes a result object apart. Default: what is returned is the result. */
  unwrap?(returned: unknown):
    | {
        /** What the call gave. */
        readonly value: unknown
      }
    | {
        /** Why it refused. */
        readonly error: PortError
      }
}

type Class = new (...values: never[]) => unknown
type Members = Record<string, (...values: unknown[]) => unknown>

/** The adapter of a module: its `conformance` export, completed from the classes that it exports. */
export function adapt(module: object): Adapter {
  const exported = unfold(module)
  const own = (exported['conformance'] ?? (isAdapter(exported) ? exported : {})) as Adapter
  return { ...fromClasses(exported), ...own }
}

/** CommonJS modules, and those with one object as their default export, keep theirs there. */
function unfold(module: object): Record<string, unknown> {
  const { default: inner } = module as { default?: unknown }
  const nested = typeof inner === 'object' && inner !== null ? inner : {}
  return { ...nested, ...module } as Record<string, unknown>
}

function isAdapter(exported: Record<string, unknown>): boolean {
  return Object.keys(exported).some((name) => name.startsWith('create') && typeof exported[name] === 'function')
}

function fromClasses(exported: Record<string, unknown>): Adapter {
  const creators = ['RangeInclusive', 'Constraint', 'AddressAllocator', 'IdAllocator'].flatMap((name) => {
    const creator = exported[name] as Class | undefined
    return typeof creator === 'function' ? [[`create${name}`, (...values: never[]) => new creator(...values)]] : []
  })
  return {
    ...Object.fromEntries(creators),
    describe: (subject) => subject,
    len: (range) => (range as { len: unknown }).len,
    ...methods(exported, 'RangeInclusive', ['contains', 'overlaps', 'equals', 'compare']),
    ...methods(exported, 'AddressAllocator', ['allocate', 'free', 'ranges']),
    ...methods(exported, 'IdAllocator', ['allocateId', 'freeId', 'isAllocated']),
  }
}

/** Those of the methods that the class has. */
function methods(exported: Record<string, unknown>, type: string, names: readonly string[]): object {
  const prototype = (exported[type] as { prototype?: Members } | undefined)?.prototype
  const present = names.filter((name) => typeof prototype?.[name] === 'function')
  return Object.fromEntries(
    present.map((name) => [name, (subject: Members, ...values: unknown[]) => subject[name]?.(...values)]),
  )
}
