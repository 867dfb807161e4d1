// A case: what is constructed, which calls are made, and what the crate answers, spelled as vectors/schema.json says.

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

/** What to construct, and with which arguments. */
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
      /** In bytes. */
      readonly size: Hex
      /** In bytes. */
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
      /** In bytes. */
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

/** The four types that a case can be about. */
export type SubjectType = Create['type']

/** The result of an earlier operation, by its position from 0. */
export interface Reference {
  /** The position. */
  readonly result: number
}

/** A call without its answer. */
export type Call =
  | {
      /** Of an allocator of addresses. */
      readonly op: 'allocate'
      /** In bytes. */
      readonly size: Hex
      /** In bytes. */
      readonly align: Hex
      /** Where to place. */
      readonly policy: PolicyText
      /** How the request is passed; by default as three arguments. */
      readonly form?: AllocateForm
    }
  | {
      /** Of an allocator of addresses. */
      readonly op: 'free'
      /** What to free. */
      readonly range: RangeText | Reference
    }
  | {
      /** Of an allocator of ids. */
      readonly op: 'allocate_id'
    }
  | {
      /** Of an allocator of ids. */
      readonly op: 'free_id' | 'is_allocated'
      /** Which one. */
      readonly id: number | Reference
    }
  | {
      /** Of a range. */
      readonly op: 'len'
    }
  | {
      /** Of a range, with another one. */
      readonly op: 'contains' | 'overlaps' | 'equals' | 'compare'
      /** The other one. */
      readonly range: RangeText
    }

/** What both kinds of call that make a request say of it. */
export interface RequestText {
  /** In bytes. */
  readonly size: Hex
  /** In bytes. */
  readonly align: Hex
  /** Where to place. */
  readonly policy: PolicyText
  /** How it is passed; by default with all three arguments. */
  readonly form?: AllocateForm | undefined
}

/** The port gets only the size, a complete constraint, or a constraint that got only the size. */
export type AllocateForm = 'size' | 'constraint' | 'size-constraint'

/** A call or a construction with one argument that a Rust program couldn't pass. */
export interface Misuse {
  /** Of any class. */
  readonly op: 'misuse'
  /** What is called, with valid arguments. */
  readonly call: Call | Create
  /** The name of the argument that is replaced. */
  readonly argument: string
  /** The value as a JavaScript literal. */
  readonly value: string
}

/** One of the crate's errors. */
export interface ErrorText {
  /** The crate's variant. */
  readonly kind: string
  /** Its fields. */
  readonly payload: object
  /** Its text. */
  readonly message: string
}

/** A range and its state, as the crate holds it. */
export interface StateText extends RangeText {
  /** The crate's `NodeState`. */
  readonly state: 'Free' | 'Allocated'
}

/** What a call answered: a result, `null` if there is none, or an error. */
export type Answer =
  | {
      /** What the call returned. */
      readonly result: unknown
    }
  | {
      /** Why it refused. */
      readonly error: ErrorText
    }

/** A call with the crate's answer, and the ranges after it. */
export type Operation = (Call | Misuse) & {
  /** What the call returns; `null` if it returns nothing. */
  readonly result?: unknown
  /** Why it is refused. */
  readonly error?: ErrorText
  /** Every range in address order, after the call. */
  readonly ranges?: readonly StateText[]
  /** The numbered deviations that this call shows. */
  readonly deviations?: readonly string[]
}

/** A case with all of the crate's answers. */
export interface Vector {
  /** Unique and stable. */
  readonly id: string
  /** What happens. */
  readonly title: string
  /** Why the case exists. */
  readonly rationale?: string
  /** `class:name` each. */
  readonly tags: readonly string[]
  /** What is constructed. */
  readonly create: Create
  /** The properties of the new object; absent if there is none. */
  readonly created?: Readonly<Record<string, unknown>>
  /** Why nothing can be constructed; in that case there are no operations. */
  readonly error?: ErrorText
  /** The calls in order. */
  readonly operations: readonly Operation[]
  /** The text that `serde_json` writes for an allocator after the last call. */
  readonly snapshot?: string
  /** How many operations only lead to the state of this case, and are compared by earlier cases. */
  readonly compared?: number
  /** `sound`: the answers are those of this package's sound mode, not the bare crate's. */
  readonly oracle?: 'sound'
  /** The operations after which the object was given the state of the port, because of a known difference. */
  readonly resumed?: readonly number[]
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
