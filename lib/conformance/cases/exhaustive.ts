// Makes cases for every call in every state of small spaces: the shortest way into the state, then the call.
import { AddressAllocator } from 'vm-allocator'
import type { AddressCall } from '../generation/command.ts'
import { spellCall } from '../generation/sequences.ts'
import type { Space } from '../generation/space.ts'
import { ask, markOf, type Oracle, stateOf } from './crate.ts'
import { type Call, hex, type Operation, type Vector } from './vector.ts'

const TOP = 2n ** 64n
const SIZES = [1n, 2n, 3n]
const ALIGNS = [1n, 2n]
const TITLE = 'Every call in every state of a small space'
const TAGS = ['type:AddressAllocator', 'topic:exhaustive']

/** The spaces below `top`; smaller where D3 multiplies the states. */
export function spacesBelow(top: bigint): readonly Space[] {
  const atTop = [
    { base: TOP - 5n, size: 4n },
    { base: top - 6n, size: 6n },
  ]
  const spaces = [{ base: 0n, size: 6n }, { base: 7n, size: 6n }, { base: 1n, size: 4n }, ...atTop]
  return spaces.filter(({ base, size }) => base + size <= top)
}

/**
 * All cases, one by one, with no number above `highest`. The answers, in sound mode too, depend only on the list of
 * ranges, so that list identifies a state.
 */
export function* exhaustiveVectors(
  highest = TOP - 1n,
  oracle: Oracle = 'crate',
  spaces = spacesBelow(highest + 1n),
): Generator<Vector> {
  for (const space of spaces) yield* vectorsOf(space, highest, oracle)
}

function* vectorsOf(space: Space, highest: bigint, oracle: Oracle): Generator<Vector> {
  const create = { type: 'AddressAllocator', base: hex(space.base), size: hex(space.size) } as const
  const calls = callsOf(space, highest)
  const start = new AddressAllocator(space.base, space.size, { sound: oracle === 'sound' })
  const created = { base: create.base, end: hex(start.end), ...stateOf(start) }
  const states: { allocator: AddressAllocator; way: readonly Operation[] }[] = [{ allocator: start, way: [] }]
  const seen = new Set([JSON.stringify(created.ranges)])
  let number = 0
  for (const { allocator, way } of states) {
    for (const call of calls) {
      const after = allocator.clone()
      const operation: Operation = { ...call, ...ask(after, call), ...stateOf(after) }
      const state = JSON.stringify(operation.ranges)
      const operations = [...way, operation]
      const id = `exhaustive-${create.base}-${number++}`
      const compared = way.length
      yield { id, title: TITLE, tags: TAGS, create, created, operations, compared, ...markOf(oracle) }
      if (!seen.has(state)) states.push({ allocator: after, way: operations })
      seen.add(state)
    }
  }
}

/** Every placement at, beside and beyond every address, and `free` of every range between them. */
export function callsOf({ base, size }: Space, highest = TOP - 1n): Call[] {
  const addresses: bigint[] = []
  for (let address = base - 1n; address <= base + size; address++) {
    if (address >= 0n && address <= highest) addresses.push(address)
  }
  const requests = SIZES.flatMap((size) => ALIGNS.map((align) => ({ op: 'allocate' as const, size, align })))
  const places = requests.flatMap((request): AddressCall[] => [
    { ...request, policy: 'FirstMatch' },
    { ...request, policy: 'LastMatch' },
    ...addresses.map((address): AddressCall => ({ ...request, policy: 'ExactMatch', address })),
  ])
  const frees = addresses.flatMap((start) =>
    addresses.filter((end) => end >= start).map((end): AddressCall => ({ op: 'free', start, end })),
  )
  return [...places, ...frees].map((call) => spellCall(call))
}
