// The crate's refusals: the variant with its code, the payload, and the text of `Display`.
import type { ExecutionContext } from 'ava'
import { type RangeInclusive, VmAllocatorError } from 'vm-allocator'

export const CODES = {
  Overflow: 'ERR_VM_ALLOCATOR_OVERFLOW',
  OutOfRange: 'ERR_VM_ALLOCATOR_OUT_OF_RANGE',
  AlreadyReleased: 'ERR_VM_ALLOCATOR_ALREADY_RELEASED',
  NeverAllocated: 'ERR_VM_ALLOCATOR_NEVER_ALLOCATED',
  ResourceNotAvailable: 'ERR_VM_ALLOCATOR_RESOURCE_NOT_AVAILABLE',
  InvalidRange: 'ERR_VM_ALLOCATOR_INVALID_RANGE',
  InvalidAlignment: 'ERR_VM_ALLOCATOR_INVALID_ALIGNMENT',
  Overlap: 'ERR_VM_ALLOCATOR_OVERLAP',
  InvalidStateTransition: 'ERR_VM_ALLOCATOR_INVALID_STATE_TRANSITION',
  UnalignedAddress: 'ERR_VM_ALLOCATOR_UNALIGNED_ADDRESS',
  Underflow: 'ERR_VM_ALLOCATOR_UNDERFLOW',
  InvalidSize: 'ERR_VM_ALLOCATOR_INVALID_SIZE',
} as const

export type Kind = keyof typeof CODES

/** The payloads of all variants. */
export interface Payload {
  id?: number
  size?: bigint
  start?: bigint
  end?: bigint
  range?: RangeInclusive
  existing?: RangeInclusive
  state?: 'Free' | 'Allocated'
}

/** The crate's `#[error("…")]` texts. */
const MESSAGES: Record<Kind, (payload: Payload) => string> = {
  Overflow: () => 'Management operations on desired resource resulted in overflow.',
  OutOfRange: ({ id }) => `Specified id: ${id} is not in the range.`,
  AlreadyReleased: ({ id }) => `Specified id: ${id} is already released.`,
  NeverAllocated: ({ id }) => `Specified id: ${id} was never allocated, can't release it.`,
  ResourceNotAvailable: () => 'The requested resource is not available.',
  InvalidRange: ({ start, end }) => `The range specified: ${start}-${end} is not valid.`,
  InvalidAlignment: () => 'Alignment value is invalid.',
  Overlap: ({ range, existing }) =>
    `Addresses are overlapping.${debug(range)} intersects with existing ${debug(existing)}`,
  InvalidStateTransition: ({ range, state }) =>
    `Invalid state transition for node ${debug(range)} from ${state} to NodeState::Free`,
  UnalignedAddress: () => 'The address is not aligned.',
  Underflow: () => 'Management operations on desired resource resulted in underflow.',
  InvalidSize: ({ size }) => `The specified size: ${size} is not valid.`,
}

/** A range as Rust's `{:?}` prints it. */
function debug(range: RangeInclusive | undefined): string {
  return `RangeInclusive { start: ${range?.start}, end: ${range?.end} }`
}

/** Asserts that a call is refused by the crate: class, name, message, and exactly these own properties. */
export function refuses(t: ExecutionContext, call: () => unknown, kind: Kind, payload: Payload = {}, note = ''): void {
  const error = t.throws(call, undefined, `${note} should be refused with ${kind}`)
  t.true(error instanceof VmAllocatorError, `${note} threw ${error}`)
  // The request has a separate test.
  const { name, message, request, largest, ...own } = {
    request: undefined,
    largest: undefined,
    ...error,
    name: error?.name,
    message: error?.message,
  }
  t.deepEqual(own, { kind, code: CODES[kind], ...payload }, note)
  t.is(name, 'VmAllocatorError', note)
  t.is(message, MESSAGES[kind](payload), note)
}
