// Allocators to misuse, and checks that they still work afterwards.
import { AddressAllocator, AllocPolicy, IdAllocator, type RangeInclusive, VmAllocatorError } from 'vm-allocator'

export interface Subject {
  readonly addresses: AddressAllocator
  readonly ids: IdAllocator
  /** A live range of `addresses`. */
  readonly live: RangeInclusive
}

/**
 * Allocators with live ranges, holes and freed ids. The address 0 and the id 0 are free, so that values read as 0 have
 * an effect.
 */
export function makeSubject(): Subject {
  const addresses = new AddressAllocator(0n, 0x10000n)
  const live = addresses.allocate(0x100n, 0x100n, AllocPolicy.ExactMatch(0x400n))
  addresses.allocate(0x40n, 0x40n, AllocPolicy.LastMatch)
  const ids = new IdAllocator(0, 50)
  for (let i = 0; i < 8; i++) ids.allocateId()
  for (const id of [0, 5]) ids.freeId(id)
  return { addresses, ids, live }
}

/** The whole state of a subject, and the answers to the next calls. */
export function consequences({ addresses, ids, live }: Subject): unknown[] {
  return [
    addresses.snapshot(),
    ids.snapshot(),
    outcome(() => addresses.allocate(0x20n)),
    outcome(() => addresses.allocate(0x400n, 0x100n, AllocPolicy.LastMatch)),
    outcome(() => addresses.free(live)),
    outcome(() => addresses.allocate(0xff00n, 1n)),
    outcome(() => ids.allocateId()),
    outcome(() => ids.freeId(1)),
    outcome(() => ids.freeId(40)),
    outcome(() => ids.allocateId()),
  ]
}

/** The outcome of a call as a text: its result or its error. */
export function outcome(call: () => unknown): string {
  try {
    return describe(call())
  } catch (error) {
    return error instanceof VmAllocatorError ? `${error.kind}: ${error.message}` : String(error)
  }
}

function describe(value: unknown): string {
  const write = (_: string, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)
  return typeof value === 'object' ? JSON.stringify(value, write) : String(value)
}

/** How a call's outcome differs from a proper error about an argument, if it does. */
export interface Complaint {
  readonly type: 'TypeError' | 'RangeError'
  /** The name of the argument that the message must contain. */
  readonly name: string
  readonly received: RegExp
}

const CODES = { TypeError: 'ERR_INVALID_ARG_TYPE', RangeError: 'ERR_OUT_OF_RANGE' }

/** `undefined` if a call throws the right error, otherwise what it does instead. */
export function misbehaviour(call: () => unknown, { type, name, received }: Complaint): string | undefined {
  try {
    return `answered ${describe(call())}`
  } catch (error) {
    if (!(error instanceof Error)) return `threw ${String(error)}`
    const [, argument, expected, rest] = /^The "(.+)" argument must be (.+)\. Received (.*)$/s.exec(error.message) ?? []
    const proper =
      error.constructor.name === type &&
      (error as { code?: unknown }).code === CODES[type] &&
      argument === name &&
      expected !== '' &&
      received.test(rest ?? '')
    return proper
      ? undefined
      : `threw ${error.constructor.name} ${(error as { code?: unknown }).code}: ${error.message}`
  }
}
