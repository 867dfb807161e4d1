// Converts a port's answers to the notation of the vectors, and reports those that can't be read.

import { inspect } from 'node:util'
import { printable } from '../../text/terminal.ts'
import type { Answer, Call, ErrorText, StateText } from '../cases/vector.ts'
import { hex } from '../cases/vector.ts'
import type { AnyAdapter, Numbers, PortError } from './adapter.ts'

/** The ways to fail without an answer. */
export type FaultStatus =
  | 'hang'
  | 'crash'
  | 'memory'
  | 'floating-rejection'
  | 'non-error'
  | 'unknown-error'
  | 'precision'
  | 'malformed'
  | 'mutation'
  | 'shared-state'

/** A fault of a port. */
export interface Fault {
  /** The kind of fault. */
  readonly fault: FaultStatus
  /** What happened. */
  readonly detail: string
}

/** An answer or a fault. */
export type PortAnswer = Answer | Fault

class FaultError extends Error {
  readonly fault: FaultStatus

  constructor(fault: FaultStatus, detail: string) {
    super(detail)
    this.fault = fault
  }
}

/** Converts what a call returned. */
export function spellReturned(adapter: AnyAdapter, op: Call['op'] | 'new' | 'misuse', returned: unknown): PortAnswer {
  return guarded(() => {
    const unwrapped = adapter.unwrap === undefined ? { value: returned } : adapter.unwrap(returned)
    if ('error' in unwrapped) return { error: spellError(unwrapped.error) }
    return { result: spellResult(op, unwrapped.value) }
  })
}

/** Converts what a call threw. */
export function spellThrown(adapter: AnyAdapter, thrown: unknown): PortAnswer {
  return guarded(() => {
    const error = adapter.errorOf === undefined ? kindOf(thrown) : adapter.errorOf(thrown)
    if (error !== undefined) return { error: spellError(error) }
    if (!(thrown instanceof Error)) throw new FaultError('non-error', `threw ${show(thrown)}, which is not an Error`)
    // These mean a bug in the port, not a refusal.
    const slip = [TypeError, ReferenceError, SyntaxError, RangeError].some((type) => thrown instanceof type)
    throw new FaultError(slip ? 'crash' : 'unknown-error', `threw ${show(thrown)}`)
  })
}

/** Converts what misuse threw: the crate's kind, or else the error's class. */
export function spellMisuse(adapter: AnyAdapter, thrown: unknown): PortAnswer {
  return guarded(() => {
    const error = adapter.errorOf === undefined ? kindOf(thrown) : adapter.errorOf(thrown)
    if (error !== undefined) return { error: { kind: error.kind, message: error.message ?? '', payload: {} } }
    if (!(thrown instanceof Error)) throw new FaultError('non-error', `threw ${show(thrown)}, which is not an Error`)
    const type = [TypeError, RangeError].find((type) => thrown instanceof type)
    return { error: { kind: type?.name ?? thrown.name, message: thrown.message, payload: {} } }
  })
}

/** Converts a list of ranges. */
export function spellRanges(list: unknown, numbers: Numbers = 'bigint'): StateText[] | Fault {
  return guarded(() => {
    if (typeof list !== 'object' || list === null || !(Symbol.iterator in list))
      throw shapeFault('ranges()', list, listShape(numbers))
    return [...(list as Iterable<unknown>)].map((range, index) => {
      const name = `ranges()[${index}]`
      if (typeof range !== 'object' || range === null) throw shapeFault(name, range, listShape(numbers))
      const [start, end, state] = ['start', 'end', 'state'].map((member) => read(range, member, `${name}.${member}`))
      for (const [member, value] of Object.entries({ start, end }))
        if (!isNumeric(value)) throw shapeFault(`${name}.${member}`, value, listShape(numbers))
      if (!isState(state)) throw shapeFault(`${name}.state`, state, listShape(numbers))
      return { start: spellU64(start), end: spellU64(end), state: spellState(state) }
    })
  })
}

/** Converts the members of an object that are in `expected`. */
export function spellMembers(subject: unknown, expected: object): object | Fault {
  const names = Object.keys(expected).filter((name) => name !== 'ranges')
  return guarded(() => {
    const shape = `an object with ${names.join(' and ')}`
    if (typeof subject !== 'object' || subject === null) throw shapeFault('describe()', subject, shape)
    return Object.fromEntries(
      names.map((name) => {
        const value = read(subject, name, `describe().${name}`)
        if (!isNumeric(value)) throw shapeFault(`describe().${name}`, value, shape)
        return [name, spellU64(value)]
      }),
    )
  })
}

/** A fault for an answer of the wrong shape: which member it is, and what was expected. */
function shapeFault(member: string, value: unknown, expected: string): FaultError {
  return new FaultError('malformed', `\`${member}\` is ${show(value)}; expected ${expected}`)
}

