import { AddressAllocator, RangeInclusive } from 'vm-allocator'
import type { Task } from './task.ts'

// Like crates/engine/examples/serde_cost.rs with the bare crate.
const LIVE = 100_000
const BASE = 1n << 40n
const PAGE = 0x1000n

/** Listing, writing and restoring an allocator of many live ranges; `undefined` for any other workload. */
export function stateTask(workload: string): Task | undefined {
  switch (workload) {
    case 'snapshot':
      return task(filled(), (allocator) => allocator.snapshot())
    case 'restore-text':
      return task(filled().snapshot(), (text) => AddressAllocator.restore(text))
    case 'restore-bytes':
      return task(Buffer.from(filled().snapshot()), (bytes) => AddressAllocator.restore(bytes))
    case 'ranges':
      return task(filled(), (allocator) => allocator.ranges())
    case 'ranges-allocated':
      return task(filled(), (allocator) => allocator.ranges('allocated'))
    case 'objects': {
      const ends = Array.from({ length: LIVE }, (_, page) => endsOf(page))
      return task(ends, () => ends.map(([start, end]) => new RangeInclusive(start, end)))
    }
    default:
      return undefined
  }
}

function task<S>(subject: S, work: (subject: S) => unknown): Task {
  let result: unknown
  return {
    operations: 1,
    run(times) {
      for (let time = 0; time < times; time += 1) result = work(subject)
      // Without a use, V8 might not create the result at all.
      if (result === undefined) throw new Error('the work has no result')
    },
    check() {
      if (work(subject) === undefined) throw new Error('the work has no result')
    },
  }
}

/** An allocator with adjacent live pages, and the same amount of free space. */
function filled(): AddressAllocator {
  const allocator = new AddressAllocator(BASE, 2n * BigInt(LIVE) * PAGE)
  for (let page = 0; page < LIVE; page++) allocator.allocate(PAGE, PAGE)
  return allocator
}

/** The first and the last address of a page. */
function endsOf(page: number): readonly [start: bigint, end: bigint] {
  const start = BASE + BigInt(page) * PAGE
  return [start, start + PAGE - 1n]
}
