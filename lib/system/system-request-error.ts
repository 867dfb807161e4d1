import { wrongType } from '../argument.ts'

/** What a {@link SystemRequestError} is about, as far as the request got to name it. */
export interface RequestFacts {
  /** The device of the request. */
  readonly device?: string | undefined
  /** The resource of the device. */
  readonly resource?: string | undefined
  /** The pool. */
  readonly pool?: string | undefined
}

/** Why a request was refused before any pool was asked. */
export type SystemRequestErrorKind =
  | 'AlreadyAttached'
  | 'ContradictoryNeed'
  | 'EmptyNeeds'
  | 'InvalidAlignment'
  | 'InvalidCount'
  | 'InvalidPool'
  | 'InvalidSize'
  | 'NotMovable'
  | 'NoPools'
  | 'OutsidePool'
  | 'UnalignedAddress'
  | 'UnknownDevice'
  | 'UnknownMember'
  | 'UnknownPool'
  | 'UnknownResource'
  | 'WrongPool'

/**
 * A request to a {@link SystemAllocator} that makes no sense, whatever is free. Nothing was changed. `kind` and `code`
 * don't change between major versions; the message may.
 *
 * | `kind` | when |
 * | --- | --- |
 * | `AlreadyAttached` | there is a device of this name |
 * | `ContradictoryNeed` | members of a need exclude one another, such as `id` and `count` |
 * | `EmptyNeeds` | a device that needs nothing, or a need that names no pool |
 * | `InvalidAlignment` | `align` is not a power of two |
 * | `InvalidCount` | a `count` of 0 |
 * | `InvalidPool` | the definition of a pool: a size of 0, an end beyond 2⁶⁴−1, ids in the wrong order |
 * | `InvalidSize` | a `size` of 0 |
 * | `NotMovable` | `move` of a resource with several ids |
 * | `NoPools` | a system without pools |
 * | `OutsidePool` | an address, an id or bounds outside of every pool that was named |
 * | `UnalignedAddress` | the address of `at` isn't a multiple of the alignment |
 * | `UnknownDevice` | no device of this name is attached |
 * | `UnknownMember` | a need has a member that doesn't exist, such as a misspelled one |
 * | `UnknownPool` | no pool has this name |
 * | `UnknownResource` | the device has no resource of this name |
 * | `WrongPool` | ids from a pool of addresses, or a range from a pool of ids |
 *
 * @example
 * ```ts
 * const system = new SystemAllocator({ lines: { ids: [5, 23] } })
 * try {
 *   system.detach('net0')
 * } catch (error) {
 *   if (error instanceof SystemRequestError) console.log(error.kind, error.code, error.device)
 * }
 * // UnknownDevice ERR_VM_ALLOCATOR_UNKNOWN_DEVICE net0
 * ```
 */
export class SystemRequestError extends Error {
  static {
    const name = { value: 'SystemRequestError', configurable: true, writable: true }
    Object.defineProperty(SystemRequestError.prototype, 'name', name)
  }

  /** Why. */
  readonly kind: SystemRequestErrorKind
  /** The same as a code in Node's style. */
  readonly code: string
  /** The device of the request, if it named one. */
  readonly device: string | undefined
  /** The resource, if one is to blame. */
  readonly resource: string | undefined
  /** The pool, if one is to blame. */
  readonly pool: string | undefined

  /** @internal */
  constructor(kind: SystemRequestErrorKind, message: string, facts: RequestFacts) {
    if (typeof kind !== 'string') throw wrongType('kind', 'a string', kind)
    if (typeof message !== 'string') throw wrongType('message', 'a string', message)
    if (typeof facts !== 'object' || facts === null) throw wrongType('facts', 'an object', facts)
    const { device, resource, pool } = facts
    super(message)
    this.kind = kind
    this.code = `ERR_VM_ALLOCATOR_${kind.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase()}`
    this.device = device
    this.resource = resource
    this.pool = pool
  }
}
