// A port whose addresses are numbers gets no case, of any origin, with a number that a double can't represent.
import test from 'ava'
import * as crate from 'vm-allocator'
import { spacesBelow } from '../../lib/conformance/cases/exhaustive.ts'
import { listCases } from '../../lib/conformance/cases/list-cases.ts'
import { type Adapter, checkConformance } from '../../lib/conformance/index.ts'
import type { AnyAdapter } from '../../lib/conformance/port/adapter.ts'
import { Port } from '../../lib/conformance/port/port.ts'
import { highestOf } from '../../lib/conformance/port/profile.ts'

const { AddressAllocator, AllocPolicy, Constraint, RangeInclusive } = crate

/** Throws if a double can't represent a number, so that nothing inexact passes. */
function exact(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new Error(`${value} is beyond 2^53-1`)
  return number
}

function policyOf(policy: { kind: string; address?: unknown }): crate.AllocPolicy {
  if (policy.kind === 'ExactMatch') return AllocPolicy.ExactMatch(policy.address as number)
  return AllocPolicy[policy.kind as 'FirstMatch']
}

/** The package with numbers as addresses. */
const numbers: Adapter<'number'> = {
  name: 'numbers',
  numbers: 'number',
  misuse: 'unchecked',
  createRangeInclusive: (start, end) => new RangeInclusive(start, end),
  createConstraint: (size, align, policy) => new Constraint(size, align, policyOf(policy)),
  createAddressAllocator: (base, size) => new AddressAllocator(base, size),
  createIdAllocator: (base, end) => new crate.IdAllocator(base, end),
  describe: (subject) => {
    const { start, end, size, align, base } = subject as Record<string, bigint | number>
    const plain = (value: bigint | number | undefined) => (typeof value === 'bigint' ? exact(value) : value)
    return { start: plain(start), end: plain(end), size: plain(size), align: plain(align), base: plain(base) }
  },
  len: (range: crate.RangeInclusive) => exact(range.len),
  contains: (range: crate.RangeInclusive, other) => range.contains(other),
  overlaps: (range: crate.RangeInclusive, other) => range.overlaps(other),
  equals: (range: crate.RangeInclusive, other) => range.equals(other),
  compare: (range: crate.RangeInclusive, other) => range.compare(other),
  allocate: (allocator: crate.AddressAllocator, size, align, policy) => {
    const { start, end } = allocator.allocate(size, align, policyOf(policy))
    return { start: exact(start), end: exact(end) }
  },
  free: (allocator: crate.AddressAllocator, range) => allocator.free(range),
  ranges: (allocator: crate.AddressAllocator) =>
    allocator.ranges().map(({ start, end, state }) => ({ start: exact(start), end: exact(end), state })),
  allocateId: (allocator: crate.IdAllocator) => allocator.allocateId(),
  freeId: (allocator: crate.IdAllocator, id) => allocator.freeId(id),
  isAllocated: (allocator: crate.IdAllocator, id) => allocator.isAllocated(id),
}

for (let seed = 1; seed <= 4; seed++) {
  test(`seed ${seed}: every generated case fits, and passes`, async (t) => {
    const report = await checkConformance(numbers, { seed, runs: 200, only: ['generated'] })
    t.deepEqual(report.failures, [])
    t.is(report.totals.passed, 200)
  })
}

test('every recorded case passes, or is unsupported', async (t) => {
  const report = await checkConformance(numbers, { runs: 0 })
  t.deepEqual(report.failures, [])
  t.true(report.passed)
  t.true((report.unsupported['no numbers beyond 2^53-1'] ?? 0) > 20)
  t.true(report.totals.passed > 100)
})

test('such a port receives only numbers', async (t) => {
  const seen: unknown[] = []
  const adapter: Adapter<'number'> = {
    numbers: 'number',
    misuse: 'unchecked',
    createAddressAllocator: (base, size) => void seen.push(base, size),
    createRangeInclusive: (start, end) => void seen.push(start, end),
    createConstraint: (size, align, policy) =>
      void seen.push(size, align, policy.kind === 'ExactMatch' ? policy.address : 0),
  }
  await checkConformance(adapter, {
    runs: 50,
    seed: 1,
    level: 'results',
    only: ['generated', 'Constraint'],
  })
  t.true(seen.length > 100)
  t.deepEqual(new Set(seen.map((value) => typeof value)), new Set(['number']))
})

test('no case has a number above 2^53-1, not even in its answers', (t) => {
  const port = new Port(numbers as AnyAdapter, 2000)
  const highest = highestOf({ numbers: 'number' })
  const asked = [...listCases({}, { numbers: 'number' })].filter((vector) => port.lacks(vector) === undefined)
  t.true(asked.length > 100)
  for (const { id, create, created, operations } of asked)
    for (const [, text = '0'] of JSON.stringify([create, created, operations]).matchAll(/"(0x[0-9a-f]+)"/g))
      t.true(BigInt(text) <= highest, `${id}: ${text}`)
})

test('the exhaustive spaces of such a port reach its highest number, and not beyond', (t) => {
  const highest = highestOf({ numbers: 'number' })
  const spaces = spacesBelow(highest + 1n)
  t.true(spaces.some(({ base, size }) => base + size === highest + 1n))
  t.true(spaces.every(({ base, size }) => base + size <= highest + 1n))
})

test('what a port lacks is not generated', async (t) => {
  const adapter: Adapter = {
    createAddressAllocator: (base, size) => new AddressAllocator(base, size),
    allocate: (allocator: crate.AddressAllocator, size, align, policy) =>
      allocator.allocate(size, align, policyOf(policy)),
  }
  const report = await checkConformance(adapter, { seed: 1, runs: 100, only: ['generated'] })
  t.true(report.passed)
  t.is(report.ran, 100)
  t.is(report.totals.unsupported, 0)
})
