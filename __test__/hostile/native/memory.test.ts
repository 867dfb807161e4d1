// The native memory of allocators, observed from outside: child processes create and drop many large allocators. Not
// every Node shows what an add-on reports to the garbage collector in `process.memoryUsage().external`, but the
// collector's reaction can be observed on all of them.
import test from 'ava'
import { node } from '../../support/process.ts'

const MEBIBYTE = 2 ** 20
/**
 * How many copies of an allocator are made. V8 starts marking once 64 MiB have been reported, and marks on another
 * thread. Depending on when that finishes, one or two rounds pile up: 147 or 238 MiB, regardless of the number of
 * copies. With this number, even twice as much stays within the bounds below.
 */
const COUNT = 120

interface Allocator {
  /** The source of a module that creates and fills `allocator`. */
  readonly source: string
  /** The least native memory of a copy, in bytes. */
  readonly bytes: number
}

const ALLOCATORS: Readonly<Record<string, Allocator>> = {
  'an address allocator with 100,000 live ranges': {
    source: `
      const allocator = new AddressAllocator(0n, 1n << 40n)
      for (let i = 0; i < 100_000; i++) allocator.allocate(0x1000n, 0x1000n)`,
    // A node of the crate's tree has 48 bytes, without malloc's overhead.
    bytes: 100_000 * 48,
  },
  'an id allocator with 500,000 freed ids': {
    source: `
      const allocator = new IdAllocator(0, 2 ** 20)
      for (let i = 0; i < 500_000; i++) allocator.allocateId()
      for (let i = 0; i < 500_000; i++) allocator.freeId(i)`,
    // A BTreeSet has room for 11 ids in each node; ids that were freed in order take about 12 bytes each.
    bytes: 500_000 * 12,
  },
}

/** How many of `COUNT` copies were collected, and the most bytes by which the process grew. */
interface Figures {
  readonly collected: number
  readonly growth: number
}

/** Native memory is released in a separate turn of the event loop. */
const TURN = 'await setImmediate()'

/** Creates an allocator, and then copies of it that are dropped immediately. */
async function measure({ source }: Allocator, each: string, ...options: string[]): Promise<Figures> {
  const program = `
    import { setImmediate } from 'node:timers/promises'
    import { AddressAllocator, IdAllocator } from 'vm-allocator'
    ${source}
    let collected = 0
    const registry = new FinalizationRegistry(() => collected++)
    const { rss } = process.memoryUsage()
    for (let i = 0; i < ${COUNT}; i++) {
      registry.register(allocator.clone())
      ${each}
    }
    const growth = process.resourceUsage().maxRSS * 1024 - rss
    console.log(JSON.stringify({ collected, growth }))`
  return JSON.parse(await node(...options, '--input-type=module', '--eval', program))
}

const isReported = test.macro({
  async exec(t, allocator: Allocator) {
    const { collected, growth } = await measure(allocator, TURN)
    t.log(`${collected} of ${COUNT} were collected, and the process grew by ${Math.round(growth / MEBIBYTE)} MiB`)
    t.true(collected > COUNT / 2, 'hardly any was collected')
    t.true(growth < COUNT * allocator.bytes * 0.7, 'the process grew as if none was collected')
  },
  title: (name) => `the memory of ${name} is reported: the garbage collector runs without a request`,
})

const isReleased = test.macro({
  async exec(t, allocator: Allocator) {
    const { collected, growth } = await measure(allocator, `globalThis.gc(); ${TURN}`, '--expose-gc')
    t.log(`${collected} of ${COUNT} were collected, and the process grew by ${Math.round(growth / MEBIBYTE)} MiB`)
    t.true(collected >= COUNT - 2, 'some were not collected')
    t.true(growth < COUNT * allocator.bytes * 0.4, 'the process grew by more than some allocators')
  },
  title: (name) => `the memory of ${name} is released with it`,
})

const isReclaimed = test.macro({
  async exec(t, allocator: Allocator) {
    // Finalizers don't run before the loop ends, so no copy counts as collected.
    const { collected, growth } = await measure(allocator, '')
    t.log(`the process grew by ${Math.round(growth / MEBIBYTE)} MiB`)
    t.is(collected, 0)
    t.true(growth < COUNT * allocator.bytes * 0.7, 'the process grew as if nothing was handed back')
  },
  title: (name) => `the memory of ${name} is released in a loop that never waits`,
})

for (const [name, allocator] of Object.entries(ALLOCATORS)) {
  test.serial(name, isReclaimed, allocator)
  test.serial(name, isReported, allocator)
  test.serial(name, isReleased, allocator)
}

test.serial('the memory of allocators in a worker is released when the worker ends', async (t) => {
  const workers = 6
  const work = `
    const { AddressAllocator } = require('vm-allocator')
    const allocator = new AddressAllocator(0n, 1n << 40n)
    for (let i = 0; i < 100_000; i++) allocator.allocate(0x1000n, 0x1000n)
    globalThis.kept = Array.from({ length: 8 }, () => allocator.clone())`
  const program = `
    import { once } from 'node:events'
    import { Worker } from 'node:worker_threads'
    const { rss } = process.memoryUsage()
    const growth = []
    for (let i = 0; i < ${workers}; i++) {
      await once(new Worker(${JSON.stringify(work)}, { eval: true, execArgv: [] }), 'exit')
      growth.push(process.resourceUsage().maxRSS * 1024 - rss)
    }
    console.log(JSON.stringify(growth))`
  const growth: number[] = JSON.parse(await node('--input-type=module', '--eval', program))
  const [first = 0, last = 0] = [growth[0], growth.at(-1)]
  t.log(growth.map((bytes) => `${Math.round(bytes / MEBIBYTE)} MiB`).join(', '))
  t.true(first > 8 * 100_000 * 48, 'one worker takes less than its allocators')
  t.true(last < 3 * first, `${workers} workers take more than three`)
})
