// Ports of every shape can be adapted, and what one lacks is counted.
import test from 'ava'
import * as crate from 'vm-allocator'
import { type Adapter, checkConformance, type PortError, type PortPolicy } from '../../lib/conformance/index.ts'

const { AddressAllocator, AllocPolicy, VmAllocatorError } = crate

function policyOf(policy: PortPolicy): crate.AllocPolicy {
  return policy.kind === 'ExactMatch' ? AllocPolicy.ExactMatch(policy.address) : AllocPolicy[policy.kind]
}

/** A complete adapter, as for a port without classes. */
const plain: Adapter = {
  name: 'plain',
  createAddressAllocator: (base, size) => new AddressAllocator(base, size),
  allocate: (allocator, size, align, policy) =>
    (allocator as crate.AddressAllocator).allocate(size, align, policyOf(policy)),
  free: (allocator, range) => (allocator as crate.AddressAllocator).free(range),
}

test('an adapter with only the address allocator: the rest is unsupported, and counted', async (t) => {
  const report = await checkConformance(plain, { runs: 200, seed: 3 })
  t.true(report.passed)
  t.is(report.port, 'plain')
  t.deepEqual(Object.keys(report.unsupported).sort(), [
    'no Constraint',
    'no IdAllocator',
    'no RangeInclusive',
    'no allocateConstraint',
    'no clone',
    'no default alignment and policy',
    'no policies as plain values',
  ])
  const counted = Object.values(report.unsupported).reduce((sum, times) => sum + times, 0)
  t.is(report.totals.unsupported, counted)
  t.is(report.totals.passed + counted, report.totals.cases)
  t.is(report.cases.find(({ id }) => id === 'id-one-id')?.status, 'unsupported')
})

test('at the level state, a port must list its ranges', async (t) => {
  const { unsupported } = await checkConformance(plain, { runs: 0, level: 'state' })
  t.true((unsupported['no ranges'] ?? 0) > 200)
})

test('a port that lacks everything does not pass', async (t) => {
  const { passed, totals } = await checkConformance({}, { runs: 10 })
  t.false(passed)
  t.is(totals.unsupported, totals.cases)
})

test('result objects instead of exceptions', async (t) => {
  const attempt = (call: () => unknown) => {
    try {
      return { ok: call() }
    } catch (error) {
      if (!(error instanceof VmAllocatorError)) throw error
      return { failed: error }
    }
  }
  const adapter: Adapter = {
    ...plain,
    createAddressAllocator: (...values) => attempt(() => plain.createAddressAllocator?.(...values)),
    allocate: (...values) => attempt(() => plain.allocate?.(...values)),
    free: (...values) => attempt(() => plain.free?.(...values)),
    unwrap: (returned) => {
      const { ok, failed } = returned as { ok?: unknown; failed?: PortError }
      return failed === undefined ? { value: ok } : { error: failed }
    },
  }
  const report = await checkConformance(adapter, { runs: 200, seed: 3, level: 'messages' })
  t.deepEqual(report.failures, [])
  t.true(report.passed)
})

test('promises', async (t) => {
  const adapter: Adapter = {
    ...plain,
    createAddressAllocator: async (...values) => plain.createAddressAllocator?.(...values),
    allocate: async (...values) => plain.allocate?.(...values),
    free: async (...values) => plain.free?.(...values),
    ranges: async (allocator) => (allocator as crate.AddressAllocator).ranges(),
  }
  const report = await checkConformance(adapter, { runs: 200, seed: 3, level: 'state' })
  t.deepEqual(report.failures, [])
  t.true(report.passed)
})

test("errors distinguished in the port's own way", async (t) => {
  const rename = (call: () => unknown) => {
    try {
      return call()
    } catch (error) {
      throw Object.assign(new Error('x'), { why: (error as crate.VmAllocatorError).kind })
    }
  }
  const adapter: Adapter = {
    createIdAllocator: (base, end) => rename(() => new crate.IdAllocator(base, end)),
    allocateId: (allocator) => rename(() => (allocator as crate.IdAllocator).allocateId()),
    errorOf: (thrown) => ({ kind: (thrown as { why: string }).why }),
  }
  const { cases } = await checkConformance(adapter, { runs: 0, only: ['id-one-id', 'id-range'] })
  t.deepEqual(
    cases.map(({ id, status }) => [id, status]),
    [
      ['id-range', 'unsupported'],
      ['id-one-id', 'passed'],
    ],
  )
})

test('a module can export `conformance` beside its classes, and may be CommonJS', async (t) => {
  const module = { default: { ...crate, conformance: { name: 'mine' } } }
  const report = await checkConformance(module, { runs: 0 })
  t.is(report.port, 'mine')
  t.true(report.passed)
})

test('what a port shows of itself may be a promise, or a result object', async (t) => {
  const own = (wrong: boolean): Adapter<'bigint', crate.AddressAllocator> => ({
    createAddressAllocator: async (base, size) => ({ ok: new AddressAllocator(base, size) }),
    describe: async (subject) => {
      const { base, end } = subject as crate.AddressAllocator
      return { base, end: end + (wrong ? 1n : 0n) }
    },
    allocate: async (allocator, size, align, policy) => ({ ok: allocator.allocate(size, align, policyOf(policy)) }),
    ranges: async (allocator) => ({ ok: allocator.ranges() }),
    snapshot: async (allocator) => ({ ok: (allocator as crate.AddressAllocator).snapshot() }),
    unwrap: (returned) => ({ value: (returned as { ok: unknown }).ok }),
  })
  const options = { only: ['address-first-match-whole-space'], runs: 0 }
  t.like(await checkConformance(own(false), options), { passed: true, totals: { passed: 1 }, failures: [] })
  const { failures } = await checkConformance(own(true), options)
  t.deepEqual(
    failures.map(({ divergence }) => divergence?.status),
    ['wrong-members'],
  )
})

test('a result object in place of a list of ranges is shown unchanged', async (t) => {
  const adapter: Adapter<'bigint', crate.AddressAllocator> = {
    createAddressAllocator: (base, size) => new AddressAllocator(base, size),
    allocate: (allocator, size, align, policy) => allocator.allocate(size, align, policyOf(policy)),
    ranges: (allocator) => ({ ok: true, list: allocator.ranges() }),
  }
  const { stopped } = await checkConformance(adapter, { only: ['address-first-match-whole-space'], runs: 0 })
  t.regex(stopped ?? '', /^`ranges\(\)` is \{ ok: true, list: \[.*\] \}; expected a list of/)
})
