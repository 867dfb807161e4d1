// Random calls on an address allocator. A command names an address by its position, such as the end of the third range,
// and the actual address is known only when it runs. So sequences stay meaningful while they shrink.

import fc from 'fast-check'
import type { AddressAllocator, ManagedRange } from 'vm-allocator'
import { U64_MAX } from '../../argument.ts'
import type { Space } from './space.ts'

export type AddressCall =
  | { op: 'allocate'; policy: 'FirstMatch' | 'LastMatch'; size: bigint; align: bigint }
  | { op: 'allocate'; policy: 'ExactMatch'; size: bigint; align: bigint; address: bigint }
  | { op: 'free'; start: bigint; end: bigint }

/** An address: `offset` bytes from the start or the end of a range, of the space, or of all u64s. */
interface Place {
  readonly anchor: 'range' | 'space' | 'u64'
  readonly pick: number
  readonly atEnd: boolean
  readonly offset: bigint
}

type Size = { readonly bytes: bigint } | { readonly ofRange: number; readonly offset: bigint }

export type Command =
  | {
      readonly op: 'allocate'
      readonly policy: 'FirstMatch' | 'LastMatch'
      readonly size: Size
      readonly align: bigint
    }
  | {
      readonly op: 'allocate'
      readonly policy: 'ExactMatch'
      readonly size: Size
      readonly align: bigint
      readonly place: Place
    }
  | { readonly op: 'free'; readonly pick: number }
  | { readonly op: 'freeAround'; readonly pick: number; readonly grow: readonly [bigint, bigint] }
  | { readonly op: 'freeBetween'; readonly from: Place; readonly to: Place }

/** The highest of these alignments that a double can represent. */
const HIGHEST_EXACT_ALIGN = 2n ** 52n

const pick = fc.nat({ max: 1000 })
const offset = fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, { weight: 2, arbitrary: fc.bigInt(-3n, 3n) })
const place: fc.Arbitrary<Place> = fc.record({
  anchor: fc.oneof(
    { weight: 8, arbitrary: fc.constant('range' as const) },
    { weight: 2, arbitrary: fc.constant('space' as const) },
    { weight: 1, arbitrary: fc.constant('u64' as const) },
  ),
  pick,
  atEnd: fc.boolean(),
  offset,
})
const size: fc.Arbitrary<Size> = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(1n, 6n).map((bytes) => ({ bytes })) },
  { weight: 2, arbitrary: fc.constantFrom(0x100n, 0x1000n, 0x2000n).map((bytes) => ({ bytes })) },
  { weight: 3, arbitrary: fc.record({ ofRange: pick, offset }) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 2n ** 63n, U64_MAX).map((bytes) => ({ bytes })) },
)
/** Nearly every other address is only a multiple of 1. */
const exactAlign = fc.oneof(
  { weight: 8, arbitrary: fc.constant(1n) },
  { weight: 2, arbitrary: fc.constantFrom(0n, 2n, 4n, 0x1000n) },
)
const align = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1n, 2n, 4n) },
  { weight: 2, arbitrary: fc.constantFrom(8n, 0x100n, 0x1000n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 3n, 2n ** 32n, 2n ** 63n) },
)

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<Command> }

const allocates: readonly Weighted[] = [
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('allocate' as const),
      policy: fc.constantFrom('FirstMatch' as const, 'LastMatch' as const),
      size,
      align,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('allocate' as const),
      policy: fc.constant('ExactMatch' as const),
      size,
      align: exactAlign,
      place,
    }),
  },
]

const frees: readonly Weighted[] = [
  { weight: 5, arbitrary: fc.record({ op: fc.constant('free' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('freeAround' as const), pick, grow: fc.tuple(offset, offset) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('freeBetween' as const), from: place, to: place }) },
]

/** A random call, weighted towards edges and existing ranges. */
export const command: fc.Arbitrary<Command> = fc.oneof(...allocates, ...frees)

/** The same for a port with only one of both calls; `undefined` for a port with neither. */
export function commandsOf(has: {
  readonly allocate: boolean
  readonly free: boolean
}): fc.Arbitrary<Command> | undefined {
  const some = [...(has.allocate ? allocates : []), ...(has.free ? frees : [])]
  return some.length === 0 ? undefined : fc.oneof(...some)
}

/** The call that a command currently stands for, without numbers above `max`. */
export function resolve(command: Command, allocator: AddressAllocator, space: Space, max = U64_MAX): AddressCall {
  const ranges = allocator.ranges()
  const live = ranges.filter(({ state }) => state === 'allocated')
  const within = (value: bigint): bigint => (value < 0n ? 0n : value > max ? max : value)
  const sizeOf = (size: Size): bigint =>
    within('bytes' in size ? size.bytes : (pickOf(ranges, size.ofRange)?.len ?? 1n) + size.offset)
  const addressOf = ({ anchor, pick, atEnd, offset }: Place): bigint => {
    const { start, end } =
      (anchor === 'range' ? pickOf(ranges, pick) : undefined) ??
      (anchor === 'u64' ? { start: 0n, end: max } : whole(space))
    return within((atEnd ? end : start) + offset)
  }
  switch (command.op) {
    case 'allocate': {
      const { policy } = command
      const size = sizeOf(command.size)
      const align = command.align > max ? HIGHEST_EXACT_ALIGN : command.align
      if (policy !== 'ExactMatch') return { op: 'allocate', policy, size, align }
      return { op: 'allocate', policy, size, align, address: addressOf(command.place) }
    }
    case 'free': {
      const { start, end } = pickOf(live, command.pick) ?? whole(space)
      return { op: 'free', start, end }
    }
    case 'freeAround': {
      const { start, end } = pickOf(ranges, command.pick) ?? whole(space)
      return ordered(within(start + command.grow[0]), within(end + command.grow[1]))
    }
    case 'freeBetween':
      return ordered(addressOf(command.from), addressOf(command.to))
  }
}

function ordered(one: bigint, other: bigint): AddressCall {
  return one < other ? { op: 'free', start: one, end: other } : { op: 'free', start: other, end: one }
}

function pickOf(ranges: readonly ManagedRange[], pick: number): ManagedRange | undefined {
  return ranges[pick % ranges.length]
}

function whole({ base, size }: Space): { start: bigint; end: bigint } {
  return { start: base, end: base + size - 1n }
}
