// Cases with two instances: a change to one must not affect the other, whether that is new or a clone.
import { record } from './crate.ts'
import type { Call, Create, Vector } from './vector.ts'

const ADDRESSES: Create = { type: 'AddressAllocator', base: '0x1000', size: '0x10' }
const REQUEST: Call = { op: 'allocate', size: '0x4', align: '0x1', policy: { kind: 'FirstMatch' } }
const FREE: Call = { op: 'free', range: { start: '0x1000', end: '0x1003' } }
const IDS: Create = { type: 'IdAllocator', base: 5, end: 23 }
const REQUEST_ID: Call = { op: 'allocate_id' }
const FREE_ID: Call = { op: 'free_id', id: 5 }

const CASES: readonly { id: string; title: string; create: Create; calls: readonly Call[] }[] = [
  {
    id: 'isolation-address-allocator',
    title: 'Two address allocators share no state',
    create: ADDRESSES,
    calls: [REQUEST, REQUEST],
  },
  {
    id: 'isolation-id-allocator',
    title: 'Two id allocators share no state',
    create: IDS,
    calls: [REQUEST_ID, REQUEST_ID],
  },
  {
    id: 'clone-address-allocator',
    title: 'The clone of an address allocator is independent',
    create: ADDRESSES,
    calls: [REQUEST, REQUEST, FREE, REQUEST],
  },
  {
    id: 'clone-id-allocator',
    title: 'The clone of an id allocator is independent',
    create: IDS,
    calls: [REQUEST_ID, REQUEST_ID, FREE_ID, REQUEST_ID],
  },
]

/** The cases as vectors. In each, the same calls are made on two instances alternately. */
export function isolationVectors(): Vector[] {
  return CASES.map(({ id, title, create, calls }) => {
    const recorded = record(
      { id, title },
      create,
      calls.map((call) => () => call),
    )
    return { ...recorded, tags: [...recorded.tags, id.startsWith('clone') ? 'topic:clone' : 'topic:isolation'] }
  })
}

/** Whether a case has two instances. */
export function isOfTwo({ tags }: Vector): boolean {
  return tags.includes('topic:isolation') || tags.includes('topic:clone')
}
