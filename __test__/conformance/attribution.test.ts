// A difference is attributed to the call that caused it, even if that call itself shows nothing.
import test from 'ava'
import * as crate from 'vm-allocator'
import { type Adapter, checkConformance, parseKnown } from '../../lib/conformance/index.ts'
import { knownFileOf } from '../../lib/conformance/judging/known.ts'
import { runsOr } from '../support/runs.ts'

/** A range of the port. */
interface Held {
  start: bigint
  end: bigint
  free: boolean
}

/**
 * The crate, except that it also merges freed ranges with free neighbours of one byte (D4). It contains an allocator of
 * the crate, and replaces it with a merged one where the crate left neighbours unmerged.
 */
class Merging {
  #crate: crate.AddressAllocator

  constructor(base: bigint, size: bigint) {
    this.#crate = new crate.AddressAllocator(base, size)
  }

  allocate(...request: [bigint, bigint, crate.AllocPolicy]): crate.RangeInclusive {
    return this.#crate.allocate(...request)
  }

  free(range: crate.RangeLike): void {
    const before = this.#crate.clone()
    this.#crate.free(range)
    // Merge only what this call left unmerged, not what D1 left.
    const held = this.#crate.ranges().map(({ start, end, state }): Held => ({ start, end, free: state === 'free' }))
    const apart = held.some(
      ({ start, free }, at) =>
        free && held[at - 1]?.free === true && touches(range, held[at - 1]?.end as bigint, start),
    )
    if (apart) this.#crate = rebuilt(before, merged(held, range))
  }
}

function touches(range: crate.RangeLike, end: bigint, start: bigint): boolean {
  return end + 1n === start && (start === range.start || end === range.end)
}

function merged(held: readonly Held[], range: crate.RangeLike): Held[] {
  const all: Held[] = []
  for (const one of held) {
    const last = all.at(-1)
    if (last?.free && one.free && touches(range, last.end, one.start)) last.end = one.end
    else all.push({ ...one })
  }
  return all
}

/** An allocator with these ranges. For a few of them, a chain of nodes is enough. */
function rebuilt({ base, end }: crate.AddressAllocator, held: readonly Held[]): crate.AddressAllocator {
  const node = (from: number, to: number): { text: string; height: number } => {
    if (from > to) return { text: 'null', height: 0 }
    const middle = (from + to) >> 1
    const { start, end, free } = held[middle] as Held
    const [left, right] = [node(from, middle - 1), node(middle + 1, to)]
    const height = 1 + Math.max(left.height, right.height)
    const state = free ? 'Free' : 'Allocated'
    const text = `{"key":{"start":${start},"end":${end}},"node_state":"${state}","left":${left.text},"right":${right.text},"height":${height}}`
    return { text, height }
  }
  const tree = node(0, held.length - 1).text
  return crate.AddressAllocator.restore(
    `{"address_space":{"start":${base},"end":${end}},"interval_tree":{"root":${tree}}}`,
  )
}

const conformance: Adapter = {
  misuse: 'unchecked',
  defaults: false,
  createPolicy: (policy) =>
    policy.kind === 'ExactMatch' ? crate.AllocPolicy.ExactMatch(policy.address) : crate.AllocPolicy[policy.kind],
}
const merging = { AddressAllocator: Merging, conformance }
const RUNS = runsOr(150)
const only = { only: ['generated'], seed: 3, runs: RUNS }

test('a port without ranges() that fixes D4: every difference is explained, by the step that caused it', async (t) => {
  const { failures, ran, runs } = await checkConformance(merging, only)
  t.is(ran, runs)
  const caused = failures.flatMap(({ vector, divergence }) => {
    t.true(divergence !== undefined && divergence.causes.length > 0, vector.id)
    return (divergence?.causes ?? []).flatMap(({ deviation, step }) => (deviation === 'D4' ? [{ vector, step }] : []))
  })
  t.true(caused.length > 0)
  for (const { vector, step } of caused) t.is(vector.operations[step]?.op, 'free')
})

test('it can be declared, and then passes with every sequence run to its end', async (t) => {
  const { failures } = await checkConformance(merging, only)
  const { known } = parseKnown(JSON.stringify(knownFileOf(failures)))
  t.true(known.some(({ tag }) => tag === 'deviation:D4'))
  for (const seed of [3, 4]) {
    const report = await checkConformance(merging, { ...only, seed, known })
    t.deepEqual(report.failures, [])
    t.true(report.endedEarly < 10)
    t.true(report.totals.known > 0)
  }
})

test('another fault is not a deviation, and is found after it', async (t) => {
  class Faulty extends Merging {
    override allocate(...[size, align, policy]: [bigint, bigint, crate.AllocPolicy]): crate.RangeInclusive {
      const range = super.allocate(size, align, policy)
      if (size === 5n && policy.kind === 'LastMatch') throw Object.assign(new Error('x'), { kind: 'Overflow' })
      return range
    }
  }
  const known = [{ tag: 'deviation:D4', reason: 'merged' }]
  const { failures } = await checkConformance({ AddressAllocator: Faulty, conformance }, { ...only, known })
  t.true(failures.length > 0)
  const unexplained = failures.filter(({ divergence }) => divergence?.causes.length === 0)
  t.true(unexplained.some(({ divergence }) => divergence?.status === 'refused'))
})
