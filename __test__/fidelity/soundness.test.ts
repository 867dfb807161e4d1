// Sound mode's promises: no address in two live ranges; every live range freed exactly once; after freeing all, free
// bytes equal the size; a call that throws changed nothing.
import test from 'ava'
import fc from 'fast-check'
import { AddressAllocator, AllocPolicy, RangeInclusive, VmAllocatorError } from 'vm-allocator'
import { perform, rangeOf } from '../../lib/conformance/cases/crate.ts'
import { callsOf } from '../../lib/conformance/cases/exhaustive.ts'
import type { Call, RangeText } from '../../lib/conformance/cases/vector.ts'
import { command, resolve } from '../../lib/conformance/generation/command.ts'
import { spellCall } from '../../lib/conformance/generation/sequences.ts'
import { type Space, space } from '../../lib/conformance/generation/space.ts'
import { Books } from './soundness.ts'

test('the promises hold in 500 random sequences of 200 calls', (t) => {
  const property = fc.property(space, fc.array(command, { minLength: 200, maxLength: 200 }), (space, commands) => {
    const allocator = new AddressAllocator(space.base, space.size, { sound: true })
    const books = new Books()
    for (const command of commands) books.check(allocator, spellCall(resolve(command, allocator, space)))
    books.checkFreeingAll(allocator)
  })
  t.notThrows(() => fc.assert(property, { numRuns: 500 }))
})

const SPACES: Space[] = [0n, 1n, 7n, 2n ** 64n - 6n, 2n ** 64n - 7n].map((base) => ({ base, size: 6n }))

/** The live ranges of a state, as text to compare. */
function live(allocator: AddressAllocator): string[] {
  return allocator.ranges('allocated').map(String)
}

/** What the promises say of one call in one state. */
function breach(before: AddressAllocator, after: AddressAllocator, call: Call) {
  const was = live(before)
  try {
    const range = perform(after, call, [])
    const expected = range === undefined ? was.filter((text) => text !== textOf(call)) : [...was, String(range)]
    const changed = range !== undefined || was.includes(textOf(call))
    return changed && String(live(after).toSorted()) === String(expected.toSorted()) ? undefined : 'the books differ'
  } catch (error) {
    if (!(error instanceof VmAllocatorError)) throw error
    if (call.op === 'free' && was.includes(textOf(call))) return 'a live range could not be freed'
    return after.snapshot() === before.snapshot() ? undefined : 'a call that threw changed something'
  }
}

function textOf(call: Call): string {
  if (call.op !== 'free') return ''
  const { start, end } = rangeOf(call.range as RangeText)
  return String(new RangeInclusive(start, end))
}

for (const { base, size } of SPACES) {
  test(`the promises hold for every call in every state of ${size} addresses from ${base} on`, (t) => {
    const states = [new AddressAllocator(base, size, { sound: true })]
    const seen = new Set(states.map((state) => state.snapshot()))
    for (const before of states) {
      const { freeBytes, allocatedBytes } = before.stats()
      if (freeBytes + allocatedBytes !== size) t.fail(`bytes are lost in ${before.snapshot()}`)
      const overlap = before.ranges().some((range, index, all) => all[index + 1]?.overlaps(range))
      if (overlap) t.fail(`ranges overlap in ${before.snapshot()}`)
      for (const call of callsOf({ base, size })) {
        const after = before.clone()
        const broken = breach(before, after, call)
        if (broken !== undefined) t.fail(`${broken}: ${String(textOf(call))} in ${before.snapshot()}`)
        const snapshot = after.snapshot()
        if (!seen.has(snapshot)) {
          seen.add(snapshot)
          states.push(after)
        }
      }
    }
    t.log(`${states.length} states, ${states.length * callsOf({ base, size }).length} calls`)
    t.true(states.length > 100)
  })
}

test('sound tells the mode, and a clone and a restored allocator keep the asked one', (t) => {
  const sound = new AddressAllocator(0, 16, { sound: true })
  t.true(sound.sound)
  t.true(sound.clone().sound)
  t.true(AddressAllocator.restore(sound.snapshot(), { sound: true }).sound)
  t.false(AddressAllocator.restore(sound.snapshot()).sound)
  t.false(new AddressAllocator(0, 16).sound)
})

test('where the crate itself refuses, its refusal stands in sound mode', (t) => {
  const sound = new AddressAllocator(0x1000n, 0x1000n, { sound: true })
  sound.allocate(0x100, 0x100)
  const exactly = { name: 'VmAllocatorError', code: 'ERR_VM_ALLOCATOR_INVALID_STATE_TRANSITION' }
  t.throws(() => sound.allocate(0x100, 0x100, AllocPolicy.ExactMatch(0x1000)), exactly)
})
