import test, { type ExecutionContext } from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, RangeInclusive } from 'vm-allocator'
import { asNumber, MAX } from '../support/edges.ts'
import { refuses } from '../support/refusal.ts'
import { type ExactRequest, HIGH_EXACT, HIGH_REQUESTS, LOW_EXACT, LOW_REQUESTS, type Request, SPACES } from './edges.ts'
import type { Answer } from './scenarios.ts'

/** How u64 values are passed: as bigint, or as number where that is exact. */
const FORMS = [(value: bigint) => value, asNumber]

function answers(t: ExecutionContext, call: () => RangeInclusive, answer: Answer, note = ''): void {
  if (typeof answer !== 'string') t.deepEqual(call(), new RangeInclusive(...answer), note)
  else refuses(t, call, answer, answer === 'InvalidSize' ? { size: 0n } : {}, note)
}

const space = test.macro({
  exec(t, base: bigint, size: bigint, answer: Answer) {
    for (const write of FORMS) {
      for (const sound of [false, true]) {
        const make = () => {
          const allocator = new AddressAllocator(write(base), write(size), { sound })
          return new RangeInclusive(allocator.base, allocator.end)
        }
        answers(t, make, answer)
      }
    }
  },
  title: (_, base, size) => `a space of ${size} addresses from ${base} on`,
})

for (const row of SPACES) test(space, ...row)

test('all of u64 is no space, as its size is no u64', (t) => {
  t.throws(() => new AddressAllocator(0n, MAX + 1n), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE' })
})

const request = test.macro({
  exec(t, base: bigint, [size, align, firstMatch, lastMatch]: Request) {
    for (const write of FORMS) {
      const allocator = () => new AddressAllocator(write(base), MAX)
      answers(t, () => allocator().allocate(write(size), write(align)), firstMatch, 'default policy')
      answers(t, () => allocator().allocate(write(size), write(align), AllocPolicy.FirstMatch), firstMatch, 'first')
      answers(t, () => allocator().allocate(write(size), write(align), AllocPolicy.LastMatch), lastMatch, 'last')
      const constrained = () => allocator().allocate(new Constraint(write(size), write(align), AllocPolicy.LastMatch))
      answers(t, constrained, lastMatch, 'constraint')
    }
  },
  title: (_, base, [size, align]: Request) =>
    `${size} addresses aligned to ${align} from the space that starts at ${base}`,
})

for (const row of LOW_REQUESTS) test(request, 0n, row)
for (const row of HIGH_REQUESTS) test(request, 1n, row)

const exactRequest = test.macro({
  exec(t, base: bigint, [address, size, range, freed, again]: ExactRequest) {
    for (const write of FORMS) {
      const allocator = new AddressAllocator(write(base), MAX)
      const allocate = () => allocator.allocate(write(size), 1, AllocPolicy.ExactMatch(write(address)))
      answers(t, allocate, range)
      if (typeof range === 'string' || freed === undefined || again === undefined) continue
      const free = () => allocator.free({ start: write(range[0]), end: write(range[1]) })
      if (freed === 'ok') t.is(free(), undefined)
      else refuses(t, free, freed)
      answers(t, allocate, again)
    }
  },
  title: (_, base, [address, size]: ExactRequest) =>
    `ExactMatch of ${size} addresses at ${address} in the space that starts at ${base}`,
})

for (const row of LOW_EXACT) test(exactRequest, 0n, row)
for (const row of HIGH_EXACT) test(exactRequest, 1n, row)
