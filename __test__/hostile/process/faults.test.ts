// Faults at the worst moments. `npm run reliability -- faults` causes more of them.
import test from 'ava'
import { AddressAllocator, IdAllocator, type RangeLike } from 'vm-allocator'
import { GREEDY, runOutOfMemory } from './faults-campaign.ts'

const onLinux = process.platform === 'linux' ? test : test.skip // prlimit is a tool of Linux

onLinux('out of memory, the process aborts with a message instead of a segfault', async (t) => {
  const [name = '', program = ''] = Object.entries(GREEDY)[1] ?? []
  await t.notThrowsAsync(() => runOutOfMemory(name, program, 1200))
})

/** Frees every other page. */
function freeEveryOther(allocator: AddressAllocator, pages: readonly RangeLike[]): void {
  for (const [i, page] of pages.entries()) if (i % 2 === 0) allocator.free(page)
}

test('an exception in the middle of a batch keeps exactly what was done before it', (t) => {
  const make = () => {
    const allocator = new AddressAllocator(0x1000n, 0x10000n, { sound: true })
    return { allocator, pages: Array.from({ length: 10 }, (): RangeLike => allocator.allocate(0x1000n, 0x1000n)) }
  }
  const [{ allocator, pages }, twin] = [make(), make()]
  const broken = {
    get start(): bigint {
      throw new Error('start')
    },
    end: 0n,
  }
  t.throws(() => freeEveryOther(allocator, pages.with(4, broken)), { instanceOf: TypeError })
  freeEveryOther(twin.allocator, twin.pages.slice(0, 4))
  t.is(allocator.snapshot(), twin.allocator.snapshot())
  t.notThrows(() => freeEveryOther(allocator, pages.slice(4)))
})

test('a toString that throws is never called', (t) => {
  const thorny = {
    toString() {
      throw new Error('toString')
    },
  }
  const [addresses, ids] = [new AddressAllocator(0n, 0x1000n), new IdAllocator(0, 8)]
  const calls: (() => unknown)[] = [
    () => addresses.allocate(thorny as never),
    () => addresses.allocate(4n, thorny as never),
    () => addresses.free(thorny as never),
    () => addresses.ranges(thorny as never),
    () => AddressAllocator.restore(thorny as never),
    () => ids.freeId(thorny as never),
    () => IdAllocator.restore(thorny as never),
  ]
  for (const call of calls) t.throws(call, { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' }, String(call))
})
