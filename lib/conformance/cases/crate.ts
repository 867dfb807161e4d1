// The live crate, through the package's public API, called with the notation of the vectors.
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, RangeInclusive, VmAllocatorError } from 'vm-allocator'
import type { Answer, Call, Create, ErrorText, Operation, PolicyText, RangeText, StateText, Vector } from './vector.ts'
import { argument, hex } from './vector.ts'

/** What a port is compared with: the bare crate, or this package's sound mode. */
export type Oracle = 'crate' | 'sound'

/** An object of this package. */
export type Subject = RangeInclusive | Constraint | AddressAllocator | IdAllocator

/** The package's policy of that name. */
export function policyOf(policy: PolicyText): AllocPolicy {
  return policy.kind === 'ExactMatch' ? AllocPolicy.ExactMatch(BigInt(policy.address)) : AllocPolicy[policy.kind]
}

/** Constructs the package's object. */
export function construct(create: Create, sound = false): Subject {
  switch (create.type) {
    case 'RangeInclusive':
      return new RangeInclusive(BigInt(create.start), BigInt(create.end))
    case 'Constraint':
      return new Constraint(BigInt(create.size), BigInt(create.align), policyOf(create.policy))
    case 'AddressAllocator':
      return new AddressAllocator(BigInt(create.base), BigInt(create.size), { sound })
    case 'IdAllocator':
      return new IdAllocator(create.base, create.end)
  }
}

/** The crate's answer to a call, in which references stand for results of `before`. */
export function ask(subject: Subject, call: Call, before: readonly Operation[] = []): Answer {
  return answer(() => perform(subject, call, before))
}

/** The ranges of an address allocator as the crate holds them; `undefined` for other objects. */
export function stateOf(subject: Subject): { ranges?: StateText[] } {
  if (!(subject instanceof AddressAllocator)) return {}
  const ranges = subject.ranges().map(({ start, end, state }) => ({
    start: hex(start),
    end: hex(end),
    state: state === 'free' ? ('Free' as const) : ('Allocated' as const),
  }))
  return { ranges }
}

/** A call of a case, which may depend on the object's state and on earlier answers. `undefined` means no call. */
export type NextCall = (subject: Subject, before: readonly Operation[]) => Call | undefined

/** Makes the calls of a case, each of which is decided only when it is due. */
export function record(
  about: Pick<Vector, 'id' | 'title'> & Partial<Pick<Vector, 'tags'>>,
  create: Create,
  calls: readonly NextCall[],
  oracle: Oracle = 'crate',
): Vector {
  const head = { tags: [`type:${create.type}`], ...about, create, ...markOf(oracle) }
  const sound = oracle === 'sound'
  let subject: Subject | undefined
  const created = answer(() => {
    subject = construct(create, sound)
  })
  if (subject === undefined) return { ...head, ...(created as { error: ErrorText }), operations: [] }
  const operations = recordOn(subject, calls)
  // Sound mode has its own tree, which isn't compared.
  const keeps = subject instanceof IdAllocator || (subject instanceof AddressAllocator && !sound)
  const snapshot = keeps ? { snapshot: (subject as IdAllocator | AddressAllocator).snapshot() } : {}
  return { ...head, created: createdOf(construct(create, sound)), operations, ...snapshot }
}

/** Makes more calls on an object, after the operations `before`. Returns all operations. */
export function recordOn(
  subject: Subject,
  calls: readonly NextCall[],
  before: readonly Operation[] = [],
): readonly Operation[] {
  const operations = [...before]
  for (const next of calls) {
    const call = next(subject, operations)
    if (call !== undefined) operations.push({ ...call, ...ask(subject, call, operations), ...stateOf(subject) })
  }
  return operations
}

/** The members of a case that say where its answers come from. */
export function markOf(oracle: Oracle): Pick<Vector, 'oracle'> {
  return oracle === 'sound' ? { oracle } : {}
}

/** The properties of a new object of the package. */
export function createdOf(subject: Subject): Record<string, unknown> {
  if (subject instanceof RangeInclusive) return { ...subject.toJSON() }
  if (subject instanceof Constraint) return { size: hex(subject.size), align: hex(subject.align) }
  if (subject instanceof IdAllocator) return {}
  return { base: hex(subject.base), end: hex(subject.end), ...stateOf(subject) }
}

/** Makes a call on the package's object. */
export function perform(subject: Subject, call: Call, before: readonly Operation[]): unknown {
  switch (call.op) {
    case 'allocate':
      return (subject as AddressAllocator).allocate(BigInt(call.size), BigInt(call.align), policyOf(call.policy))
    case 'free':
      return (subject as AddressAllocator).free(rangeOf(argument(call.range, before)))
    case 'allocate_id':
      return (subject as IdAllocator).allocateId()
    case 'free_id':
      return (subject as IdAllocator).freeId(argument(call.id, before))
    case 'is_allocated':
      return (subject as IdAllocator).isAllocated(argument(call.id, before))
    case 'len':
      return (subject as RangeInclusive).len
    default:
      return (subject as RangeInclusive)[call.op](rangeOf(call.range))
  }
}

/** Returns a range with `bigint` ends. */
export function rangeOf({ start, end }: RangeText): { start: bigint; end: bigint } {
  return { start: BigInt(start), end: BigInt(end) }
}

/**
 * The answer to a call: a result, or one of the crate's errors. Anything else that is thrown is a bug of this package.
 */
export function answer(call: () => unknown): Answer {
  try {
    return { result: spell(call()) }
  } catch (error) {
    if (!(error instanceof VmAllocatorError)) throw error
    // `request` and `largest` are added by the package; only the rest is the crate's payload.
    const { name: _name, code: _code, request: _request, largest: _largest, ...members } = error.toJSON()
    const { kind, message, ...payload } = members
    return { error: { kind, payload, message } }
  }
}

function spell(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') return hex(value)
  return value instanceof RangeInclusive ? value.toJSON() : value
}
