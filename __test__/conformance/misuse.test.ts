// Arguments that the types forbid: a port refuses them with the right class, names the argument, and doesn't change.
import test from 'ava'
import * as crate from 'vm-allocator'
import { misuseVectors } from '../../lib/conformance/cases/misuse.ts'
import { type Adapter, checkConformance, type Level, type PortError, type Status } from '../../lib/conformance/index.ts'
import { withAllocate } from './sabotage.ts'

async function misused(port: object, level: Level = 'messages') {
  const { failures, passed, totals, unsupported } = await checkConformance(port, { only: ['misuse'], level })
  const statuses = failures.map(({ vector, divergence }): [string, Status | undefined] => [
    vector.id,
    divergence?.status,
  ])
  return { statuses, passed, totals, unsupported }
}

/** The package with an `allocate` that handles misuse differently. */
function answering(respond: (error: Error) => unknown): object {
  return withAllocate((original) => {
    try {
      return original()
    } catch (error) {
      if (error instanceof crate.VmAllocatorError) throw error
      return respond(error as Error)
    }
  })
}

function throwing(make: (error: Error) => unknown): object {
  return answering((error) => {
    throw make(error)
  })
}

test('the package passes at every level', async (t) => {
  const { statuses, passed, totals } = await misused(crate)
  t.deepEqual(statuses, [])
  t.true(passed)
  t.is(totals.passed, misuseVectors().length)
})

test('every call that takes arguments is misused in each of them', (t) => {
  const asked = misuseVectors().flatMap(({ operations }) =>
    operations.flatMap((operation) =>
      operation.op === 'misuse'
        ? [`${'type' in operation.call ? operation.call.type : operation.call.op} ${operation.argument}`]
        : [],
    ),
  )
  t.deepEqual([...new Set(asked)].sort(), [
    'AddressAllocator base',
    'AddressAllocator size',
    'Constraint address',
    'Constraint align',
    'Constraint policy',
    'Constraint size',
    'IdAllocator base',
    'IdAllocator end',
    'RangeInclusive end',
    'RangeInclusive start',
    'allocate address',
    'allocate align',
    'allocate policy',
    'allocate size',
    'compare end',
    'compare start',
    'contains end',
    'contains start',
    'equals end',
    'equals start',
    'free end',
    'free range',
    'free start',
    'free_id id',
    'is_allocated id',
    'overlaps end',
    'overlaps start',
  ])
})

test('unchecked: misuse is answered', async (t) => {
  const { statuses, passed } = await misused(answering(() => ({ start: 0n, end: 15n })))
  t.false(passed)
  t.deepEqual(statuses, [
    ['misuse-allocate', 'unchecked'],
    ['misuse-allocate-policy', 'unchecked'],
  ])
})

test('wrong-kind: misuse throws an error of another class; the level results takes any', async (t) => {
  const port = throwing((error) => new Error(error.message))
  t.deepEqual((await misused(port)).statuses[0], ['misuse-allocate', 'wrong-kind'])
  t.deepEqual((await misused(port, 'results')).statuses, [])
})

test('wrong-kind: a RangeError for a wrong type, and a TypeError for a bigint out of range', async (t) => {
  const swap = (error: Error) => new (error instanceof TypeError ? RangeError : TypeError)(error.message)
  t.deepEqual((await misused(throwing(swap))).statuses[0], ['misuse-allocate', 'wrong-kind'])
  const types = throwing((error) => new TypeError(error.message))
  t.deepEqual((await misused(types)).statuses[0], ['misuse-allocate', 'wrong-kind'])
})

test('wrong-message: the message does not name the argument; the level errors does not look', async (t) => {
  const port = throwing((error) => new (error.constructor as ErrorConstructor)('No.'))
  t.deepEqual((await misused(port)).statuses[0], ['misuse-allocate', 'wrong-message'])
  t.deepEqual((await misused(port, 'errors')).statuses, [])
})

test('non-error: misuse throws a text', async (t) => {
  t.deepEqual((await misused(throwing(() => 'no'))).statuses[0], ['misuse-allocate', 'non-error'])
})

test('a call that refuses misuse but changes state is found by the ranges, the snapshot, or the next answer', async (t) => {
  class AddressAllocator extends crate.AddressAllocator {
    override allocate(...request: never[]): crate.RangeInclusive {
      if (request.includes(Number.NaN as never)) super.allocate(1n)
      return super.allocate(...(request as unknown as [bigint]))
    }
  }
  const port = { ...crate, AddressAllocator }
  const seen = async (hidden: object) => (await misused({ ...port, conformance: hidden })).statuses
  t.deepEqual(await seen({}), [['misuse-allocate', 'wrong-ranges']])
  t.deepEqual(await seen({ ranges: undefined }), [['misuse-allocate', 'wrong-result']])
})

test('an adapter says that nothing is checked: unsupported, and counted', async (t) => {
  const conformance: Adapter = { misuse: 'unchecked' }
  const port = { ...crate, conformance }
  const { statuses, totals, unsupported } = await misused(port)
  t.deepEqual(statuses, [])
  t.is(totals.unsupported, totals.cases)
  t.is(unsupported['no checks of arguments'], totals.cases)
})

test('errors that an adapter translates count as translated', async (t) => {
  class Refusal extends Error {
    readonly type: string
    constructor(type: string, message: string) {
      super(message)
      this.type = type
    }
  }
  const port = throwing((error) => new Refusal(error.name, error.message))
  const conformance: Adapter = {
    errorOf: (thrown) => {
      if (thrown instanceof Refusal) return { kind: thrown.type, message: thrown.message }
      return thrown instanceof crate.VmAllocatorError ? (thrown as crate.VmAllocatorError & PortError) : undefined
    },
  }
  t.deepEqual((await misused({ ...port, conformance })).statuses, [])
})
