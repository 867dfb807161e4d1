import type { AllocPolicy } from './alloc-policy.ts'
import { readObject, wrongType } from './argument.ts'
import { toPlain } from './json.ts'
import type { RangeInclusive } from './range-inclusive.ts'

/** The request that the crate refused: the operation and its normalized arguments. */
export type RefusedRequest =
  | {
      /** The method that was called. */
      readonly operation: 'allocate'
      /** The size in bytes. */
      readonly size: bigint
      /** The alignment in bytes. */
      readonly align: bigint
      /** The placement policy. */
      readonly policy: AllocPolicy
      /** The bounds, if there were any. */
      readonly within?: RangeInclusive
    }
  | {
      /** The method that was called. */
      readonly operation: 'free'
      /** The range to free, both ends inclusive. It may be invalid. */
      readonly range: {
        /** The first address. */
        readonly start: bigint
        /** The last address. */
        readonly end: bigint
      }
    }
  | {
      /** The method that was called. */
      readonly operation: 'freeAt'
      /** The address at which no live range starts. */
      readonly start: bigint
    }
  | {
      /** The method that was called. */
      readonly operation: 'allocateId'
    }
  | {
      /** The method that was called. */
      readonly operation: 'freeId'
      /** The id to free. */
      readonly id: number
    }

/** What every {@link VmAllocatorError} has. */
interface Refusal<Kind extends string, Code extends string> extends Error {
  readonly name: 'VmAllocatorError'
  /** The crate's variant. It doesn't change between major versions; the message may. */
  readonly kind: Kind
  /** The same as a Node-style code. It doesn't change between major versions. */
  readonly code: `ERR_VM_ALLOCATOR_${Code}`
  /** The refused request; absent if a constructor refused its arguments. */
  readonly request?: RefusedRequest
  /**
   * If `allocate` found no place: the longest free range at the alignment and within the bounds. Absent if
   * there is none.
   */
  readonly largest?: RangeInclusive
  /** The error as JSON, with u64 values as hex strings. {@link VmAllocatorError.fromJSON} reads it. */
  toJSON(): { name: string; kind: Kind; code: string; message: string; [payload: string]: unknown }
}

/**
 * A refusal by the crate: one of the variants of its [`Error`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/enum.Error.html),
 * distinguished by `kind`, with the crate's own message and the variant's payload. `code` is the same as a Node-style code, such
 * as `ERR_VM_ALLOCATOR_INVALID_SIZE`; neither changes between major versions. `request` is the refused request, and `largest`
 * is what would have fitted. `toJSON()` returns u64 values as hex strings.
 * [Troubleshooting](../docs/troubleshooting.md) says what to do about each kind.
 *
 * | `kind` | when |
 * | --- | --- |
 * | `Overflow` | the managed space or the range would pass 2⁶⁴−1; ids are exhausted at 2³²−1 |
 * | `OutOfRange` | the id to free is outside the allocator's range |
 * | `AlreadyReleased` | the id was freed before |
 * | `NeverAllocated` | the id was never allocated |
 * | `ResourceNotAvailable` | no free range fits, no id is left, or the range to free isn't allocated |
 * | `InvalidRange` | `start` is above `end`, or the range is all of 0…2⁶⁴−1 |
 * | `InvalidAlignment` | the alignment is not a power of two |
 * | `Overlap` | two ranges of the crate's tree would overlap |
 * | `InvalidStateTransition` | exactly this range is already allocated |
 * | `UnalignedAddress` | the address of `ExactMatch` is not a multiple of the alignment |
 * | `Underflow` | a size of 0 addresses to manage; the other cases are listed in docs/deviations.md |
 * | `InvalidSize` | a size of 0 to allocate |
 *
 * @example
 * ```ts
 * try {
 *   new IdAllocator(5, 23).freeId(7)
 * } catch (error) {
 *   if (error instanceof VmAllocatorError && error.kind === 'NeverAllocated') console.log(error.code, error.id)
 * }
 * // ERR_VM_ALLOCATOR_NEVER_ALLOCATED 7
 * ```
 */
