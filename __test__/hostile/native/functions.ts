// The native file, loaded without the package, and good arguments for each of its functions.
import { createRequire } from 'node:module'
import { nativeFile } from '../../support/process.ts'

export type NativeFunction = (...parameters: unknown[]) => unknown
export type NativeFunctions = Readonly<Record<string, NativeFunction>>

/** The functions of the native file, as `require` gives them. */
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

/** A handle with live ranges and holes. */
export function addressHandle(): unknown {
  const handle = call('createAddressAllocator', 0n, 0x1000n, false)
  call('allocate', handle, 0x100n, 0x100n, 2, 0x400n)
  return handle
}

/** A handle with live and freed ids. */
export function idHandle(): unknown {
  const handle = call('createIdAllocator', 0, 50)
  for (let i = 0; i < 4; i++) call('allocateId', handle)
  call('freeId', handle, 1)
  return handle
}

export const utf8 = (text: string) => new TextEncoder().encode(text)

/** What a parameter takes. */
export type Type = 'address handle' | 'id handle' | 'u64' | 'u32' | 'boolean' | 'boolean?' | 'u32?' | 'u64?' | 'bytes'

export interface Signature {
  readonly name: string
  readonly types: readonly Type[]
  /** Good arguments for each of the types but the handles, which come first. */
  readonly good: readonly unknown[]
}

const signature = (name: string, types: readonly Type[], ...good: unknown[]): Signature => ({ name, types, good })

export const SIGNATURES: readonly Signature[] = [
  signature('createAddressAllocator', ['u64', 'u64', 'boolean'], 0n, 8n, false),
  signature('addressBase', ['address handle']),
  signature('addressEnd', ['address handle']),
  signature('addressSound', ['address handle']),
  signature('addressRanges', ['address handle', 'boolean?'], true),
  signature('addressStats', ['address handle']),
  signature('addressSnapshot', ['address handle']),
  signature('restoreAddressAllocator', ['bytes', 'boolean'], utf8('{}'), false),
  signature('cloneAddressAllocator', ['address handle']),
  signature('addressEquals', ['address handle', 'address handle']),
  signature('allocate', ['address handle', 'u64', 'u64', 'u32?', 'u64?'], 4n, 4n, 0, 0n),
  signature('free', ['address handle', 'u64', 'u64'], 0x400n, 0x4ffn),
  signature('createIdAllocator', ['u32', 'u32'], 0, 8),
  signature('allocateId', ['id handle']),
  signature('freeId', ['id handle', 'u32'], 2),
  signature('isAllocated', ['id handle', 'u32'], 2),
  signature('idState', ['id handle']),
  signature('idSnapshot', ['id handle']),
  signature('restoreIdAllocator', ['bytes'], utf8('{}')),
  signature('cloneIdAllocator', ['id handle']),
  signature('checkRange', ['u64', 'u64'], 1n, 2n),
  signature('checkConstraint', ['u64', 'u64', 'u32', 'u64'], 4n, 4n, 0, 0n),
  signature('takeFailure', []),
  signature('version', []),
]

/** Handles of its own and the good arguments for a function. */
export function goodArguments({ types, good }: Signature): unknown[] {
  const handles = types
    .filter((type) => type.endsWith('handle'))
    .map((type) => (type === 'id handle' ? idHandle() : addressHandle()))
  return [...handles, ...good]
}

/** The state behind the handles among arguments. */
export function stateOf({ types }: Signature, parameters: readonly unknown[]): unknown[] {
  return types.flatMap((type, i) => {
    if (type === 'address handle') return [call('addressSnapshot', parameters[i])]
    return type === 'id handle' ? [call('idSnapshot', parameters[i])] : []
  })
}
