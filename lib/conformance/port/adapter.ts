import { wrongType } from '../../argument.ts'

/** The type of addresses and sizes in a port's calls. */
export type Numbers = 'bigint' | 'number'

/** An address or a size, in the port's type. */
export type AddressOf<N extends Numbers = Numbers> = N extends 'number' ? number : bigint

/** A policy as adapters receive it. */
export type PortPolicy<N extends Numbers = Numbers> =
  | {
      /** At the lowest address that fits, or at the highest. */
      readonly kind: 'FirstMatch' | 'LastMatch'
    }
  | {
      /** At a given address. */
      readonly kind: 'ExactMatch'
      /** The first address of the range. */
      readonly address: AddressOf<N>
    }

/** A range as adapters receive it, both ends inclusive. */
export interface PortRange<N extends Numbers = Numbers> {
  /** The first address. */
  readonly start: AddressOf<N>
  /** The last address, inclusive. */
  readonly end: AddressOf<N>
}

/** An error of a port: the crate's kind, its message, and the kind's payload (`id`, `size`, `range`, …). */
export interface PortError {
  /** The kind, such as `ResourceNotAvailable`. */
  readonly kind: string
  /** The message, compared only at the levels `messages` and `state`. */
  readonly message?: string | undefined
  readonly [payload: string]: unknown
}

/**
 * How the kit drives a port. Every function is optional; cases that need a missing one are unsupported. Each may return
 * a promise, or a result object that {@link AdapterMembers.unwrap} unpacks. A module that exports classes shaped like
 * this package's needs no adapter; it can export some of the functions as `conformance` where it differs.
 *
 * Addresses, sizes and lengths are `bigint`, those of an `Adapter<'number'>` are `number`; ids are always `number`. The
 * other parameters are objects that the port created: name their types once, as in `Adapter<'bigint', Pool>`, or where they
 * occur, as in `free: (pool: Pool, range) => …`.
 *
 * @example
 * ```ts
 * // A port that frees by the first address, and answers with numbers.
 * const adapter: Adapter<'number', Map<number, number>> = {
 *   name: 'pages',
 *   numbers: 'number',
 *   createAddressAllocator: () => new Map<number, number>(),
 *   free: (pages, { start }) => pages.delete(start),
 * }
 * ```
 * @typeParam N - the port's type of addresses and sizes; declare `'number'` as `numbers` too
 * @typeParam AddressAllocator - what `createAddressAllocator` returns
 * @typeParam IdAllocator - what `createIdAllocator` returns
 */
export type Adapter<N extends Numbers = 'bigint', AddressAllocator = unknown, IdAllocator = unknown> = AdapterMembers<
  N,
  AddressAllocator,
  IdAllocator
> &
  ('number' extends N ? DeclaredNumbers<N> : DefaultNumbers<N>)

/** The declaration of a port whose addresses are bigints, which is the default. */
export interface DefaultNumbers<N extends Numbers> {
  /** `'bigint'`, the default. */
  readonly numbers?: N
}

/** The declaration of a port whose addresses are numbers. */
export interface DeclaredNumbers<N extends Numbers> {
  /** `'number'`: addresses are numbers, and cases beyond 2⁵³−1 are left out. */
  readonly numbers: N
}

/** Any port's adapter. */
export type AnyAdapter = AdapterMembers<Numbers> & DefaultNumbers<Numbers>

