// Reads what a VmAllocatorError's toJSON returned.
import { AllocPolicy } from './alloc-policy.ts'
import { readObject, wrongType } from './argument.ts'
import { addEntryPoints, beginStackAt } from './caller.ts'
import { RangeInclusive } from './range-inclusive.ts'
import { type RefusedRequest, VmAllocatorError } from './vm-allocator-error.ts'

const KINDS: ReadonlySet<string> = new Set<VmAllocatorError['kind']>([
  'Overflow',
  'OutOfRange',
  'AlreadyReleased',
  'NeverAllocated',
  'ResourceNotAvailable',
  'InvalidRange',
  'InvalidAlignment',
  'Overlap',
  'InvalidStateTransition',
  'UnalignedAddress',
  'Underflow',
  'InvalidSize',
])

const EXPECTED = 'what the toJSON() of a VmAllocatorError gave'

/** Copy the own members, so that a missing one isn't found on a prototype. */
type Own = Readonly<Record<string, unknown>>

/** Recreates the error whose `toJSON()` returned this value. */
export function fromJSON(json: unknown): VmAllocatorError {
  return beginStackAt(
    fromJSON,
    new VmAllocatorError(readObject('json', EXPECTED, json as object, readMembers) as never),
  )
}

addEntryPoints(fromJSON)

function readMembers(json: object): object {
  const { kind, message, ...rest } = ownMembers(json)
  if (typeof kind !== 'string' || !KINDS.has(kind) || typeof message !== 'string') throw malformed(json)
  const { id, size, start, end, range, state, existing, request, largest } = ownMembers(rest)
  return {
    kind,
    message,
    id: optional(id, toId),
    size: optional(size, toU64),
    start: optional(start, toU64),
    end: optional(end, toU64),
    range: optional(range, toRange),
    state: optional(state, toNodeState),
    existing: optional(existing, toRange),
    request: optional(request, toRequest),
    largest: optional(largest, toRange),
  }
}

function toRequest(value: unknown): RefusedRequest {
  const own = ownMembers(value)
  switch (own['operation']) {
    case 'allocate': {
      const [size, align] = [toU64(own['size']), toU64(own['align'])]
      const request = { operation: 'allocate', size, align, policy: toPolicy(own['policy']) } as const
      return own['within'] === undefined ? request : { ...request, within: toRange(own['within']) }
    }
    case 'free': {
      const { start, end } = ownMembers(own['range'])
      return { operation: 'free', range: { start: toU64(start), end: toU64(end) } }
    }
    case 'freeAt':
      return { operation: 'freeAt', start: toU64(own['start']) }
    case 'freeId':
      return { operation: 'freeId', id: toId(own['id']) }
    case 'allocateId':
      return { operation: 'allocateId' }
    default:
      throw malformed(value)
  }
}

function toPolicy(value: unknown): AllocPolicy {
  const { kind, address } = ownMembers(value)
  if (kind === 'FirstMatch' || kind === 'LastMatch') return AllocPolicy[kind]
  if (kind === 'ExactMatch') return AllocPolicy.ExactMatch(toU64(address))
  throw malformed(value)
}

function toRange(value: unknown): RangeInclusive {
  const { start, end } = ownMembers(value)
  return new RangeInclusive(toU64(start), toU64(end))
}

function toU64(value: unknown): bigint {
  if (typeof value === 'string' && /^0x[0-9a-f]{1,16}$/.test(value)) return BigInt(value)
  throw malformed(value)
}

function toId(value: unknown): number {
  if (typeof value === 'number') return value
  throw malformed(value)
}

function toNodeState(value: unknown): 'Free' | 'Allocated' {
  if (value === 'Free' || value === 'Allocated') return value
  throw malformed(value)
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === undefined ? null : read(value)
}

function ownMembers(value: unknown): Own {
  if (typeof value !== 'object' || value === null) throw malformed(value)
  return { __proto__: null, ...value } as Own
}

function malformed(value: unknown): TypeError {
  return wrongType('json', EXPECTED, value)
}
