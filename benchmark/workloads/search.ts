import { AddressAllocator, type RangeInclusive } from 'vm-allocator'
import { BASE, PAGE, SIZE } from './space.ts'
import type { Task } from './task.ts'

const CHECKED = 16
/** Results are stored, as in pairs.ts. The number of ranges to allocate before all are freed, a power of two. */
const HELD = 64

/**
 * `allocate`, `within` (`allocate` with bounds), `fit` or `at`, each alone, with live pages that have a free page
 * between them. Undoing `allocate` isn't measured. `undefined` for any other workload.
 */
export function searchTask(workload: string): Task | undefined {
  const [, method, live] = /^(allocate|within|fit|at)-(\d+)$/.exec(workload) ?? []
  if (method === undefined) return undefined
  const space = filled(BigInt(live ?? 0))
  // The upper half: bounds that cut the live ranges.
  const bounds = { start: BASE + BigInt(live ?? 0) * PAGE + PAGE / 2n, end: BASE + SIZE - 1n }
  switch (method) {
    case 'allocate':
      return allocations(space, () => space.allocate(PAGE, PAGE))
    case 'within':
      return allocations(space, () => space.allocate(PAGE, { align: PAGE, within: bounds }))
    case 'fit':
      return searches(() => space.fit(PAGE, PAGE))
    default:
      return searches(() => space.at(bounds.start))
  }
}

function filled(live: bigint): AddressAllocator {
  const space = new AddressAllocator(BASE, SIZE)
  const pages = Array.from({ length: 2 * Number(live) }, () => space.allocate(PAGE, PAGE))
  for (const [index, page] of pages.entries()) if (index % 2 === 1) space.free(page)
  return space
}

function allocations(space: AddressAllocator, allocate: () => RangeInclusive): Task {
  const held: RangeInclusive[] = []
  let excluded = 0
  return {
    operations: HELD,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        for (let index = 0; index < HELD; index += 1) held[index] = allocate()
        const allocated = performance.now()
        for (const range of held) space.free(range)
        excluded += performance.now() - allocated
      }
    },
    excluded: () => excluded,
    check(answers) {
      const ranges = Array.from({ length: CHECKED }, () => answers.range(allocate))
      for (const range of ranges) if (range !== undefined) answers.freed(() => space.free(range))
    },
  }
}

function searches(search: () => RangeInclusive | undefined): Task {
  const held: (RangeInclusive | undefined)[] = []
  return {
    operations: HELD,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        for (let index = 0; index < HELD; index += 1) held[index] = search()
      }
    },
    check(answers) {
      answers.range(() => search() ?? { start: 0n, end: 0n })
    },
  }
}
