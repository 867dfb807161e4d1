// The native file, loaded without the package, with good arguments for each of its functions.
import { createRequire } from 'node:module'
import { DONE, ID, type Mailbox, openMailbox, POLICY, SIZE, SLOT, START, STATUS } from '../../../lib/binding/mailbox.ts'
import { nativeFile } from '../../support/process.ts'

export type NativeFunction = (...parameters: unknown[]) => unknown
export type NativeFunctions = Readonly<Record<string, NativeFunction>>

/** The functions of the native file, as `require` returns them. */
export function loadNative(): NativeFunctions {
  return createRequire(import.meta.url)(nativeFile())
}

export const native = loadNative()

/** Calls a function of the native file. */
export function call(name: string, ...parameters: unknown[]): unknown {
  const callable = native[name]
  if (callable === undefined) throw new Error(`there is no native function ${name}`)
  return callable(...parameters)
}

/** The hot calls of a load of the native file, bound to a new mailbox, but with normal arguments and results. */
export interface Hot {
  readonly mailbox: Mailbox
  allocate(handle: unknown, size: bigint, align: bigint, policyCode?: number, address?: bigint): bigint | null
  free(handle: unknown, start: bigint, end: bigint): boolean
  allocateId(handle: unknown): number | null
  freeId(handle: unknown, id: number): boolean
}

export function hotCalls(functions: NativeFunctions): Hot {
  const mailbox = openMailbox()
  const { words, halves } = mailbox
  const connected = functions['connect']?.(words) as NativeFunctions
  const ask = (name: string, slot: unknown): boolean => {
    words[SLOT] = slot as bigint
    connected[name]?.()
    return halves[STATUS] === DONE
  }
  const addressSlot = (handle: unknown) => functions['addressSlot']?.(handle)
  const idSlot = (handle: unknown) => functions['idSlot']?.(handle)
  return {
    mailbox,
    allocate: (handle, size, align, policyCode = 0, address = 0n) => {
      words.set([size, align, address], SIZE)
      halves[POLICY] = policyCode
      return ask('allocate', addressSlot(handle)) ? (words[START] as bigint) : null
    },
    free: (handle, start, end) => {
      words.set([start, end], START)
      return ask('free', addressSlot(handle))
    },
    allocateId: (handle) => (ask('allocateId', idSlot(handle)) ? (halves[ID] as number) : null),
    freeId: (handle, id) => {
      halves[ID] = id
      return ask('freeId', idSlot(handle))
    },
  }
}

export const hot = hotCalls(native)

/** A handle with live ranges and holes. */
export function addressHandle(): unknown {
  const handle = call('createAddressAllocator', 0n, 0x1000n, false)
  hot.allocate(handle, 0x100n, 0x100n, 2, 0x400n)
  return handle
}

/** A handle with live and freed ids. */
export function idHandle(): unknown {
  const handle = call('createIdAllocator', 0, 50)
  for (let i = 0; i < 4; i++) hot.allocateId(handle)
  hot.freeId(handle, 1)
  return handle
}

/** The handles of the allocators that mailboxes are addressed to. */
const addressees = new WeakMap<object, unknown>()

/** A mailbox that is addressed to an allocator, with arguments that are good for every call. */
export function addressed(handle: unknown, slot: unknown): BigUint64Array {
  const { words, halves } = openMailbox()
  words.set([slot as bigint, 0x400n, 0x4ffn, 4n, 4n])
  halves[ID] = 2
  addressees.set(words, handle)
  return words
}

export function addressWords(handle: unknown = addressHandle()): BigUint64Array {
  return addressed(handle, call('addressSlot', handle))
}

export function idWords(handle: unknown = idHandle()): BigUint64Array {
  return addressed(handle, call('idSlot', handle))
}

/** A handle of a system with a pool of addresses, one of ids, and a device. */
export function systemHandle(): unknown {
  const handle = call('createSystem', spaces())
  call('systemAdopt', systemWords(handle, 0, 0, 0, 4n, 7n))
  return handle
}

/** Words that are addressed to a system, with some numbers: integers as `bigint`, others unchanged. */
export function systemWords(handle: unknown = systemHandle(), ...numbers: (number | bigint)[]): BigUint64Array {
  const integers = new BigUint64Array(32)
  const floats = new Float64Array(integers.buffer)
  integers[0] = call('systemNumber', handle) as bigint
  for (const [at, number] of [2 + numbers.length, ...numbers].entries()) {
    if (typeof number === 'bigint') integers[1 + at] = number
    else floats[1 + at] = number
  }
  addressees.set(integers, handle)
  return integers
}

