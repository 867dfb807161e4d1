// What the functions and classes of vm-allocator/layout refuse, and what their messages name.
import test from 'ava'
import {
  diffLayouts,
  explain,
  fitIn,
  LAYOUT_FORMATS,
  Layout,
  LayoutError,
  LayoutRange,
  layoutPage,
  mergeLayouts,
  readLayout,
} from 'vm-allocator/layout'
import { misbehaviour } from '../hostile/input/subject.ts'
import { EMPTY_OBJECTS, FUNCTIONS, type Hostile, OTHER_PRIMITIVES, STRINGS, UNREADABLE } from '../hostile/values.ts'

const IOMEM = 'c0000000-feafffff : PCI Bus 0000:00\n  fe000000-fe0fffff : PCI Bus 0000:01\n'
const layout = readLayout(IOMEM)
const range = (): LayoutRange => new LayoutRange(0x1000n, 0x1fffn, 'nic', 'device', 'bar')

const NO_OBJECTS = [...STRINGS, ...FUNCTIONS, ...OTHER_PRIMITIVES]
const OTHERS: readonly Hostile[] = [
  ...[...NO_OBJECTS, ...EMPTY_OBJECTS, ...UNREADABLE],
  { title: 'a Proxy of a layout', value: new Proxy(layout, {}), received: /Layout/ },
  { title: 'a copy of a layout', value: { ...layout }, received: /an object/ },
  { title: 'an object that inherits from a layout', value: Object.create(layout), received: /Layout/ },
]

/** Everything that takes a layout, and how messages name it. */
const TAKE_LAYOUTS: readonly [name: string, take: (value: never) => unknown][] = [
  ['before', (value) => diffLayouts(value, layout)],
  ['after', (value) => diffLayouts(layout, value)],
  ['layouts[1]', (value) => mergeLayouts([layout, value])],
  ['layout', (value) => explain(value)],
  ['layout', (value) => fitIn(value, { size: 1n })],
  ['layout', (value) => layoutPage(value)],
  ['this', (value) => Layout.prototype.space.call(value, 'memory')],
  ['this', (value) => Layout.prototype.windows.call(value)],
  ['this', (value) => Layout.prototype.problems.call(value)],
  ['this', (value) => Layout.prototype.window.call(value, 'memory')],
  ['this', (value) => Layout.prototype.windowRange.call(value, 'memory')],
  ['this', (value) => Layout.prototype.toSystem.call(value)],
  ['content', (value) => Reflect.construct(Layout, [value])],
]

for (const [at, [name, take]] of TAKE_LAYOUTS.entries()) {
  test(`layout ${at + 1}, ${name}: only the package makes valid ones`, (t) => {
    for (const { title, value, received } of OTHERS) {
      const found = misbehaviour(() => take(value as never), { type: 'TypeError', name, received })
      t.is(found, undefined, title)
    }
  })
}

test('a layout can’t be constructed, and the message says where layouts come from', (t) => {
  const construct = (value: unknown) => Reflect.construct(Layout, [value])
  for (const content of [undefined, layout, { formats: [], spaces: [], ids: [], unplaced: [], buses: [], notes: [] }]) {
    t.throws(() => construct(content), { instanceOf: TypeError, message: /readLayout\(\).*mergeLayouts\(\)/ })
  }
})

/** Everything that can be reached through properties, `children` among them. */
function* reachable(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return
  yield value
  for (const part of Object.values(value)) yield* reachable(part)
  if (value instanceof LayoutRange) yield* reachable(value.children)
}

test('a layout is frozen, and so is everything in it', (t) => {
  for (const made of [layout, mergeLayouts([layout, readLayout(IOMEM.replace('feafffff', 'febfffff'))])]) {
    const parts = [...reachable(made)]
    t.true(parts.some((part) => part instanceof LayoutRange && part.children.length > 0))
    t.deepEqual(
      parts.filter((part) => !Object.isFrozen(part)),
      [],
    )
  }
  t.throws(() => Object.assign(LAYOUT_FORMATS, { fdt: '' }), { instanceOf: TypeError })
})

type Refusal = readonly [
  type: 'TypeError' | 'RangeError',
  name: string,
  received: RegExp,
  call: (wrong: (value: unknown) => never) => unknown,
]

