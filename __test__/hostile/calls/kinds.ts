// Every kind of JavaScript value that can be passed to a function: those of the catalogue, and those made from a
// world's objects.
import { createContext, runInContext } from 'node:vm'
import type { Random } from '../../support/random.ts'
import { ALL, PLANTED, Planted } from '../values.ts'
import type { World } from './world.ts'

/** A kind of value, with a function that makes one. */
export interface Kind {
  readonly name: string
  readonly make: (world: World) => unknown
}

const kind = (name: string, make: Kind['make']): Kind => ({ name, make })

const FIELDS = [
  'start',
  'end',
  'size',
  'align',
  'policy',
  'kind',
  'address',
  'sound',
  'message',
  'ranges',
  'format',
  'pool',
  'id',
  'ids',
]
const REALM = createContext({})
const inRealm = (source: string): unknown => runInContext(source, REALM)
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

/** The value if it is an object, otherwise an empty object. */
const objectOf = (value: unknown): object => (Object(value) === value ? (value as object) : {})

/** An object that runs `get` when any of its fields is read. */
function withGetters(get: (field: string) => unknown): object {
  const fields = FIELDS.map((field) => [field, { get: () => get(field), enumerable: true, configurable: true }])
  return Object.defineProperties({}, Object.fromEntries(fields))
}

/** The view, after its buffer was detached by a transfer. */
function detached(view: Uint8Array): Uint8Array {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] })
  return view
}

/** A resizable buffer, and a view that follows its size; the typings of this language level lack both. */
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

/** A proxy that calls back into the world's allocators on every operation. */
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

const LISTED: readonly Kind[] = ALL.map(({ title, value }) => kind(title, () => value))

const MADE: readonly Kind[] = [
  kind('small number', ({ random }) => random.below(64)),
  kind('negative zero', () => -0),
  kind('bigint', ({ random }) => BigInt(random.next()) << BigInt(random.below(33))),
  kind('name of a state', ({ random }) => random.pick(['allocated', 'free'])),
  kind('function that calls back', (world) => () => world.reenter()),
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
  kind('Proxy that calls back', reentrantProxy),
  kind('Proxy of a good value', (world) => new Proxy(objectOf(world.good()), {})),
  kind('revoked Proxy', (world) => revoked(objectOf(world.good()))),
  kind('revoked Proxy of a function', () => revoked(() => {})),
  kind('object that inherits from a good one', (world) => Object.create(objectOf(world.good()))),
  kind('frozen object', (world) => Object.freeze({ ...objectOf(world.good()) })),
  kind('typed array', ({ random }) =>
    random.pick<unknown>([new BigUint64Array(4), new Float32Array(3), new Uint8Array(9)]),
  ),
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

export const KINDS: readonly Kind[] = [...LISTED, ...MADE]

/** One of any kind. Values that call back, or are nearly valid, are as frequent as all others together. */
export function pickKind(random: Random): Kind {
  return random.pick(random.onceIn(2) ? LISTED : MADE)
}
