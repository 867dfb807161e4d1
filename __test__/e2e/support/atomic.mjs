// A call that throws has changed nothing, at the end of the stack and on patched globals: in plain JavaScript, for every
// runtime. It imports the package by its name; run it as portable.mjs. The ledgers record only what was returned.
//   node atomic.mjs [ROUNDS]
import assert from 'node:assert/strict'
import process from 'node:process'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, VmAllocatorError } from 'vm-allocator'

const PAGE = 0x1000n
const PAGES = 65_536
/** The number of attempts in each frame near the end of the stack. Each uses a word more than the previous one. */
const WORDS = 32
const DUMMIES = Array.from({ length: WORDS }, (_, length) => new Array(length).fill(0))
/** After this many frames in which every attempt succeeds, the end of the stack counts as far away. */
const CALM = 2
const TURNS = 20_000
/** How often to make 1000 calls for the optimising compiler. */
const ROUNDS = Number(process.argv?.[2] ?? 15)
/** What is allocated before calls that free it. */
const PREPARED = 2000

/**
 * Calls itself until the stack ends, and makes attempts on the way back until the end is far away. Returns how often it
 * was too near.
 */
function descend(attempt) {
  let calm = 0
  let overflows = 0
  let turns = 0
  const walk = () => {
    try {
      walk()
    } catch {}
    if (calm >= CALM) return
    const before = overflows
    for (let words = 0; words < WORDS && turns < TURNS; words++) {
      turns++
      try {
        if (attempt.apply(null, DUMMIES[words]) !== true) overflows++
      } catch {
        overflows++
      }
    }
    calm = overflows === before ? calm + 1 : 0
  }
  walk()
  if (calm < CALM) throw new Error('there were too few turns to get away from the end of the stack')
  return overflows
}

const addresses = (options) => new AddressAllocator(0x10_0000n, PAGE * BigInt(PAGES), options)

/** The live address ranges or ids, for comparison. */
const live = (allocator) =>
  allocator instanceof IdAllocator
    ? Array.from(allocator.ids(), String)
    : allocator.ranges('allocated').map(({ start, end }) => `${start}-${end}`)

/** Calls that allocate: exactly what they returned is live. */
const TAKING = {
  'allocate, FirstMatch': [addresses, (pool) => pool.allocate(PAGE, PAGE)],
  'allocate, LastMatch': [addresses, (pool) => pool.allocate(PAGE, PAGE, AllocPolicy.LastMatch)],
  'allocate, ExactMatch': [
    addresses,
    (pool, turn) => pool.allocate(PAGE, PAGE, { kind: 'ExactMatch', address: 0x10_0000n + PAGE * BigInt(turn) }),
  ],
  'allocate, numbers': [addresses, (pool) => pool.allocate(0x1000, 0x1000)],
  'allocate, a Constraint': [addresses, (pool) => pool.allocate(CONSTRAINT)],
  'allocate, within': [
    addresses,
    (pool) => pool.allocate(PAGE, { align: PAGE, within: { start: 0n, end: 1n << 40n } }),
  ],
  'allocate, sound': [() => addresses({ sound: true }), (pool) => pool.allocate(PAGE, PAGE)],
  allocateId: [() => new IdAllocator(0, PAGES), (ids) => ids.allocateId()],
}
const CONSTRAINT = new Constraint(PAGE, PAGE)

/** Calls that free: exactly what wasn't refused is free. */
const GIVING = {
  free: ['allocate, FirstMatch', (pool, range) => pool.free(range)],
  'free, sound': ['allocate, sound', (pool, range) => pool.free(range)],
  'free, a plain object': ['allocate, FirstMatch', (pool, { start, end }) => pool.free({ start, end })],
  freeAt: ['allocate, FirstMatch', (pool, { start }) => pool.freeAt(start)],
  freeId: ['allocateId', (ids, id) => ids.freeId(id)],
}

const text = (taken) => (typeof taken === 'number' ? String(taken) : `${taken.start}-${taken.end}`)

function takes([make, take], enter) {
  const allocator = make()
  const taken = new Array(PREPARED).fill(undefined)
  let turn = 0
  const refused = enter(() => {
    turn++
    try {
      taken[turn - 1] = take(allocator, turn)
      return true
    } catch {
      return false
    }
  })
  const kept = taken.filter((value) => value !== undefined)
  assert.deepEqual(live(allocator).sort(), kept.map(text).sort())
  return refused
}

function gives([taking, give], enter) {
  const [make, take] = TAKING[taking]
  const allocator = make()
  const all = Array.from({ length: PREPARED }, (_, turn) => take(allocator, turn + 1))
  const given = new Array(PREPARED).fill(false)
  let turn = 0
  const refused = enter(() => {
    turn++
    try {
      give(allocator, all[turn - 1])
      given[turn - 1] = true
      return true
    } catch {
      return false
    }
  })
  const left = all.filter((_, index) => !given[index])
  assert.deepEqual(live(allocator).sort(), left.map(text).sort())
  return refused
}

