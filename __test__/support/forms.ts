// The ways to write the same call, for tests that use all of them.
import { AddressAllocator, type AllocPolicy, Constraint, RangeInclusive, type U64Like } from 'vm-allocator'
import { construct, perform, policyOf, type Subject } from '../../lib/conformance/cases/crate.ts'
import {
  argument,
  type Call,
  type Create,
  type Operation,
  type PolicyText,
  type RangeText,
} from '../../lib/conformance/cases/vector.ts'
import { asNumber } from './edges.ts'

export interface Form {
  readonly name: string
  readonly construct: (create: Create) => Subject
  readonly perform: (subject: Subject, call: Call, before: readonly Operation[]) => unknown
}

const number = (text: string): U64Like => asNumber(BigInt(text))
const range = ({ start, end }: RangeText) => ({ start: number(start), end: number(end) })

/** A policy whose address is a number. */
function policy(text: PolicyText): AllocPolicy {
  return text.kind === 'ExactMatch' ? { kind: text.kind, address: number(text.address) as bigint } : policyOf(text)
}

function constructOfNumbers(create: Create): Subject {
  switch (create.type) {
    case 'RangeInclusive':
      return new RangeInclusive(number(create.start), number(create.end))
    case 'Constraint':
      return new Constraint(number(create.size), number(create.align), policy(create.policy))
    case 'AddressAllocator':
      return new AddressAllocator(number(create.base), number(create.size))
    case 'IdAllocator':
      return construct(create)
  }
}

function performWithNumbers(subject: Subject, call: Call, before: readonly Operation[]): unknown {
  switch (call.op) {
    case 'allocate':
      return (subject as AddressAllocator).allocate(number(call.size), number(call.align), policy(call.policy))
    case 'free':
      return (subject as AddressAllocator).free(range(argument(call.range, before)))
    case 'contains':
    case 'overlaps':
    case 'equals':
    case 'compare':
      return (subject as RangeInclusive)[call.op](range(call.range))
    default:
      return perform(subject, call, before)
  }
}

export const FORMS: readonly Form[] = [
  { name: 'bigints', construct, perform },
  { name: 'numbers where they are safe', construct: constructOfNumbers, perform: performWithNumbers },
  {
    name: 'a Constraint',
    construct,
    perform(subject, call, before) {
      if (call.op !== 'allocate') return perform(subject, call, before)
      const constraint = new Constraint(BigInt(call.size), BigInt(call.align), policyOf(call.policy))
      return (subject as AddressAllocator).allocate(constraint)
    },
  },
]

/** Sound mode, which answers differently only where a numbered deviation shows. */
export const SOUND: Form = { name: 'sound mode', construct: (create) => construct(create, true), perform }
