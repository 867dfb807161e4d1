// The catalogue of hostile values, which no parameter accepts, with what a message must say was received.

export interface Hostile {
  readonly title: string
  readonly value: unknown
  /** The text of the message after `Received `. */
  readonly received: RegExp
}

const row = (title: string, value: unknown, received: RegExp): Hostile => ({ title, value, received })

const FIELDS = ['start', 'end', 'size', 'align', 'policy', 'kind', 'address', 'sound', 'constructor', 'valueOf']

/** The errors that hostile code throws. */
export class Planted extends Error {}
/** Also thrown, although they aren't errors. */
export const PLANTED: readonly unknown[] = [undefined, null, 5n, Symbol('thrown')]

const throws = (what: string) => () => {
  throw new Planted(what)
}

/** Throws when any of its fields is read. */
export function thorny(thrown: unknown): object {
  const get = () => {
    throw thrown
  }
  return Object.defineProperties({}, Object.fromEntries(FIELDS.map((field) => [field, { get, enumerable: true }])))
}

/** Throws on every operation. */
function thornyProxy(): object {
  const traps = Reflect.ownKeys(Reflect).filter((key) => typeof key === 'string')
  return new Proxy({}, Object.fromEntries(traps.map((name) => [name, throws('trap')])))
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** Objects that can't be read. */
export const UNREADABLE: readonly Hostile[] = [
  row('an object with throwing getters', thorny(new Planted('getter')), /^an object$/),
  row('an object with getters that throw undefined', thorny(undefined), /^an object$/),
  row('a Proxy with throwing traps', thornyProxy(), /^an object$/),
  row('a revoked Proxy', revokedProxy(), /^an object$/),
]

/** Objects that can be read, but have none of the required fields. */
export const EMPTY_OBJECTS: readonly Hostile[] = [
  row('{}', {}, /^an object$/),
  row('an object without a prototype', Object.create(null), /^an object$/),
  row('[]', [], /Array/),
  row('[4096n]', [4096n], /Array/),
  row('a sparse array', new Array(1000), /Array/),
  row('a Date', new Date(0), /Date/),
  row('a RegExp', /4096/, /RegExp/),
  row('a Map', new Map([['start', 1n]]), /Map/),
  row('a Promise', Promise.resolve(1n), /Promise/),
  row('a Set', new Set(), /Set/),
  row('a WeakSet', new WeakSet(), /WeakSet/),
  row('an Error', new Error('size'), /Error/),
  row('a typed array', new BigUint64Array([4096n]), /BigUint64Array/),
  row('a typed array of floats', new Float32Array(3), /Float32Array/),
  row('an ArrayBuffer', new ArrayBuffer(16), /ArrayBuffer/),
  row('a DataView', new DataView(new ArrayBuffer(16)), /DataView/),
  row('a boxed bigint', Object(4096n), /BigInt/),
  row('a boxed number', Object(4096), /Number/),
  row('a boxed string', Object('4096'), /String/),
  row('a boxed boolean', Object(true), /Boolean/),
  row('a boxed symbol', Object(Symbol.iterator), /Symbol/),
  row('an object with valueOf', { valueOf: () => 4096n }, /^an object$/),
  row('an object with toString', { toString: () => '4096' }, /^an object$/),
  row('an object with Symbol.toPrimitive', { [Symbol.toPrimitive]: () => 4096 }, /^an object$/),
  row('an object with a strange constructor', { constructor: { name: 5 } }, /^an object$/),
  row(
    'an object with a throwing constructor',
    {
      get constructor(): never {
        return throws('constructor')()
      },
    },
    /^an object$/,
  ),
  row(
    'an object with throwing conversions',
    { valueOf: throws('valueOf'), toString: throws('toString'), [Symbol.toPrimitive]: throws('toPrimitive') },
    /^an object$/,
  ),
]

export const STRINGS: readonly Hostile[] = [
  row("'4096'", '4096', /4096/),
  row("'0x1000'", '0x1000', /0x1000/),
  row("'4096n'", '4096n', /4096n/),
  row("''", '', /''|""/),
  row('a string of a million letters', 'x'.repeat(1e6), /^.{0,80}$/),
  row('65,536 brackets', '['.repeat(2 ** 16), /^.{0,80}$/),
  row('a string with a line break', 'a\nb', /^[^\n]*$/),
  row('a string with a NUL', '\0', /^[^\0]*$/),
  row('half of a surrogate pair', '\ud800', /^[^\ud800]*$/),
]

export const FUNCTIONS: readonly Hostile[] = [
  row('an arrow function', () => 4096n, /function/),
  row('a class', class Size {}, /function|class/),
  row('a constructor of numbers', Number, /function/),
  row('an async function', async () => {}, /function/),
  row('a function of the language', Math.max, /function/),
  row('the class Proxy', Proxy, /function/),
]

/** Values that are neither numbers nor objects. */
export const OTHER_PRIMITIVES: readonly Hostile[] = [
  row('undefined', undefined, /undefined/),
  row('null', null, /null/),
  row('true', true, /true/),
  row('false', false, /false/),
  row('a symbol', Symbol('4096'), /[Ss]ymbol/),
  row('a registered symbol', Symbol.for('4096'), /[Ss]ymbol/),
  row('a symbol of the language', Symbol.iterator, /[Ss]ymbol/),
]

/** Wrong types where a number of some kind is expected, except for objects. */
export const NO_NUMBERS: readonly Hostile[] = [...STRINGS, ...FUNCTIONS, ...OTHER_PRIMITIVES]

export const OBJECTS: readonly Hostile[] = [...UNREADABLE, ...EMPTY_OBJECTS]

/** Numbers that aren't integers of any width. */
const NO_INTEGERS: readonly Hostile[] = [
  row('-1', -1, /-1/),
  row('1.5', 1.5, /1\.5/),
  row('2 ** 31 + 0.5', 2 ** 31 + 0.5, /2147483648\.5/),
  row('NaN', NaN, /NaN/),
  row('Infinity', Infinity, /Infinity/),
  row('-Infinity', -Infinity, /-Infinity/),
  row('2 ** 53', 2 ** 53, /9007199254740992/),
  row('2 ** 64', 2 ** 64, /18446744073709552000/),
  row('-(2 ** 53)', -(2 ** 53), /-9007199254740992/),
  row('the smallest number', Number.MIN_VALUE, /5e-324/),
  row('the greatest number', Number.MAX_VALUE, /1\.797/),
]

/** Values with the type of a u64, but out of range. */
export const NO_U64: readonly Hostile[] = [
  ...NO_INTEGERS,
  row('-1n', -1n, /-1n/),
  row('2n ** 64n', 2n ** 64n, /18446744073709551616n/),
  row('2n ** 64n + 4096n, whose low word is good', 2n ** 64n + 4096n, /18446744073709555712n/),
  row('-(2n ** 64n)', -(2n ** 64n), /-18446744073709551616n/),
  row('2n ** 128n', 2n ** 128n, /340282366920938463463374607431768211456n/),
  row('2n ** 10000n', 2n ** 10000n, /^.{0,80}$/),
  row('-(2n ** 10000n)', -(2n ** 10000n), /^.{0,80}$/),
  row('2n ** (2n ** 22n)', 2n ** (2n ** 22n), /^.{0,80}$/),
  row('-(2n ** (2n ** 22n))', -(2n ** (2n ** 22n)), /^.{0,80}$/),
]

/** Values with the type of a u32, but out of range. */
export const NO_U32: readonly Hostile[] = [
  ...NO_INTEGERS,
  row('2 ** 32', 2 ** 32, /4294967296/),
  row('2 ** 32 + 5, whose low word is good', 2 ** 32 + 5, /4294967301/),
  row('-(2 ** 31)', -(2 ** 31), /-2147483648/),
]

/** A u32 is never a bigint. */
export const BIGINTS: readonly Hostile[] = [
  row('0n', 0n, /0n/),
  row('5n', 5n, /5n/),
  row('-1n', -1n, /-1n/),
  row('2n ** 64n', 2n ** 64n, /18446744073709551616n/),
]

/** All of the above. */
export const ALL: readonly Hostile[] = [...new Set([...NO_NUMBERS, ...OBJECTS, ...BIGINTS, ...NO_U64, ...NO_U32])]
