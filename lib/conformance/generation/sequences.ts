// Generates cases from random commands and the oracle's answers.
import fc from 'fast-check'
import type { AddressAllocator } from 'vm-allocator'
import { type Oracle, record } from '../cases/crate.ts'
import { type Call, hex, type Operation, type SubjectType, type Vector } from '../cases/vector.ts'
import { creates, highestOf, type PortProfile } from '../port/profile.ts'
import { type AddressCall, commandsOf, resolve } from './command.ts'
import { spacesBelow } from './space.ts'

/** Most sequences are short, and so are the failures they find; `size: 'large'` uses the full length. */
const LENGTH = { minLength: 1, maxLength: 40, size: 'large' as const }
const U32_MAX = 2 ** 32 - 1

/** The types of cases, and how often each is generated. */
const TYPES: readonly {
  readonly type: SubjectType
  readonly weight: number
  readonly make: (profile: PortProfile, oracle: Oracle) => fc.Arbitrary<Vector> | undefined
}[] = [
  { type: 'AddressAllocator', weight: 14, make: addressCases },
  { type: 'IdAllocator', weight: 4, make: idCases },
  { type: 'RangeInclusive', weight: 1, make: rangeCases },
  { type: 'Constraint', weight: 1, make: constraintCases },
]

/**
 * A random case that the port supports, which shrinks by calls, sizes and addresses. `undefined` if it supports none.
 */
export function sequencesFor(profile: PortProfile, oracle: Oracle = 'crate'): fc.Arbitrary<Vector> | undefined {
  const some = TYPES.flatMap(({ type, weight, make }) => {
    const arbitrary = creates(profile, type) ? make(profile, oracle) : undefined
    return arbitrary === undefined ? [] : [{ weight, arbitrary }]
  })
  return some.length === 0 ? undefined : fc.oneof(...some)
}

function addressCases(profile: PortProfile, oracle: Oracle): fc.Arbitrary<Vector> | undefined {
  const { functions } = profile
  const command = commandsOf({ allocate: functions.includes('allocate'), free: functions.includes('free') })
  if (command === undefined) return undefined
  const highest = highestOf(profile)
  return fc.tuple(fc.array(command, LENGTH), spacesBelow(highest + 1n)).map(([commands, space]): Vector => {
    const calls = commands.map((command) => (subject: unknown, before: readonly Operation[]): Call => {
      return spellCall(resolve(command, subject as AddressAllocator, space, highest), before)
    })
    const create = { type: 'AddressAllocator', base: hex(space.base), size: hex(space.size) } as const
    return record(about('AddressAllocator'), create, calls, oracle)
  })
}

const idRange = fc
  .tuple(fc.constantFrom(0, 1, 5, 2 ** 31 - 2, U32_MAX - 7, U32_MAX - 2), fc.integer({ min: -1, max: 7 }))
  .map(([base, more]) => ({ base, end: Math.max(0, Math.min(U32_MAX, base + more)) }))

const ID_FUNCTIONS = { free_id: 'freeId', is_allocated: 'isAllocated' } as const

function idCases({ functions }: PortProfile): fc.Arbitrary<Vector> | undefined {
  const asked = (['free_id', 'is_allocated'] as const).filter((op) => functions.includes(ID_FUNCTIONS[op]))
  const at = fc.integer({ min: -1, max: 9 })
  const some = [
    ...(functions.includes('allocateId')
      ? [{ weight: 4, arbitrary: fc.constant({ op: 'allocate_id' as const }) }]
      : []),
    ...(asked.length === 0 ? [] : [{ weight: 5, arbitrary: fc.record({ op: fc.constantFrom(...asked), at }) }]),
  ]
  if (some.length === 0) return undefined
  return fc.tuple(fc.array(fc.oneof(...some), LENGTH), idRange).map(([commands, { base, end }]): Vector => {
    const calls = commands.map((command) => (): Call => {
      if (command.op === 'allocate_id') return command
      return { op: command.op, id: Math.max(0, Math.min(U32_MAX, base + command.at)) }
    })
    return record(about('IdAllocator'), { type: 'IdAllocator', base, end }, calls)
  })
}

/** Numbers near the edges, up to `highest`. */
function edges(highest: bigint): fc.Arbitrary<bigint> {
  const powers = [2n ** 32n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n].filter((power) => power <= highest)
  return fc.oneof(
    fc.bigInt(0n, 12n),
    fc.bigInt(0n, 4n).map((below) => highest - below),
    fc.constantFrom(...powers),
  )
}

function rangeCases(profile: PortProfile): fc.Arbitrary<Vector> | undefined {
  const relations = (['contains', 'overlaps', 'equals', 'compare', 'len'] as const).filter((name) =>
    profile.functions.includes(name),
  )
  const highest = highestOf(profile)
  const edge = edges(highest)
  const calls =
    relations.length === 0 ? fc.constant([]) : fc.array(fc.tuple(fc.constantFrom(...relations), edge, edge), LENGTH)
  return fc.tuple(calls, edge, edge).map(([calls, start, end]): Vector => {
    const asked = calls.map(([op, one, other]) => (): Call => {
      const [low, high] = one < other ? [one, other] : [other, one]
      const whole = low === 0n && high === 2n ** 64n - 1n
      return op === 'len' ? { op } : ({ op, range: { start: hex(whole ? 1n : low), end: hex(high) } } as Call)
    })
    // The length of a range of all numbers is too large for a port of numbers.
    const first = profile.numbers === 'number' && start === 0n && end === highest ? 1n : start
    return record(about('RangeInclusive'), { type: 'RangeInclusive', start: hex(first), end: hex(end) }, asked)
  })
}

function constraintCases(profile: PortProfile): fc.Arbitrary<Vector> {
  const highest = highestOf(profile)
  const edge = edges(highest)
  const powers = fc.integer({ min: 0, max: highest.toString(2).length - 1 }).map((power) => 1n << BigInt(power))
  return fc.tuple(edge, fc.oneof(edge, powers), edge, fc.nat(2)).map(([size, align, at, kind]): Vector => {
    const policies = [{ kind: 'FirstMatch' }, { kind: 'LastMatch' }, { kind: 'ExactMatch', address: hex(at) }] as const
    const policy = policies[kind] ?? policies[0]
    return record(about('Constraint'), { type: 'Constraint', size: hex(size), align: hex(align), policy }, [])
  })
}

function about(type: string): { id: string; title: string } {
  return { id: 'generated', title: `A generated case of ${type}` }
}

/**
 * Writes a call in the notation of the vectors, with references to allocated ranges, so that a port receives its own
 * objects.
 */
export function spellCall(call: AddressCall, before: readonly Operation[] = []): Call {
  if (call.op === 'allocate') {
    const { policy: kind, size, align } = call
    const policy = kind === 'ExactMatch' ? { kind, address: hex(call.address) } : { kind }
    return { op: 'allocate', size: hex(size), align: hex(align), policy }
  }
  const range = { start: hex(call.start), end: hex(call.end) }
  const result = before.map(({ op, result }) => op === 'allocate' && isRange(result, range)).lastIndexOf(true)
  return { op: 'free', range: result === -1 ? range : { result } }
}

function isRange(result: unknown, { start, end }: { start: string; end: string }): boolean {
  const range = result as { start: string; end: string } | undefined
  return range?.start === start && range.end === end
}
