// The twelve variants of the crate's `Error`. The texts are those of `Display` in Rust.
import { types } from 'node:util'
import test from 'ava'
import { loadedNative, vmAllocator } from '../support/loaded-native.ts'
import type { Kind } from '../support/refusal.ts'

const { AddressAllocator, AllocPolicy, Constraint, IdAllocator, RangeInclusive, VmAllocatorError } = vmAllocator
const MAX = 2n ** 64n - 1n

interface Case {
  readonly title: string
  readonly provoke: () => unknown
  readonly kind: Kind
  readonly code: string
  readonly message: string
  readonly payload?: object
  readonly json?: object
}

/** The second exact allocation of the same range. */
function allocateTwice(base: bigint): void {
  const allocator = new AddressAllocator(1n, MAX)
  const policy = AllocPolicy.ExactMatch(base)
  allocator.allocate(0x10n, 1n, policy)
  allocator.allocate(0x10n, 1n, policy)
}

/**
 * The package's answer to a refusal that none of its calls provokes: two ranges of the crate's tree overlap only if the
 * tree was damaged. So the test simulates the native side's report.
 */
function playOverlap(): void {
  const takeFailure = loadedNative['takeFailure'] as () => unknown
  const message =
    'Addresses are overlapping.RangeInclusive { start: 513, end: 766 } intersects with existing RangeInclusive { start: 513, end: 767 }'
  const range = { start: 0x201n, end: 0x2fen, existingStart: 0x201n, existingEnd: 0x2ffn }
  loadedNative['takeFailure'] = () => ({ kind: 'Overlap', message, path: null, ...range })
  try {
    new AddressAllocator(0n, 0x10n).allocate(0x20n)
  } finally {
    loadedNative['takeFailure'] = takeFailure
  }
}

const CASES: readonly Case[] = [
  {
    title: 'Overflow, of addresses',
    provoke: () => new AddressAllocator(MAX, 0x100n),
    kind: 'Overflow',
    code: 'ERR_VM_ALLOCATOR_OVERFLOW',
    message: 'Management operations on desired resource resulted in overflow.',
  },
  {
    title: 'OutOfRange',
    provoke: () => new IdAllocator(5, 23).freeId(3),
    kind: 'OutOfRange',
    code: 'ERR_VM_ALLOCATOR_OUT_OF_RANGE',
    message: 'Specified id: 3 is not in the range.',
    payload: { id: 3 },
  },
  {
    title: 'AlreadyReleased',
    provoke: () => {
      const allocator = new IdAllocator(10, 10)
      allocator.freeId(allocator.allocateId())
      allocator.freeId(10)
    },
    kind: 'AlreadyReleased',
    code: 'ERR_VM_ALLOCATOR_ALREADY_RELEASED',
    message: 'Specified id: 10 is already released.',
    payload: { id: 10 },
  },
  {
    title: 'NeverAllocated',
    provoke: () => new IdAllocator(0, 2 ** 32 - 1).freeId(2 ** 32 - 1),
    kind: 'NeverAllocated',
    code: 'ERR_VM_ALLOCATOR_NEVER_ALLOCATED',
    message: "Specified id: 4294967295 was never allocated, can't release it.",
    payload: { id: 4294967295 },
  },
  {
    title: 'ResourceNotAvailable',
    provoke: () => new AddressAllocator(0n, 0x10n).allocate(0x20n),
    kind: 'ResourceNotAvailable',
    code: 'ERR_VM_ALLOCATOR_RESOURCE_NOT_AVAILABLE',
    message: 'The requested resource is not available.',
  },
  {
    title: 'InvalidRange, of addresses',
    provoke: () => new RangeInclusive(0n, MAX),
    kind: 'InvalidRange',
    code: 'ERR_VM_ALLOCATOR_INVALID_RANGE',
    message: 'The range specified: 0-18446744073709551615 is not valid.',
    payload: { start: 0n, end: MAX },
    json: { start: '0x0', end: '0xffffffffffffffff' },
  },
  {
    title: 'InvalidRange, of ids',
    provoke: () => new IdAllocator(23, 5),
    kind: 'InvalidRange',
    code: 'ERR_VM_ALLOCATOR_INVALID_RANGE',
    message: 'The range specified: 23-5 is not valid.',
    payload: { start: 23n, end: 5n },
    json: { start: '0x17', end: '0x5' },
  },
  {
    title: 'InvalidAlignment',
    provoke: () => new Constraint(4n, 3n),
    kind: 'InvalidAlignment',
    code: 'ERR_VM_ALLOCATOR_INVALID_ALIGNMENT',
    message: 'Alignment value is invalid.',
  },
  {
    title: 'Overlap',
    provoke: playOverlap,
    kind: 'Overlap',
    code: 'ERR_VM_ALLOCATOR_OVERLAP',
    message:
      'Addresses are overlapping.RangeInclusive { start: 513, end: 766 } intersects with existing RangeInclusive { start: 513, end: 767 }',
    payload: { range: new RangeInclusive(0x201n, 0x2fen), existing: new RangeInclusive(0x201n, 0x2ffn) },
    json: { range: { start: '0x201', end: '0x2fe' }, existing: { start: '0x201', end: '0x2ff' } },
  },
  {
    title: 'InvalidStateTransition',
    provoke: () => allocateTwice(0x100n),
    kind: 'InvalidStateTransition',
    code: 'ERR_VM_ALLOCATOR_INVALID_STATE_TRANSITION',
    message:
      'Invalid state transition for node RangeInclusive { start: 256, end: 271 } from Allocated to NodeState::Free',
    payload: { range: new RangeInclusive(0x100n, 0x10fn), state: 'Allocated' },
    json: { range: { start: '0x100', end: '0x10f' }, state: 'Allocated' },
  },
  {
    title: 'InvalidStateTransition near the last address',
    provoke: () => allocateTwice(MAX - 0x1fn),
    kind: 'InvalidStateTransition',
    code: 'ERR_VM_ALLOCATOR_INVALID_STATE_TRANSITION',
    message:
      'Invalid state transition for node RangeInclusive { start: 18446744073709551584, end: 18446744073709551599 } from Allocated to NodeState::Free',
    payload: { range: new RangeInclusive(MAX - 0x1fn, MAX - 0x10n), state: 'Allocated' },
    json: { range: { start: '0xffffffffffffffe0', end: '0xffffffffffffffef' }, state: 'Allocated' },
  },
  {
    title: 'UnalignedAddress',
    provoke: () => new Constraint(4n, 4n, AllocPolicy.ExactMatch(3n)),
    kind: 'UnalignedAddress',
    code: 'ERR_VM_ALLOCATOR_UNALIGNED_ADDRESS',
    message: 'The address is not aligned.',
  },
  {
    title: 'Underflow',
    provoke: () => new AddressAllocator(0x1000n, 0n),
    kind: 'Underflow',
    code: 'ERR_VM_ALLOCATOR_UNDERFLOW',
    message: 'Management operations on desired resource resulted in underflow.',
  },
  {
    title: 'InvalidSize',
    provoke: () => new Constraint(0n),
    kind: 'InvalidSize',
    code: 'ERR_VM_ALLOCATOR_INVALID_SIZE',
    message: 'The specified size: 0 is not valid.',
    payload: { size: 0n },
    json: { size: '0x0' },
  },
]

