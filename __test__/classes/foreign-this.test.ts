// Calls every method and getter of a class on values that aren't its instances.
import test from 'ava'
import { AddressAllocator, IdAllocator, ManagedRange, RangeInclusive, VmAllocatorError } from 'vm-allocator'

type Class = { readonly name: string; readonly prototype: object }
type Arguments = readonly unknown[]

/** The engine's messages if code continues with a `this` that it should have refused. */
const ACCIDENT = /Cannot read properties of \w+ \(reading '[^#]|is not a function/

const other = { start: 1n, end: 2n }

/** Good arguments for each member, so that only the foreign `this` is wrong. A member without a line here fails. */
const MEMBERS: readonly [type: Class, members: Readonly<Record<string, Arguments>>][] = [
  [
    RangeInclusive,
    {
      len: [],
      contains: [other],
      overlaps: [other],
      equals: [other],
      compare: [other],
      toString: [],
      toJSON: [],
    },
  ],
  [ManagedRange, { toString: [], toJSON: [] }],
  [VmAllocatorError as never, { toJSON: [] }],
  [
    AddressAllocator,
    {
      base: [],
      end: [],
      sound: [],
      allocate: [4n],
      fit: [4n],
      free: [other],
      freeAt: [4n],
      at: [4n],
      ranges: [],
      stats: [],
      snapshot: [],
      clone: [],
      equals: [new AddressAllocator(0n, 8n)],
      toString: [],
      toJSON: [],
    },
  ],
  [
    IdAllocator,
    {
      base: [],
      end: [],
      allocateId: [],
      freeId: [1],
      isAllocated: [1],
      ids: [],
      allocatedRuns: [],
      stats: [],
      snapshot: [],
      clone: [],
      equals: [new IdAllocator(0, 8)],
      toString: [],
      toJSON: [],
    },
  ],
]

/** Values that aren't instances of any class, or only look like one. */
function foreigners(type: Class): [title: string, value: unknown][] {
  const instances = [new RangeInclusive(1n, 2n), new AddressAllocator(0n, 8n), new IdAllocator(0, 8)]
  const strangers = instances.filter((instance) => !(instance.constructor === type))
  return [
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['a bigint', 1n],
    ['a string', 'range'],
    ['a plain object', {}],
    ['an object with the same fields', { start: 1n, end: 2n, base: 0n }],
    ['a function', () => {}],
    ['the class', type],
    ['the prototype', type.prototype],
    ...strangers.map((stranger): [string, unknown] => [`an instance of ${stranger.constructor.name}`, stranger]),
  ]
}

function callOn(type: Class, member: string, self: unknown, parameters: Arguments): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, member)
  const callable = descriptor?.get ?? descriptor?.value
  return Reflect.apply(callable, self, parameters)
}

const refusesForeigners = test.macro({
  exec(t, type: Class, member: string, parameters: Arguments) {
    for (const [title, self] of foreigners(type)) {
      const error = t.throws(() => callOn(type, member, self, parameters), { instanceOf: TypeError }, title)
      t.notRegex(error.message, ACCIDENT, title)
    }
  },
  title: (_, { name }: Class, member) => `${name}.prototype.${member} on a foreign this throws a TypeError`,
})

const refusesBareInstance = test.macro({
  exec(t, type: Class, member: string, parameters: Arguments) {
    const bare = Object.create(type.prototype)
    t.throws(() => callOn(type, member, bare, parameters), { instanceOf: TypeError })
  },
  title: (_, { name }: Class, member) => `${name}.prototype.${member} on an object that was never constructed throws`,
})

for (const [type, members] of MEMBERS) {
  for (const [member, parameters] of Object.entries(members)) {
    test(refusesForeigners, type, member, parameters)
    test(refusesBareInstance, type, member, parameters)
  }
  test(`all members of ${type.name} are tested`, (t) => {
    const all = Object.getOwnPropertyNames(type.prototype).filter((name) => name !== 'constructor' && name !== 'name')
    t.deepEqual(all.toSorted(), Object.keys(members).toSorted())
  })
}

test('methods that are detached from their allocator throw a TypeError', (t) => {
  const { allocate } = new AddressAllocator(0n, 0x1000n)
  const { allocateId } = new IdAllocator(0, 8)
  t.throws(() => allocate(4n), { instanceOf: TypeError })
  t.throws(() => allocateId(), { instanceOf: TypeError })
})

test('a proxy of an allocator is not an allocator', (t) => {
  const addresses = new AddressAllocator(0n, 0x1000n)
  const ids = new IdAllocator(0, 8)
  t.throws(() => new Proxy(addresses, {}).allocate(4n), { instanceOf: TypeError })
  t.throws(() => new Proxy(ids, {}).allocateId(), { instanceOf: TypeError })
  t.is(addresses.allocate(4n).start, 0n)
  t.is(ids.allocateId(), 0)
})
