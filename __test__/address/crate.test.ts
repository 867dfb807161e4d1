// The crate's own tests of its `AddressAllocator` and of the tree behind it.
import test, { type ExecutionContext } from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, RangeInclusive, type U64Like } from 'vm-allocator'
import { asNumber } from '../support/edges.ts'
import { type Payload, refuses } from '../support/refusal.ts'
import { ALLOCATOR_SCENARIOS, type Place, type Scenario, type Step, TREE_SCENARIOS } from './scenarios.ts'

test('a space that would pass 2^64 - 1 is refused (crate: test_new_fails_overflow)', (t) => {
  refuses(t, () => new AddressAllocator(2n ** 64n - 1n, 0x100n), 'Overflow')
})

test('a space of no addresses is refused (crate: test_new_fails_size_zero)', (t) => {
  refuses(t, () => new AddressAllocator(0x1000n, 0x0n), 'Underflow')
})

type Allocate = (allocator: AddressAllocator, size: bigint, align: bigint, place: Place) => RangeInclusive
type Write = (value: bigint) => U64Like

/** The ways in which the same call can be written. */
const FORMS: readonly [form: string, allocate: Allocate, write: Write][] = [
  ['bigints', (allocator, size, align, place) => allocator.allocate(size, align, policyOf(place)), (value) => value],
  [
    'numbers where they are safe',
    (allocator, size, align, place) => allocator.allocate(asNumber(size), asNumber(align), policyOf(place, asNumber)),
    asNumber,
  ],
  [
    'a Constraint',
    (allocator, size, align, place) => allocator.allocate(new Constraint(size, align, policyOf(place))),
    (value) => value,
  ],
]

const answersAsTheCrate = test.macro({
  exec(t, { base, size, steps }: Scenario, sound: boolean) {
    for (const [form, allocate, write] of FORMS) {
      const allocator = new AddressAllocator(write(base), write(size), { sound })
      for (const [i, step] of steps.entries()) {
        const note = `${form}, step ${i + 1}: ${step.join(' ')}:`
        const call =
          step[0] === 'free' ? () => free(allocator, step, write) : () => allocate(allocator, ...request(step))
        checkAnswer(t, step, call, note)
      }
    }
  },
  title: (_, { crate, title }: Scenario, sound) => `${title}${sound ? ', in sound mode too' : ''} (crate: ${crate})`,
})

for (const scenario of [...ALLOCATOR_SCENARIOS, ...TREE_SCENARIOS]) {
  test(answersAsTheCrate, scenario, false)
  if (scenario.deviation === undefined) test(answersAsTheCrate, scenario, true)
}

type AllocateStep = Extract<Step, readonly ['allocate', ...unknown[]]>
type FreeStep = Extract<Step, readonly ['free', ...unknown[]]>

function checkAnswer(t: ExecutionContext, step: Step, call: () => unknown, note: string): void {
  const answer = step[0] === 'free' ? step[3] : step[4]
  if (answer === 'ok') t.is(call(), undefined, note)
  else if (typeof answer === 'string') refuses(t, call, answer, step[0] === 'free' ? {} : payloadOf(step), note)
  else t.deepEqual(call(), new RangeInclusive(...answer), note)
}

function free(allocator: AddressAllocator, [, start, end]: FreeStep, write: Write): void {
  allocator.free({ start: write(start), end: write(end) })
}

function request([, size, align, place]: AllocateStep): [bigint, bigint, Place] {
  return [size, align, place]
}

function policyOf(place: Place, write: Write = (value) => value): AllocPolicy {
  return typeof place === 'string' ? AllocPolicy[place] : AllocPolicy.ExactMatch(write(place))
}

function payloadOf([, size, , place, answer]: AllocateStep): Payload {
  if (answer === 'InvalidSize') return { size }
  if (answer !== 'InvalidStateTransition' || typeof place === 'string') return {}
  return { range: new RangeInclusive(place, place + size - 1n), state: 'Allocated' }
}
