/** A u64 in lower-case hexadecimal. */
export type Hex = string
/** A range of addresses, both ends inclusive. */
export interface RangeText {
  /** The first address. */
  readonly start: Hex
  /** The last address. */
  readonly end: Hex
}
/** A placement policy. */
export type PolicyText =
  | {
      /** At the lowest address that fits, or at the highest. */
      readonly kind: 'FirstMatch' | 'LastMatch'
    }
  | {
      /** At a given address. */
      readonly kind: 'ExactMatch'
      /** The first address. */
      readonly address: Hex
    }
/** What to construct, with its arguments. */
export type Create =
  | {
      /** A range. */
      readonly type: 'RangeInclusive'
      /** The first address. */
      readonly start: Hex
      /** The last address. */
      readonly end: Hex
    }
  | {
      /** A request. */
      readonly type: 'Constraint'
      /** The size in bytes. */
      readonly size: Hex
      /** The alignment in bytes. */
      readonly align: Hex
      /** Where to place. */
      readonly policy: PolicyText
      /** `size`: the port gets only the size. */
      readonly form?: 'size'
    }
  | {
      /** An allocator of addresses. */
      readonly type: 'AddressAllocator'
      /** The first address. */
      readonly base: Hex
      /** The size in bytes. */
      readonly size: Hex
    }
  | {
      /** An allocator of ids. */
      readonly type: 'IdAllocator'
      /** The first id. */
      readonly base: number
      /** The last id. */
      readonly end: number
    }
/** The result of an earlier operation, by its position from 0. */
export interface Reference {
  /** The position. */
  readonly result: number
}
/** A call without its answer. */
export type Call =
  | {
      /** A call of an address allocator. */
      readonly op: 'allocate'
      /** The size in bytes. */
      readonly size: Hex
      /** The alignment in bytes. */
      readonly align: Hex
      /** Where to place. */
      readonly policy: PolicyText
      /** How the request is passed; by default as three arguments. */
      readonly form?: AllocateForm
    }
  | {
      /** A call of an address allocator. */
      readonly op: 'free'
      /** What to free. */
      readonly range: RangeText | Reference
    }
  | {
      /** A call of an id allocator. */
      readonly op: 'allocate_id'
    }
  | {
      /** A call of an id allocator. */
      readonly op: 'free_id' | 'is_allocated'
      /** The id. */
      readonly id: number | Reference
    }
  | {
      /** A call of a range. */
      readonly op: 'len'
    }
  | {
      /** A call of a range with another range. */
      readonly op: 'contains' | 'overlaps' | 'equals' | 'compare'
      /** The other range. */
      readonly range: RangeText
    }
/** The port receives only a size, a complete constraint, or a constraint made from only a size. */
export type AllocateForm = 'size' | 'constraint' | 'size-constraint'
/** A call or construction with an argument that a Rust program couldn't pass. */
export interface Misuse {
  /** Misuse of any class. */
  readonly op: 'misuse'
  /** The call with valid arguments. */
  readonly call: Call | Create
  /** The name of the argument to replace. */
  readonly argument: string
  /** The wrong value as a JavaScript literal. */
  readonly value: string
}
/** One of the crate's errors. */
export interface ErrorText {
  /** The crate's variant. */
  readonly kind: string
  /** The variant's fields. */
  readonly payload: object
  /** The error's text. */
  readonly message: string
}
/** A range and its state, as the crate holds it. */
export interface StateText extends RangeText {
  /** The crate's `NodeState`. */
  readonly state: 'Free' | 'Allocated'
}
/** The answer to a call: a result (`null` if it returns nothing) or an error. */
export type Answer =
  | {
      /** The returned value. */
      readonly result: unknown
    }
  | {
      /** The error. */
      readonly error: ErrorText
    }
