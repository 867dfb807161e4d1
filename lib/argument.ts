import { beginStackAtCaller } from './caller.ts'

/**
 * What is accepted for a u64: a `bigint` from 0 to 2⁶⁴−1, or a `number` that is a non-negative safe integer.
 * Anything else throws `ERR_INVALID_ARG_TYPE` or `ERR_OUT_OF_RANGE`.
 */
export type U64Like = bigint | number

/** The largest u64. */
export const U64_MAX = 2n ** 64n - 1n
const U32_MAX = 2 ** 32 - 1
/** The smallest number that is too long for a message. */
const TOO_LONG = 10n ** 40n

// Captured when the package is loaded, so that a later patch of the global doesn't run during an allocation.
const { asUintN } = BigInt
const typeOfArray = getterOf(Symbol.toStringTag)
const bufferOf = getterOf('buffer')
const byteOffsetOf = getterOf('byteOffset')
const byteLengthOf = getterOf('byteLength')

/** A getter that all typed arrays inherit. */
function getterOf(name: string | symbol): (() => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), name)?.get
}

/** Whether a bigint is in 0…2⁶⁴−1. */
function fitsU64(value: bigint): boolean {
  return asUintN(64, value) === value
}

/** Converts `value`, an argument or a member of one, to a u64, or throws. */
export function toU64(argument: string, value: U64Like, member?: string): bigint {
  if (typeof value === 'bigint' && fitsU64(value)) return value
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  throw notU64(member === undefined ? argument : `${argument}.${member}`, value)
}

function notU64(name: string, value: unknown): Error {
  if (typeof value === 'bigint') return outOfRange(name, `from 0n to ${U64_MAX}n`, value)
  if (typeof value !== 'number') return wrongType(name, 'a bigint or a number', value)
  return outOfRange(name, `an integer from 0 to ${Number.MAX_SAFE_INTEGER}, or a bigint beyond that`, value)
}

/** Returns `value` if it is a u32; throws otherwise. */
export function toU32(name: string, value: number): number {
  if (typeof value !== 'number') throw wrongType(name, 'a number', value)
  if (!Number.isInteger(value) || value < 0 || value > U32_MAX) {
    throw outOfRange(name, `an integer from 0 to ${U32_MAX}`, value)
  }
  return value + 0 // -0 is 0
}

/** Throws unless `value` is an object. Returns what `read` returns; if a getter throws, reports misuse. */
export function readObject<T extends object, R>(name: string, expected: string, value: T, read: (value: T) => R): R {
  if (typeof value !== 'object' || value === null) throw wrongType(name, expected, value)
  try {
    return read(value)
  } catch (cause) {
    throw wrongType(name, `${expected} that can be read`, value, cause)
  }
}

/** The name of an options object in messages, and the members it may have. */
export interface OptionsKind {
  readonly name?: string
  readonly expected?: string
  readonly names?: readonly string[]
}

/**
 * Reads options as {@link readObject} does. Refuses arrays, and instances of other classes that have none of the
 * options. With `names`, also refuses own members that aren't listed, so that a misspelled option isn't ignored.
 */
export function readOptionsObject<T extends object, R>(
  value: T,
  read: (value: T) => R,
  { name = 'options', expected = 'an object', names }: OptionsKind = {},
): R {
  if (typeof value !== 'object' || value === null) throw wrongType(name, expected, value)
  let isForeign: boolean
  let unknown: string | undefined
  let result: R
  try {
    isForeign = Array.isArray(value) || (names !== undefined && isOtherClass(value, names))
    unknown = names && unknownMember(value, names)
    result = read(value)
  } catch (cause) {
    throw wrongType(name, `${expected} that can be read`, value, cause)
  }
  if (isForeign) throw wrongType(name, expected, value)
  if (unknown !== undefined) {
    const message = `The "${name}" argument has no member ${describeText(unknown)}: it takes ${names?.join(', ')}`
    throw withCode(new TypeError(message), 'ERR_INVALID_ARG_TYPE')
  }
  return result
}

/** Reads these options, and refuses all others: {@link readOptionsObject} with {@link member}. */
export function readOptionsOf<T extends object, Name extends keyof T & string>(
  value: T,
  names: readonly Name[],
  name?: string,
): { readonly [Option in Name]: T[Option] | undefined } {
  const read = (options: T) => {
    // Without a prototype, a read-only member of Object.prototype can't get in the way.
    const found = { __proto__: null } as unknown as { [Option in Name]: T[Option] | undefined }
    for (const option of names) found[option] = member(options, option)
    return found
  }
  return readOptionsObject(value, read, { names, ...(name !== undefined && { name }) })
}

