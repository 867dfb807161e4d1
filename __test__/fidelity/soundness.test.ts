// Sound mode's promises: no address in two live ranges; every live range freed exactly once; nothing lost; a call that
// throws changed nothing; whatever is free can be allocated.
import test from 'ava'
import fc from 'fast-check'
import { AddressAllocator, AllocPolicy, type VmAllocatorError } from 'vm-allocator'
import { callsOf } from '../../lib/conformance/cases/exhaustive.ts'
import { command, resolve } from '../../lib/conformance/generation/command.ts'
import { spellCall } from '../../lib/conformance/generation/sequences.ts'
import { type Space, space } from '../../lib/conformance/generation/space.ts'
import { runsOr } from '../support/runs.ts'
import { PromiseChecker } from './promise-checker.ts'

// No stack traces, because there are hundreds of thousands of refusals.
Error.stackTraceLimit = 0

const RUNS = runsOr(50)

test(`the promises hold in ${RUNS} random sequences of 200 calls`, (t) => {
  const property = fc.property(space, fc.array(command, { minLength: 200, maxLength: 200 }), (space, commands) => {
    const allocator = new AddressAllocator(space.base, space.size, { sound: true })
    const promises = new PromiseChecker(space)
    for (const command of commands) promises.check(allocator, spellCall(resolve(command, allocator, space)))
    promises.checkFreeingAll(allocator)
    if (!allocator.equals(new AddressAllocator(space.base, space.size))) throw new Error('something was left')
  })
  t.notThrows(() => fc.assert(property, { numRuns: RUNS }))
})

const SIZE = BigInt(process.env['VM_ALLOCATOR_ADDRESSES'] ?? 5)
const SPACES: Space[] = [0n, 1n, 7n, 2n ** 64n - SIZE, 2n ** 64n - SIZE - 1n].map((base) => ({ base, size: SIZE }))

for (const { base, size } of SPACES) {
  test(`the promises hold for every call in every state of ${size} addresses from ${base}`, (t) => {
    const states = [new AddressAllocator(base, size, { sound: true })]
    const seen = new Set(states.map((state) => state.snapshot()))
    for (const before of states) {
      for (const call of callsOf({ base, size })) {
        const after = before.clone()
        PromiseChecker.of(before).check(after, call)
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

test('sound shows the mode; a clone keeps it, and a restored allocator has the requested one', (t) => {
  const sound = new AddressAllocator(0, 16, { sound: true })
  t.true(sound.sound)
  t.true(sound.clone().sound)
  t.true(AddressAllocator.restore(sound.snapshot(), { sound: true }).sound)
  t.false(AddressAllocator.restore(sound.snapshot()).sound)
  t.false(new AddressAllocator(0, 16).sound)
})

test('port 0x61 can be had after 0x60, 0x62, 0x64 and 0x66 were taken byte by byte', (t) => {
  const ports = new AddressAllocator(0n, 0x1_0000n, { sound: true })
  for (const port of [0x60, 0x62, 0x64, 0x66]) ports.allocate(1, 1, AllocPolicy.ExactMatch(port))
  t.is(ports.allocate(1, 1, AllocPolicy.ExactMatch(0x61)).start, 0x61n)
})

test('only invalid requests have an error other than ResourceNotAvailable', (t) => {
  const sound = new AddressAllocator(0x1000n, 0x1000n, { sound: true })
  sound.allocate(0x100, 0x100)
  const kindOf = (size: number, align: number, address: bigint) =>
    t.throws<VmAllocatorError>(() => sound.allocate(size, align, AllocPolicy.ExactMatch(address))).kind
  t.is(kindOf(0x100, 0x100, 0x1000n), 'ResourceNotAvailable') // InvalidStateTransition in canonical mode
  t.is(kindOf(1, 1, 2n ** 64n - 1n), 'ResourceNotAvailable') // Overflow
  t.is(kindOf(0, 1, 0x1000n), 'InvalidSize')
  t.is(kindOf(1, 3, 0x1000n), 'InvalidAlignment')
  t.is(kindOf(1, 2, 0x1001n), 'UnalignedAddress')
})

test('unmerged free neighbours in a snapshot become one range in sound mode, and stay in canonical mode', (t) => {
  const canonical = new AddressAllocator(0x1000n, 0x10n)
  const [byte, rest] = [canonical.allocate(1n, 1n), canonical.allocate(0xfn, 1n)]
  canonical.free(byte)
  canonical.free(rest)
  const snapshot = canonical.snapshot()
  t.is(AddressAllocator.restore(snapshot).snapshot(), snapshot)
  const sound = AddressAllocator.restore(snapshot, { sound: true })
  t.true(sound.equals(new AddressAllocator(0x1000n, 0x10n)))
})
