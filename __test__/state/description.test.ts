import { inspect } from 'node:util'
import test from 'ava'
import { AddressAllocator, AllocPolicy, IdAllocator, InvalidSnapshotError } from 'vm-allocator'

test('an address allocator describes itself in hex', (t) => {
  const allocator = new AddressAllocator(2n ** 63n, 0x3000n)
  allocator.allocate(0x1000n, 4n, AllocPolicy.ExactMatch(2n ** 63n + 0x1000n))
  t.deepEqual(JSON.parse(JSON.stringify(allocator)), {
    base: '0x8000000000000000',
    end: '0x8000000000002fff',
    sound: false,
    ranges: [
      { start: '0x8000000000000000', end: '0x8000000000000fff', state: 'free' },
      { start: '0x8000000000001000', end: '0x8000000000001fff', state: 'allocated' },
      { start: '0x8000000000002000', end: '0x8000000000002fff', state: 'free' },
    ],
  })
})

test('a description has the mode', (t) => {
  t.true(new AddressAllocator(0n, 0x1000n, { sound: true }).toJSON().sound)
})

test('an id allocator describes itself by runs', (t) => {
  const allocator = new IdAllocator(5, 23)
  for (let id = 0; id < 6; id++) allocator.allocateId()
  allocator.freeId(7)
  t.deepEqual(JSON.parse(JSON.stringify(allocator)), {
    base: 5,
    end: 23,
    allocated: [
      { start: 5, end: 6 },
      { start: 8, end: 10 },
    ],
  })
})

test('a description is not a snapshot', (t) => {
  t.throws(() => AddressAllocator.restore(JSON.stringify(new AddressAllocator(0n, 0x1000n))), {
    instanceOf: InvalidSnapshotError,
  })
  t.throws(() => IdAllocator.restore(JSON.stringify(new IdAllocator(0, 9))), { instanceOf: InvalidSnapshotError })
})

test('an allocator is inspected in one line with its counts', (t) => {
  const allocator = new AddressAllocator(0xd000_0000n, 768n << 20n)
  t.is(inspect(allocator), 'AddressAllocator [0xd0000000, 0xffffffff] 0 allocated, 1 free')
  allocator.allocate(0x1000n, 4n, AllocPolicy.ExactMatch(0xd000_1000n))
  t.is(inspect(allocator), 'AddressAllocator [0xd0000000, 0xffffffff] 1 allocated, 2 free')
  const sound = new AddressAllocator(0n, 0x1000n, { sound: true })
  t.is(inspect(sound), 'AddressAllocator [0x0, 0xfff] 0 allocated, 1 free, sound')
  t.is(inspect({ sound }), '{ sound: AddressAllocator [0x0, 0xfff] 0 allocated, 1 free, sound }')
})

test('an id allocator is inspected in one line with its counts', (t) => {
  const allocator = new IdAllocator(5, 23)
  allocator.allocateId()
  allocator.allocateId()
  allocator.freeId(5)
  t.is(inspect(allocator), 'IdAllocator [5, 23] 1 allocated, 18 available')
})
