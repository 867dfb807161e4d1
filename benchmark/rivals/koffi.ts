import koffi from 'koffi'
import { rivalLibrary } from '../files.ts'
import { Refusal } from '../ports/refusal.ts'
import { type AddressRival, conceal, type Integer, type Rival } from '../rival.ts'

/** The errors by number, from 1. */
const KINDS = [
  ...['Overflow', 'OutOfRange', 'AlreadyReleased', 'NeverAllocated', 'ResourceNotAvailable', 'InvalidRange'],
  ...['InvalidAlignment', 'Overlap', 'InvalidStateTransition', 'UnalignedAddress', 'Underflow', 'InvalidSize'],
]

const library = koffi.load(rivalLibrary('c_abi'))
const newAddresses = library.func('void *address_allocator_new(uint64_t base, uint64_t size)')
const allocate = library.func(
  'int address_allocator_allocate(void *allocator, uint64_t size, uint64_t align, uint32_t policy, uint64_t address, uint64_t *range)',
)
const free = library.func('int address_allocator_free(void *allocator, uint64_t start, uint64_t end)')
const newIds = library.func('void *id_allocator_new(uint32_t base, uint32_t end)')
const allocateId = library.func('int64_t id_allocator_allocate(void *allocator)')
const freeId = library.func('int id_allocator_free(void *allocator, uint32_t id)')

interface Range {
  readonly start: bigint
  readonly end: bigint
}

interface Policy<I extends Integer> {
  readonly code: number
  readonly address: I
}

/** The allocators live until the end of the process, which in a trial is soon. */
class Addresses<I extends Integer> {
  readonly #pointer: unknown
  readonly #range = new BigUint64Array(2)

  constructor(base: I, size: I) {
    this.#pointer = newAddresses(base, size)
  }

  allocate(size: I, align: I, policy?: Policy<I>): Range {
    const range = this.#range
    const code = policy === undefined ? 0 : policy.code
    const error = allocate(this.#pointer, size, align, code, policy === undefined ? 0 : policy.address, range)
    if (error !== 0) throw refusal(error)
    return { start: range[0] as bigint, end: range[1] as bigint }
  }

  free(range: Range): void {
    const error = free(this.#pointer, range.start, range.end)
    if (error !== 0) throw refusal(error)
  }
}

class Ids {
  readonly #pointer: unknown

  constructor(base: number, end: number) {
    this.#pointer = newIds(base, end)
  }

  allocateId(): number {
    const id: number = allocateId(this.#pointer)
    if (id < 0) throw refusal(-id)
    return id
  }

  freeId(id: number): void {
    const error = freeId(this.#pointer, id)
    if (error !== 0) throw refusal(error)
  }
}

function refusal(error: number): Refusal {
  return new Refusal(KINDS[error - 1] ?? `error ${error}`)
}

function addresses<I extends Integer>(integer: (value: bigint) => I): AddressRival<I, Policy<I>, Range> {
  return {
    integer,
    create: (base, size) => new Addresses(base, size),
    lastMatch: { code: 1, address: integer(0n) },
    exactMatch: (address) => ({ code: 2, address }),
  }
}

/** The crate behind a C ABI, called through koffi. */
export const rival: Rival = {
  addresses: conceal(addresses((value) => value)),
  numbers: conceal(addresses(Number)),
  createIds: (base, end) => new Ids(base, end),
  kind: (error) => (error instanceof Refusal ? error.kind : String(error)),
}
