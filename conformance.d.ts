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
  /** `range` is what `allocate` gave before, or an object with `start` and `end`. */
  free?(allocator: unknown, range: PortRange): unknown
  allocateId?(allocator: unknown): unknown
  freeId?(allocator: unknown, id: number): unknown
  isAllocated?(allocator: unknown, id: number): unknown
  /** All ranges in address order: objects with `start`, `end` and `state` (`'free'` or `'allocated'`). */
  ranges?(allocator: unknown): unknown
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
export type Operation = Call & {
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
/** How often each was met. */
export interface Coverage {
  /** By operation, such as `allocate LastMatch`, then by outcome: `ok` or the kind of the crate's error. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** By number, such as `D1`. */
  readonly deviations: Readonly<Record<string, number>>
}
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
  /** Where the generated sequences start. Default: by the clock. */
  readonly seed?: number | undefined
  /** Replays one generated failure, together with its `seed`. */
  readonly path?: string | undefined
  /** Only cases with one of these tags or ids; generated cases are then left out unless `generated` is among them. */
  readonly only?: readonly string[] | undefined
  /** Also every call in every state of small spaces. Default: `false`. */
  readonly exhaustive?: boolean | undefined
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
/** A failed case, and how to meet it again if it was generated. */
export interface Failure extends Outcome {
  readonly seed?: number
  readonly path?: string
}
/** What came of a check. */
export interface Report {
  readonly format: 1
  /** How the port is called. */
  readonly port: string
  readonly level: Level
  readonly seed: number
  readonly runs: number
  /** Nothing failed, and every known deviation still occurs. */
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
  /** Each recorded case in short. */
  readonly cases: readonly {
    readonly id: string
    readonly title: string
    readonly status: string
  }[]
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
