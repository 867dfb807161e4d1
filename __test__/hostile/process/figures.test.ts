// The campaigns' measurements must be able to fail.
import test from 'ava'
import { AddressAllocator } from 'vm-allocator'
import { countInHeap, requireFlat, settle } from './figures.ts'

test('growth in the second half of a run is reported', (t) => {
  t.notThrows(() => requireFlat('a flat run', [50, 90, 100, 100, 101], 8))
  t.throws(() => requireFlat('a leak', [50, 90, 100, 110, 120], 8), {
    message: 'a leak: 20 MiB more in the second half of the run',
  })
})

test('allocators that are kept are counted, and dropped ones are not', async (t) => {
  const count = async () => (await countInHeap(['AddressAllocator']))['AddressAllocator'] ?? 0
  const kept = Array.from({ length: 50 }, () => new AddressAllocator(0n, 8n))
  await settle()
  const full = await count()
  t.true(full >= 50)
  kept.length = 0
  await settle()
  t.true((await count()) <= full - 50)
})
