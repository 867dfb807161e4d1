// Every recorded answer of the crate, replayed through the public API.
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, RangeInclusive } from 'vm-allocator'
import { answerOf } from './answer.ts'
import {
  type Create,
  type Operation,
  type PolicyText,
  parseVectors,
  type Recorded,
  readVectors,
  vectorFiles,
} from './vector-files.ts'

type Subject = RangeInclusive | Constraint | AddressAllocator | IdAllocator

function policyOf(policy: PolicyText): AllocPolicy {
  return policy.kind === 'ExactMatch' ? AllocPolicy.ExactMatch(BigInt(policy.address)) : AllocPolicy[policy.kind]
}

function construct(create: Create): Subject {
  switch (create.type) {
    case 'RangeInclusive':
      return new RangeInclusive(BigInt(create.start), BigInt(create.end))
    case 'Constraint':
      return new Constraint(BigInt(create.size), BigInt(create.align), policyOf(create.policy))
    case 'AddressAllocator':
      return new AddressAllocator(BigInt(create.base), BigInt(create.size))
    case 'IdAllocator':
      return new IdAllocator(create.base, create.end)
  }
}

/** An argument in full, or the result of an earlier operation. */
function resolve<T>(argument: T | { result: number } | undefined, results: readonly unknown[]): T {
  const refers = typeof argument === 'object' && argument !== null && 'result' in argument
  return (refers ? results[(argument as { result: number }).result] : argument) as T
}

function rangeOf({ start, end }: { start: string; end: string }): { start: bigint; end: bigint } {
  return { start: BigInt(start), end: BigInt(end) }
}

function call(subject: Subject, operation: Operation, results: readonly unknown[]): unknown {
  const { op, size = '0', align = '0', policy = { kind: 'FirstMatch' } } = operation
  if (subject instanceof IdAllocator) {
    const id = resolve<number>(operation.id, results)
    return op === 'allocate_id' ? subject.allocateId() : op === 'free_id' ? subject.freeId(id) : subject.isAllocated(id)
  }
  if (op === 'allocate') return (subject as AddressAllocator).allocate(BigInt(size), BigInt(align), policyOf(policy))
  if (op === 'len') return (subject as RangeInclusive).len
  const range = rangeOf(resolve(operation.range, results))
  if (subject instanceof AddressAllocator) return subject.free(range)
  return (subject as RangeInclusive)[op as 'contains' | 'overlaps' | 'equals' | 'compare'](range)
}

/** The state as the answer files spell it. */
function stateOf(subject: Subject): Recorded {
  if (subject instanceof AddressAllocator) {
    const ranges = subject.ranges().map(({ start, end, state }) => ({
      ...new RangeInclusive(start, end).toJSON(),
      state: state === 'free' ? ('Free' as const) : ('Allocated' as const),
    }))
    return { ranges }
  }
  if (subject instanceof IdAllocator) {
    const { next_id: next, freed_ids: freed } = JSON.parse(subject.snapshot())
    return { next, freed }
  }
  return {}
}

function createdOf(subject: Subject): object {
  if (subject instanceof RangeInclusive) return subject.toJSON()
  if (subject instanceof Constraint) {
    return { size: `0x${subject.size.toString(16)}`, align: `0x${subject.align.toString(16)}` }
  }
  if (subject instanceof IdAllocator) return stateOf(subject)
  const { base, end } = subject.toJSON()
  return { base, end, ...stateOf(subject) }
}

function answerFields({ result, error }: Recorded): object {
  return error === undefined ? { result } : { error }
}

for (const file of vectorFiles()) {
  for (const vector of readVectors(file)) {
    test(`${vector.id}: ${vector.title}`, (t) => {
      let subject: Subject | undefined
      const created = answerOf(() => {
        subject = construct(vector.create)
      })
      if (subject === undefined) {
        t.deepEqual(created, { error: vector.error } as typeof created)
        return
      }
      t.deepEqual(createdOf(subject), vector.created)
      const results: unknown[] = []
      for (const [index, operation] of vector.operations.entries()) {
        const { ranges, next, freed, snapshot } = operation
        const answer = answerOf(() => call(subject as Subject, operation, results))
        t.deepEqual(answer, answerFields(operation), `operation ${index}`)
        results.push('result' in answer ? answer.result : undefined)
        const state = ranges === undefined ? { next, freed } : { ranges }
        if (ranges !== undefined || next !== undefined) t.deepEqual(stateOf(subject), state, `state after ${index}`)
        if (snapshot !== undefined) t.is((subject as AddressAllocator).snapshot(), snapshot)
      }
      if (vector.snapshot !== undefined) t.is((subject as AddressAllocator).snapshot(), vector.snapshot)
    })
  }
}

test('there are at least 250 vectors, each with an id of its own', (t) => {
  const ids = vectorFiles().flatMap((file) => readVectors(file).map(({ id }) => id))
  t.true(ids.length >= 250)
  t.is(new Set(ids).size, ids.length)
})

const WRONG: [title: string, text: (document: Record<string, unknown>) => string, message: RegExp][] = [
  ['no JSON', () => '{"format": 1', /^vectors\.json: \$: /],
  ['another format', (document) => JSON.stringify({ ...document, format: 2 }), /^vectors\.json: \$\.format: must be/],
  ['no vectors', (document) => JSON.stringify({ ...document, vectors: [] }), /^vectors\.json: \$\.vectors: must NOT/],
  [
    'an address that is no hex string',
    (document) => JSON.stringify(document).replace('"start":"0x', '"start":"'),
    /^vectors\.json: \$\.vectors\.0\.create\.start: must match pattern/,
  ],
  [
    'an unknown member',
    (document) => JSON.stringify({ ...document, extra: true }),
    /^vectors\.json: \$: must NOT have additional properties/,
  ],
]

for (const [title, change, message] of WRONG) {
  test(`a malformed file is refused with the path and the reason: ${title}`, (t) => {
    const document = { $schema: './schema.json', format: 1, crate: { name: 'vm-allocator', version: '0.1.4' } }
    const vectors = readVectors('range.json')
    const text = change({ ...document, subject: 'range', title: 'Ranges', vectors })
    t.throws(() => parseVectors('vectors.json', text), { message })
  })
}