const spaces = () => new BigUint64Array([0n, 0n, 0xfffn, 1n, 0n, 50n])

export const utf8 = (text: string) => new TextEncoder().encode(text)

/** The type of a parameter. */
export type Type =
  | 'address handle'
  | 'id handle'
  | 'address words'
  | 'id words'
  | 'system handle'
  | 'system words'
  | 'spaces'
  | 'words'
  | 'u64'
  | 'u32'
  | 'boolean'
  | 'boolean?'
  | 'u32?'
  | 'u64?'
  | 'bytes'

export interface Signature {
  readonly name: string
  readonly types: readonly Type[]
  /** Good arguments for each type except handles, which come first. */
  readonly good: readonly unknown[]
}

const signature = (name: string, types: readonly Type[], ...good: unknown[]): Signature => ({ name, types, good })

export const SIGNATURES: readonly Signature[] = [
  signature('createAddressAllocator', ['u64', 'u64', 'boolean'], 0n, 8n, false),
  signature('addressBase', ['address handle']),
  signature('addressEnd', ['address handle']),
  signature('addressSound', ['address handle']),
  signature('addressLargest', ['address handle', 'u64', 'u64', 'u64'], 4n, 0n, 0xfffn),
  signature('addressDigest', ['address handle']),
  signature('fit', ['address words']),
  signature('freeAt', ['address words']),
  signature('at', ['address words']),
  signature('idBase', ['id handle']),
  signature('idEnd', ['id handle']),
  signature('idDigest', ['id handle']),
  signature('addressRanges', ['address handle', 'boolean?'], true),
  signature('addressStats', ['address handle']),
  signature('addressSnapshot', ['address handle']),
  signature('restoreAddressAllocator', ['bytes', 'boolean'], utf8('{}'), false),
  signature('cloneAddressAllocator', ['address handle']),
  signature('addressEquals', ['address handle', 'address handle']),
  signature('addressSlot', ['address handle']),
  signature('connect', ['words']),
  signature('allocate', ['address words']),
  signature('free', ['address words']),
  signature('createIdAllocator', ['u32', 'u32'], 0, 8),
  signature('idSlot', ['id handle']),
  signature('allocateId', ['id words']),
  signature('freeId', ['id words']),
  signature('isAllocated', ['id handle', 'u32'], 2),
  signature('idState', ['id handle']),
  signature('idSnapshot', ['id handle']),
  signature('restoreIdAllocator', ['bytes'], utf8('{}')),
  signature('cloneIdAllocator', ['id handle']),
  signature('checkRange', ['u64', 'u64'], 1n, 2n),
  signature('checkConstraint', ['u64', 'u64', 'u32', 'u64'], 4n, 4n, 0, 0n),
  signature('createSystem', ['spaces']),
  signature('cloneSystem', ['system handle']),
  signature('systemNumber', ['system handle']),
  signature('systemPlace', ['system words']),
  signature('systemAdopt', ['system words']),
  signature('systemDetach', ['system words']),
  signature('systemRelocate', ['system words']),
  signature('systemOwner', ['system words']),
  signature('systemDevice', ['system handle', 'u32'], 0),
  signature('systemOwners', ['system handle', 'u32'], 1),
  signature('systemRanges', ['system handle', 'u32'], 1),
  signature('systemPool', ['system handle', 'u32'], 1),
  signature('systemRefusal', ['system handle']),
  signature('takeFailure', []),
  signature('version', []),
]

const MAKE: Partial<Record<Type, () => unknown>> = {
  'address handle': addressHandle,
  'id handle': idHandle,
  'address words': () => addressWords(),
  'id words': () => idWords(),
  'system handle': systemHandle,
  'system words': () => systemWords(undefined, 0),
  spaces,
  words: () => openMailbox().words,
}

/** New handles and mailboxes, and good arguments for a function. */
export function goodArguments({ types, good }: Signature): unknown[] {
  return [...types.flatMap((type) => MAKE[type]?.() ?? []), ...good]
}

/** The state behind the handles and mailboxes among arguments. */
export function stateOf({ types }: Signature, parameters: readonly unknown[]): unknown[] {
  return types.flatMap((type, i) => {
    const handle = type.endsWith(' words') ? addressees.get(parameters[i] as object) : parameters[i]
    if (type.startsWith('address')) return [call('addressSnapshot', handle)]
    if (type.startsWith('system')) return [0, 1].map((pool) => call('systemOwners', handle, pool))
    return type.startsWith('id') ? [call('idSnapshot', handle)] : []
  })
}
