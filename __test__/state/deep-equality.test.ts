// What `assert.deepStrictEqual` compares, and the `toEqual` of test runners: own enumerable members, including one with
// a symbol.
import assert from 'node:assert'
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator } from 'vm-allocator'

function pages(count: number, sound = false): AddressAllocator {
  const allocator = new AddressAllocator(0x1000n, 0x10_0000n, { sound })
  for (let page = 0; page < count; page++) allocator.allocate(0x1000n)
  return allocator
}

function isDeepEqual(one: unknown, other: unknown): boolean {
  try {
    assert.deepStrictEqual(one, other)
    return true
  } catch {
    return false
  }
}

test('allocators are deeply equal when equals() says so and the modes are the same', (t) => {
  t.true(isDeepEqual(pages(20), pages(20)))
  t.true(isDeepEqual({ pools: [pages(2)] }, { pools: [pages(2).clone()] }))
  t.false(isDeepEqual(pages(20), pages(21)))
  t.false(isDeepEqual(pages(20), pages(20, true)))
  const last = pages(20)
  last.free({ start: 0x1_4000n, end: 0x1_4fffn })
  t.false(isDeepEqual(pages(20), last), 'only the last of many ranges differs')
  t.false(isDeepEqual(new AddressAllocator(0n, 8n), new AddressAllocator(0n, 16n)))
})

test('ids are deeply equal when equals() says so', (t) => {
  const [one, other] = [new IdAllocator(5, 23), new IdAllocator(5, 23)]
  t.true(isDeepEqual(one, other))
  other.freeId(other.allocateId())
  t.false(isDeepEqual(one, other))
  t.false(isDeepEqual(one, new AddressAllocator(5n, 19n)))
})

test('the compared member has a bounded size', (t) => {
  const allocator = pages(250)
  const [symbol] = Object.getOwnPropertySymbols(allocator)
  const shown = Reflect.get(allocator, symbol as symbol)
  t.true(JSON.stringify(shown).length < 1000)
  t.deepEqual(Object.keys(allocator), [])
})

test('String and JSON.stringify work on all objects of the package', (t) => {
  t.is(String(pages(1)), 'AddressAllocator [0x1000, 0x100fff] 1 allocated, 1 free')
  t.is(String(new IdAllocator(5, 23)), 'IdAllocator [5, 23] 0 allocated, 19 available')
  t.is(JSON.parse(JSON.stringify(pages(1).stats())).allocatedBytes, '0x1000')
  t.deepEqual(JSON.parse(JSON.stringify(new Constraint(5n, 8n, AllocPolicy.ExactMatch(8n)))), {
    size: '0x5',
    align: '0x8',
    policy: { kind: 'ExactMatch', address: '0x8' },
  })
})