/** Calls that create another allocator: it is complete or doesn't exist, and its source is unchanged. */
const MAKING = {
  'new AddressAllocator': () => addresses({ sound: true }),
  'new IdAllocator': () => new IdAllocator(0, PAGES),
  'AddressAllocator.restore': () => AddressAllocator.restore(MADE.addresses.snapshot()),
  'IdAllocator.restore': () => IdAllocator.restore(MADE.ids.snapshot()),
  fit: () => MADE.addresses.fit(PAGE, PAGE) && MADE.addresses.clone(),
  'AddressAllocator.clone': () => MADE.addresses.clone(),
  'IdAllocator.clone': () => MADE.ids.clone(),
}
const MADE = {}

function makes(make, enter) {
  MADE.addresses ??= addresses()
  MADE.ids ??= new IdAllocator(0, PAGES)
  MADE.addresses.allocate(PAGE, 2n * PAGE)
  MADE.ids.allocateId()
  const expected = make().snapshot()
  const before = [MADE.addresses.snapshot(), MADE.ids.snapshot()]
  const made = new Array(PREPARED).fill(undefined)
  let turn = 0
  const refused = enter(() => {
    turn++
    try {
      made[turn - 1] = make()
      return true
    } catch {
      return false
    }
  })
  for (const allocator of made) if (allocator !== undefined) assert.equal(allocator.snapshot(), expected)
  assert.deepEqual([MADE.addresses.snapshot(), MADE.ids.snapshot()], before)
  return refused
}

/** Tries a call a few times, far from the end of the stack, and returns how often it failed. */
const repeat = (times) => (attempt) => {
  let failures = 0
  for (let turn = 0; turn < times; turn++) if (!attempt()) failures++
  return failures
}

/** Runs `body` with properties of an object replaced. */
function patched(owner, descriptors, body) {
  const before = Reflect.ownKeys(descriptors).map((name) => [name, Object.getOwnPropertyDescriptor(owner, name)])
  for (const [name] of before) {
    Object.defineProperty(owner, name, { __proto__: null, configurable: true, ...descriptors[name] })
  }
  try {
    return body()
  } finally {
    // Uses no iterator, which may be patched.
    for (let index = 0; index < before.length; index++) {
      const name = before[index][0]
      if (before[index][1] === undefined) delete owner[name]
      else Object.defineProperty(owner, name, before[index][1])
    }
  }
}

const NAMES = [
  'start',
  'end',
  'state',
  'kind',
  'message',
  'path',
  'id',
  'size',
  'next',
  'freed',
  'sound',
  'base',
  'code',
]
NAMES.push(
  'allocatedRanges',
  'existingStart',
  'address',
  'align',
  'policy',
  'words',
  'halves',
  'allocate',
  'fragmentation',
)

const thrower = () => {
  throw new Error('patched')
}
const everyName = (descriptor) => Object.fromEntries(NAMES.map((name) => [name, descriptor]))
/** Patches of the globals after the package is loaded, and whether every call must still succeed. */
const PATCHES = {
  'BigInt.asUintN that throws': [BigInt, { asUintN: { value: thrower } }, true],
  'read-only members in Object.prototype': [Object.prototype, everyName({ value: 'polluted', writable: false }), true],
  'members in Object.prototype': [Object.prototype, everyName({ value: 7n, writable: true }), true],
  'setters in Object.prototype that throw': [Object.prototype, everyName({ get: () => 'x', set: thrower }), true],
  'Object.freeze that throws': [Object, { freeze: { value: thrower } }, false],
  'iterators of arrays that throw': [Array.prototype, { [Symbol.iterator]: { value: thrower } }, false],
  'BigInt that throws': [globalThis, { BigInt: { value: thrower } }, false],
}

const tests = []
for (const [calls, check] of [
  [TAKING, takes],
  [GIVING, gives],
  [MAKING, makes],
]) {
  for (const [name, call] of Object.entries(calls)) {
    tests.push([
      `${name}: at every depth near the end of the stack`,
      () => {
        // For the first call, for interpreted code, and for code from the optimising compiler.
        const refused = [1, 2, 3].map(() => check(call, descend))
        for (let round = 0; round < ROUNDS; round++) check(call, repeat(1000))
        refused.push(check(call, descend))
        assert.ok(Math.min(...refused) > 0, 'the stack never ended')
      },
    ])
    for (const [patch, [owner, descriptors, mustWork]] of Object.entries(PATCHES)) {
      tests.push([
        `${name}: with ${patch}`,
        () => {
          const refused = check(call, (attempt) => patched(owner, descriptors, () => repeat(20)(attempt)))
          if (mustWork) assert.equal(refused, 0)
        },
      ])
    }
  }
}

const REFUSALS = {
  InvalidSize: () => addresses().allocate(0n),
  ResourceNotAvailable: () => addresses().allocate(1n << 40n),
  InvalidRange: () => addresses().free({ start: 2n, end: 1n }),
  NeverAllocated: () => new IdAllocator(5, 9).freeId(7),
  Underflow: () => new AddressAllocator(0n, 0n),
}
for (const [kind, provoke] of Object.entries(REFUSALS)) {
  for (const [patch, [owner, descriptors, mustWork]] of Object.entries(PATCHES)) {
    if (!mustWork) continue
    tests.push([
      `${kind} is reported unchanged, with ${patch}`,
      () => {
        let error
        patched(owner, descriptors, () => {
          try {
            provoke()
          } catch (thrown) {
            error = thrown
          }
        })
        assert.ok(error instanceof VmAllocatorError, String(error))
        assert.equal(error.kind, kind)
      },
    ])
  }
}

let failed = 0
for (const [name, body] of tests) {
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
