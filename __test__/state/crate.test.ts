// Snapshots are exchanged between this package and the bare crate: each reads the other's, byte for byte the same, and
// continues with the same answers.
import test, { type ExecutionContext } from 'ava'
import fc from 'fast-check'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import { ask } from '../../lib/conformance/cases/crate.ts'
import type { Answer, Call } from '../../lib/conformance/cases/vector.ts'
import { type Command, command } from '../../lib/conformance/generation/command.ts'
import { type Space, space } from '../../lib/conformance/generation/space.ts'
import { creation, runOn } from '../fidelity/lockstep.ts'
import { askCrate } from '../fidelity/oracle.ts'
import { runsOr } from '../support/runs.ts'

const commands = fc.array(command, { maxLength: 40 })

interface Played {
  readonly operations: Call[]
  readonly answers: Answer[]
}

function play(allocator: AddressAllocator, space: Space, list: readonly Command[]): Played {
  const steps = runOn(allocator, space, list)
  return { operations: steps.map(({ call }) => call), answers: steps.map(({ answer }) => answer) }
}

/** The package continues from the crate's snapshot, and the crate from the package's; both as if uninterrupted. */
function exchange(t: ExecutionContext, space: Space, before: readonly Command[], after: readonly Command[]): void {
  const ours = new AddressAllocator(space.base, space.size)
  const { operations } = play(ours, space, before)
  const [theirs] = askCrate({ create: creation(space), operations })
  t.is(ours.snapshot(), theirs.snapshot)

  const restored = AddressAllocator.restore(theirs.snapshot)
  t.true(restored.equals(ours))
  const saved = ours.snapshot()
  const later = play(restored, space, after)
  const [continued] = askCrate({ restore: { type: 'AddressAllocator', text: saved }, operations: later.operations })
  t.deepEqual(continued.answers, later.answers)
  t.is(continued.snapshot, restored.snapshot())
}

test('address snapshots are exchanged with the crate', (t) => {
  const property = fc.property(space, commands, commands, (space, before, after) => exchange(t, space, before, after))
  t.notThrows(() => fc.assert(property, { numRuns: runsOr(60) }))
})

test('a snapshot after a repair of deviation D3 is valid in the crate', (t) => {
  const ours = new AddressAllocator(1n, 0x100n, { sound: true })
  const pages = [0x10n, 0x20n, 0x30n].map((size) => ours.allocate(size, 1n))
  for (const page of pages.slice(0, 2)) ours.free(page)
  const operations: Call[] = [
    { op: 'allocate', size: '0x8', align: '0x8', policy: { kind: 'FirstMatch' } },
    { op: 'allocate', size: '0x40', align: '0x4', policy: { kind: 'LastMatch' } },
  ]
  const [{ answers, snapshot }] = askCrate({ restore: { type: 'AddressAllocator', text: ours.snapshot() }, operations })
  t.deepEqual(
    answers,
    operations.map((call) => ask(ours, call)),
  )
  t.is(snapshot, ours.snapshot())
})

const idCalls = fc.array(fc.oneof(fc.constant('a'), fc.nat(20)), { maxLength: 60 })
const idRange = fc.record({
  base: fc.constantFrom(0, 5, 2 ** 31 - 4, 2 ** 32 - 20, 2 ** 32 - 12),
  count: fc.integer({ min: 1, max: 12 }),
})

function playIds(allocator: IdAllocator, list: readonly (string | number)[]): Played {
  const operations = list.map((call): Call => {
    return typeof call === 'string' ? { op: 'allocate_id' } : { op: 'free_id', id: (allocator.base + call) % 2 ** 32 }
  })
  return { operations, answers: operations.map((call) => ask(allocator, call)) }
}

test('id snapshots are exchanged with the crate', (t) => {
  const property = fc.property(idRange, idCalls, idCalls, ({ base, count }, before, after) => {
    const ours = new IdAllocator(base, base + count - 1)
    const { operations } = playIds(ours, before)
    const [theirs] = askCrate({ create: { type: 'IdAllocator', base, end: base + count - 1 }, operations })
    t.is(ours.snapshot(), theirs.snapshot)

    const restored = IdAllocator.restore(theirs.snapshot)
    const saved = ours.snapshot()
    const later = playIds(restored, after)
    const [continued] = askCrate({ restore: { type: 'IdAllocator', text: saved }, operations: later.operations })
    t.deepEqual(continued.answers, later.answers)
    t.is(continued.snapshot, restored.snapshot())
  })
  t.notThrows(() => fc.assert(property, { numRuns: runsOr(60) }))
})

test('an address beyond 2^53 survives the crate unchanged', (t) => {
  const base = 2n ** 63n + 3n
  const ours = new AddressAllocator(base, 2n ** 62n + 1n)
  ours.allocate(2n ** 53n + 1n, 1n)
  const [{ snapshot }] = askCrate({ restore: { type: 'AddressAllocator', text: ours.snapshot() }, operations: [] })
  t.is(snapshot, ours.snapshot())
  t.deepEqual(AddressAllocator.restore(snapshot).ranges(), ours.ranges())
})