const REFUSALS: readonly Refusal[] = [
  ['TypeError', 'content', /undefined/, (wrong) => readLayout(wrong(undefined))],
  ['TypeError', 'content', /null/, (wrong) => readLayout(wrong(null))],
  ['TypeError', 'content', /ArrayBuffer/, (wrong) => readLayout(wrong(new ArrayBuffer(8)))],
  ['TypeError', 'content', /Array/, (wrong) => readLayout(wrong([0x20]))],
  ['TypeError', 'content', /Uint8Array/, (wrong) => readLayout(wrong(new Proxy(new Uint8Array(8), {})))],
  ['TypeError', 'options', /null/, (wrong) => readLayout(IOMEM, wrong(null))],
  ['TypeError', 'options.format', /symbol/, (wrong) => readLayout(IOMEM, { format: wrong(Symbol('fdt')) })],
  ['TypeError', 'options.format', /5n/, (wrong) => readLayout(IOMEM, { format: wrong(5n) })],
  ['TypeError', 'options.format', /an object/, (wrong) => readLayout(IOMEM, { format: wrong({}) })],
  ['TypeError', 'layouts', /undefined/, (wrong) => mergeLayouts(wrong(undefined))],
  ['TypeError', 'layouts', /Layout/, (wrong) => mergeLayouts(wrong(layout))],
  ['TypeError', 'layouts', /Set/, (wrong) => mergeLayouts(wrong(new Set([layout])))],
  ['TypeError', 'layouts[0]', /undefined/, (wrong) => mergeLayouts(wrong(new Array(2 ** 32 - 1)))],
  ['TypeError', 'request', /undefined/, (wrong) => fitIn(layout, wrong(undefined))],
  ['TypeError', 'request.size', /undefined/, (wrong) => fitIn(layout, wrong({}))],
  ['RangeError', 'request.size', /0n/, () => fitIn(layout, { size: 0n })],
  ['RangeError', 'request.size', /-1n/, () => fitIn(layout, { size: -1n })],
  ['TypeError', 'request.align', /null/, (wrong) => fitIn(layout, { size: 1n, align: wrong(null) })],
  ['RangeError', 'request.align', /0n/, () => fitIn(layout, { size: 1n, align: 0n })],
  ['RangeError', 'request.align', /24n/, () => fitIn(layout, { size: 1n, align: 24n })],
  ['RangeError', 'request.align', /18446744073709551616n/, () => fitIn(layout, { size: 1n, align: 2n ** 64n })],
  ['TypeError', 'request.width', /32/, (wrong) => fitIn(layout, { size: 1n, width: wrong(32) })],
  ['TypeError', 'request.prefetchable', /1/, (wrong) => fitIn(layout, { size: 1n, prefetchable: wrong(1) })],
  ['TypeError', 'request.space', /an object/, (wrong) => fitIn(layout, { size: 1n, space: wrong({}) })],
  ['TypeError', 'options.title', /symbol/, (wrong) => layoutPage(layout, { title: wrong(Symbol('t')) })],
  ['TypeError', 'options.compared', /an object/, (wrong) => layoutPage(layout, { compared: wrong({}) })],
  ['TypeError', 'options.comparedTitle', /null/, (wrong) => layoutPage(layout, { comparedTitle: wrong(null) })],
  ['TypeError', 'name', /undefined/, (wrong) => layout.space(wrong(undefined))],
  ['TypeError', 'space', /5n/, (wrong) => layout.windows(wrong(5n))],
  ['TypeError', 'name', /undefined/, (wrong) => layout.window(wrong(undefined))],
  ['TypeError', 'name', /an object/, (wrong) => layout.window(wrong({ start: 0n, end: 5n, children: [] }))],
  ['TypeError', 'name', /LayoutRange/, (wrong) => layout.window(wrong(new Proxy(range(), {})))],
  ['TypeError', 'name', /LayoutRange/, (wrong) => layout.windowRange(wrong(range()))],
  ['RangeError', 'name', /"nowhere"/, () => layout.window('nowhere')],
  ['TypeError', 'start', /undefined/, (wrong) => new LayoutRange(wrong(undefined), 1n, 'a', 'device', 'bar')],
  ['RangeError', 'start', /-1n/, () => new LayoutRange(-1n, 1n, 'a', 'device', 'bar')],
  ['RangeError', 'end', /18446744073709551616n/, () => new LayoutRange(0n, 2n ** 64n, 'a', 'device', 'bar')],
  ['RangeError', 'end', /1n/, () => new LayoutRange(2n, 1n, 'a', 'device', 'bar')],
  ['TypeError', 'label', /symbol/, (wrong) => new LayoutRange(0n, 1n, wrong(Symbol('a')), 'device', 'bar')],
  ['TypeError', 'kind', /"bar"/, (wrong) => new LayoutRange(0n, 1n, 'a', wrong('bar'), 'bar')],
  ['TypeError', 'type', /null/, (wrong) => new LayoutRange(0n, 1n, 'a', 'device', wrong(null))],
  ['TypeError', 'line', /5n/, (wrong) => new LayoutRange(0n, 1n, 'a', 'device', 'bar', wrong(5n))],
  ['RangeError', 'line', /1\.5/, () => new LayoutRange(0n, 1n, 'a', 'device', 'bar', 1.5)],
  ['RangeError', 'line', /-1/, () => new LayoutRange(0n, 1n, 'a', 'device', 'bar', -1)],
  [
    'TypeError',
    'this',
    /an object/,
    (wrong) => Reflect.get(LayoutRange.prototype, 'size', wrong({ start: 0n, end: 1n })),
  ],
  [
    'TypeError',
    'this',
    /an object/,
    (wrong) => Reflect.get(LayoutRange.prototype, 'children', wrong(Object.create(null))),
  ],
  ['TypeError', 'reason', /undefined/, (wrong) => new LayoutError(wrong(undefined))],
  ['TypeError', 'format', /"toString"/, (wrong) => new LayoutError('is empty', wrong('toString'))],
  ['RangeError', 'line', /-1/, () => new LayoutError('is empty', 'fdt', -1)],
]