export type VmAllocatorError =
  | Refusal<'Overflow', 'OVERFLOW'>
  | (Refusal<'OutOfRange', 'OUT_OF_RANGE'> & {
      /** The id you tried to free. */
      readonly id: number
    })
  | (Refusal<'AlreadyReleased', 'ALREADY_RELEASED'> & {
      /** The id you tried to free. */
      readonly id: number
    })
  | (Refusal<'NeverAllocated', 'NEVER_ALLOCATED'> & {
      /** The id you tried to free. */
      readonly id: number
    })
  | Refusal<'ResourceNotAvailable', 'RESOURCE_NOT_AVAILABLE'>
  | (Refusal<'InvalidRange', 'INVALID_RANGE'> & {
      /** The first address you passed. */
      readonly start: bigint
      /** The last address you passed. */
      readonly end: bigint
    })
  | Refusal<'InvalidAlignment', 'INVALID_ALIGNMENT'>
  | (Refusal<'Overlap', 'OVERLAP'> & {
      /** The range the crate tried to insert. */
      readonly range: RangeInclusive
      /** The range that is already there. */
      readonly existing: RangeInclusive
    })
  | (Refusal<'InvalidStateTransition', 'INVALID_STATE_TRANSITION'> & {
      /** The range whose state the crate tried to change. */
      readonly range: RangeInclusive
      /** Its current state: the crate's `NodeState`. */
      readonly state: 'Free' | 'Allocated'
    })
  | Refusal<'UnalignedAddress', 'UNALIGNED_ADDRESS'>
  | Refusal<'Underflow', 'UNDERFLOW'>
  | (Refusal<'InvalidSize', 'INVALID_SIZE'> & {
      /** The requested size, in bytes. */
      readonly size: bigint
    })

/** The optional members of a refusal, besides its kind and message. */
const PAYLOAD = ['id', 'size', 'start', 'end', 'range', 'state', 'existing', 'request', 'largest'] as const

/** What the constructor takes. */
type Members = { readonly kind: string; readonly message: string } & {
  readonly [_ in (typeof PAYLOAD)[number]]?: unknown
}

// A class expression, so that the engine's own messages show the public name of the class.
const CrateRefusal = class VmAllocatorError extends Error {
  static {
    Object.defineProperty(VmAllocatorError, 'name', { value: 'VmAllocatorError' })
    Object.defineProperty(VmAllocatorError.prototype, 'name', {
      value: 'VmAllocatorError',
      configurable: true,
      writable: true,
    })
  }

  readonly kind: string
  readonly code: string
  /** Marks errors that were really constructed, as opposed to lookalikes. */
  readonly #made = true

  constructor(refusal: Members) {
    const own = readRefusal(refusal)
    const { kind, message } = own
    super(message)
    this.kind = kind
    this.code = `ERR_VM_ALLOCATOR_${kind.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase()}`
    for (const name of PAYLOAD) if (isGiven(own[name])) define(this, name, own[name])
  }

  toJSON(): object {
    const isOwn = typeof this === 'object' && this !== null && #made in this
    if (!isOwn) throw wrongType('this', 'a VmAllocatorError', this)
    const { name, message } = this
    return toPlain({ ...membersOf(this), name, message })
  }
}

/** For `error instanceof VmAllocatorError`, and for test runners that compare an error's class. */
export const VmAllocatorError: {
  /** The prototype that `instanceof` looks for. */
  readonly prototype: VmAllocatorError
  /** Only the package creates these errors, from the crate's answers. */
  new (refusal: { readonly kind: VmAllocatorError['kind']; readonly message: string }): VmAllocatorError
  /**
   * Recreates an error from what its `toJSON()` returned. Use it where `structuredClone` and `postMessage` would keep only
   * the name, message and stack of an error. The new stack is that of this call.
   *
   * @example
   * ```ts
   * try {
   *   new AddressAllocator(0xc000n, 0x100n).allocate(0x200n)
   * } catch (error) {
   *   const sent = JSON.parse(JSON.stringify(error))
   *   String(VmAllocatorError.fromJSON(sent).largest) // 'RangeInclusive [0xc000, 0xc0ff]'
   * }
   * ```
   * @param json - an object, not its text
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it isn't what `toJSON()` returns
   */
  fromJSON(json: unknown): VmAllocatorError
} = CrateRefusal as never

/** Reads each member once: foreign code may have called the constructor. */
function readRefusal(refusal: Members): Members {
  const expected = 'an object with kind and message'
  // Copy the own members, so that a missing one isn't found on a prototype.
  const own = readObject('refusal', expected, refusal, (value) => ({ __proto__: null, ...value }))
  if (typeof own.kind !== 'string' || typeof own.message !== 'string') throw wrongType('refusal', expected, refusal)
  return own
}

/** Defines an own member, even if a prototype has a setter or a read-only member of that name. */
function define(error: Error, name: string, value: unknown): void {
  const descriptor = { __proto__: null, value, writable: true, enumerable: true, configurable: true }
  Object.defineProperty(error, name, descriptor)
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined
}

/** The enumerable members. A spread has V8 write the text of `stack` before it leaves that out. */
function membersOf(error: object): object {
  return Object.fromEntries(Object.keys(error).map((name) => [name, Reflect.get(error, name)]))
}
