// Tests for every platform and runtime, in plain JavaScript without a test runner:
//   node portable.mjs, bun portable.mjs, deno run --allow-ffi --allow-read portable.mjs
// It imports the package by its name, from wherever that is installed. Prints a line for each test, and a summary; the
// exit status is 1 if a test failed. Expected values come from the documentation of the crate and of this package.
import assert from 'node:assert/strict'
import process from 'node:process'
import { inspect } from 'node:util'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, RangeInclusive, VmAllocatorError } from 'vm-allocator'

const tests = []
const test = (name, body) => tests.push({ name, body })

/** Asserts that a call is refused by the crate with this kind and payload. */
function refused(call, kind, payload = {}) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof VmAllocatorError)
    assert.ok(error instanceof Error)
    assert.equal(error.name, 'VmAllocatorError')
    assert.equal(error.kind, kind)
    assert.equal(error.code, `ERR_VM_ALLOCATOR_${kind.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase()}`)
    for (const [name, value] of Object.entries(payload)) assert.deepEqual(error[name], value)
    return true
  })
}

/** Asserts that a call is refused before it reaches the crate. */
function misuse(call, code) {
  assert.throws(call, (error) => {
    assert.equal(error.code, code)
    assert.ok(error instanceof (code === 'ERR_INVALID_ARG_TYPE' ? TypeError : RangeError))
    return true
  })
}

test('FirstMatch takes the lowest address, LastMatch the highest', () => {
  const pool = new AddressAllocator(0x1000n, 0x10000n)
  assert.equal(pool.base, 0x1000n)
  assert.equal(pool.end, 0x10fffn)
  const first = pool.allocate(0x1000n, 0x1000n)
  assert.deepEqual([first.start, first.end], [0x1000n, 0x1fffn])
  const last = pool.allocate(0x1000n, 0x1000n, AllocPolicy.LastMatch)
  assert.deepEqual([last.start, last.end], [0x10000n, 0x10fffn])
})

test('ExactMatch uses the given address', () => {
  const pool = new AddressAllocator(0, 0x10000)
  const range = pool.allocate(new Constraint(0x100, 4, AllocPolicy.ExactMatch(0x200)))
  assert.deepEqual([range.start, range.end], [0x200n, 0x2ffn])
})

test('freed ranges are allocated again', () => {
  const pool = new AddressAllocator(0x1000n, 0x3000n)
  const [first, , third] = [1, 2, 3].map(() => pool.allocate(0x1000n))
  refused(() => pool.allocate(1n), 'ResourceNotAvailable')
  pool.free(first)
  pool.free(third)
  assert.ok(pool.allocate(0x1000n).equals(first))
  assert.ok(pool.allocate(0x1000n).equals(third))
})

test('the crate refuses with its own variants', () => {
  const pool = new AddressAllocator(0x1000n, 0x1000n)
  refused(() => pool.allocate(0n), 'InvalidSize', { size: 0n })
  refused(() => pool.allocate(8n, 3n), 'InvalidAlignment')
  refused(() => pool.allocate(8n, 4n, AllocPolicy.ExactMatch(0x1001n)), 'UnalignedAddress')
  refused(() => new RangeInclusive(2n, 1n), 'InvalidRange', { start: 2n, end: 1n })
  refused(() => new AddressAllocator(2n ** 64n - 1n, 2n), 'Overflow')
})

test('u64 is exact up to its last value', () => {
  const max = 2n ** 64n - 1n
  const range = new RangeInclusive(1n, max)
  assert.equal(range.end, max)
  assert.equal(range.len, max)
  const pool = new AddressAllocator(2n ** 63n, 2n ** 62n)
  assert.equal(pool.allocate(1n << 40n, 1n << 40n).start, 2n ** 63n)
})

test('misuse is refused with the codes of Node', () => {
  const pool = new AddressAllocator(0, 100)
  for (const value of ['4096', null, undefined, {}, true]) misuse(() => pool.allocate(value), 'ERR_INVALID_ARG_TYPE')
  for (const value of [-1, -1n, 2n ** 64n, 1.5, Number.NaN, 2 ** 53])
    misuse(() => pool.allocate(value), 'ERR_OUT_OF_RANGE')
  misuse(() => new IdAllocator(0, 2 ** 32), 'ERR_OUT_OF_RANGE')
  assert.equal(pool.allocate(100).len, 100n)
})

