/** What a port's calls take and give for addresses and sizes. */
export type Numbers = 'bigint' | 'number'
/** A policy as adapters receive it. */
export type PortPolicy =
  | {
      readonly kind: 'FirstMatch' | 'LastMatch'
    }
  | {
      readonly kind: 'ExactMatch'
      readonly address: bigint | number
    }
/** A range as adapters receive it, both ends inclusive. */
export interface PortRange {
  readonly start: bigint | number
  readonly end: bigint | number
}
/** An error of a port: the crate's kind, its message, and what the kind tells besides (`id`, `size`, `range`, …). */
export interface PortError {
  readonly kind: string
  readonly message?: string | undefined
  readonly [payload: string]: unknown
}
/**
 * How the kit drives a port. Every function is optional: what is missing is unsupported, and counted so. Each may return
 * a promise. A module that exports classes shaped like this package's needs none; it can export some of them as
 * `conformance` where it differs.
 *
 * Addresses, sizes and lengths are `bigint` unless `numbers` says otherwise; ids are always `number`.
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
  createRangeInclusive?(start: bigint | number, end: bigint | number): unknown
  createConstraint?(size: bigint | number, align: bigint | number, policy: PortPolicy): unknown
  createAddressAllocator?(base: bigint | number, size: bigint | number): unknown
  createIdAllocator?(base: number, end: number): unknown
  /** What a new object tells about itself: `start` and `end`, `size` and `align`, or `base` and `end`. */
  describe?(subject: unknown): unknown
  len?(range: unknown): unknown
  contains?(range: unknown, other: PortRange): unknown
  overlaps?(range: unknown, other: PortRange): unknown
  equals?(range: unknown, other: PortRange): unknown
  compare?(range: unknown, other: PortRange): unknown
  /** Gives an object with `start` and `end`. */
  allocate?(allocator: unknown, size: bigint | number, align: bigint | number, policy: PortPolicy): unknown
  /** Allocates under what `createConstraint` gave. */
  allocateConstraint?(allocator: unknown, constraint: unknown): unknown
  /** `range` is what `allocate` gave before, or an object with `start` and `end`. */
  free?(allocator: unknown, range: PortRange): unknown
  allocateId?(allocator: unknown): unknown
  freeId?(allocator: unknown, id: number): unknown
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
        readonly value: unknown
      }
    | {
        readonly error: PortError
      }
}
type Hex = string
interface RangeText {
  readonly start: Hex
  readonly end: Hex
}
type PolicyText =
  | {
      readonly kind: 'FirstMatch' | 'LastMatch'
    }
  | {
      readonly kind: 'ExactMatch'
      readonly address: Hex
    }
/** What is constructed, and with which arguments. */
export type Create =
  | {
      readonly type: 'RangeInclusive'
      readonly start: Hex
      readonly end: Hex
    }
  | {
      readonly type: 'Constraint'
      readonly size: Hex
      readonly align: Hex
      readonly policy: PolicyText
      /** `size`: the port is given the size alone. */
      readonly form?: 'size'
    }
  | {
      readonly type: 'AddressAllocator'
      readonly base: Hex
      readonly size: Hex
    }
  | {
      readonly type: 'IdAllocator'
      readonly base: number
      readonly end: number
    }
interface Reference {
  readonly result: number
}
/** A call without its answer. */
export type Call =
  | {
      readonly op: 'allocate'
      readonly size: Hex
      readonly align: Hex
      readonly policy: PolicyText
      readonly form?: AllocateForm
    }
  | {
      readonly op: 'free'
      readonly range: RangeText | Reference
    }
  | {
      readonly op: 'allocate_id'
    }
  | {
      readonly op: 'free_id' | 'is_allocated'
      readonly id: number | Reference
    }
  | {
      readonly op: 'len'
    }
  | {
      readonly op: 'contains' | 'overlaps' | 'equals' | 'compare'
      readonly range: RangeText
    }
type AllocateForm = 'size' | 'constraint' | 'size-constraint'
interface Misuse {
  readonly op: 'misuse'
  readonly call: Call | Create
  readonly argument: string
  /** The value as a JavaScript literal. */
  readonly value: string
}
/** One of the crate's errors. */
export interface ErrorText {
  readonly kind: string
  readonly payload: object
  readonly message: string
}
interface StateText extends RangeText {
  readonly state: 'Free' | 'Allocated'
}
/** What a call answered: a result, `null` where there is none, or an error. */
export type Answer =
  | {
      readonly result: unknown
    }
  | {
      readonly error: ErrorText
    }