function caught(call: () => unknown): Error {
  try {
    call()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}

const isData = test.macro({
  exec(t, { provoke, kind, code, message, payload = {}, json = payload }: Case) {
    const error = caught(provoke)
    t.true(error instanceof VmAllocatorError)
    t.true(types.isNativeError(error))
    t.is(error.name, 'VmAllocatorError')
    t.is(error.message, message)
    const { request, largest, ...own } = { ...error } as unknown as Record<string, unknown>
    t.deepEqual(own, { kind, code, ...payload })
    t.is(String(error), `VmAllocatorError: ${message}`)
    const { request: asked, largest: longest, ...parsed } = JSON.parse(JSON.stringify(error))
    t.deepEqual([asked === undefined, longest === undefined], [request === undefined, largest === undefined])
    t.deepEqual(parsed, { name: 'VmAllocatorError', kind, code, message, ...json })
  },
  title: (_, { title }: Case) => `${title}: class, message, kind, code and payload; as text and as JSON`,
})

// The functions of the WebAssembly engine can't be reached, so its answers can't be simulated.
const PLAYABLE = process.env['VM_ALLOCATOR_BINDING'] !== 'wasm'
for (const each of CASES) {
  if (each.provoke !== playOverlap || PLAYABLE) test.serial(isData, each)
}

test('there is a case of each of the twelve variants', (t) => {
  t.is(new Set(CASES.map(({ kind }) => kind)).size, 12)
})

test('ids and states of payloads are typed values, ranges are RangeInclusive', (t) => {
  const error = caught(() => allocateTwice(0x100n))
  t.true(error instanceof VmAllocatorError && error.kind === 'InvalidStateTransition')
  if (!(error instanceof VmAllocatorError && error.kind === 'InvalidStateTransition')) return
  t.true(error.range instanceof RangeInclusive)
  t.is(error.range.len, 0x10n)
  t.true(error.range.contains({ start: 0x100n, end: 0x10fn }))
})
