import type { AddressRival, AddressSpace, AnyRange, Integer } from '../rival.ts'
import { BASE, contiguous, PAGE, type PolicyName } from './space.ts'
import type { Task } from './task.ts'

const CHECKED_PAIRS = 16
/**
 * A range is stored before it is freed, as a device would do. Otherwise V8 would find that nobody uses it, and not
 * create it at all. A power of two.
 */
const HELD = 256

/** Allocates a page and frees it again, beside `live` pages; `ExactMatch` requests the address after them. */
export function pairs<I extends Integer, P, R extends AnyRange>(
  rival: AddressRival<I, P, R>,
  policyName: PolicyName,
  live: number,
): Task {
  const space = contiguous(rival, policyName, live)
  const page = rival.integer(PAGE)
  if (policyName === 'first-match') return firstMatchPairs(space, page)
  const address = rival.integer(BASE + BigInt(live) * PAGE)
  return policyPairs(space, page, policyName === 'last-match' ? rival.lastMatch : rival.exactMatch(address))
}

/** FirstMatch is the default policy. */
function firstMatchPairs<I extends Integer, P, R extends AnyRange>(space: AddressSpace<I, P, R>, page: I): Task {
  const held: R[] = []
  return {
    operations: 1,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        const range = space.allocate(page, page)
        held[time & (HELD - 1)] = range
        space.free(range)
      }
    },
    check(answers) {
      for (let pair = 0; pair < CHECKED_PAIRS; pair += 1) {
        const range = answers.range(() => space.allocate(page, page))
        if (range !== undefined) answers.freed(() => space.free(range))
      }
    },
  }
}

function policyPairs<I extends Integer, P, R extends AnyRange>(space: AddressSpace<I, P, R>, page: I, policy: P): Task {
  const held: R[] = []
  return {
    operations: 1,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        const range = space.allocate(page, page, policy)
        held[time & (HELD - 1)] = range
        space.free(range)
      }
    },
    check(answers) {
      for (let pair = 0; pair < CHECKED_PAIRS; pair += 1) {
        const range = answers.range(() => space.allocate(page, page, policy))
        if (range !== undefined) answers.freed(() => space.free(range))
      }
    },
  }
}
