import type { RangeInclusive } from './range-inclusive.ts'

/** The payload of each kind of refusal. */
export interface Payloads {
  Overflow: object
  Underflow: object
  OutOfRange: { readonly id: number }
  AlreadyReleased: { readonly id: number }
  NeverAllocated: { readonly id: number }
  ResourceNotAvailable: object
  InvalidRange: { readonly start: bigint; readonly end: bigint }
  InvalidAlignment: object
  InvalidStateTransition: { readonly range: RangeInclusive; readonly state: 'Free' | 'Allocated' }
  UnalignedAddress: object
  InvalidSize: { readonly size: bigint }
}

/** A variant of the crate's `Error`. Its `Overlap` can't occur: ranges are added only where others were removed. */
export type Kind = keyof Payloads

const MESSAGES: { [K in Kind]: (payload: Payloads[K]) => string } = {
  Overflow: () => 'Management operations on desired resource resulted in overflow.',
  Underflow: () => 'Management operations on desired resource resulted in underflow.',
  OutOfRange: ({ id }) => `Specified id: ${id} is not in the range.`,
  AlreadyReleased: ({ id }) => `Specified id: ${id} is already released.`,
  NeverAllocated: ({ id }) => `Specified id: ${id} was never allocated, can't release it.`,
  ResourceNotAvailable: () => 'The requested resource is not available.',
  InvalidRange: ({ start, end }) => `The range specified: ${start}-${end} is not valid.`,
  InvalidAlignment: () => 'Alignment value is invalid.',
  // The crate's own text, although it refuses a transition to Allocated (deviation D16).
  InvalidStateTransition: ({ range: { start, end }, state }) =>
    `Invalid state transition for node RangeInclusive { start: ${start}, end: ${end} } from ${state} to NodeState::Free`,
  UnalignedAddress: () => 'The address is not aligned.',
  InvalidSize: ({ size }) => `The specified size: ${size} is not valid.`,
}

/** A refusal: the crate's `Error`, distinguished by `kind`. */
export class VmAllocatorError<K extends Kind = Kind> extends Error {
  override readonly name = 'VmAllocatorError'
  readonly kind: K

  private constructor(kind: K, payload: Payloads[K]) {
    super(MESSAGES[kind](payload))
    this.kind = kind
    Object.assign(this, payload)
  }

  /** Makes a refusal with only a kind, or with a payload too. */
  static of<K extends Kind>(kind: K, payload: Payloads[K]): VmAllocatorError<K> & Payloads[K] {
    return new VmAllocatorError(kind, payload) as VmAllocatorError<K> & Payloads[K]
  }
}

/** Throws a refusal with `kind`. */
export function refuse<K extends Kind>(kind: K, ...[payload]: object extends Payloads[K] ? [] : [Payloads[K]]): never {
  throw VmAllocatorError.of(kind, (payload ?? {}) as Payloads[K])
}