test('ids are handed out in order, freed ones first', () => {
  const ids = new IdAllocator(5, 7)
  assert.deepEqual([ids.base, ids.end], [5, 7])
  assert.deepEqual(
    [1, 2, 3].map(() => ids.allocateId()),
    [5, 6, 7],
  )
  refused(() => ids.allocateId(), 'ResourceNotAvailable')
  assert.equal(ids.freeId(6), 6)
  assert.equal(ids.isAllocated(6), false)
  assert.equal(ids.allocateId(), 6)
  refused(() => ids.freeId(8), 'OutOfRange', { id: 8 })
  refused(() => new IdAllocator(5, 9).freeId(9), 'NeverAllocated', { id: 9 })
})

test('an id is freed once', () => {
  const ids = new IdAllocator(0, 9)
  ids.allocateId()
  ids.freeId(0)
  refused(() => ids.freeId(0), 'AlreadyReleased', { id: 0 })
})

test('canonical mode has deviation D1, sound mode refuses it', () => {
  const inside = [8n, 4n, AllocPolicy.ExactMatch(0x1010n)]
  const canonical = new AddressAllocator(0x1000n, 0x1000n)
  canonical.allocate(0x100n)
  assert.equal(canonical.allocate(...inside).start, 0x1010n)
  const sound = new AddressAllocator(0x1000n, 0x1000n, { sound: true })
  sound.allocate(0x100n)
  refused(() => sound.allocate(...inside), 'ResourceNotAvailable')
})

test('a snapshot restores to an equal allocator', () => {
  const pool = new AddressAllocator(0x1000n, 0x10000n)
  for (let count = 0; count < 10; count++) pool.allocate(0x100n, 0x200n)
  const restored = AddressAllocator.restore(pool.snapshot())
  assert.ok(restored.equals(pool))
  assert.equal(restored.snapshot(), pool.snapshot())
  assert.ok(pool.clone().equals(pool))
  assert.throws(() => AddressAllocator.restore('{}'), { code: 'ERR_VM_ALLOCATOR_INVALID_SNAPSHOT' })
})

test('a class is called with new, a method on its own kind', () => {
  assert.throws(() => AddressAllocator(0, 1), TypeError)
  assert.throws(() => Reflect.apply(AddressAllocator.prototype.allocate, {}, [1]), TypeError)
  assert.throws(() => Reflect.apply(IdAllocator.prototype.allocateId, new AddressAllocator(0, 1), []), TypeError)
})

test('cloning an allocator throws, and a range clones to a plain object', () => {
  assert.throws(() => structuredClone(new IdAllocator(0, 1)))
  const range = structuredClone(new RangeInclusive(1n, 2n))
  assert.deepEqual([range.start, range.end], [1n, 2n])
})

test('a range prints in hex', () => {
  assert.equal(String(new RangeInclusive(0x1000n, 0x1fffn)), 'RangeInclusive [0x1000, 0x1fff]')
  assert.match(inspect(new RangeInclusive(0x1000n, 0x1fffn)), /0x1000, 0x1fff/)
})

test('ten thousand steps leave the space as it was', () => {
  const pool = new AddressAllocator(0x1000n, 1n << 30n, { sound: true })
  const live = []
  let state = 1
  const next = (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0 // the generator of the C standard
    return (state >>> 8) % limit
  }
  for (let step = 0; step < 10_000; step++) {
    if (live.length > 200 || (live.length > 0 && next(3) === 0)) pool.free(live.splice(next(live.length), 1)[0])
    else live.push(pool.allocate(2 + next(5000), 1 << next(13)))
  }
  for (const range of live) pool.free(range)
  assert.equal(pool.stats().freeBytes, 1n << 30n)
})

let failed = 0
for (const { name, body } of tests) {
  try {
    body()
    console.log(`ok ${name}`)
  } catch (error) {
    failed++
    console.log(`not ok ${name}\n${error instanceof Error ? error.stack : error}`)
  }
}
console.log(`${tests.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
