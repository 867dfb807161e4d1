import { wrongType } from '../argument.ts'
import { beginStackAtCaller } from '../caller.ts'

/** What a {@link SystemRequestError} is about, as far as it is known. */
export interface RequestFacts {
  /** The device of the request. */
  readonly device?: string | undefined
  /** The resource of the device. */
  readonly resource?: string | undefined
  /** The pool. */
  readonly pool?: string | undefined
}

/** Why a request was refused before any pool was searched. */
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
 * A request to a {@link SystemAllocator} that could never succeed. Nothing was changed. `kind` and `code`
 * don't change between major versions; the message may.
 *
 * | `kind` | when |
 * | --- | --- |
 * | `AlreadyAttached` | a device of this name is already attached |
 * | `ContradictoryNeed` | members of a need are mutually exclusive, such as `id` and `count` |
 * | `EmptyNeeds` | a device has no needs, or a need names no pool |
 * | `InvalidAlignment` | `align` is not a power of two |
 * | `InvalidCount` | `count` is 0, or a device asks for more than 1,000,000 ids in all |
 * | `InvalidPool` | a pool has a size of 0, ends beyond 2⁶⁴−1, or has its ids in the wrong order |
 * | `InvalidSize` | `size` is 0 |
 * | `NotMovable` | the resource to move has several ids |
 * | `NoPools` | a system has no pools |
 * | `OutsidePool` | an address, an id or the bounds lie outside every named pool |
 * | `UnalignedAddress` | the address of `at` isn't a multiple of the alignment |
 * | `UnknownDevice` | no device of this name is attached |
 * | `UnknownMember` | a need has a member that doesn't exist, such as a misspelled one |
 * | `UnknownPool` | no pool has this name |
 * | `UnknownResource` | the device has no resource of this name |
 * | `WrongPool` | ids were requested from a pool of addresses, or a range from a pool of ids |
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

  /** Why the request was refused. */
  readonly kind: SystemRequestErrorKind
  /** The same as a Node-style code. */
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
    beginStackAtCaller(this)
  }
}
