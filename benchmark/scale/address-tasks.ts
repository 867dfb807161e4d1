import { deepStrictEqual } from 'node:assert/strict'
import { inspect } from 'node:util'
import { AddressAllocator, AllocPolicy } from 'vm-allocator'
import { BASE, fragmented, PAGE } from './fragmented.ts'
import type { MakeTasks } from './task.ts'

const { FirstMatch, LastMatch, ExactMatch } = AllocPolicy
/** Larger than every hole, so that the search has to skip all of them. */
const LARGE = 20n * PAGE

/** Calls of an AddressAllocator with `count` live ranges and the same number of holes. */
export const addressTasks: MakeTasks = (count) => {
  const { allocator, live } = fragmented(count)
  const { allocator: sound } = fragmented(count, BASE, { sound: true })
  const middle = live[count >> 1] ?? live[0]
  if (middle === undefined) throw new Error('nothing is live')
  const within = { start: middle.start, end: middle.start + 200n * PAGE }
  const text = allocator.snapshot()
  const same = allocator.clone()
  return {
    'new AddressAllocator': () => () => new AddressAllocator(BASE, BigInt(count) * PAGE),
    'AddressAllocator.allocate + free, FirstMatch': () => () => allocator.free(allocator.allocate(LARGE, PAGE)),
    'AddressAllocator.allocate + free, LastMatch': () => () =>
      allocator.free(allocator.allocate(LARGE, PAGE, LastMatch)),
    'AddressAllocator.allocate + free, ExactMatch': () => {
      const policy = ExactMatch(middle.end + 1n)
      return () => allocator.free(allocator.allocate(PAGE, PAGE, policy))
    },
    'AddressAllocator.allocate + free, within': () => () =>
      allocator.free(allocator.allocate(PAGE, { align: PAGE, within })),
    'AddressAllocator.allocate, refused, sound': () => () => refused(() => sound.allocate(1n << 62n, PAGE)),
    'AddressAllocator.allocate, refused, canonical': () => () => refused(() => allocator.allocate(1n << 62n, PAGE)),
    'AddressAllocator.fit': () => () => allocator.fit(LARGE, PAGE, FirstMatch),
    'AddressAllocator.freeAt + allocate': () => {
      const policy = ExactMatch(middle.start)
      return () => allocator.allocate(allocator.freeAt(middle.start).len, PAGE, policy)
    },
    'AddressAllocator.free, refused': () => () => refused(() => allocator.free({ start: BASE - 2n, end: BASE - 1n })),
    'AddressAllocator.at': () => () => allocator.at(middle.start + 5n),
    'AddressAllocator.ranges': () => () => allocator.ranges(),
    "AddressAllocator.ranges('allocated')": () => () => allocator.ranges('allocated'),
    "AddressAllocator.ranges('free')": () => () => allocator.ranges('free'),
    'structuredClone(AddressAllocator.ranges)': () => () => structuredClone(allocator.ranges()),
    'AddressAllocator.stats': () => () => allocator.stats(),
    'AddressAllocator.snapshot': () => () => allocator.snapshot(),
    'AddressAllocator.restore, text': () => () => AddressAllocator.restore(text),
    'AddressAllocator.restore, bytes': () => {
      const bytes = Buffer.from(text)
      return () => AddressAllocator.restore(bytes)
    },
    'AddressAllocator.restore, sound': () => () => AddressAllocator.restore(text, { sound: true }),
    'AddressAllocator.clone': () => () => allocator.clone(),
    'AddressAllocator.equals': () => () => allocator.equals(same),
    'assert.deepStrictEqual(AddressAllocator)': () => () => deepStrictEqual(allocator, same),
    'AddressAllocator.toJSON': () => () => allocator.toJSON(),
    'JSON.stringify(AddressAllocator)': () => () => JSON.stringify(allocator),
    'AddressAllocator.toString': () => () => `${allocator}`,
    'inspect(AddressAllocator)': () => () => inspect(allocator),
  }
}

/** What sound mode repairs by rebuilding the crate's tree, and a call to compare with. */
export const repairTasks: MakeTasks = (count) => {
  const { allocator } = fragmented(count, 1n, { sound: true })
  const first = { start: 1n, end: PAGE - 1n }
  const policy = ExactMatch(first.start)
  const last = fragmented(count, BASE, { sound: true }).allocator
  return {
    // This comes first, because the goals compare with it in the same process.
    'AddressAllocator.ranges, to compare repairs with': () => () => allocator.ranges(),
    'AddressAllocator.free repairing D3 + allocate': () => () => {
      allocator.free(first)
      return allocator.allocate(PAGE - 1n, 1n, policy)
    },
    'AddressAllocator.allocate repairing D7 + free': () => {
      const atEnd = ExactMatch(last.end)
      return () => last.free(last.allocate(1n, 1n, atEnd))
    },
  }
}

function refused(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('the call was not refused')
}