/** Reads a member, whose getter may throw. */
function read(object: object, member: string, name: string): unknown {
  try {
    return (object as Record<string, unknown>)[member]
  } catch (error) {
    throw new FaultError('malformed', `\`${name}\` throws ${show(error)}`)
  }
}

function listShape(numbers: Numbers): string {
  const range = numbers === 'number' ? '{ start: 4096, end: 8191,' : '{ start: 0x1000n, end: 0x1fffn,'
  return `a list of ${range} state: 'free' } or 'allocated'`
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'bigint' || typeof value === 'number'
}

function isState(value: unknown): boolean {
  return typeof value === 'string' && ['free', 'allocated'].includes(value.toLowerCase())
}

/** Whether it is a fault. */
export function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'fault' in value
}

function guarded<T>(spell: () => T): T | Fault {
  try {
    return spell()
  } catch (error) {
    if (error instanceof FaultError) return { fault: error.fault, detail: error.message }
    return { fault: 'malformed', detail: `answered what can't be read: ${show(error)}` }
  }
}

function kindOf(thrown: unknown): PortError | undefined {
  if (!(thrown instanceof Error) || !('kind' in thrown) || typeof thrown.kind !== 'string') return undefined
  return thrown as unknown as PortError
}

function spellError(error: PortError): ErrorText {
  const { kind, message = '' } = error
  return { kind, message, payload: spellPayload(error) }
}

/** The members that the crate's errors can have. */
function spellPayload(error: PortError): object {
  const { kind } = error
  const { id, size, state, range, existing, start, end } = error
  switch (kind) {
    case 'OutOfRange':
    case 'AlreadyReleased':
    case 'NeverAllocated':
      return { id: spellId(id) }
    case 'InvalidRange':
      return { start: spellU64(start), end: spellU64(end) }
    case 'Overlap':
      return { range: spellRange(range), existing: spellRange(existing) }
    case 'InvalidStateTransition':
      return { range: spellRange(range), state: spellState(state) }
    case 'InvalidSize':
      return { size: spellU64(size) }
    default:
      return {}
  }
}

function spellResult(op: Call['op'] | 'new' | 'misuse', value: unknown): unknown {
  switch (op) {
    case 'new':
    case 'free':
    case 'misuse':
      return null
    case 'allocate':
      return spellRange(value)
    case 'allocate_id':
    case 'free_id':
      return spellId(value)
    case 'len':
      return spellU64(value)
    case 'compare':
      return Math.sign(spellNumber(value))
    default:
      if (typeof value !== 'boolean') throw new FaultError('malformed', `answered ${show(value)}, not a boolean`)
      return value
  }
}

function spellRange(value: unknown): { start: string; end: string } {
  const shape = 'an object with start and end, both inclusive'
  if (typeof value !== 'object' || value === null) throw shapeFault('the answer', value, shape)
  const [start, end] = ['start', 'end'].map((member) => read(value, member, member))
  if (!isNumeric(start)) throw shapeFault('start', start, shape)
  if (!isNumeric(end)) throw shapeFault('end', end, shape)
  return { start: spellU64(start), end: spellU64(end) }
}

function spellU64(value: unknown): string {
  if (typeof value === 'bigint') {
    if (BigInt.asUintN(64, value) !== value) throw new FaultError('malformed', `answered ${value}n, which is not a u64`)
    return hex(value)
  }
  return hex(BigInt(spellNumber(value)))
}

function spellId(value: unknown): number {
  const id = typeof value === 'bigint' ? Number(value) : spellNumber(value)
  if (id < 0 || id > 0xffff_ffff) throw new FaultError('malformed', `answered ${id}, which is not a u32`)
  return id
}

function spellNumber(value: unknown): number {
  if (typeof value !== 'number') throw new FaultError('malformed', `answered ${show(value)}, not a number`)
  if (Number.isSafeInteger(value)) return value
  const why = Number.isInteger(value) ? "which a double can't represent exactly" : 'which is not a whole number'
  throw new FaultError('precision', `answered ${value}, ${why}`)
}

function spellState(value: unknown): 'Free' | 'Allocated' {
  if (value === 'free' || value === 'Free') return 'Free'
  if (value === 'allocated' || value === 'Allocated') return 'Allocated'
  throw new FaultError('malformed', `answered the state ${show(value)} instead of 'free' or 'allocated'`)
}

const SHORT = {
  depth: 1,
  breakLength: Number.POSITIVE_INFINITY,
  maxArrayLength: 3,
  maxStringLength: 200,
  customInspect: false,
} as const

/** Describes any value briefly. */
export function show(value: unknown): string {
  try {
    const plain = value instanceof Error ? `${value}` : inspect(value, SHORT)
    const text = typeof value === 'string' ? JSON.stringify(value) : plain
    return printable(text.length > 200 ? `${text.slice(0, 200)}…` : text)
  } catch {
    return typeof value
  }
}
