// Snapshots travel between this package and the bare crate: each reads what the other wrote, byte for byte the same, and
// goes on with the same answers.
import test, { type ExecutionContext } from 'ava'
import fc from 'fast-check'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import { type Call, type Command, command, resolve } from '../../lib/conformance/generation/command.ts'
import { type Space, space } from '../../lib/conformance/generation/space.ts'
import { type Answer, answerOf } from '../fidelity/answer.ts'
import { perform } from '../fidelity/lockstep.ts'
import { askCrate } from '../fidelity/oracle.ts'

const commands = fc.array(command, { maxLength: 40 })

interface Played {
  /** The calls, as the oracle takes them. */
  readonly steps: string[]
  readonly answers: Answer[]
}

function play(allocator: AddressAllocator, space: Space, list: readonly Command[]): Played {
  const played: Played = { steps: [], answers: [] }
  for (const command of list) {
    const call = resolve(command, allocator, space)
    played.steps.push(stepOf(call))
    played.answers.push(answerOf(() => perform(allocator, call)))
  }
  return played
}

function stepOf(call: Call): string {
  if (call.op === 'free') return `R ${call.start} ${call.end}`
  const { policy, size, align } = call
  return policy === 'ExactMatch' ? `X ${size} ${align} ${call.address}` : `${policy.charAt(0)} ${size} ${align}`
}

/** Asks the crate for all calls and for the text of its state in the end. */
function playInCrate(subject: string, steps: readonly string[]): { answers: Answer[]; snapshot: string } {
  const [, ...answers] = askCrate(['-', subject, ...steps, 's']).map((field) => JSON.parse(field))
  const { result } = answers.pop()
  return { answers, snapshot: result }
}

/** The package continues from the crate's snapshot, and the crate from the package's; both as if never interrupted. */
function exchange(t: ExecutionContext, space: Space, before: readonly Command[], after: readonly Command[]): void {
  const ours = new AddressAllocator(space.base, space.size)
  const { steps } = play(ours, space, before)
  const theirs = playInCrate(`A ${space.base} ${space.size}`, steps)
  t.is(ours.snapshot(), theirs.snapshot)

  const restored = AddressAllocator.restore(theirs.snapshot)
  t.true(restored.equals(ours))
  const saved = ours.snapshot()
  const { steps: later, answers } = play(restored, space, after)
  const continued = playInCrate(`S ${saved}`, later)
  t.deepEqual(continued.answers, answers)
  t.is(continued.snapshot, restored.snapshot())
}

test('address snapshots are exchanged with the crate', (t) => {
  const property = fc.property(space, commands, commands, (space, before, after) => exchange(t, space, before, after))
  t.notThrows(() => fc.assert(property, { numRuns: 150 }))
})

test('a snapshot that the repair of deviation D3 led to is one of the crate', (t) => {
  const ours = new AddressAllocator(1n, 0x100n, { sound: true })
  const pages = [0x10n, 0x20n, 0x30n].map((size) => ours.allocate(size, 1n))
  for (const page of pages.slice(0, 2)) ours.free(page)
  const { answers, snapshot } = playInCrate(`S ${ours.snapshot()}`, ['F 8 8', 'L 64 4'])
  t.deepEqual(answers, [answerOf(() => ours.allocate(8n, 8n)), answerOf(() => perform(ours, LAST))])
  t.is(snapshot, ours.snapshot())
})

const LAST: Call = { op: 'allocate', policy: 'LastMatch', size: 64n, align: 4n }

const idCalls = fc.array(fc.oneof(fc.constant('a'), fc.nat(20)), { maxLength: 60 })
const idRange = fc.record({
  base: fc.constantFrom(0, 5, 2 ** 31 - 4, 2 ** 32 - 20, 2 ** 32 - 12),
  count: fc.integer({ min: 1, max: 12 }),
})

function playIds(allocator: IdAllocator, list: readonly (string | number)[]): Played {
  const steps = list.map((call) => (typeof call === 'string' ? call : `f ${(allocator.base + call) % 2 ** 32}`))
  const answers = steps.map((step) =>
    answerOf(() => (step === 'a' ? allocator.allocateId() : allocator.freeId(Number(step.slice(2))))),
  )
  return { steps, answers }
}

test('id snapshots are exchanged with the crate', (t) => {
  const property = fc.property(idRange, idCalls, idCalls, ({ base, count }, before, after) => {
    const ours = new IdAllocator(base, base + count - 1)
    const { steps } = playIds(ours, before)
    const theirs = playInCrate(`I ${base} ${base + count - 1}`, steps)
    t.is(ours.snapshot(), theirs.snapshot)

    const restored = IdAllocator.restore(theirs.snapshot)
    const saved = ours.snapshot()
    const { steps: later, answers } = playIds(restored, after)
    const continued = playInCrate(`J ${saved}`, later)
    t.deepEqual(continued.answers, answers)
    t.is(continued.snapshot, restored.snapshot())
  })
  t.notThrows(() => fc.assert(property, { numRuns: 150 }))
})

test('an address beyond 2^53 comes back from the crate as it went', (t) => {
  const base = 2n ** 63n + 3n
  const ours = new AddressAllocator(base, 2n ** 62n + 1n)
  ours.allocate(2n ** 53n + 1n, 1n)
  const { snapshot } = playInCrate(`S ${ours.snapshot()}`, [])
  t.is(snapshot, ours.snapshot())
  t.deepEqual(AddressAllocator.restore(snapshot).ranges(), ours.ranges())
})
