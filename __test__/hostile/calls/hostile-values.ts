// Every kind of JavaScript value that can be passed to a function, most of them wrong.
import { createContext, runInContext } from 'node:vm'
import type { World } from './world.ts'

/** A kind of value, and how one is made. */
export interface Kind {
  readonly name: string
  readonly make: (world: World) => unknown
}

/** What hostile code throws of its own accord. */
export class Planted extends Error {}
/** Also thrown, though no errors. */
export const PLANTED: readonly unknown[] = [undefined, null, 5n, Symbol('thrown')]

const kind = (name: string, make: Kind['make']): Kind => ({ name, make })

const FIELDS = ['start', 'end', 'size', 'align', 'policy', 'kind', 'address', 'sound', 'message', 'ranges', 'format']
const REALM = createContext({})
const inRealm = (source: string): unknown => runInContext(source, REALM)
const HUGE_STRING = 'x'.repeat(2 ** 20)
const HUGE_JSON = '['.repeat(2 ** 16)
const HUGE_BIGINT = 2n ** (2n ** 22n)
const REALM_ARRAY = inRealm('[1n, 2n]')
const REALM_FUNCTION = inRealm('(function () { return 1n })')
const REALM_BYTES = inRealm('(text) => new Uint8Array(Array.from(text, (letter) => letter.charCodeAt(0)))') as (
  text: string,
) => Uint8Array
const REALM_RANGE = inRealm('(start, end) => ({ start, end })') as (start: unknown, end: unknown) => object

class SubclassedBytes extends Uint8Array {
  override get length(): number {
    return 2 ** 30
  }
}

/** The value if it is an object, else an empty one. */
const objectOf = (value: unknown): object => (Object(value) === value ? (value as object) : {})

/** An object whose every field runs `get` when it is read. */
function withGetters(get: (field: string) => unknown): object {
  const fields = FIELDS.map((field) => [field, { get: () => get(field), enumerable: true, configurable: true }])
  return Object.defineProperties({}, Object.fromEntries(fields))
}

/** The view, its buffer detached by transferring that. */
function detached(view: Uint8Array): Uint8Array {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] })
  return view
}

/** A buffer that can change its size, and a view that follows it; the typings of this language level lack both. */
function resizable(type: typeof ArrayBuffer | typeof SharedArrayBuffer, document: Uint8Array): Uint8Array {
  const buffer = Reflect.construct(type, [document.length, { maxByteLength: 2 * document.length + 8 }])
  const view = new Uint8Array(buffer)
  view.set(document)
  return view
}

