// A case: what is constructed, which calls are made, and what the crate answers, spelled as vectors/schema.json says.

/** A u64 in lower-case hexadecimal. */
export type Hex = string

/** A range of addresses, both ends inclusive. */
export interface RangeText {
  readonly start: Hex
  readonly end: Hex
}

/** A placement policy. */
export type PolicyText =
  | { readonly kind: 'FirstMatch' | 'LastMatch' }
  | { readonly kind: 'ExactMatch'; readonly address: Hex }

/** What is constructed, and with which arguments. */
export type Create =
  | { readonly type: 'RangeInclusive'; readonly start: Hex; readonly end: Hex }
  | {
      readonly type: 'Constraint'
      readonly size: Hex
      readonly align: Hex
      readonly policy: PolicyText
      /** `size`: the port is given the size alone. */
      readonly form?: 'size'
    }
  | { readonly type: 'AddressAllocator'; readonly base: Hex; readonly size: Hex }
  | { readonly type: 'IdAllocator'; readonly base: number; readonly end: number }

/** The four types that a case can be about. */
export type SubjectType = Create['type']

/** The result of an earlier operation, by its position from 0. */
export interface Reference {
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
  | { readonly op: 'free'; readonly range: RangeText | Reference }
  | { readonly op: 'allocate_id' }
  | { readonly op: 'free_id' | 'is_allocated'; readonly id: number | Reference }
  | { readonly op: 'len' }
  | { readonly op: 'contains' | 'overlaps' | 'equals' | 'compare'; readonly range: RangeText }

/** The port is given the size alone, a constraint with all of it, or a constraint that was given the size alone. */
export type AllocateForm = 'size' | 'constraint' | 'size-constraint'

/** A call or a construction, one argument of which is none that a Rust program could pass. */
export interface Misuse {
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

/** A range and its state, as the crate holds it. */
export interface StateText extends RangeText {
  readonly state: 'Free' | 'Allocated'
}

/** What a call answered: a result, `null` where there is none, or an error. */
export type Answer = { readonly result: unknown } | { readonly error: ErrorText }

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

/** `0x1fff` */
export function hex(value: bigint): Hex {
  return `0x${value.toString(16)}`
}

/** The call of an operation that isn't misuse, without what the crate answered. */
export function callOf(operation: Operation): Call {
  const { result: _r, error: _e, ranges: _s, deviations: _d, ...call } = operation as Operation & { snapshot?: string }
  const { next: _n, freed: _f, snapshot: _t, ...bare } = call as typeof call & { next?: unknown; freed?: unknown }
  return bare as Call
}

/** What the crate answered to an operation. */
export function answerOf({ result, error }: Operation): Answer {
  return error === undefined ? { result } : { error }
}

/** Which operation × policy an answer belongs to, such as `allocate LastMatch`. */
export function callName(call: Call | Misuse): string {
  if (call.op === 'misuse') return `misuse of ${'op' in call.call ? call.call.op : `new ${call.call.type}`}`
  return call.op === 'allocate' ? `allocate ${call.policy.kind}` : call.op
}

/** The range or the id that an argument stands for: itself, or the crate's earlier result. */
export function argument<T>(value: T | Reference, operations: readonly Operation[]): T {
  if (typeof value !== 'object' || value === null || !('result' in value)) return value as T
  return operations[value.result]?.result as T
}