/** A call with the crate's answer, and the ranges after it. */
export type Operation = (Call | Misuse) & {
  readonly result?: unknown
  readonly error?: ErrorText
  readonly ranges?: readonly StateText[]
  readonly deviations?: readonly string[]
}
/** A case with all of the crate's answers. */
export interface Vector {
  /** Unique and stable. */
  readonly id: string
  readonly title: string
  readonly rationale?: string
  /** `class:name` each. */
  readonly tags: readonly string[]
  readonly create: Create
  /** What the new object tells about itself; absent when there is none. */
  readonly created?: Readonly<Record<string, unknown>>
  readonly error?: ErrorText
  readonly operations: readonly Operation[]
  /** The text that `serde_json` writes of an allocator after the last call. */
  readonly snapshot?: string
  /** How many operations are compared by cases before this one: they only lead to its state. */
  readonly compared?: number
}
type FaultStatus =
  | 'hang'
  | 'crash'
  | 'non-error'
  | 'unknown-error'
  | 'precision'
  | 'malformed'
  | 'mutation'
  | 'shared-state'
interface Fault {
  readonly fault: FaultStatus
  readonly detail: string
}
type PortAnswer = Answer | Fault
/** A promise that a port broke. */
export type Breach = 'two-owners' | 'not-freed' | 'freed-twice' | 'changed-by-refusal' | 'lost-bytes'
/** What each breach means, in words. */
export declare const BREACHES: Readonly<Record<Breach, string>>
/**
 * How closely a port must agree. Each level asks for what those before it ask for:
 * `results`: the same calls succeed, with the same results; `errors`: refusals have the same kind and payload;
 * `messages`: and the same text; `state`: the port lists its ranges. Where it does, they are compared at every level.
 */
