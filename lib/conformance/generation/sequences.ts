// Generated cases: random commands, asked to the live crate, which makes a case with all its answers of them.
import fc from 'fast-check'
import type { AddressAllocator } from 'vm-allocator'
import { record } from '../cases/crate.ts'
import { type Call, hex, type Operation, type Vector } from '../cases/vector.ts'
import { type Command, command, type Call as PlainCall, resolve } from './command.ts'
import { type Space, space } from './space.ts'

/** Most sequences are short, so that what they find is short; `size: 'large'` makes use of the whole length. */
const LENGTH = { minLength: 1, maxLength: 40, size: 'large' as const }
const U32_MAX = 2 ** 32 - 1

const address = fc
  .tuple(fc.array(command, LENGTH), space)
  .map(([commands, space]): Vector => recordAddress(commands, space))

type IdCommand = { readonly op: 'allocate_id' } | { readonly op: 'free_id' | 'is_allocated'; readonly at: number }

const idCommand: fc.Arbitrary<IdCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ op: 'allocate_id' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constantFrom('free_id' as const, 'is_allocated' as const),
      at: fc.integer({ min: -1, max: 9 }),
    }),
  },
)
const idRange = fc
  .tuple(fc.constantFrom(0, 1, 5, 2 ** 31 - 2, U32_MAX - 7, U32_MAX - 2), fc.integer({ min: -1, max: 7 }))
  .map(([base, more]) => ({ base, end: Math.max(0, Math.min(U32_MAX, base + more)) }))

const id = fc.tuple(fc.array(idCommand, LENGTH), idRange).map(([commands, { base, end }]): Vector => {
  const calls = commands.map((command) => (): Call => {
    if (command.op === 'allocate_id') return command
    return { op: command.op, id: Math.max(0, Math.min(U32_MAX, base + command.at)) }
  })
  return record(about('IdAllocator'), { type: 'IdAllocator', base, end }, calls)
})

const u64 = fc.oneof(
  fc.bigInt(0n, 12n),
  fc.bigInt(0n, 4n).map((below) => 2n ** 64n - 1n - below),
  fc.constantFrom(2n ** 32n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n),
)

const range = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('contains', 'overlaps', 'equals', 'compare', 'len'), u64, u64), LENGTH),
    u64,
    u64,
  )
  .map(([relations, start, end]): Vector => {
    const calls = relations.map(([op, one, other]) => (): Call => {
      const [low, high] = one < other ? [one, other] : [other, one]
      const whole = low === 0n && high === 2n ** 64n - 1n
      return op === 'len' ? { op } : ({ op, range: { start: hex(whole ? 1n : low), end: hex(high) } } as Call)
    })
    return record(about('RangeInclusive'), { type: 'RangeInclusive', start: hex(start), end: hex(end) }, calls)
  })

const constraint = fc
  .tuple(
    u64,
    fc.oneof(
      u64,
      fc.integer({ min: 0, max: 63 }).map((power) => 1n << BigInt(power)),
    ),
    u64,
    fc.nat(2),
  )
  .map(([size, align, at, kind]): Vector => {
    const policies = [{ kind: 'FirstMatch' }, { kind: 'LastMatch' }, { kind: 'ExactMatch', address: hex(at) }] as const
    const policy = policies[kind] ?? policies[0]
    return record(about('Constraint'), { type: 'Constraint', size: hex(size), align: hex(align), policy }, [])
  })

/** A random case; it shrinks by commands first, then by sizes and addresses, then by the managed space. */
export const sequence: fc.Arbitrary<Vector> = fc.oneof(
  { weight: 14, arbitrary: address },
  { weight: 4, arbitrary: id },
  { weight: 1, arbitrary: range },
  { weight: 1, arbitrary: constraint },
)

function about(type: string): { id: string; title: string } {
  return { id: 'generated', title: `A generated case of ${type}` }
}

function recordAddress(commands: readonly Command[], space: Space): Vector {
  const calls = commands.map((command) => (subject: unknown, before: readonly Operation[]): Call => {
    return spellCall(resolve(command, subject as AddressAllocator, space), before)
  })
  return record(
    about('AddressAllocator'),
    { type: 'AddressAllocator', base: hex(space.base), size: hex(space.size) },
    calls,
  )
}

/** A call in the spelling of the vectors; ranges that were handed out are referred to, so that a port gets its own. */
export function spellCall(call: PlainCall, before: readonly Operation[] = []): Call {
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
