import type { AddressRival, AnyRange, Integer } from '../rival.ts'
import { random } from './random.ts'
import { BASE, PAGE } from './space.ts'
import type { Task } from './task.ts'

const PAGES = 512

/** Allocates pages until the space is exhausted, then frees all of them in random order. */
export function exhaustion<I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>): Task {
  const space = rival.create(rival.integer(BASE), rival.integer(BigInt(PAGES) * PAGE))
  const page = rival.integer(PAGE)
  const order = shuffled(PAGES)
  const ranges: R[] = []
  return {
    // The pages' allocations and frees, and the refusal.
    operations: 2 * PAGES + 1,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        ranges.length = 0
        try {
          for (;;) ranges.push(space.allocate(page, page))
        } catch {
          for (const index of order) space.free(ranges[index] as R)
        }
      }
    },
    check(answers) {
      for (let time = 0; time < 2; time += 1) {
        ranges.length = 0
        for (;;) {
          const range = answers.range(() => space.allocate(page, page))
          if (range === undefined) break
          ranges.push(range)
        }
        for (const index of order) answers.freed(() => space.free(ranges[index] as R))
      }
    },
  }
}

/** The numbers from 0 to `count` - 1, shuffled. */
function shuffled(count: number): number[] {
  const below = random()
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last -= 1) {
    const other = below(last + 1)
    ;[order[last], order[other]] = [order[other] as number, order[last] as number]
  }
  return order
}
