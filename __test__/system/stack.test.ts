// A call that throws has changed nothing, even if it ran out of stack or a global was patched.
import test, { type ExecutionContext } from 'ava'
import { SystemAllocator } from 'vm-allocator/system'

const NEEDS = {
  bar0: { pool: ['mmio64', 'mmio32'], size: 0x1000 },
  bar1: { pool: 'mmio32', size: 0x1000 },
  msix: { pool: 'msi', count: 3 },
} as const

function makeSystem() {
  const system = new SystemAllocator({
    mmio32: { base: 0xc000_0000n, size: 1n << 20n },
    mmio64: { base: 1n << 40n, size: 1n << 30n },
    msi: { ids: [24, 4095] },
  })
  system.attach('there', NEEDS)
  return system
}

type System = ReturnType<typeof makeSystem>

/** Calls a function at the end of the stack, then with one more frame of room each time, until it returns `enough`. */
function withLittleStack(call: () => 'enough' | 'more'): void {
  for (let round = 0; round < 6; round++) {
    let done = false
    const descend = (): void => {
      try {
        descend()
      } catch {
        // The end of the stack: on the way back, each step has one more frame of room.
      }
      if (!done) done = call() === 'enough'
    }
    try {
      descend()
    } catch {
      // Even the outermost frame may not have enough stack for its call.
    }
  }
}

/** Calls until it works a few times in a row, undoes that, and compares the ownership with that before. */
function watch(t: ExecutionContext, system: System, call: (name: string) => void, undo: (name: string) => void): void {
  const state = (): string => system.snapshot() + system.pool('mmio32').snapshot() + system.pool('mmio64').snapshot()
  const before = state()
  const made: string[] = []
  const errors: unknown[] = []
  let calls = 0
  withLittleStack(() => {
    const name = `device ${calls++}`
    try {
      call(name)
      made.push(name)
      return made.length % 20 === 0 ? 'enough' : 'more'
    } catch (error) {
      errors.push(error)
      return 'more'
    }
  })
  t.log(`${errors.length} calls threw, ${made.length} worked`)
  t.true(errors.length > 10)
  t.true(errors.every((error) => error instanceof RangeError && !('code' in error)))
  t.true(made.length >= 100)
  t.deepEqual([...system.devices.keys()].slice(1), undo === leave ? [] : made)
  for (const name of made.reverse()) undo(name)
  t.is(state(), before)
}

const leave = (): void => {}

test.serial('attach at the end of the stack gives everything or changes nothing', (t) => {
  const system = makeSystem()
  watch(
    t,
    system,
    (name) => system.attach(name, NEEDS),
    (name) => system.detach(name),
  )
})

test.serial('plan at the end of the stack changes nothing', (t) => {
  const system = makeSystem()
  watch(t, system, (name) => system.plan(name, NEEDS), leave)
})

test.serial('detach at the end of the stack takes everything or changes nothing', (t) => {
  const system = makeSystem()
  const present = new Set<string>()
  for (let index = 0; index < 200; index++) {
    system.attach(`device ${index}`, { msix: { pool: 'msi' } })
    present.add(`device ${index}`)
  }
  let threw = 0
  withLittleStack(() => {
    const [name = ''] = present
    try {
      system.detach(name)
    } catch {
      threw++
      return 'more'
    }
    present.delete(name)
    return present.size % 20 === 0 ? 'enough' : 'more'
  })
  t.log(`${threw} calls threw`)
  t.true(threw > 10)
  t.deepEqual([...system.devices.keys()], ['there', ...present])
  t.is(system.pool('msi').stats().allocated, 3 + present.size)
})

test.serial('a patched global does not change ownership', (t) => {
  const { set, delete: remove } = Map.prototype
  const system = makeSystem()
  const before = system.snapshot()
  const boom = (): never => {
    throw new Error('patched')
  }
  Map.prototype.set = boom
  t.throws(() => system.attach('late', NEEDS), { message: 'patched' })
  Map.prototype.set = set
  t.is(system.snapshot(), before)
  system.attach('late', NEEDS)
  Map.prototype.delete = boom
  system.detach('late')
  Map.prototype.delete = remove
  t.is(system.snapshot(), before)
  t.deepEqual(Object.keys(system.attach('late', NEEDS)), ['bar0', 'bar1', 'msix'])
})

test.serial('a getter that calls back finds a consistent system', (t) => {
  const system = makeSystem()
  const needs = {
    get bar() {
      system.attach('inner', NEEDS)
      return { pool: 'mmio32', size: 0x1000 } as const
    },
  }
  const outer = system.attach('outer', needs)
  const inner = system.device('inner')
  t.deepEqual([...system.devices.keys()], ['there', 'inner', 'outer'])
  t.deepEqual(system.device('outer'), { bar: outer.bar })
  t.true(inner !== undefined && Object.hasOwn(inner, 'bar1'))
  const again = {
    get bar() {
      system.attach('same', NEEDS)
      return { pool: 'mmio32', size: 0x1000 } as const
    },
  }
  t.throws(() => system.attach('same', again), { code: 'ERR_VM_ALLOCATOR_ALREADY_ATTACHED' })
})