/** A call with the crate's answer, and the ranges after it. */
export type Operation = (Call | Misuse) & {
  /** The returned value; `null` if it returns nothing. */
  readonly result?: unknown
  /** The error. */
  readonly error?: ErrorText
  /** All ranges after the call, in address order. */
  readonly ranges?: readonly StateText[]
  /** The numbered deviations that this call shows. */
  readonly deviations?: readonly string[]
}
/** A case with all of the crate's answers. */
export interface Vector {
  /** A unique, stable name. */
  readonly id: string
  /** What happens in the case. */
  readonly title: string
  /** Why the case exists. */
  readonly rationale?: string
  /** Tags, each in the form `class:name`. */
  readonly tags: readonly string[]
  /** The object to construct. */
  readonly create: Create
  /** The properties of the new object; absent if there is none. */
  readonly created?: Readonly<Record<string, unknown>>
  /** Why the construction fails; then there are no operations. */
  readonly error?: ErrorText
  /** The calls in order. */
  readonly operations: readonly Operation[]
  /** The text that `serde_json` writes for an allocator after the last call. */
  readonly snapshot?: string
  /** The number of operations that only lead to the state of this case, and are compared in earlier cases. */
  readonly compared?: number
  /** `sound`: the answers are those of this package's sound mode, not the bare crate's. */
  readonly oracle?: 'sound'
  /** The operations after which the object was put into the port's state, because of a known difference. */
  readonly resumed?: readonly number[]
}
/** What a port is compared with: the bare crate, or this package's sound mode. */
export type Oracle = 'crate' | 'sound'
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
/** The ways to fail without an answer. */
export type FaultStatus =
  | 'hang'
  | 'crash'
  | 'memory'
  | 'floating-rejection'
  | 'non-error'
  | 'unknown-error'
  | 'precision'
  | 'malformed'
  | 'mutation'
  | 'shared-state'
/** A fault of a port. */
export interface Fault {
  /** The kind of fault. */
  readonly fault: FaultStatus
  /** What happened. */
  readonly detail: string
}
/** An answer or a fault. */
export type PortAnswer = Answer | Fault
/**
 * How closely a port must agree. Each level includes the ones before it: `results` (the same calls succeed, with the
 * same results), `errors` (refusals have the same kind and payload), `messages` (and the same text), `state` (the port
 * must list its ranges). If a port lists its ranges, they are compared at every level.
 */
export declare const LEVELS: readonly ['results', 'errors', 'messages', 'state']
/** See {@link LEVELS}. */
export type Level = (typeof LEVELS)[number]
/** How an answer differs from the crate's. */
export type Status =
  | 'accepted'
  | 'refused'
  | 'wrong-result'
  | 'wrong-kind'
  | 'wrong-payload'
  | 'wrong-message'
  | 'wrong-ranges'
  | 'wrong-members'
  | 'wrong-snapshot'
  | 'unchecked'
  | FaultStatus
/** A promise that a port broke. */
export type Violation = 'two-owners' | 'not-freed' | 'freed-twice' | 'changed-by-refusal' | 'lost-bytes'
/** A sentence for each violation. */
export declare const VIOLATIONS: Readonly<Record<Violation, string>>
/** A numbered deviation, and the operation at which the crate shows it. */
export interface Cause {
  /** The number, such as `D1`, as in docs/deviations.md. */
  readonly deviation: string
  /** The position of the operation, starting at 0; -1 is the construction. */
  readonly step: number
}
/** Where a port differs from the crate, or from sound mode. */
export interface Divergence {
  /** The position of the operation, starting at 0; -1 is the construction. */
  readonly step: number
  /** How they differ. */
  readonly status: Status
  /** What the crate answered, listed or described. */
  readonly expected: unknown
  /** The same for the port; a fault has a `detail`. */
  readonly actual: unknown
  /**
   * The numbered deviations of the crate that explain it: the port may differ here on purpose. A deviation that left a
   * trace in the crate's state earlier is an explanation if the crate without that trace would answer like the port.
   */
  readonly causes: readonly Cause[]
}
/** The outcome of a case. */
export interface Outcome {
  /** The case, with the crate's answers. */
  readonly vector: Vector
  /** The outcome. */
  readonly status: 'passed' | 'failed' | 'unsupported'
  /** The first difference that ends the comparison. */
  readonly divergence?: Divergence
  /** Known differences before it. After each one, both sides were given the same state. */
  readonly passedOver?: readonly Divergence[]
  /** The operation at which a case ended, because the port's state is unknown after a skipped difference. */
  readonly endedAt?: number
  /** The first broken promise, and at which operation. */
  readonly violation?: {
    /** The position of the operation, starting at 0. */
    readonly step: number
    /** The broken promise. */
    readonly violation: Violation
  }
  /** What the port lacks. */
  readonly unsupported?: string
  /** The port's answers, up to the end of the comparison. */
  readonly answers: readonly PortAnswer[]
  /** The ranges that the port listed after the operation that differs. */
  readonly portRanges?: readonly StateText[]
}
/** An accepted difference: of one vector, by `id`, or of all vectors with a `tag`. */
export interface KnownDeviation {
  /** The vector's id. */
  readonly id?: string
  /** `deviation:D1` for every call at which the crate shows D1, or any other tag of the vectors. */
  readonly tag?: string
  /** With `id`: the operation that differs, and how. */
  readonly difference?: Pick<Divergence, 'step' | 'status' | 'actual'>
  /** Why the port differs. */
  readonly reason: string
  /** Where to read more. */
  readonly link?: string
}
/** A file of known deviations. */
export interface KnownFile {
  /** The version of the format. */
  readonly format: 1
  /** The differences. */
  readonly known: readonly KnownDeviation[]
}
/**
 * Reads a file of known deviations.
 *
 * @example
 * ```ts
 * const text = '{"format":1,"known":[{"tag":"deviation:D1","reason":"We never hand out live addresses."}]}'
 * parseKnown(text).known.length // 1
 * ```
 * @param text - the file's text, JSON
 * @throws SyntaxError if it is not JSON; Error with the place and the reason if it has another format
 */
