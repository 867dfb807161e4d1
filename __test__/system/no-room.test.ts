// A refusal explains itself to people, and has the same facts for programs.
import test from 'ava'
import { VmAllocatorError } from 'vm-allocator'
import { type DeviceNeeds, NoRoomError, SystemAllocator } from 'vm-allocator/system'

const MIB = 1n << 20n
const GIB = 1n << 30n

function crowded(): SystemAllocator {
  const system: SystemAllocator = new SystemAllocator({
    mmio32: { base: 0xc000_0000n, size: 768n * MIB },
    mmio64: { base: 256n * GIB, size: 24n * GIB },
    lines: { ids: [5, 10] },
    full: { ids: [1, 1] },
  })
  system.attach('net0', { bar0: { pool: 'mmio32', size: MIB, at: 0xc000_0000n }, line: { pool: 'lines', id: 7 } })
  system.attach('nvme 1', { bar0: { pool: 'mmio64', size: 4n * GIB, at: 264n * GIB }, irq: { pool: 'full' } })
  system.attach('usb0', { irqs: { pool: 'lines', count: 3 } })
  return system
}

const MESSAGES: readonly [needs: DeviceNeeds, message: string][] = [
  [
    { bar1: { pool: ['mmio64', 'mmio32'], size: 16n * GIB } },
    'gpu0.bar1 needs 16 GiB aligned to 16 GiB; mmio64 has 8 GiB at most; mmio32 is only 768 MiB',
  ],
  [
    { bar1: { pool: 'mmio64', size: 16n * GIB, align: GIB } },
    'gpu0.bar1 needs 16 GiB aligned to 1 GiB; mmio64 has 12 GiB at most',
  ],
  [
    { bar1: { pool: 'mmio32', size: MIB, within: { start: 0xc000_0000n, end: 0xc00f_ffffn } } },
    'gpu0.bar1 needs 1 MiB aligned to 1 MiB within 0xc0000000 to 0xc00fffff; mmio32 has nothing left',
  ],
  [
    { bar1: { pool: 'mmio32', size: 2n * MIB, at: 0xc000_0000n } },
    'gpu0.bar1 needs 2 MiB at 0xc0000000; mmio32 has given it to net0.bar0',
  ],
  [
    { bar1: { pool: 'mmio64', size: 4n * GIB, at: 264n * GIB } },
    'gpu0.bar1 needs 4 GiB at 0x4200000000; mmio64 has given it to "nvme 1".bar0',
  ],
  [{ line: { pool: 'lines', id: 7 } }, 'gpu0.line needs id 7; lines has given it to net0.line'],
  [{ irqs: { pool: 'lines', count: 3 } }, 'gpu0.irqs needs 3 ids; lines has 2 left'],
  [
    { irqs: { pool: 'lines', count: 2, within: { start: 5, end: 9 } } },
    'gpu0.irqs needs 2 ids within 5 to 9; lines has 1 left',
  ],
  [
    { irqs: { pool: 'lines', count: 4, block: true } },
    'gpu0.irqs needs 4 ids in a block aligned to 4; lines has no free place with that alignment',
  ],
  [{ irqs: { pool: ['full', 'lines'], count: 7 } }, 'gpu0.irqs needs 7 ids; full has none left; lines has 2 left'],
  [
    { irqs: { pool: 'full', count: 2, block: true } },
    'gpu0.irqs needs 2 ids in a block aligned to 2; full has nothing left',
  ],
  [
    { a: { pool: 'lines', id: 9 }, b: { pool: 'lines', id: 9 } },
    'gpu0.b needs id 9; lines has given it to gpu0.a of the same device',
  ],
]

for (const [needs, message] of MESSAGES) {
  test(message, (t) => {
    const system = crowded()
    const before = system.snapshot()
    for (const call of ['attach', 'plan'] as const) {
      const error = t.throws(() => system[call]('gpu0', needs), { instanceOf: NoRoomError })
      t.is(error?.message, message)
      t.is(error?.code, 'ERR_VM_ALLOCATOR_NO_ROOM')
      t.is(error?.device, 'gpu0')
    }
    t.is(system.snapshot(), before)
  })
}

test('a program finds the facts, with the refusal of each pool', (t) => {
  const needs = {
    bar0: { pool: 'mmio32', size: MIB },
    bar1: { pool: ['mmio64', 'mmio32'], size: 16n * GIB, align: GIB },
  }
  const error = t.throws(() => crowded().attach('gpu0', needs), { instanceOf: NoRoomError }) as NoRoomError
  t.is(error.resource, 'bar1')
  t.deepEqual(
    error.pools.map(({ cause, ...facts }) => facts),
    [
      { pool: 'mmio64', largest: { start: 268n * GIB, end: 280n * GIB - 1n }, free: 20n * GIB, holders: [] },
      { pool: 'mmio32', largest: undefined, free: 766n * MIB, holders: [] },
    ],
  )
  for (const { cause } of error.pools) {
    t.true(cause instanceof VmAllocatorError)
    t.is(cause.kind, 'ResourceNotAvailable')
  }
  t.is(error.cause, error.pools[0]?.cause)
})

test('the holder of a place is reported with what it holds', (t) => {
  const system = crowded()
  const [asked] = (
    t.throws(() => system.attach('gpu0', { bar: { pool: 'mmio32', size: 4n * MIB, at: 0xc000_0000n } }), {
      instanceOf: NoRoomError,
    }) as NoRoomError
  ).pools
  t.deepEqual(asked?.holders, [{ device: 'net0', resource: 'bar0', start: 0xc000_0000n, end: 0xc00f_ffffn }])
})

test('a move that is refused names the holders, and leaves the resource where it was', (t) => {
  const system = crowded()
  system.attach('gpu0', { bar0: { pool: 'mmio32', size: 2n * MIB } })
  const before = system.snapshot()
  const error = t.throws(() => system.move('gpu0', 'bar0', 0xc000_0000n), { instanceOf: NoRoomError })
  t.is(error?.message, 'gpu0.bar0 needs 2 MiB at 0xc0000000; mmio32 has given it to net0.bar0')
  t.is(system.snapshot(), before)
  const line = t.throws(() => system.move('net0', 'line', 5), { instanceOf: NoRoomError })
  t.is(line?.message, 'net0.line needs id 5; lines has given it to usb0.irqs')
})

test('many holders are counted in the message and listed for a program', (t) => {
  const system = crowded()
  for (let index = 0; index < 5; index++) {
    system.attach(`d${index}`, { bar: { pool: 'mmio64', size: 1n << 12n, at: 256n * GIB + BigInt(index << 12) } })
  }
  const error = t.throws(() => system.attach('big', { bar: { pool: 'mmio64', size: GIB, at: 256n * GIB } }), {
    instanceOf: NoRoomError,
  }) as NoRoomError
  t.regex(error.message, /given it to d0\.bar, d1\.bar, d2\.bar and 2 more$/)
  t.is(error.pools[0]?.holders.length, 5)
})
