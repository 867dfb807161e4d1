// Each way to fail has its own status.
import test from 'ava'
import * as crate from 'vm-allocator'
import { checkConformance, type Status } from '../../lib/conformance/index.ts'
import { sharing, withAllocate, withMessages } from './sabotage.ts'

const ONE = { runs: 0, only: ['address-first-match-whole-space'] }

async function statusOf(port: object, options: object = ONE): Promise<Status | undefined> {
  const { failures, passed } = await checkConformance(port, { runs: 0, ...options })
  if (passed === failures.length > 0) throw new Error('the report contradicts itself')
  return failures[0]?.divergence?.status
}

test('the package conforms to itself', async (t) => {
  t.is(await statusOf(crate, { level: 'state' }), undefined)
})

const RETURNS: [status: Status, answer: unknown][] = [
  ['wrong-result', { start: 1n, end: 2n }],
  ['malformed', undefined],
  ['malformed', { start: -1n, end: 2n ** 64n }],
  ['malformed', { start: '0x1000', end: '0x1fff' }],
  ['precision', { start: Number.NaN, end: 1 }],
  ['precision', { start: 2 ** 53, end: 2 ** 53 + 2 }],
]
for (const [index, [status, answer]] of RETURNS.entries()) {
  test(`${status}: return value ${index}`, async (t) => {
    t.is(await statusOf(withAllocate(() => answer)), status)
  })
}

const THROWS: [status: Status, thrown: unknown][] = [
  ['non-error', 'ResourceNotAvailable'],
  ['non-error', undefined],
  ['unknown-error', new Error('no')],
  ['crash', new TypeError('undefined is not a function')],
  ['refused', Object.assign(new Error('no'), { kind: 'ResourceNotAvailable' })],
]
for (const [index, [status, thrown]] of THROWS.entries()) {
  test(`${status}: thrown value ${index}`, async (t) => {
    const port = withAllocate(() => {
      throw thrown
    })
    t.is(await statusOf(port), status)
  })
}

test('hang: a promise that is never settled', async (t) => {
  t.is(
    await statusOf(
      withAllocate(() => new Promise(() => {})),
      { ...ONE, stepLimit: 20 },
    ),
    'hang',
  )
})

test('mutation: a policy that was passed is changed', async (t) => {
  // The package's own policies are frozen.
  const { AllocPolicy: _, ...port } = withAllocate((original, _size, _align, policy) => {
    const answer = original()
    Object.assign(policy as object, { kind: 'LastMatch' })
    return answer
  })
  t.is(await statusOf(port), 'mutation')
})

test('shared-state: two instances answer like one', async (t) => {
  t.is(await statusOf(sharing(), { only: ['isolation-address-allocator'] }), 'shared-state')
})

test('wrong-message counts only at the levels messages and state', async (t) => {
  t.is(await statusOf(withMessages(), { level: 'errors' }), undefined)
  t.is(await statusOf(withMessages(), { level: 'results' }), undefined)
  t.is(await statusOf(withMessages(), { level: 'messages' }), 'wrong-message')
})

test('at the lowest level, any Error is a refusal', async (t) => {
  const port = withAllocate((original) => {
    try {
      return original()
    } catch {
      throw new Error('full')
    }
  })
  t.is(await statusOf(port, { level: 'results' }), undefined)
  t.is(await statusOf(port, { level: 'errors' }), 'unknown-error')
})

test('accepted: what the crate refuses', async (t) => {
  const port = withAllocate((original) => {
    try {
      return original()
    } catch {
      return { start: 0n, end: 0n }
    }
  })
  t.is(await statusOf(port, { level: 'results' }), 'accepted')
})

test('wrong-ranges: the answer is right, the state after it is not', async (t) => {
  class AddressAllocator extends crate.AddressAllocator {
    override ranges(): never {
      return super.ranges().filter(({ state }) => state === 'free') as never
    }
  }
  t.is(await statusOf({ ...crate, AddressAllocator }), 'wrong-ranges')
})

test('wrong-members: a new object reports another end', async (t) => {
  class AddressAllocator extends crate.AddressAllocator {
    override get end(): bigint {
      return super.end + 1n
    }
  }
  t.is(await statusOf({ ...crate, AddressAllocator }), 'wrong-members')
})
