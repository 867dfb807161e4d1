// Two instances must not share state: what is done to one is not seen in the other.
import { ask, construct } from './crate.ts'
import { judge, type Level } from './judge.ts'
import { type Port, type PortSubject, Unsupported } from './port.ts'
import type { Outcome } from './run-vector.ts'
import { answerOf, type Call, type Create, type Operation, type Vector } from './vector.ts'

const REQUEST: Call = { op: 'allocate', size: '0x4', align: '0x1', policy: { kind: 'FirstMatch' } }

const CASES: readonly { id: string; title: string; create: Create; call: Call }[] = [
  {
    id: 'isolation-address-allocator',
    title: 'Two address allocators share no state',
    create: { type: 'AddressAllocator', base: '0x1000', size: '0x10' },
    call: REQUEST,
  },
  {
    id: 'isolation-id-allocator',
    title: 'Two id allocators share no state',
    create: { type: 'IdAllocator', base: 5, end: 23 },
    call: { op: 'allocate_id' },
  },
]

/** The cases as vectors; in each, the same call is made on two instances in turn. */
export function isolationVectors(): Vector[] {
  return CASES.map(({ id, title, create, call }) => {
    const subject = construct(create)
    const operations = [call, call].map((call): Operation => ({ ...call, ...ask(subject, call) }))
    const tags = [`type:${create.type}`, 'topic:isolation']
    return { id, title, tags, create, created: {}, operations }
  })
}

/** Makes the calls of a case on one instance while another is made and used. */
export async function runIsolation(port: Port, vector: Vector, level: Level): Promise<Outcome> {
  try {
    const shared = await share(port, vector, level)
    if (shared === undefined) return { vector, status: 'passed', answers: [] }
    const { step, expected, actual } = shared
    const departure = { step, status: 'shared-state' as const, expected, actual, deviations: [] }
    return { vector, status: 'failed', departure, answers: [] }
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error
    return { vector, status: 'unsupported', unsupported: error.message, answers: [] }
  }
}

async function share(port: Port, { create, operations }: Vector, level: Level) {
  const subjects: PortSubject[] = []
  for (const _ of [0, 1]) {
    const { subject } = await port.create(create)
    // That it can't be made is told by other cases.
    if (subject === undefined) return undefined
    subjects.push(subject)
  }
  for (const [step, operation] of operations.entries()) {
    for (const [index, subject] of subjects.entries()) {
      const expected = answerOf(operation)
      const actual = await port.call(subject, operation, operations)
      const right = judge(level, expected, actual) === undefined
      // A port that is wrong from the first call on is wrong by itself.
      if (!right && step === 0 && index === 0) return undefined
      if (!right) return { step, expected, actual }
    }
  }
  return undefined
}
