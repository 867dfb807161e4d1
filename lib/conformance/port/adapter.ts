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
  /**
   * `'unchecked'`: the port leaves it to TypeScript to refuse arguments of a wrong type and numbers that are no u64 or u32,
   * and the cases of misuse are unsupported. Default: it throws a `TypeError` or a `RangeError`.
   */
  readonly misuse?: 'checked' | 'unchecked'
  /**
   * Whether `createConstraint` and `allocate` can be called with a size alone, which means the alignment 4 and FirstMatch.
   * Default: `false` for an `allocate` of the adapter's own.
   */
  readonly defaults?: boolean
  /** Makes a policy as the port's other functions take it. Default: it is passed as it is. */
  createPolicy?(policy: PortPolicy): unknown
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
  /** Allocates under what `createConstraint` gave. */
  allocateConstraint?(allocator: unknown, constraint: unknown): unknown
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
  /** Another allocator with the same state, for allocators of both kinds. */
  clone?(allocator: unknown): unknown
  /** The text that `serde_json` writes of the crate's allocator in this state, for allocators of both kinds. */
  snapshot?(allocator: unknown): unknown
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
  const { allocateConstraint, createPolicy, describe, ...rest } = fromClasses(exported)
  // Objects that it creates itself can have any shape.
  const classes = isAdapter(own) ? rest : { ...rest, ...(describe && { describe }) }
  // Functions of its own are called with all arguments, plain ones.
  if (own.allocate !== undefined || own.createConstraint !== undefined) return { ...classes, ...own }
  const short = { ...(allocateConstraint && { allocateConstraint }), ...(createPolicy && { createPolicy }) }
  return { ...classes, defaults: true, ...short, ...own }
}

/** CommonJS modules, and those with one object as their default export, keep theirs there. */
function unfold(module: object): Record<string, unknown> {
  const { default: inner } = module as { default?: unknown }
  const nested = typeof inner === 'object' && inner !== null ? inner : {}
  return { ...nested, ...module } as Record<string, unknown>
}

function isAdapter(exported: object): boolean {
  return Object.entries(exported).some(([name, value]) => name.startsWith('create') && typeof value === 'function')
}

function fromClasses(exported: Record<string, unknown>): Adapter {
  const creators = ['RangeInclusive', 'Constraint', 'AddressAllocator', 'IdAllocator'].flatMap((name) => {
    const creator = exported[name] as Class | undefined
    return typeof creator === 'function' ? [[`create${name}`, (...values: never[]) => new creator(...values)]] : []
  })
  return {
    ...Object.fromEntries(creators),
    describe: (subject) => subject,
    ...(exported['RangeInclusive'] !== undefined && { len: (range: unknown) => (range as { len: unknown }).len }),
    ...methods(exported, ['RangeInclusive'], ['contains', 'overlaps', 'equals', 'compare']),
    ...methods(exported, ['AddressAllocator'], ['allocate', 'free', 'ranges']),
    ...methods(exported, ['IdAllocator'], ['allocateId', 'freeId', 'isAllocated']),
    ...methods(exported, ['AddressAllocator', 'IdAllocator'], ['clone', 'snapshot']),
    ...allocateConstraint(exported),
    ...policies(exported),
  }
}

/** The class's `allocate` takes a constraint too. */
function allocateConstraint(exported: Record<string, unknown>): object {
  if (exported['Constraint'] === undefined) return {}
  const { allocate } = methods(exported, ['AddressAllocator'], ['allocate'])
  return allocate === undefined ? {} : { allocateConstraint: allocate }
}

/** A module's own policies, where it exports an `AllocPolicy` like this package's. */
function policies(exported: Record<string, unknown>): Pick<Adapter, 'createPolicy'> {
  const own = exported['AllocPolicy'] as Record<string, unknown> | undefined
  const { ExactMatch: exact, FirstMatch: first, LastMatch: last } = own ?? {}
  if (typeof exact !== 'function' || first === undefined || last === undefined) return {}
  const plain = { FirstMatch: first, LastMatch: last }
  return { createPolicy: (policy) => (policy.kind === 'ExactMatch' ? exact(policy.address) : plain[policy.kind]) }
}

/** Those of the methods that each of the classes has, as far as the module exports them. */
function methods(exported: Record<string, unknown>, types: readonly string[], names: readonly string[]): Adapter {
  const prototypes = types.flatMap((type) => {
    const { prototype } = (exported[type] ?? {}) as { prototype?: Members }
    return prototype === undefined ? [] : [prototype]
  })
  if (prototypes.length === 0) return {}
  const present = names.filter((name) => prototypes.every((prototype) => typeof prototype[name] === 'function'))
  return Object.fromEntries(
    present.map((name) => [name, (subject: Members, ...values: unknown[]) => subject[name]?.(...values)]),
  )
}
