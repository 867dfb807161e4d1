// The expected texts follow from the crate's structs, field by field, and from how its tree is balanced.
import test from 'ava'
import { AddressAllocator, AllocPolicy, IdAllocator } from 'vm-allocator'

/** A node without children. */
function leaf(start: bigint, end: bigint, state: string): string {
  return `{"key":{"start":${start},"end":${end}},"node_state":"${state}","left":null,"right":null,"height":1}`
}

function space(start: bigint, end: bigint, root: string): string {
  return `{"address_space":{"start":${start},"end":${end}},"interval_tree":{"root":${root}}}`
}

test('a new address allocator is one free node', (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x3000n)
  t.is(allocator.snapshot(), space(4096n, 16383n, leaf(4096n, 16383n, 'Free')))
})

test('a live range is a node, and the rest of the free range is its right child', (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x3000n)
  allocator.allocate(0x1000n)
  const right = leaf(8192n, 16383n, 'Free')
  const root = `{"key":{"start":4096,"end":8191},"node_state":"Allocated","left":null,"right":${right},"height":2}`
  t.is(allocator.snapshot(), space(4096n, 16383n, root))
})

test('addresses beyond 2^53 are written in full', (t) => {
  const allocator = new AddressAllocator(2n ** 63n + 1n, 2n ** 63n - 3n)
  allocator.allocate(2n ** 63n - 3n, 1n)
  const root = leaf(9223372036854775809n, 18446744073709551613n, 'Allocated')
  t.is(allocator.snapshot(), space(9223372036854775809n, 18446744073709551613n, root))
})

test('an allocator that lost everything has no root (deviation D3)', (t) => {
  const allocator = new AddressAllocator(1n, 0x100n)
  const all = allocator.allocate(0x100n, 1n)
  t.throws(() => allocator.free(all))
  t.is(allocator.snapshot(), space(1n, 256n, 'null'))
  t.deepEqual(AddressAllocator.restore(allocator.snapshot()).ranges(), [])
})

test('an id allocator is four fields', (t) => {
  const allocator = new IdAllocator(5, 23)
  t.is(allocator.snapshot(), '{"range_base":5,"next_id":5,"range_end":23,"freed_ids":[]}')
  for (let id = 0; id < 4; id++) allocator.allocateId()
  allocator.freeId(7)
  allocator.freeId(5)
  t.is(allocator.snapshot(), '{"range_base":5,"next_id":9,"range_end":23,"freed_ids":[5,7]}')
})

test('after the id 2^32 - 1 there is no next one', (t) => {
  const allocator = new IdAllocator(2 ** 32 - 1, 2 ** 32 - 1)
  allocator.allocateId()
  t.is(allocator.snapshot(), '{"range_base":4294967295,"next_id":null,"range_end":4294967295,"freed_ids":[]}')
})

/** An allocator with a free range at each end, one in the middle, and addresses beyond 2⁵³. */
function fragmented(): AddressAllocator {
  const base = 2n ** 62n
  const allocator = new AddressAllocator(base, 0x10_0000n)
  for (let page = 1n; page < 100n; page += 2n) {
    allocator.allocate(0x1000n, 4n, AllocPolicy.ExactMatch(base + page * 0x1000n))
  }
  return allocator
}

function usedIds(): IdAllocator {
  const allocator = new IdAllocator(24, 4095)
  for (let id = 0; id < 100; id++) allocator.allocateId()
  for (let id = 30; id < 100; id += 7) allocator.freeId(id)
  return allocator
}

const FORMS: readonly [form: string, make: (text: string) => string | Uint8Array][] = [
  ['text', (text) => text],
  ['bytes', (text) => new TextEncoder().encode(text)],
  ['a Buffer', (text) => Buffer.from(text)],
  ['a part of a buffer', (text) => Buffer.from(`{}${text}{}`).subarray(2, -2)],
  ['shared memory', (text) => sharedBytes(text)],
  ['text with white space', (text) => ` \t\r\n${text.replaceAll(/[{}[\],:]/g, ' $& \n')}\n`],
  ['text with escapes', (text) => text.replaceAll('"F', '"\\u0046').replaceAll('"range_b', '"\\u0072ange_\\u0062')],
]

function sharedBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(text.length))
  bytes.set(Buffer.from(text))
  return bytes
}

for (const [form, make] of FORMS) {
  test(`an address allocator continues from ${form}`, (t) => {
    const allocator = fragmented()
    const restored = AddressAllocator.restore(make(allocator.snapshot()))
    t.true(restored.equals(allocator))
    t.is(restored.snapshot(), allocator.snapshot())
    t.deepEqual(restored.ranges(), allocator.ranges())
    t.deepEqual(restored.allocate(0x2000n), allocator.allocate(0x2000n))
    t.true(restored.equals(allocator))
  })

  test(`an id allocator continues from ${form}`, (t) => {
    const allocator = usedIds()
    const restored = IdAllocator.restore(make(allocator.snapshot()))
    t.true(restored.equals(allocator))
    t.is(restored.snapshot(), allocator.snapshot())
    for (let id = 0; id < 20; id++) t.is(restored.allocateId(), allocator.allocateId())
  })
}

test('members may come in any order', (t) => {
  const node = '{"height":1,"right":null,"node_state":"Free","left":null,"key":{"end":4095,"start":0}}'
  const document = `{"interval_tree":{"root":${node}},"address_space":{"end":4095,"start":0}}`
  t.true(AddressAllocator.restore(document).equals(new AddressAllocator(0n, 0x1000n)))
  const ids = IdAllocator.restore('{"freed_ids":[],"range_end":23,"next_id":5,"range_base":5}')
  t.true(ids.equals(new IdAllocator(5, 23)))
})

test('restoring neither changes nor keeps the bytes', (t) => {
  const allocator = fragmented()
  const bytes = Buffer.from(allocator.snapshot())
  const restored = AddressAllocator.restore(bytes)
  t.is(bytes.toString(), allocator.snapshot())
  bytes.fill(0)
  t.true(restored.equals(allocator))
})

test('a snapshot has no mode: restore chooses it', (t) => {
  const sound = new AddressAllocator(0n, 0x1000n, { sound: true })
  t.false(AddressAllocator.restore(sound.snapshot()).sound)
  t.true(AddressAllocator.restore(sound.snapshot(), { sound: true }).sound)
  t.false(AddressAllocator.restore(sound.snapshot(), {}).sound)
  t.false(AddressAllocator.restore(sound.snapshot(), { sound: undefined }).sound)
})

test('a restored allocator in sound mode refuses what sound mode refuses', (t) => {
  const allocator = new AddressAllocator(0n, 0x4000n)
  allocator.allocate(0x4000n)
  const inside = [0x1000n, 4n, AllocPolicy.ExactMatch(0x1000n)] as const
  const sound = AddressAllocator.restore(allocator.snapshot(), { sound: true })
  t.throws(() => sound.allocate(...inside), { code: 'ERR_VM_ALLOCATOR_RESOURCE_NOT_AVAILABLE' })
  t.is(AddressAllocator.restore(allocator.snapshot()).allocate(...inside).start, 0x1000n)
})