/** The functions of an {@link Adapter}, and what it declares. */
export interface AdapterMembers<N extends Numbers = Numbers, AddressAllocator = unknown, IdAllocator = unknown> {
  /** The name of the port in reports. Default: the name of its file. */
  readonly name?: string
  /**
   * `'unchecked'`: the port relies on TypeScript to refuse arguments of a wrong type and numbers that are not a u64 or u32,
   * and cases of misuse are unsupported. Default: it throws a `TypeError` or a `RangeError`.
   */
  readonly misuse?: 'checked' | 'unchecked'
  /**
   * Whether `createConstraint` and `allocate` can be called with only a size, for an alignment of 4 and FirstMatch.
   * Default: `false` if the adapter defines `allocate`.
   */
  readonly defaults?: boolean
  /** Creates a policy for the port's other functions. Default: it is passed unchanged. */
  createPolicy?(policy: PortPolicy<N>): unknown
  /** Creates a range: the crate's `RangeInclusive::new`. */
  createRangeInclusive?(start: AddressOf<N>, end: AddressOf<N>): unknown
  /** Creates a request: the crate's `Constraint::new`. */
  createConstraint?(size: AddressOf<N>, align: AddressOf<N>, policy: PortPolicy<N>): unknown
  /** Creates an allocator of `size` bytes starting at `base`: the crate's `AddressAllocator::new`. */
  createAddressAllocator?(base: AddressOf<N>, size: AddressOf<N>): unknown
  /** Creates an allocator of ids, both ends inclusive: the crate's `IdAllocator::new`. */
  createIdAllocator?(base: number, end: number): unknown
  /** The properties of a new object: `start` and `end`, `size` and `align`, or `base` and `end`. */
  describe?(subject: unknown): unknown
  /** The number of addresses in a range. */
  len?(range: unknown): unknown
  /** Whether the range contains all of `other`: a boolean. */
  contains?(range: unknown, other: PortRange<N>): unknown
  /** Whether the two ranges share an address: a boolean. */
  overlaps?(range: unknown, other: PortRange<N>): unknown
  /** Whether both ends are the same: a boolean. */
  equals?(range: unknown, other: PortRange<N>): unknown
  /** The order, by `start`, then by `end`: -1, 0 or 1. */
  compare?(range: unknown, other: PortRange<N>): unknown
  /** Returns an object with `start` and `end`. */
  allocate?(allocator: AddressAllocator, size: AddressOf<N>, align: AddressOf<N>, policy: PortPolicy<N>): unknown
  /** Allocates with the result of `createConstraint`. */
  allocateConstraint?(allocator: AddressAllocator, constraint: unknown): unknown
  /** `range` is an earlier result of `allocate`, or an object with `start` and `end`. */
  free?(allocator: AddressAllocator, range: PortRange<N>): unknown
  /** Returns an id. */
  allocateId?(allocator: IdAllocator): unknown
  /** Frees an id and returns it. */
  freeId?(allocator: IdAllocator, id: number): unknown
  /** Whether an id is allocated: a boolean. */
  isAllocated?(allocator: IdAllocator, id: number): unknown
  /** All ranges in address order: objects with `start`, `end` and `state` (`'free'` or `'allocated'`). */
  ranges?(allocator: AddressAllocator): unknown
  /** Another allocator with the same state, for allocators of both kinds. */
  clone?(allocator: AddressAllocator | IdAllocator): unknown
  /** The text that `serde_json` writes for the crate's allocator in this state, for allocators of both kinds. */
  snapshot?(allocator: AddressAllocator | IdAllocator): unknown
  /** The crate's error that a thrown value stands for; `undefined` for anything else. Default: decided by its `kind`. */
  errorOf?(thrown: unknown): PortError | undefined
  /** Unpacks a result object. Default: the returned value is the result. */
  unwrap?(returned: unknown):
    | {
        /** The returned value. */
        readonly value: unknown
      }
    | {
        /** The error. */
        readonly error: PortError
      }
}

type Class = new (...values: never[]) => unknown
type Members = Record<string, (...values: unknown[]) => unknown>

/** The adapter of a module: its `conformance` export, completed with its exported classes. */
export function adapt(module: object): AnyAdapter {
  if (typeof module !== 'object' || module === null)
    throw wrongType('port', 'an object with the exports of a port', module)
  const exported = unfold(module)
  const given = exported['conformance']
  if (given !== undefined && (typeof given !== 'object' || given === null))
    throw wrongType('conformance', 'an adapter: an object with functions', given)
  const own = (exported['conformance'] ?? (isAdapter(exported) ? exported : {})) as AnyAdapter
  const { allocateConstraint, createPolicy, describe, ...rest } = fromClasses(exported)
  // Objects from the adapter's own functions can have any shape.
  const classes = isAdapter(own) ? rest : { ...rest, ...(describe && { describe }) }
  // The adapter's own functions receive all arguments as plain values.
  if (own.allocate !== undefined || own.createConstraint !== undefined) return { ...classes, ...own }
  const short = { ...(allocateConstraint && { allocateConstraint }), ...(createPolicy && { createPolicy }) }
  return { ...classes, defaults: true, ...short, ...own }
}

/** CommonJS modules, and modules whose default export is an object, have their exports there. */
function unfold(module: object): Record<string, unknown> {
  const { default: inner } = module as { default?: unknown }
  const nested = typeof inner === 'object' && inner !== null ? inner : {}
  return { ...nested, ...module } as Record<string, unknown>
}

function isAdapter(exported: object): boolean {
  return Object.entries(exported).some(([name, value]) => name.startsWith('create') && typeof value === 'function')
}

function fromClasses(exported: Record<string, unknown>): AnyAdapter {
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

/** The `allocate` of a class takes a constraint too. */
function allocateConstraint(exported: Record<string, unknown>): object {
  if (exported['Constraint'] === undefined) return {}
  const { allocate } = methods(exported, ['AddressAllocator'], ['allocate'])
  return allocate === undefined ? {} : { allocateConstraint: allocate }
}

/** The module's own policies, if it exports an `AllocPolicy` like this package's. */
function policies(exported: Record<string, unknown>): Pick<AnyAdapter, 'createPolicy'> {
  const own = exported['AllocPolicy'] as Record<string, unknown> | undefined
  const { ExactMatch: exact, FirstMatch: first, LastMatch: last } = own ?? {}
  if (typeof exact !== 'function' || first === undefined || last === undefined) return {}
  const plain = { FirstMatch: first, LastMatch: last }
  return { createPolicy: (policy) => (policy.kind === 'ExactMatch' ? exact(policy.address) : plain[policy.kind]) }
}

/** The methods that all exported allocator classes have. */
function methods(exported: Record<string, unknown>, types: readonly string[], names: readonly string[]): AnyAdapter {
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
