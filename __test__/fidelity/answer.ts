// Answers of the public API, spelled as the answer files of the crate spell them (vectors/schema.json).
import { RangeInclusive, VmAllocatorError } from 'vm-allocator'

export type Answer = { result: unknown } | { error: { kind: string; payload: object; message: string } }

/** What a call answers: a result, or one of the crate's errors. Anything else that is thrown is a fault of ours. */
export function answerOf(call: () => unknown): Answer {
  try {
    return { result: spell(call()) }
  } catch (error) {
    if (error instanceof VmAllocatorError) return { error: spellError(error) }
    throw error
  }
}

function spell(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') return `0x${value.toString(16)}`
  return value instanceof RangeInclusive ? value.toJSON() : value
}

function spellError(error: VmAllocatorError): { kind: string; payload: object; message: string } {
  const { name: _name, kind, code: _code, message, ...payload } = error.toJSON()
  return { kind, payload, message }
}
