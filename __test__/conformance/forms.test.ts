// Optional features of a port: short forms of its calls, clones, snapshots.
import test from 'ava'
import * as crate from 'vm-allocator'
import { type Adapter, type CheckOptions, checkConformance } from '../../lib/conformance/index.ts'
import { withAllocate } from './sabotage.ts'

async function statuses(port: object, ...only: string[]): Promise<string[]> {
  const options: CheckOptions = { runs: 0, only }
  const { cases, failures } = await checkConformance(port, options)
  const failed = new Map(failures.map(({ vector, divergence }) => [vector.id, divergence?.status]))
  return cases.map(({ id, status }) => `${id}: ${failed.get(id) ?? status}`)
}

test('the package has all of them', async (t) => {
  const all = await statuses(crate, 'short-form', 'clone')
  t.is(all.length, 7)
  t.true(all.every((line) => line.endsWith(': passed')))
})

test('a default alignment other than that of the crate', async (t) => {
  class Constraint extends crate.Constraint {
    constructor(size: bigint, align = 8n, policy: crate.AllocPolicy = crate.AllocPolicy.FirstMatch) {
      super(size, align, policy)
    }
  }
  t.deepEqual(await statuses({ ...crate, Constraint }, 'form-constraint-size', 'form-allocate-size-constraint'), [
    'form-constraint-size: wrong-members',
    'form-allocate-size-constraint: wrong-result',
  ])
})

test('a constraint whose policy is ignored', async (t) => {
  class AddressAllocator extends crate.AddressAllocator {
    override allocate(...request: never[]): crate.RangeInclusive {
      const [size, ...rest] = request as unknown[] as [bigint | crate.Constraint, bigint]
      return size instanceof crate.Constraint ? super.allocate(size.size, size.align) : super.allocate(size, ...rest)
    }
  }
  t.deepEqual(await statuses({ ...crate, AddressAllocator }, 'form-allocate-constraint'), [
    'form-allocate-constraint: wrong-result',
  ])
})

test('a port without short forms: unsupported', async (t) => {
  const port = withAllocate((original, ...request) => {
    if (request.length < 3) throw new TypeError('three arguments are needed')
    return original()
  })
  t.deepEqual(await statuses(port, 'form-allocate-size', 'form-allocate-constraint'), [
    'form-allocate-size: unsupported',
    'form-allocate-constraint: unsupported',
  ])
})

test('a clone that shares the state of the original', async (t) => {
  class IdAllocator extends crate.IdAllocator {
    override clone(): crate.IdAllocator {
      return this
    }
  }
  t.deepEqual(await statuses({ ...crate, IdAllocator }, 'clone-id-allocator', 'clone-address-allocator'), [
    'clone-address-allocator: passed',
    'clone-id-allocator: shared-state',
  ])
})

test('a clone that starts empty, and one of another space', async (t) => {
  const cloning = (clone: (original: crate.AddressAllocator) => crate.AddressAllocator) => {
    class AddressAllocator extends crate.AddressAllocator {
      override clone(): crate.AddressAllocator {
        return clone(this)
      }
    }
    return statuses({ ...crate, AddressAllocator }, 'clone-address-allocator')
  }
  t.deepEqual(await cloning(({ base, end }) => new crate.AddressAllocator(base, end - base + 1n)), [
    'clone-address-allocator: wrong-result',
  ])
  t.deepEqual(await cloning(({ base }) => new crate.AddressAllocator(base, 4n)), [
    'clone-address-allocator: wrong-members',
  ])
})

test('wrong-snapshot: the answers are right, the text is not', async (t) => {
  const conformance: Adapter = {
    snapshot: (allocator) => (allocator as crate.IdAllocator).snapshot().replace('freed_ids', 'freed'),
  }
  t.deepEqual(await statuses({ ...crate, conformance }, 'id-one-id'), ['id-one-id: wrong-snapshot'])
  t.deepEqual(await statuses(crate, 'id-one-id'), ['id-one-id: passed'])
})

test('--complete: what is unsupported fails the run', async (t) => {
  const { IdAllocator: _, ...port } = crate
  const options = { runs: 0, only: ['id-one-id', 'range-page'] }
  const report = await checkConformance(port, options)
  t.true(report.passed)
  t.false((await checkConformance(port, { ...options, complete: true })).passed)
})
