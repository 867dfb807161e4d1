// Random calls on an address allocator. A command names addresses by what they lie beside, such as the end of the third
// range; which address that is, is known only when it runs. So sequences keep their sense while they shrink.
import fc from 'fast-check'
import type { AddressAllocator, ManagedRange } from 'vm-allocator'
import type { Space } from './space.ts'

export type Call =
  | { op: 'allocate'; policy: 'FirstMatch' | 'LastMatch'; size: bigint; align: bigint }
  | { op: 'allocate'; policy: 'ExactMatch'; size: bigint; align: bigint; address: bigint }
  | { op: 'free'; start: bigint; end: bigint }

/** An address: `offset` bytes from the start or the end of a range, of the space, or of the u64s. */
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

const U64_MAX = 2n ** 64n - 1n

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
/** Nearly every place is a multiple of 1 alone. */
const exactAlign = fc.oneof(
  { weight: 8, arbitrary: fc.constant(1n) },
  { weight: 2, arbitrary: fc.constantFrom(0n, 2n, 4n, 0x1000n) },
)
const align = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1n, 2n, 4n) },
  { weight: 2, arbitrary: fc.constantFrom(8n, 0x100n, 0x1000n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 3n, 2n ** 32n, 2n ** 63n) },
)

/** A random call, weighted towards the edges and towards the ranges that there are. */
export const command: fc.Arbitrary<Command> = fc.oneof(
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
  { weight: 5, arbitrary: fc.record({ op: fc.constant('free' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('freeAround' as const), pick, grow: fc.tuple(offset, offset) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('freeBetween' as const), from: place, to: place }) },
)

/** The call that a command means now. */
export function resolve(command: Command, allocator: AddressAllocator, space: Space): Call {
  const ranges = allocator.ranges()
  const live = ranges.filter(({ state }) => state === 'allocated')
  switch (command.op) {
    case 'allocate': {
      const { align, policy } = command
      const size = sizeOf(command.size, ranges)
      if (policy !== 'ExactMatch') return { op: 'allocate', policy, size, align }
      return { op: 'allocate', policy, size, align, address: addressOf(command.place, ranges, space) }
    }
    case 'free': {
      const { start, end } = pickOf(live, command.pick) ?? whole(space)
      return { op: 'free', start, end }
    }
    case 'freeAround': {
      const { start, end } = pickOf(ranges, command.pick) ?? whole(space)
      return ordered(start + command.grow[0], end + command.grow[1])
    }
    case 'freeBetween':
      return ordered(addressOf(command.from, ranges, space), addressOf(command.to, ranges, space))
  }
}

function ordered(one: bigint, other: bigint): Call {
  const [start, end] = [u64(one), u64(other)]
  return start < end ? { op: 'free', start, end } : { op: 'free', start: end, end: start }
}

function pickOf(ranges: readonly ManagedRange[], pick: number): ManagedRange | undefined {
  return ranges[pick % ranges.length]
}

function whole({ base, size }: Space): { start: bigint; end: bigint } {
  return { start: base, end: base + size - 1n }
}

function sizeOf(size: Size, ranges: readonly ManagedRange[]): bigint {
  if ('bytes' in size) return size.bytes
  const length = pickOf(ranges, size.ofRange)?.len ?? 1n
  return u64(length + size.offset)
}

function addressOf({ anchor, pick, atEnd, offset }: Place, ranges: readonly ManagedRange[], space: Space): bigint {
  const u64s = { start: 0n, end: U64_MAX }
  const { start, end } =
    (anchor === 'range' ? pickOf(ranges, pick) : undefined) ?? (anchor === 'u64' ? u64s : whole(space))
  return u64((atEnd ? end : start) + offset)
}

function u64(value: bigint): bigint {
  return value < 0n ? 0n : value > U64_MAX ? U64_MAX : value
}
