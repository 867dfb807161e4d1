// After any sequence of calls, a snapshot contains the complete state.
import test from 'ava'
import fc from 'fast-check'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import { ask } from '../../lib/conformance/cases/crate.ts'
import type { Answer } from '../../lib/conformance/cases/vector.ts'
import { type Command, command } from '../../lib/conformance/generation/command.ts'
import { type Space, space } from '../../lib/conformance/generation/space.ts'
import { runOn } from '../fidelity/lockstep.ts'
import { runsOr } from '../support/runs.ts'

const commands = fc.array(command, { maxLength: 60 })

/** Makes the calls, and returns their answers. */
function play(allocator: AddressAllocator, space: Space, list: readonly Command[]): Answer[] {
  return runOn(allocator, space, list).map(({ answer }) => answer)
}

function total(allocator: AddressAllocator, state: 'allocated' | 'free'): bigint {
  return allocator.ranges(state).reduce((sum, { len }) => sum + len, 0n)
}

for (const sound of [false, true]) {
  const mode = sound ? 'sound' : 'canonical'

  test(`after any calls, a snapshot restores an equal allocator with the same answers (${mode} mode)`, (t) => {
    const property = fc.property(space, commands, commands, (space, before, after) => {
      const original = new AddressAllocator(space.base, space.size, { sound })
      play(original, space, before)
      const restored = AddressAllocator.restore(original.snapshot(), { sound })
      t.true(restored.equals(original))
      t.deepEqual(restored.ranges(), original.ranges())
      t.deepEqual(restored.stats(), original.stats())
      t.deepEqual(play(restored, space, after), play(original, space, after))
      t.is(restored.snapshot(), original.snapshot())
    })
    t.notThrows(() => fc.assert(property, { numRuns: runsOr(100) }))
  })

  test(`after any calls, ranges and stats agree, and in sound mode cover the space (${mode} mode)`, (t) => {
    const property = fc.property(space, commands, (space, list) => {
      const allocator = new AddressAllocator(space.base, space.size, { sound })
      play(allocator, space, list)
      const { allocatedRanges, freeRanges, allocatedBytes, freeBytes, lostBytes } = allocator.stats()
      t.deepEqual([allocatedBytes, freeBytes], [total(allocator, 'allocated'), total(allocator, 'free')])
      t.deepEqual(
        [allocatedRanges, freeRanges],
        [allocator.ranges('allocated').length, allocator.ranges('free').length],
      )
      t.is(allocator.ranges().length, allocatedRanges + freeRanges)
      if (sound) t.deepEqual([allocatedBytes + freeBytes, lostBytes], [space.size, 0n])
    })
    t.notThrows(() => fc.assert(property, { numRuns: runsOr(100) }))
  })

  test(`after any calls, a clone is independent (${mode} mode)`, (t) => {
    const property = fc.property(space, commands, commands, commands, (space, before, one, other) => {
      const original = new AddressAllocator(space.base, space.size, { sound })
      play(original, space, before)
      const [clone, twin] = [original.clone(), AddressAllocator.restore(original.snapshot(), { sound })]
      t.true(clone.equals(original))
      // Changes to the clone must not affect the original, and vice versa.
      const answers = play(clone, space, one)
      t.true(original.equals(twin))
      play(original, space, other)
      t.deepEqual(play(twin, space, one), answers)
      t.true(clone.equals(twin))
    })
    t.notThrows(() => fc.assert(property, { numRuns: runsOr(80) }))
  })
}

const idCalls = fc.array(fc.oneof(fc.constant('allocate' as const), fc.nat(20)), { maxLength: 60 })
const idRange = fc.record({
  base: fc.constantFrom(5, 2 ** 31 - 4, 2 ** 32 - 20, 2 ** 32 - 12),
  count: fc.integer({ min: 1, max: 12 }),
})

/** Makes the calls, and returns their answers. A number is an id to free, counted from slightly below the first one. */
function playIds(allocator: IdAllocator, list: readonly ('allocate' | number)[]): Answer[] {
  return list.map((call) => {
    if (call === 'allocate') return ask(allocator, { op: 'allocate_id' })
    return ask(allocator, { op: 'free_id', id: Math.min(allocator.base + call - 4, 2 ** 32 - 1) })
  })
}

test('after any calls, an id snapshot restores an equal allocator with the same answers', (t) => {
  const property = fc.property(idRange, idCalls, idCalls, ({ base, count }, before, after) => {
    const original = new IdAllocator(base, base + count - 1)
    playIds(original, before)
    const restored = IdAllocator.restore(original.snapshot())
    const clone = original.clone()
    t.true(restored.equals(original))
    t.deepEqual(restored.allocatedRuns(), original.allocatedRuns())
    const answers = playIds(restored, after)
    t.true(clone.equals(original))
    t.deepEqual(playIds(original, after), answers)
    t.is(restored.snapshot(), original.snapshot())
  })
  t.notThrows(() => fc.assert(property, { numRuns: runsOr(100) }))
})

test('after any calls, the listed ids are exactly the allocated ones, and their number is right', (t) => {
  const property = fc.property(idRange, idCalls, ({ base, count }, list) => {
    const allocator = new IdAllocator(base, base + count - 1)
    playIds(allocator, list)
    const all = Array.from({ length: count }, (_, index) => base + index)
    const allocated = all.filter((id) => allocator.isAllocated(id))
    t.deepEqual([...allocator.ids()], allocated)
    const { allocated: counted, available } = allocator.stats()
    t.deepEqual([counted, available], [allocated.length, count - allocated.length])
  })
  t.notThrows(() => fc.assert(property, { numRuns: runsOr(100) }))
})
