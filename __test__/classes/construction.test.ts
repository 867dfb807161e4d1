import test from 'ava'
import { AddressAllocator, Constraint, IdAllocator, ManagedRange, RangeInclusive } from 'vm-allocator'
import { refuses } from '../support/refusal.ts'

type AnyClass = { readonly name: string; new (...parameters: never[]): object }

const CLASSES: readonly [type: AnyClass, parameters: readonly unknown[]][] = [
  [RangeInclusive, [1n, 2n]],
  [ManagedRange, [1n, 2n, 'free']],
  [Constraint, [4n]],
  [AddressAllocator, [0n, 8n]],
  [IdAllocator, [0, 8]],
]

const needsNew = test.macro({
  exec(t, type: AnyClass, parameters: readonly unknown[]) {
    t.throws(() => Reflect.apply(type as never, undefined, parameters), { instanceOf: TypeError })
    t.throws(() => Reflect.apply(type as never, {}, parameters), { instanceOf: TypeError })
    const instance = Reflect.construct(type, parameters)
    t.throws(() => Reflect.apply(type as never, instance, parameters), { instanceOf: TypeError })
    t.true(instance instanceof type)
    t.is(instance.constructor, type)
  },
  title: (_, { name }) => `${name} needs new`,
})

for (const row of CLASSES) test(needsNew, ...row)

test('the classes have the names under which they are imported', (t) => {
  t.deepEqual(
    CLASSES.map(([{ name }]) => name),
    ['RangeInclusive', 'ManagedRange', 'Constraint', 'AddressAllocator', 'IdAllocator'],
  )
})

test('an AddressAllocator can be subclassed', (t) => {
  class PageAllocator extends AddressAllocator {
    readonly pageSize = 0x1000n
    #count = 0

    allocatePage(): RangeInclusive {
      this.#count++
      return this.allocate(this.pageSize, this.pageSize)
    }

    get count(): number {
      return this.#count
    }

    override free(range: RangeInclusive): void {
      super.free(range)
      this.#count--
    }
  }
  const pages = new PageAllocator(0x8000n, 0x2000n)
  t.true(pages instanceof AddressAllocator)
  const [first, second] = [pages.allocatePage(), pages.allocatePage()]
  t.deepEqual([first.start, second.start], [0x8000n, 0x9000n])
  refuses(t, () => pages.allocatePage(), 'ResourceNotAvailable')
  pages.free(first)
  t.is(pages.count, 2)
  t.is(pages.end, 0x9fffn)
})

test('an IdAllocator can be subclassed', (t) => {
  class InterruptAllocator extends IdAllocator {
    constructor() {
      super(5, 6)
    }

    override allocateId(): number {
      return super.allocateId() + 100
    }
  }
  const interrupts = new InterruptAllocator()
  t.deepEqual([interrupts.allocateId(), interrupts.allocateId()], [105, 106])
  t.true(interrupts.isAllocated(6))
  t.true(interrupts instanceof InterruptAllocator && interrupts instanceof IdAllocator)
})

test('a RangeInclusive can be subclassed, and its subclass is accepted as a range', (t) => {
  class Window extends RangeInclusive {
    get pages(): bigint {
      return this.len / 0x1000n
    }
  }
  const window = new Window(0x1000n, 0x2fffn)
  t.is(window.pages, 2n)
  t.true(new RangeInclusive(0n, 0x3000n).contains(window))
  const allocator = new AddressAllocator(0x1000n, 0x2000n)
  allocator.allocate(0x2000n)
  t.is(allocator.free(window), undefined)
})

test('a Constraint can be subclassed', (t) => {
  class Page extends Constraint {
    constructor() {
      super(0x1000n, 0x1000n)
    }
  }
  t.is(new AddressAllocator(0x800n, 0x4000n).allocate(new Page()).start, 0x1000n)
})

test('an allocator whose constructor refused cannot be used', (t) => {
  let leaked: AddressAllocator | undefined
  class Leaky extends AddressAllocator {
    constructor() {
      super(0n, 0n)
      leaked = this
    }
  }
  refuses(t, () => new Leaky(), 'Underflow')
  t.is(leaked, undefined)
})
