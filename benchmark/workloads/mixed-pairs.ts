import type { AddressRival, AnyRange, Integer } from '../rival.ts'
import { random } from './random.ts'
import { fragmented, PAGE, type PolicyName } from './space.ts'
import type { Task } from './task.ts'

const REQUESTS = 64
const ALIGNS = [4n, PAGE, 2n * PAGE, 4n * PAGE, 8n * PAGE]

interface Request<I> {
  readonly size: I
  readonly align: I
}

/** Allocates and frees ranges of mixed sizes and alignments, beside `live` ranges and the same number of holes. */
export function mixedPairs<I extends Integer, P, R extends AnyRange>(
  rival: AddressRival<I, P, R>,
  policyName: PolicyName,
  live: number,
): Task {
  const space = fragmented(rival, policyName, live)
  const policy = policyName === 'last-match' ? rival.lastMatch : undefined
  const requests = makeRequests(rival)
  const held: R[] = []
  return {
    operations: REQUESTS,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        for (let index = 0; index < REQUESTS; index += 1) {
          const { size, align } = requests[index] as Request<I>
          const range = space.allocate(size, align, policy)
          held[index] = range // as in pairs.ts
          space.free(range)
        }
      }
    },
    check(answers) {
      for (const { size, align } of requests) {
        const range = answers.range(() => space.allocate(size, align, policy))
        if (range !== undefined) answers.freed(() => space.free(range))
      }
    },
  }
}

/** Five pages fit into no hole, and a quarter of the sizes is below a page. */
function makeRequests<I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>): Request<I>[] {
  const below = random()
  return Array.from({ length: REQUESTS }, () => {
    const pages = BigInt(1 + below(5)) * PAGE
    const size = below(4) === 0 ? 0x80n : pages
    return { size: rival.integer(size), align: rival.integer(ALIGNS[below(ALIGNS.length)] ?? PAGE) }
  })
}