export declare function parseKnown(text: string): KnownFile
/** Called before each step, so that a supervisor can notice a hang. */
export type Heartbeat = (step: number) => void
/**
 * What to check, and how strictly.
 *
 * @example
 * ```ts
 * const options: CheckOptions = { level: 'messages', runs: 10_000, seed: 7, only: ['LastMatch', 'generated'] }
 * ```
 */
export interface CheckOptions {
  /** How closely answers must agree. Default: `'errors'`. */
  readonly level?: Level | undefined
  /**
   * What to compare with: the bare crate, or this package's sound mode, for a port that fixes the crate's surprises.
   * Default: `'crate'`.
   */
  readonly oracle?: Oracle | undefined
  /** How many generated sequences to run. Default: 1000. */
  readonly runs?: number | undefined
  /** The seed of the generated sequences, 0 to 2³¹−1. Default: taken from the clock. */
  readonly seed?: number | undefined
  /** Replays one generated failure, together with its `seed`. */
  readonly path?: string | undefined
  /** Run only cases with one of these tags or ids. Generated cases are left out unless `generated` is among them. */
  readonly only?: readonly string[] | undefined
  /** Also make every call in every state of small spaces. Default: `false`. */
  readonly exhaustive?: boolean | undefined
  /** Whether unsupported cases fail the run. Default: `false`. */
  readonly complete?: boolean | undefined
  /** Differences that are accepted. Default: none. */
  readonly known?: readonly KnownDeviation[] | undefined
  /** Cases that failed before, to run first. */
  readonly replay?: readonly Vector[] | undefined
  /** How long a promise of the port may take, in milliseconds. Default: 2000. */
  readonly stepLimit?: number | undefined
  /** Ids of cases to leave out, such as one that never returned. */
  readonly skip?: readonly string[] | undefined
  /** Called before each case. */
  readonly onCase?: ((vector: Vector) => void) | undefined
  /** Called before each step with its position; -1 is the construction, and -2 the end of a case. */
  readonly onStep?: Heartbeat | undefined
}
/** How often the port agreed and how often it didn't. */
export interface Count {
  /** How often it agreed. */
  readonly passed: number
  /** How often it didn't. */
  readonly failed: number
}
/** How often each item occurred. */
export interface Coverage {
  /** Counts by operation, such as `allocate LastMatch`, then by the crate's answer: `ok` or the kind of the error. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, Count>>>>
  /** Counts by number, such as `D1`. */
  readonly deviations: Readonly<Record<string, Count>>
}
interface PortProgram {
  /** Whether the port has classes shaped like this package's, or only an adapter. */
  readonly calls: 'classes' | 'adapter'
  /** Whether the module exports the policies as values, and not only as types. */
  readonly policies: boolean
  /** The type of addresses and sizes in its calls. */
  readonly numbers: Numbers
}
/** A failed case, with the options that reproduce it if it was generated. */
export interface Failure extends Outcome {
  /** For a generated case: the seed of its run. */
  readonly seed?: number
  /** For a generated case: its path in the run. The two together replay it. */
  readonly path?: string
  /** How many more generated or exhaustive cases fail in the same way. */
  readonly repeats?: number
}
/** The outcome of a check. */
export interface Report {
  /** Increases when a reader of the old format would misread the new one. */
  readonly format: 1
  /** The name of the port. */
  readonly port: string
  /** How closely the answers had to agree. */
  readonly level: Level
  /** What it was compared with: the bare crate, or this package's sound mode. */
  readonly oracle: Oracle
  /** The seed of the generated sequences. */
  readonly seed: number
  /** How many generated sequences were requested. */
  readonly runs: number
  /** How many generated sequences ran: fewer after several failures, or if only other cases were requested. */
  readonly ran: number
  /** Why the run ended early: the fault that every other case would meet. */
  readonly stopped?: string
  /** How many of those weren't compared to the end, because of a difference that couldn't be skipped. */
  readonly endedEarly: number
  /** Whether nothing failed, every known deviation still occurs, and with `complete`, nothing was unsupported. */
  readonly passed: boolean
  /** Why it didn't pass; empty if it did. */
  readonly reasons: readonly string[]
  /** How programs use the port, for the tests that a report shows. */
  readonly program?: PortProgram
  /** The two verdicts. */
  readonly verdicts: {
    /** Whether it gives the crate's answers; unknown if it was compared with sound mode. */
    readonly canonical?: boolean
    /** Whether it kept all promises of a sound allocator. */
    readonly sound: boolean
  }
  /** The number of cases, by outcome. */
  readonly totals: {
    /** All cases. */
    readonly cases: number
    /** Cases that agree. */
    readonly passed: number
    /** Cases that differ. */
    readonly failed: number
    /** Cases that differ in an accepted way. */
    readonly known: number
    /** Cases that need something the port lacks. */
    readonly unsupported: number
  }
  /** A summary of each listed case. */
  readonly cases: readonly {
    /** As in {@link Vector}. */
    readonly id: string
    /** What happens in it. */
    readonly title: string
    /** The outcome. */
    readonly status: string
    /** Its tags, for `only`. */
    readonly tags: readonly string[]
  }[]
  /** The failures. Of generated and exhaustive cases, one for each kind of failure. */
  readonly failures: readonly Failure[]
  /** The accepted differences. */
  readonly accepted: readonly {
    /** The case. */
    readonly outcome: Outcome
    /** The entry that accepts it. */
    readonly known: KnownDeviation
  }[]
  /** Known deviations that no longer occur. */
  readonly unmet: readonly KnownDeviation[]
  /** What the port lacks, and how many cases need it. */
  readonly unsupported: Readonly<Record<string, number>>
  /** Broken promises: how often, and an example. */
  readonly violations: Readonly<
    Partial<
      Record<
        Violation,
        {
          /** How often. */
          readonly times: number
          /** A case. */
          readonly example: Outcome
        }
      >
    >
  >
  /** What the cases exercised. */
  readonly coverage: Coverage
}
/**
 * Compares a port with the crate, step by step: all recorded vectors, then generated sequences. The guide is
 * [Prove a port](../docs/conformance.md).
 *
 * @example
 * ```ts
 * const report = await checkConformance({ RangeInclusive }, { runs: 10, seed: 1 })
 * report.passed // true
 * report.totals.unsupported > 0 // true
 * ```
 * @param module - a module whose exports are shaped like this package's, or an {@link Adapter}
 * @param options - what to check; everything by default
 * @returns the outcome; a difference doesn't reject the promise
 * @throws TypeError when an option is unknown or has the wrong type
 */
export declare function checkConformance(module: object, options?: CheckOptions): Promise<Report>
/** The `test` (or `it`) of a test runner: node:test, vitest, jest, mocha or ava. */
export type TestFunction = (title: string, body: (...context: unknown[]) => Promise<void>) => unknown
/** What {@link registerConformance} registers, and where. */
export interface RegisterOptions extends CheckOptions {
  /** The function that registers a test. */
  readonly test: TestFunction
  /** A module whose exports are shaped like this package's, or an adapter. */
  readonly port: object
}
/**
 * Registers a test for every recorded vector, one for the generated sequences and one for the known deviations. Cases
 * that need something the port lacks are reported as skipped if the test runner can skip, and otherwise marked in the
 * title.
 *
 * @example
 * <!-- types only: the reader's test runner runs it -->
 * ```ts
 * import test from 'node:test'
 * import { registerConformance } from 'vm-allocator/conformance'
 * import * as port from './port.ts'
 *
 * registerConformance({ test, port })
 * ```
 * @param options - the runner's `test`, the port, and what to check
 * @throws TypeError if an option is unknown or has the wrong type
 */
export declare function registerConformance(options: RegisterOptions): void

export {}
