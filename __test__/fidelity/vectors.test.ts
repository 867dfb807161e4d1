// Every recorded answer of the crate, including the cases of its own tests, replayed through the public API in every
// form.
import test, { type ExecutionContext } from 'ava'
import { type AddressAllocator, IdAllocator } from 'vm-allocator'
import { answer, createdOf, type Subject, stateOf } from '../../lib/conformance/cases/crate.ts'
import { type Answer, answerOf, callOf, type Operation, type Vector } from '../../lib/conformance/cases/vector.ts'
import { readVectors } from '../../lib/conformance/cases/vector-files.ts'
import { FORMS, type Form, SOUND } from '../support/forms.ts'

/** The state of an id allocator in the files. */
function idState(subject: Subject): { next?: number | null; freed?: number[] } {
  if (!(subject instanceof IdAllocator)) return {}
  const { next_id: next, freed_ids: freed } = JSON.parse(subject.snapshot())
  return { next, freed }
}

/** The members of an operation with the state after it. */
function recordedState(operation: Operation): object {
  const { ranges, next, freed } = operation as Operation & ReturnType<typeof idState>
  if (ranges !== undefined) return { ranges }
  return next === undefined ? {} : { next, freed }
}

function replay(t: ExecutionContext, vector: Vector, { name, construct, perform }: Form): void {
  const sound = name === SOUND.name
  let subject: Subject | undefined
  const created = answer(() => {
    subject = construct(vector.create)
  })
  if (subject === undefined) {
    t.deepEqual(created, { error: vector.error } as typeof created, name)
    return
  }
  t.deepEqual({ ...createdOf(subject), ...idState(subject) }, vector.created, name)
  const before: Operation[] = []
  for (const [index, operation] of vector.operations.entries()) {
    const call = callOf(operation)
    const note = `${name}, operation ${index}: ${JSON.stringify(call)}`
    const given = answer(() => perform(subject as Subject, call, before))
    t.deepEqual(given, sound ? inSoundMode(operation) : answerOf(operation), note)
    before.push({ ...call, ...given })
    t.deepEqual({ ...stateOf(subject), ...idState(subject) }, recordedState(operation), note)
    if ('snapshot' in operation && !sound)
      t.is((subject as AddressAllocator).snapshot(), operation.snapshot as string, note)
  }
  if (vector.snapshot === undefined) return
  t.is((subject as AddressAllocator | IdAllocator).snapshot(), vector.snapshot, name)
}

/** In sound mode, a valid request that can't be met has a single kind of error. */
function inSoundMode(operation: Operation): Answer {
  const answer = answerOf(operation)
  if (operation.op !== 'allocate' || !('error' in answer) || answer.error.kind !== 'Overflow') return answer
  return { error: { kind: 'ResourceNotAvailable', payload: {}, message: 'The requested resource is not available.' } }
}

/** Sound mode answers differently on purpose where a deviation shows. */
function formsOf({ create, tags }: Vector): readonly Form[] {
  const hasMode = create.type === 'AddressAllocator' && !tags.some((tag) => tag.startsWith('deviation:'))
  return hasMode ? [...FORMS, SOUND] : FORMS
}

for (const vector of readVectors()) {
  test(`${vector.id}: ${vector.title}`, (t) => {
    for (const form of formsOf(vector)) replay(t, vector, form)
  })
}

test('there are at least 250 vectors, each with its own id', (t) => {
  const ids = readVectors().map(({ id }) => id)
  t.true(ids.length >= 250)
  t.is(new Set(ids).size, ids.length)
})