export declare const LEVELS: readonly ['results', 'errors', 'messages', 'state']
/** See {@link LEVELS}. */
export type Level = (typeof LEVELS)[number]
/** How an answer departs from the crate's. */
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
/** Where a port parts from the crate. */
export interface Departure {
  /** Position of the operation, from 0; -1 is the construction. */
  readonly step: number
  readonly status: Status
  /** What the crate and the port answered, or listed, or told; a fault has its `detail`. */
  readonly expected: unknown
  readonly actual: unknown
  /** The numbered deviations that the crate's answer shows: the port may differ here on purpose. */
  readonly deviations: readonly string[]
}
/** What came of a case. */
export interface Outcome {
  readonly vector: Vector
  readonly status: 'passed' | 'failed' | 'unsupported'
  /** The first difference. */
  readonly departure?: Departure
  /** The first broken promise, and at which operation. */
  readonly breach?: {
    readonly step: number
    readonly breach: Breach
  }
  /** What the port lacks. */
  readonly unsupported?: string
  /** The port's answers, as far as it was asked. */
  readonly answers: readonly PortAnswer[]
  /** What the port listed after the operation at which they part. */
  readonly portRanges?: readonly StateText[]
}
type Beat = (step: number) => void
/** One accepted difference: of one vector by `id`, or of all that have a `tag`. */
export interface KnownDeviation {
  readonly id?: string
  /** `deviation:D1` for every call at which the crate shows D1, or any other tag of the vectors. */
  readonly tag?: string
  /** With `id`: at which operation, and how. */
  readonly difference?: Pick<Departure, 'step' | 'status' | 'actual'>
  readonly reason: string
  readonly link?: string
}
/** A file of known deviations. */
export interface KnownFile {
  readonly format: 1
  readonly known: readonly KnownDeviation[]
}
/** Reads a file of known deviations; throws with the place and the reason when it is none. */
export declare function parseKnown(text: string): KnownFile
/** What to check, and how closely. */
export interface CheckOptions {
  /** How closely answers must agree. Default: `'errors'`. */
  readonly level?: Level | undefined
  /** How many generated sequences to run. Default: 1000. */
  readonly runs?: number | undefined
  /** Where the generated sequences start, from 0 to 2³¹−1. Default: by the clock. */
  readonly seed?: number | undefined
  /** Replays one generated failure, together with its `seed`. */
  readonly path?: string | undefined
  /** Only cases with one of these tags or ids; generated cases are then left out unless `generated` is among them. */
  readonly only?: readonly string[] | undefined
  /** Also every call in every state of small spaces. Default: `false`. */
  readonly exhaustive?: boolean | undefined
  /** Whether what is unsupported fails the run. Default: `false`. */
  readonly complete?: boolean | undefined
  /** Differences that are accepted. Default: none. */
  readonly known?: readonly KnownDeviation[] | undefined
  /** Cases that failed before: they are run first. */
  readonly replay?: readonly Vector[] | undefined
  /** Milliseconds that a promise of the port may take. Default: 2000. */
  readonly stepLimit?: number | undefined
  /** Ids of cases to leave out, such as one that never returned. */
  readonly skip?: readonly string[] | undefined
  /** Told of every case before it runs. */
  readonly onCase?: ((vector: Vector) => void) | undefined
  /** Told before every step: its position, -1 for the construction, -2 when a case has ended. */
  readonly onStep?: Beat | undefined
}
/** How often the port agreed and how often it didn't. */
export interface Count {
  readonly passed: number
  readonly failed: number
}
/** How often each was met. */
export interface Coverage {
  /** By operation, such as `allocate LastMatch`, then by the crate's answer: `ok` or the kind of its error. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, Count>>>>
  /** By number, such as `D1`. */
  readonly deviations: Readonly<Record<string, Count>>
}
/** A failed case, and how to meet it again if it was generated. */
export interface Failure extends Outcome {
  readonly seed?: number
  readonly path?: string
  /** How many more generated or exhaustive cases fail in the same way. */
  readonly repeats?: number
}
/** What came of a check. */
export interface Report {
  readonly format: 1
  /** How the port is called. */
  readonly port: string
  readonly level: Level
  readonly seed: number
  readonly runs: number
  /** How many generated sequences ran: fewer after several failures, or when others were asked for. */
  readonly ran: number
  /** Nothing failed, every known deviation still occurs, and with `complete` nothing was unsupported. */
  readonly passed: boolean
  /** `canonical`: it answers as the crate does; `sound`: no promise of a sound allocator was broken. */
  readonly verdicts: {
    readonly canonical: boolean
    readonly sound: boolean
  }
  readonly totals: {
    readonly cases: number
    readonly passed: number
    readonly failed: number
    readonly known: number
    readonly unsupported: number
  }
  /** Each listed case in short. */
  readonly cases: readonly {
    readonly id: string
    readonly title: string
    readonly status: string
    readonly tags: readonly string[]
  }[]
  /** Of generated and exhaustive cases, one of each way to fail. */
  readonly failures: readonly Failure[]
  /** Differences that are accepted. */
  readonly accepted: readonly {
    readonly outcome: Outcome
    readonly known: KnownDeviation
  }[]
  /** Known deviations that no longer occur. */
  readonly unmet: readonly KnownDeviation[]
  /** What the port lacks, and how many cases need it. */
  readonly unsupported: Readonly<Record<string, number>>
  /** Promises that were broken: how often, and an example. */
  readonly breaches: Readonly<
    Partial<
      Record<
        Breach,
        {
          readonly times: number
          readonly example: Outcome
        }
      >
    >
  >
  readonly coverage: Coverage
}
/**
 * Proves a port against the crate: all recorded vectors, then generated sequences, step by step.
 *
 * @param module - a module whose exports are shaped like this package's, or an {@link Adapter}
 * @throws TypeError when an option is none, or has another type
 */
export declare function checkConformance(module: object, options?: CheckOptions): Promise<Report>
/** A test runner's `test` (or `it`): of node:test, vitest, jest, mocha or ava. */
export type TestFunction = (title: string, body: (...context: unknown[]) => Promise<void>) => unknown
/** What {@link registerConformance} registers, and where. */
export interface RegisterOptions extends CheckOptions {
  readonly test: TestFunction
  /** A module whose exports are shaped like this package's, or an adapter. */
  readonly port: object
}
/**
 * Registers a test for every recorded vector, one for the generated sequences and one for the known deviations. What the
 * port lacks is reported by the test's runner as skipped where it can skip, and else named so in the title.
 *
 * @example
 * ```ts
 * import test from 'node:test'
 * import { registerConformance } from 'vm-allocator/conformance'
 * import * as port from './port.ts'
 *
 * registerConformance({ test, port })
 * ```
 */
export declare function registerConformance({ test, port: module, ...options }: RegisterOptions): void

export {}