function resize(view: Uint8Array, method: 'resize' | 'grow', length: number): Uint8Array {
  Reflect.apply(Reflect.get(view.buffer, method), view.buffer, [length])
  return view
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

/** A proxy that calls back into the world's allocators whatever is done to it. */
function reentrantProxy(world: World): object {
  const traps = Reflect.ownKeys(Reflect).filter((key) => typeof key === 'string') as (keyof typeof Reflect)[]
  const handler = traps.map((name) => [
    name,
    (...parameters: unknown[]) => {
      world.reenter()
      return Reflect.apply(Reflect[name] as never, Reflect, parameters)
    },
  ])
  return new Proxy(objectOf(world.good()), Object.fromEntries(handler))
}

export const KINDS: readonly Kind[] = [
  kind('undefined', () => undefined),
  kind('null', () => null),
  kind('boolean', ({ random }) => random.onceIn(2)),
  kind('small number', ({ random }) => random.below(64)),
  kind('number that is no integer', ({ random }) => random.pick([0.5, -0.5, Number.NaN, 1e-300, 2 ** 31 + 0.5])),
  kind('number out of range', ({ random }) => random.pick([-1, 2 ** 53, 2 ** 64, 1e308, -1e308, 2 ** 32, Infinity])),
  kind('negative zero', () => -0),
  kind('bigint', ({ random }) => BigInt(random.next()) << BigInt(random.below(33))),
  kind('bigint out of range', ({ random }) => random.pick([-1n, 2n ** 64n, -(2n ** 64n), 2n ** 64n + 4n, 2n ** 128n])),
  kind('huge bigint', ({ random }) => (random.onceIn(2) ? HUGE_BIGINT : -HUGE_BIGINT)),
  kind('string', ({ random }) => random.pick(['', '0', '4096', '0x1000', 'allocated', 'free', '\0', '\ud800'])),
  kind('huge string', ({ random }) => (random.onceIn(8) ? HUGE_STRING : HUGE_JSON)),
  kind('symbol', ({ random }) => random.pick([Symbol('size'), Symbol.for('size'), Symbol.iterator])),
  kind('function', ({ random }) => random.pick<unknown>([() => 1n, class {}, async () => {}, Math.max, Proxy])),
  kind('function that calls back', (world) => () => world.reenter()),
  kind('array', ({ random }) => random.pick<unknown>([[], [1n], [1n, 2n], new Array(1000)])),
  kind('plain object', () => ({})),
  kind('object without a prototype', () => Object.create(null)),
  kind('object with good fields', (world) => ({ ...objectOf(world.good()) })),
  kind('object with hostile fields', (world) => {
    const depth = world.random.below(4)
    return Object.fromEntries(FIELDS.map((field) => [field, depth === 0 ? {} : world.shallow()]))
  }),
  kind('object with throwing getters', (world) =>
    withGetters(() => {
      throw world.random.pick<unknown>([new Planted('getter'), ...PLANTED])
    }),
  ),
  kind('object with getters that call back', (world) =>
    withGetters(() => {
      world.reenter()
      return world.good()
    }),
  ),
  kind('object with throwing conversions', () => ({
    valueOf() {
      throw new Planted('valueOf')
    },
    toString() {
      throw new Planted('toString')
    },
    [Symbol.toPrimitive]() {
      throw new Planted('toPrimitive')
    },
  })),
  kind('object with a throwing constructor', () => ({
    get constructor(): never {
      throw new Planted('constructor')
    },
  })),
  kind('Proxy that calls back', reentrantProxy),
  kind('Proxy of a good value', (world) => new Proxy(objectOf(world.good()), {})),
  kind('revoked Proxy', (world) => revoked(objectOf(world.good()))),
  kind('revoked Proxy of a function', () => revoked(() => {})),
  kind('object that inherits from a good one', (world) => Object.create(objectOf(world.good()))),
  kind('frozen object', (world) => Object.freeze({ ...objectOf(world.good()) })),
  kind('boxed primitive', ({ random }) => Object(random.pick<unknown>([1, 1n, 'x', true, Symbol.iterator]))),
  kind('Date, RegExp, Map, Set, Promise, Error', ({ random }) =>
    random.pick<unknown>([new Date(), /x/, new Map(), new Set(), Promise.resolve(), new Error('x'), new WeakSet()]),
  ),
  kind('typed array', ({ random }) =>
    random.pick<unknown>([new BigUint64Array(4), new Float32Array(3), new Uint8Array(9)]),
  ),
  kind('ArrayBuffer', () => new ArrayBuffer(16)),
  kind('DataView', () => new DataView(new ArrayBuffer(16))),
  kind('detached ArrayBuffer', () => detached(new Uint8Array(64)).buffer),
  kind('view of a detached ArrayBuffer', (world) => detached(world.document())),
  kind('view of a resized ArrayBuffer', (world) => {
    const document = world.document()
    const view = resizable(ArrayBuffer, document)
    const fixed = world.random.onceIn(2) ? new Uint8Array(view.buffer, 0, document.length) : view
    resize(view, 'resize', world.random.pick([0, document.length >> 1, 2 * document.length + 8]))
    return fixed
  }),
  kind('view of a SharedArrayBuffer', (world) => {
    const document = world.document()
    const view = new Uint8Array(new SharedArrayBuffer(document.length))
    view.set(document)
    return view
  }),
  kind('view of a growable SharedArrayBuffer', (world) => {
    const document = world.document()
    return resize(resizable(SharedArrayBuffer, document), 'grow', 2 * document.length)
  }),
  kind('subclass of Uint8Array', () => new SubclassedBytes(8)),
  kind('Buffer', (world) => Buffer.from(world.document())),
  kind('snapshot', (world) => world.snapshot()),
  kind('snapshot as bytes', (world) => world.document()),
  kind('damaged snapshot', (world) => {
    const text = world.snapshot()
    const at = world.random.below(text.length + 1)
    return text.slice(0, at) + String.fromCharCode(world.random.below(128)) + text.slice(at + world.random.below(3))
  }),
  kind('array of another realm', () => REALM_ARRAY),
  kind('function of another realm', () => REALM_FUNCTION),
  kind('range of another realm', (world) => REALM_RANGE(world.primitive(), world.primitive())),
  kind('bytes of another realm', (world) => REALM_BYTES(world.snapshot())),
  kind('globalThis', () => globalThis),
  kind('arguments object', function () {
    // biome-ignore lint/complexity/noArguments: the very object is wanted
    return arguments
  }),
]
