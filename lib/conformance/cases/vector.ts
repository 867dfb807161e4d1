// A case: a constructed object, calls and the crate's answers, in the format of vectors/schema.json.

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

/** The types of objects in cases. */
export type SubjectType = Create['type']

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

/** The members that describe a request in both kinds of calls that have one. */
export interface RequestText {
  /** The size in bytes. */
  readonly size: Hex
  /** The alignment in bytes. */
  readonly align: Hex
  /** Where to place. */
  readonly policy: PolicyText
  /** How it is passed; by default with all three arguments. */
  readonly form?: AllocateForm | undefined
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

/** `0x1fff` */
export function hex(value: bigint): Hex {
  return `0x${value.toString(16)}`
}

/** The call of an operation that isn't misuse, without the answer. */
export function callOf(operation: Operation): Call {
  const { result: _r, error: _e, ranges: _s, deviations: _d, ...call } = operation as Operation & { snapshot?: string }
  const { next: _n, freed: _f, snapshot: _t, ...bare } = call as typeof call & { next?: unknown; freed?: unknown }
  return bare as Call
}

/** The crate's answer to an operation. */
export function answerOf({ result, error }: Operation): Answer {
  return error === undefined ? { result } : { error }
}

/** The name of an operation with its policy, such as `allocate LastMatch`. */
export function callName(call: Call | Misuse): string {
  if (call.op === 'misuse') return `misuse of ${'op' in call.call ? call.call.op : `new ${call.call.type}`}`
  return call.op === 'allocate' ? `allocate ${call.policy.kind}` : call.op
}

/** Resolves an argument: a range, an id, or an earlier result of the crate. */
export function argument<T>(value: T | Reference, operations: readonly Operation[]): T {
  if (typeof value !== 'object' || value === null || !('result' in value)) return value as T
  return operations[value.result]?.result as T
}
