// Every parameter of every public function, constructor and factory that takes a number.
import {
  AddressAllocator,
  AllocPolicy,
  Constraint,
  IdAllocator,
  ManagedRange,
  RangeInclusive,
  type U64Like,
} from 'vm-allocator'
import type { Subject } from './subject.ts'

export interface Parameter<T> {
  /** The call that passes the parameter. */
  readonly title: string
  /** The argument's name in messages. */
  readonly name: string
  /** Whether it may be left out, so that `undefined` is valid. */
  readonly optional?: boolean
  /** Whether it may also be an object. */
  readonly orObject?: boolean
  readonly pass: (value: T, subject: Subject) => unknown
}

const RELATIONS = ['contains', 'overlaps', 'equals', 'compare'] as const
const range = new RangeInclusive(0x10n, 0x20n)

/** `other.start` and `other.end` of the four relations between ranges. */
function relationParameters(relation: (typeof RELATIONS)[number]): Parameter<U64Like>[] {
  return [
    {
      title: `RangeInclusive.${relation}({ start })`,
      name: 'other.start',
      pass: (start) => range[relation]({ start, end: 2n ** 63n }),
    },
    {
      title: `RangeInclusive.${relation}({ end })`,
      name: 'other.end',
      pass: (end) => range[relation]({ start: 0n, end }),
    },
  ]
}

export const U64_PARAMETERS: readonly Parameter<U64Like>[] = [
  { title: 'new RangeInclusive(start)', name: 'start', pass: (start) => new RangeInclusive(start, 2n ** 63n) },
  { title: 'new RangeInclusive(end)', name: 'end', pass: (end) => new RangeInclusive(0n, end) },
  { title: 'new ManagedRange(start)', name: 'start', pass: (start) => new ManagedRange(start, 2n ** 63n, 'free') },
  { title: 'new ManagedRange(end)', name: 'end', pass: (end) => new ManagedRange(0n, end, 'free') },
  ...RELATIONS.flatMap(relationParameters),
  { title: 'AllocPolicy.ExactMatch(address)', name: 'address', pass: (address) => AllocPolicy.ExactMatch(address) },
  { title: 'new Constraint(size)', name: 'size', pass: (size) => new Constraint(size) },
  { title: 'new Constraint(align)', name: 'align', optional: true, pass: (align) => new Constraint(4n, align) },
  {
    title: 'new Constraint({ kind, address })',
    name: 'policy.address',
    pass: (address) => new Constraint(4n, 1n, exactMatch(address)),
  },
  { title: 'new AddressAllocator(base)', name: 'base', pass: (base) => new AddressAllocator(base, 0x1000n).end },
  { title: 'new AddressAllocator(size)', name: 'size', pass: (size) => new AddressAllocator(0n, size).end },
  {
    title: 'AddressAllocator.allocate(size)',
    name: 'size',
    orObject: true,
    pass: (size, { addresses }) => addresses.allocate(size as bigint),
  },
  {
    title: 'AddressAllocator.allocate(size) with a policy',
    name: 'size',
    orObject: true,
    pass: (size, { addresses }) => addresses.allocate(size as bigint, 1n, AllocPolicy.ExactMatch(0x1000n)),
  },
  {
    title: 'AddressAllocator.allocate(align)',
    name: 'align',
    orObject: true,
    optional: true,
    pass: (align, { addresses }) => addresses.allocate(4n, align),
  },
  {
    title: 'AddressAllocator.free({ start })',
    name: 'range.start',
    pass: (start, { addresses, live }) => addresses.free({ start, end: live.end }),
  },
  {
    title: 'AddressAllocator.free({ end })',
    name: 'range.end',
    pass: (end, { addresses, live }) => addresses.free({ start: live.start, end }),
  },
]

/** Separate, because two values are taken for 0: see the test that fails. */
export const ALLOCATE_AT: Parameter<U64Like> = {
  title: 'AddressAllocator.allocate({ kind, address })',
  name: 'policy.address',
  pass: (address, { addresses }) => addresses.allocate(4n, 4n, exactMatch(address)),
}

export const U32_PARAMETERS: readonly Parameter<number>[] = [
  { title: 'new IdAllocator(base)', name: 'base', pass: (base) => new IdAllocator(base, 2 ** 32 - 1).end },
  { title: 'new IdAllocator(end)', name: 'end', pass: (end) => new IdAllocator(0, end).base },
  { title: 'IdAllocator.freeId(id)', name: 'id', pass: (id, { ids }) => ids.freeId(id) },
  { title: 'IdAllocator.isAllocated(id)', name: 'id', pass: (id, { ids }) => ids.isAllocated(id) },
]

function exactMatch(address: U64Like): AllocPolicy {
  return { kind: 'ExactMatch', address: address as bigint }
}
