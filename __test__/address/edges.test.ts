// Spaces and requests with every pair of u64 edges, in every form, compared with the bare crate.
import test from 'ava'
import { AddressAllocator } from 'vm-allocator'
import { answer, createdOf, type Subject } from '../../lib/conformance/cases/crate.ts'
import { type Call, type Create, hex, type Operation, type PolicyText } from '../../lib/conformance/cases/vector.ts'
import { askCrate, type Request } from '../fidelity/oracle.ts'
import { MAX, U64_EDGES } from '../support/edges.ts'
import { FORMS, type Form, SOUND } from '../support/forms.ts'

/** The answers of one form, in the oracle's format. */
function play(form: Form, create: Create, calls: readonly Call[]): object {
  let subject: Subject | undefined
  const refused = answer(() => {
    subject = form.construct(create)
  })
  if (subject === undefined) return { created: refused, answers: undefined }
  const created = { result: createdOf(subject) }
  const before: Operation[] = []
  for (const call of calls) before.push({ ...call, ...answer(() => form.perform(subject as Subject, call, before)) })
  return { created, answers: before.map(({ result, error }) => (error === undefined ? { result } : { error })) }
}

function comparesWithCrate(title: string, requests: readonly (Request & { create: Create })[], forms = FORMS): void {
  test(title, (t) => {
    const replies = askCrate(...requests)
    for (const [index, { create, operations }] of requests.entries()) {
      const { created, answers } = replies[index] ?? {}
      for (const form of forms) {
        const note = `${form.name}: ${JSON.stringify({ create, operations })}`
        t.deepEqual(play(form, create, operations), { created, answers } as object, note)
      }
    }
    t.true(requests.length > 40)
  })
}

const space = (base: bigint, size: bigint): Create => ({ type: 'AddressAllocator', base: hex(base), size: hex(size) })
const pairs = U64_EDGES.flatMap((one) => U64_EDGES.map((other) => [one, other] as const))
const POLICIES: readonly PolicyText[] = [{ kind: 'FirstMatch' }, { kind: 'LastMatch' }]

comparesWithCrate(
  'a space of every size at every edge',
  pairs.map(([base, size]) => ({ create: space(base, size), operations: [] })),
  [...FORMS, SOUND],
)

for (const base of [0n, 1n]) {
  comparesWithCrate(
    `every size at every alignment, first and last, in the space that starts at ${base}`,
    pairs.flatMap(([size, align]) =>
      POLICIES.map((policy) => ({
        create: space(base, MAX),
        operations: [{ op: 'allocate' as const, size: hex(size), align: hex(align), policy }],
      })),
    ),
  )
  comparesWithCrate(
    `every size at every address, freed and requested again, in the space that starts at ${base}`,
    pairs.map(([address, size]) => {
      const policy = { kind: 'ExactMatch' as const, address: hex(address) }
      const request = { op: 'allocate' as const, size: hex(size), align: hex(1n), policy }
      const end = hex(BigInt.asUintN(64, address + size - 1n))
      return {
        create: space(base, MAX),
        operations: [request, { op: 'free' as const, range: { start: hex(address), end } }, request],
      }
    }),
  )
}

test('all of u64 is not a space, because its size is not a u64', (t) => {
  t.throws(() => new AddressAllocator(0n, MAX + 1n), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE' })
})