for (const [at, [type, name, received, call]] of REFUSALS.entries()) {
  test(`refusal ${at + 1}: ${type} for ${name}, ${received.source}`, (t) => {
    t.is(
      misbehaviour(() => call((value) => value as never), { type, name, received }),
      undefined,
    )
  })
}

test('numbers are addresses too', (t) => {
  const made = new LayoutRange(0x1000, 0x1fff, 'nic', 'device', 'bar')
  t.deepEqual([made.start, made.end, made.size], [0x1000n, 0x1fffn, 0x1000n])
})

test('a window that was changed is checked again, and each of its ends is read once', (t) => {
  const changed = Object.assign(range(), { end: 0n })
  t.throws(() => layout.window(changed), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE', message: /"name\.end"/ })
  t.throws(() => layout.window(Object.assign(range(), { start: {} })), { code: 'ERR_INVALID_ARG_TYPE' })
  t.throws(() => Object.assign(range(), { end: 'x' }).size, { code: 'ERR_INVALID_ARG_TYPE' })
  const ends = [0x1fffn, 'x']
  const capricious = Object.defineProperty(range(), 'end', { get: () => ends.shift() })
  t.is(layout.window(capricious).end, 0x1fffn)
  const thrown = new Error('getter')
  const thorny = Object.defineProperty(range(), 'end', {
    get() {
      throw thrown
    },
  })
  t.is(t.throws(() => layout.window(thorny), { instanceOf: TypeError }).cause, thrown)
})

test('bytes are read past what a subclass overrides, and a detached buffer is empty', (t) => {
  class Odd extends Uint8Array {
    override get length(): number {
      return 2 ** 30
    }
    override [Symbol.iterator](): never {
      throw new Error('iterated')
    }
  }
  const bytes = new Odd(new TextEncoder().encode(IOMEM))
  t.deepEqual(readLayout(bytes).windows(), layout.windows())
  structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] })
  t.throws(() => readLayout(bytes), { instanceOf: LayoutError, message: 'is empty' })
  const shared = new Uint8Array(new SharedArrayBuffer(IOMEM.length))
  shared.set(new TextEncoder().encode(IOMEM))
  t.deepEqual(readLayout(shared).windows(), layout.windows())
})

test('each option and each layout is read once', (t) => {
  const reads: string[] = []
  const once = <T extends object>(values: T): T =>
    new Proxy(values, {
      get(target, name, receiver) {
        if (name in target && name !== 'constructor') reads.push(String(name))
        return Reflect.get(target, name, receiver)
      },
    })
  fitIn(layout, once({ size: 1n, align: 1n, width: '32bit', prefetchable: true, space: 'memory' } as const))
  layoutPage(layout, once({ title: 't', compared: layout, comparedTitle: 'u' }))
  readLayout(IOMEM, once({ format: 'linux-iomem' } as const))
  mergeLayouts(once([layout, layout]))
  const expected = 'size align width prefetchable space title compared comparedTitle format length 0 1'
  t.deepEqual(reads, expected.split(' '))
})

test('a size beyond 2^63 fits nowhere but in the whole space', (t) => {
  const whole = readLayout('0000000000000000-ffffffffffffffff : PCI Bus 0000:00\n')
  for (const size of [2n ** 63n, 2n ** 63n + 1n, 2n ** 64n - 1n]) {
    t.is(fitIn(whole, { size })[0]?.start, 0n)
    t.is(fitIn(layout, { size })[0]?.start, undefined)
  }
})

test('a debug format with numbers beyond u64 makes no ranges of them', (t) => {
  const end = '99999999999999999999'
  const text = `MicrovmState {\n  pool: AddressAllocator {\n    address_space: RangeInclusive {\n      start: 0,\n      end: ${end},\n    },\n  },\n}\n`
  t.deepEqual(readLayout(text).spaces, [])
})
