// A short version of `npm run reliability -- hostile-calls`.
import test from 'ava'
import { SIGNATURES } from '../native/functions.ts'
import { callEverything } from './hostile-calls.ts'
import { NATIVE_TARGETS, PUBLIC_TARGETS } from './targets.ts'

test('every function takes every kind of value without a crash, a panic or a broken allocator', (t) => {
  const { calls, reentries, outcomes, pairs } = callEverything(1, 100_000)
  t.log(`${calls} calls, ${reentries} more from inside calls; ${pairs.met} of ${pairs.all} pairs were met`)
  t.true(reentries > 0)
  t.true(pairs.met > 0.8 * pairs.all)
  for (const kind of ['answered', 'TypeError ERR_INVALID_ARG_TYPE', 'VmAllocatorError ResourceNotAvailable']) {
    t.true((outcomes.get(kind) ?? 0) > 0, kind)
  }
})

test('a run depends only on its seed', (t) => {
  const [one, again, other] = [7, 7, 8].map((seed) => callEverything(seed, 2000).outcomes)
  t.deepEqual(one, again)
  t.notDeepEqual(one, other)
})

test('every function, constructor, method and getter is called', (t) => {
  const names = new Set(PUBLIC_TARGETS.map(({ name }) => name))
  for (const name of ['new AddressAllocator', 'AddressAllocator.restore', 'IdAllocator.prototype.base', 'renderMap']) {
    t.true(names.has(name), name)
  }
  t.deepEqual(NATIVE_TARGETS.map(({ name }) => name).toSorted(), SIGNATURES.map(({ name }) => name).toSorted())
})
