import { inspect } from 'node:util'
import test from 'ava'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, RangeInclusive, VmAllocatorError } from 'vm-allocator'

class PageAllocator extends AddressAllocator {}

const PRINTED: readonly [title: string, value: unknown, text: string][] = [
  ['a range', new RangeInclusive(0x1000n, 0x1fffn), 'RangeInclusive [0x1000, 0x1fff]'],
  ['an allocated range', new AddressAllocator(0n, 0x10n).allocate(4n), 'RangeInclusive [0x0, 0x3]'],
  ['the widest range', new RangeInclusive(1n, 2n ** 64n - 1n), 'RangeInclusive [0x1, 0xffffffffffffffff]'],
]

const printed = test.macro({
  exec(t, value: unknown, text: string) {
    t.is(inspect(value), text)
    t.is(inspect(value, { depth: 0, compact: false, colors: false }), text)
    t.is(inspect([value]), `[ ${text} ]`)
    t.is(inspect({ value }), `{ value: ${text} }`)
  },
  title: (title) => `util.inspect prints ${title} in one line`,
})

for (const [title, value, text] of PRINTED) test(title, printed, value, text)

const ALLOCATORS: readonly [title: string, value: unknown, start: string][] = [
  [
    'an address allocator',
    new AddressAllocator(0xd000_0000n, 768n << 20n),
    'AddressAllocator [0xd0000000, 0xffffffff]',
  ],
  ['an id allocator', new IdAllocator(5, 23), 'IdAllocator [5, 23]'],
  ['an instance of a subclass', new PageAllocator(0n, 0x1000n), 'AddressAllocator [0x0, 0xfff]'],
]

const printedInOneLine = test.macro({
  exec(t, value: unknown, start: string) {
    t.true(inspect(value).startsWith(start), inspect(value))
    t.false(inspect([value]).includes('\n'))
  },
  title: (title) => `util.inspect prints ${title} in one line, its ends first`,
})

for (const [title, value, start] of ALLOCATORS) test(title, printedInOneLine, value, start)

const TYPES = [RangeInclusive, Constraint, AddressAllocator, IdAllocator, PageAllocator, VmAllocatorError]

test('util.inspect prints classes and prototypes, as a debugger and a REPL do', (t) => {
  for (const type of TYPES as { prototype: object }[]) {
    t.notThrows(() => inspect(type))
    t.notThrows(() => inspect(type.prototype))
    t.notThrows(() => inspect(type.prototype, { showHidden: true }))
  }
})

test('util.inspect prints an object that was never constructed like any other object', (t) => {
  for (const type of [AddressAllocator, IdAllocator, RangeInclusive]) {
    const bare = Object.assign(Object.create(type.prototype), { mine: 1 })
    t.is(inspect(bare), `${type.name} { mine: 1 }`)
    t.is(inspect([bare]), `[ ${type.name} { mine: 1 } ]`)
  }
})

test('util.inspect prints a constraint with all its members', (t) => {
  const text = inspect(new Constraint(0x1000n, 0x1000n, AllocPolicy.ExactMatch(0x2000n)))
  for (const part of ['Constraint', 'size: 4096n', 'align: 4096n', "kind: 'ExactMatch'", 'address: 8192n']) {
    t.true(text.includes(part), part)
  }
})

test('util.inspect prints an error with its message, kind, code and payload', (t) => {
  const error = t.throws(() => new IdAllocator(23, 5))
  const text = inspect(error)
  t.true(text.startsWith('VmAllocatorError: The range specified: 23-5 is not valid.\n'))
  for (const part of ["kind: 'InvalidRange'", "code: 'ERR_VM_ALLOCATOR_INVALID_RANGE'", 'start: 23n', 'end: 5n']) {
    t.true(text.includes(part), part)
  }
})

test('printing changes nothing', (t) => {
  const allocator = new AddressAllocator(0n, 8n)
  inspect(allocator)
  t.deepEqual(Object.keys(allocator), [])
  t.is(allocator.allocate(8n).end, 7n)
})