function isOtherClass(value: object, names: readonly string[]): boolean {
  if (value.constructor === Object) return false // the usual case, without a call
  const prototype = getPrototypeOf(value)
  const isPlain = prototype === null || getPrototypeOf(prototype) === null
  return !isPlain && !names.some((name) => name in value)
}

const { getPrototypeOf, hasOwn } = Object

function unknownMember(value: object, names: readonly string[]): string | undefined {
  for (const key in value) if (!names.includes(key) && hasOwn(value, key)) return key
  return undefined
}

/** Reads a member of an object that a caller passed: own or inherited, but not one added to `Object.prototype`. */
export function member<T extends object, Name extends keyof T & string>(value: T, name: Name): T[Name] | undefined {
  return granted(value, name, value[name])
}

/** The same for a member that the caller has already `read`, which is faster. */
export function granted<M>(value: object, name: string, read: M): M | undefined {
  return read === undefined || hasOwn(value, name) || isOfClass(value, name) ? read : undefined
}

function isOfClass(value: object, name: string): boolean {
  let owner: object = getPrototypeOf(value) ?? value
  for (let next = getPrototypeOf(owner); next !== null; next = getPrototypeOf(owner)) {
    if (hasOwn(owner, name)) return true
    owner = next
  }
  return false
}

/** Returns UTF-8 bytes: `value` itself, or its encoding if it is a string. */
export function toBytes(name: string, value: string | Uint8Array): Uint8Array {
  if (typeof value === 'string') return encode(value)
  if (!isUint8Array(value)) throw wrongType(name, 'a string or a Uint8Array', value)
  return value
}

/**
 * The same bytes as a plain Uint8Array, without a copy: a subclass may override everything, and a view may be of a
 * detached buffer, in which case it has no bytes.
 */
export function plainBytes(value: Uint8Array): Uint8Array {
  const length = byteLengthOf?.call(value) as number
  if (length === 0) return new Uint8Array()
  return new Uint8Array(bufferOf?.call(value) as ArrayBuffer, byteOffsetOf?.call(value) as number, length)
}

/** Snapshots are ASCII, with one byte per character, so the array never has to grow. */
function encode(text: string): Uint8Array {
  const encoder = new TextEncoder()
  const bytes = new Uint8Array(text.length)
  return encoder.encodeInto(text, bytes).read === text.length ? bytes : encoder.encode(text)
}

/** A `TypeError` like Node's own. */
export function wrongType(name: string, expected: string, received: unknown, cause?: unknown, what = ''): TypeError {
  const message = `The "${name}" argument must be ${expected}. Received ${what}${what && ' '}${describe(received)}`
  const error = cause === undefined ? new TypeError(message) : new TypeError(message, { cause })
  return withCode(error, 'ERR_INVALID_ARG_TYPE')
}

/** A `RangeError` like Node's own. */
export function outOfRange(name: string, expected: string, received: unknown): RangeError {
  const message = `The "${name}" argument must be ${expected}. Received ${describe(received)}`
  return withCode(new RangeError(message), 'ERR_OUT_OF_RANGE')
}

function withCode<T extends Error>(error: T, code: string): T {
  return Object.assign(beginStackAtCaller(error), { code })
}

/** Describes a received value briefly, without running any of its code, which could throw. */
function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `type string (${describeText(value)})`
    case 'bigint':
      // Converting a huge bigint to text takes seconds; comparing it is instant.
      return value >= TOO_LONG || value <= -TOO_LONG ? 'a bigint of over 40 digits' : `${value}n`
    case 'function':
      return 'a function'
    case 'object':
      return value === null ? 'null' : describeObject(value)
    case 'symbol':
      return 'type symbol'
    default:
      return Object.is(value, -0) ? '-0' : String(value)
  }
}

function describeText(value: string): string {
  return JSON.stringify(value.length > 30 ? `${value.slice(0, 30)}…` : value)
}

function describeObject(value: object): string {
  try {
    const name: unknown = value.constructor.name
    return typeof name === 'string' && name !== '' && name !== 'Object' ? `an instance of ${name}` : 'an object'
  } catch {
    return 'an object'
  }
}

/** Whether `value` is a Uint8Array of any realm. Checks the internal slot, since each realm has its own prototype. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return typeOfArray?.call(value) === 'Uint8Array'
}
