// Maps of the crate's own allocators, in states that its operations reach.
import test from 'ava'
import { AddressAllocator, AllocPolicy, IdAllocator } from 'vm-allocator'
import { renderMap } from '../../lib/map/index.ts'
import { readTable } from './sources.ts'

const wide = { width: 200, color: false } as const
const totals = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''

test('an AddressAllocator is drawn with its own ranges, and with the totals of its stats', (t) => {
  const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
  const kept = [0x1000n, 0x10000n, 0x100000n, 0x1000000n].map((size) => mmio.allocate(size, size))
  mmio.allocate(0x2000n, 0x1000n, AllocPolicy.LastMatch)
  if (kept[1] !== undefined) mmio.free(kept[1])
  const text = renderMap(mmio, wide)
  t.deepEqual(
    readTable(text),
    mmio.ranges().map(({ start, end, state }) => ({ start, end, state })),
  )
  const { allocatedRanges, freeRanges, fragmentation } = mmio.stats()
  t.true(totals(text).includes(`in ${allocatedRanges} ranges`))
  t.true(totals(text).includes(`in ${freeRanges} ranges`))
  t.true(totals(text).includes(`fragmentation ${(fragmentation * 100).toFixed(1)} %`))
})

test('a range that the crate lost (D3) is drawn as lost', (t) => {
  const space = new AddressAllocator(1n, 0xffn)
  const range = space.allocate(0x10n, 1n)
  t.throws(() => space.free(range), { message: /underflow/ })
  const text = renderMap(space, wide)
  t.deepEqual(readTable(text)[0], { start: 1n, end: 0x10n, state: 'lost' })
  t.is(space.stats().lostBytes, 16n)
  t.true(totals(text).endsWith('lost 16 B in 1 range'))
})

test('a range that the crate added outside (D10) is drawn as outside', (t) => {
  const space = new AddressAllocator(1n, 0xffn)
  const all = space.allocate(0xffn, 1n)
  t.throws(() => space.free(all), { message: /underflow/ })
  space.free({ start: 0x200n, end: 0x2ffn })
  t.regex(renderMap(space, wide), /^0x001 – 0x0ff +255 B {2}lost\n0x200 – 0x2ff +256 B {2}free, outside$/m)
})

test('an IdAllocator is drawn with its runs', (t) => {
  const ids = new IdAllocator(5, 23)
  for (let count = 0; count < 8; count++) ids.allocateId()
  ids.freeId(7)
  t.regex(renderMap(ids, wide), /^ {4}5 {2}██░█████░{11}$/m)
  t.is(totals(renderMap(ids, wide)), 'allocated 7 ids · free 12 ids')
})

test('four billion ids are drawn without enumerating them', (t) => {
  const ids = new IdAllocator(0, 2 ** 32 - 1)
  ids.allocateId()
  t.is(totals(renderMap(ids, wide)), 'allocated 1 id · free 4294967295 ids')
  t.regex(renderMap(ids, { format: 'svg' }), /4294967295 ids/)
})
