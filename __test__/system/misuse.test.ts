// Requests that could never succeed have their own error, and change nothing.
import test from 'ava'
import { type DeviceNeeds, SystemAllocator, SystemRequestError } from 'vm-allocator/system'

const POOLS = {
  mmio32: { base: 0xc000_0000n, size: 768n << 20n },
  mmio64: { base: 256n << 30n, size: 256n << 30n },
  lines: { ids: [5, 23] },
  msi: { ids: [24, 4095] },
} as const

function systemWithNet(): SystemAllocator {
  const system: SystemAllocator = new SystemAllocator(POOLS)
  system.attach('net0', { bar0: { pool: 'mmio32', size: 0x1000 }, msix: { pool: 'msi', count: 3 } })
  return system
}

/** Refused needs, by the kind of the refusal, with the pool that the error names. */
const NEEDS: readonly [kind: string, needs: unknown, pool?: string][] = [
  ['EmptyNeeds', {}],
  ['EmptyNeeds', { bar: { pool: [], size: 1 } }],
  ['UnknownPool', { bar: { pool: 'mmio', size: 1 } }, 'mmio'],
  ['UnknownPool', { bar: { pool: ['mmio32', 'toString'], size: 1 } }, 'toString'],
  ['UnknownPool', { bar: { pool: '__proto__', size: 1 } }, '__proto__'],
  ['WrongPool', { bar: { pool: 'mmio32', id: 1 } }, 'mmio32'],
  ['WrongPool', { bar: { pool: 'mmio32', count: 1, size: 1 } }, 'mmio32'],
  ['WrongPool', { bar: { pool: 'msi', size: 1 } }, 'msi'],
  ['WrongPool', { bar: { pool: 'msi', align: 1 } }, 'msi'],
  ['WrongPool', { bar: { pool: ['mmio32', 'msi'], size: 1 } }, 'msi'],
  ['InvalidSize', { bar: { pool: 'mmio32', size: 0 } }],
  ['InvalidSize', { bar: { pool: 'mmio32', size: 0n } }],
  ['InvalidAlignment', { bar: { pool: 'mmio32', size: 1, align: 0 } }],
  ['InvalidAlignment', { bar: { pool: 'mmio32', size: 1, align: 3n } }],
  ['UnalignedAddress', { bar: { pool: 'mmio32', size: 0x1000, at: 0xc000_0800n } }],
  ['OutsidePool', { bar: { pool: 'mmio32', size: 0x1000, at: 0x1000n } }, 'mmio32'],
  ['OutsidePool', { bar: { pool: 'mmio32', size: 0x2000, align: 1, at: 0xefff_f000n } }, 'mmio32'],
  ['OutsidePool', { bar: { pool: ['mmio32', 'mmio64'], size: 0x1000, at: 0n } }],
  ['OutsidePool', { bar: { pool: 'mmio32', size: 1, at: 2n ** 64n - 1n } }, 'mmio32'],
  ['OutsidePool', { bar: { pool: 'mmio32', size: 1, within: { start: 0, end: 5 } } }, 'mmio32'],
  ['OutsidePool', { bar: { pool: 'lines', id: 4 } }, 'lines'],
  ['OutsidePool', { bar: { pool: 'lines', id: 24 } }, 'lines'],
  ['OutsidePool', { bar: { pool: 'lines', within: { start: 24, end: 30 } } }, 'lines'],
  ['InvalidCount', { bar: { pool: 'msi', count: 0 } }],
  ['InvalidCount', { bar: { pool: 'msi', count: 1_000_001 } }],
  ['InvalidCount', { bar: { pool: 'msi', count: 2 ** 32 - 1, block: true } }],
  ['ContradictoryNeed', { bar: { pool: 'msi', id: 24, count: 1 } }],
  ['ContradictoryNeed', { bar: { pool: 'msi', id: 24, block: true } }],
  ['ContradictoryNeed', { bar: { pool: 'msi', count: 2, at: 'top' } }],
  [
    'ContradictoryNeed',
    { bar: { pool: 'mmio32', size: 0x1000, at: 0xc000_0000n, within: { start: 0xc000_0000n, end: 0xc000_0010n } } },
  ],
  ['UnknownMember', { bar: { pool: 'mmio32', size: 1, aling: 4 } }],
]

for (const [kind, needs, pool] of NEEDS) {
  for (const call of ['attach', 'plan'] as const) {
    test(`${call} refuses with ${kind}: ${print(needs)}`, (t) => {
      const system = systemWithNet()
      const before = system.snapshot()
      const error = t.throws(() => system[call]('gpu0', needs as DeviceNeeds), { instanceOf: SystemRequestError })
      t.is(error?.kind as string, kind)
      t.is(error?.code, `ERR_VM_ALLOCATOR_${kind.replace(/\B[A-Z]/g, '_$&').toUpperCase()}`)
      t.is(error?.device, 'gpu0')
      if (Object.keys(needs as object).length > 0) t.is(error?.resource, 'bar')
      t.is(error?.pool, pool)
      t.is(system.snapshot(), before)
    })
  }
}

/** Needs of another type, as in Node: the code, and the argument to blame. */
const TYPES: readonly [code: string, needs: unknown, argument: string][] = [
  ['ERR_INVALID_ARG_TYPE', null, 'needs'],
  ['ERR_INVALID_ARG_TYPE', 'bar', 'needs'],
  ['ERR_INVALID_ARG_TYPE', [{ pool: 'mmio32', size: 1 }], 'needs'],
  ['ERR_INVALID_ARG_TYPE', { bar: null }, 'needs["bar"]'],
  ['ERR_INVALID_ARG_TYPE', { bar: {} }, 'needs["bar"].pool'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 3, size: 1 } }, 'needs["bar"].pool'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'mmio32' } }, 'needs["bar"].size'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'mmio32', size: '1' } }, 'needs["bar"].size'],
  ['ERR_OUT_OF_RANGE', { bar: { pool: 'mmio32', size: -1 } }, 'needs["bar"].size'],
  ['ERR_OUT_OF_RANGE', { bar: { pool: 'mmio32', size: 2n ** 64n } }, 'needs["bar"].size'],
  ['ERR_OUT_OF_RANGE', { bar: { pool: 'mmio32', size: 1, align: 1.5 } }, 'needs["bar"].align'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'mmio32', size: 1, at: 'middle' } }, 'needs["bar"].at'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'mmio32', size: 1, within: 5 } }, 'needs["bar"].within'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'mmio32', size: 1, within: {} } }, 'needs["bar"].within.start'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'msi', id: 24n } }, 'needs["bar"].id'],
  ['ERR_OUT_OF_RANGE', { bar: { pool: 'msi', id: -1 } }, 'needs["bar"].id'],
  ['ERR_OUT_OF_RANGE', { bar: { pool: 'msi', count: 1.5 } }, 'needs["bar"].count'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'msi', count: 2, block: 1 } }, 'needs["bar"].block'],
  ['ERR_INVALID_ARG_TYPE', { bar: { pool: 'msi', at: 24 } }, 'needs["bar"].at'],
  ['ERR_OUT_OF_RANGE', { bar: { pool: 'msi', within: { start: 30, end: 29 } } }, 'needs["bar"].within.end'],
  [
    'ERR_INVALID_ARG_TYPE',
    {
      get bar() {
        throw new Error('no')
      },
    },
    'needs',
  ],
]

for (const [code, needs, argument] of TYPES) {
  test(`needs are refused with ${code}: ${print(needs)}`, (t) => {
    const system = systemWithNet()
    const before = system.snapshot()
    const error = t.throws(() => system.attach('gpu0', needs as DeviceNeeds), { code })
    t.true(error?.message.startsWith(`The "${argument}" argument must be`), error?.message)
    t.is(system.snapshot(), before)
  })
}

test('a device can have a million ids, and a request for more leaves the process alive', (t) => {
  const system: SystemAllocator = new SystemAllocator({ ids: { ids: [0, 2 ** 32 - 1] } })
  const half = { pool: 'ids', count: 500_000 }
  const { a, b } = system.attach('most', { a: half, b: half })
  t.deepEqual([a.ids.length, a.ids.at(-1), b.ids[0], b.ids.at(-1)], [500_000, 499_999, 500_000, 999_999])
  const { ids } = system.attach('block', { a: { pool: 'ids', count: 1_000_000, block: true } }).a
  t.deepEqual([ids.length, ids[0], ids.at(-1)], [1_000_000, 2 ** 20, 2 ** 20 + 999_999])
  t.deepEqual(SystemAllocator.restore(system.snapshot()).device('most'), system.device('most'))
  const before = system.snapshot()
  // Without the limit, an array of that length ends the process with "invalid size error".
  for (const [call, block] of [
    ['attach', false],
    ['plan', false],
    ['attach', true],
  ] as const) {
    const need = { a: { pool: 'ids', count: 200_000_000, block } }
    t.is(t.throws(() => system[call]('d', need), { instanceOf: SystemRequestError })?.kind, 'InvalidCount')
  }
  const together = { a: { pool: 'ids', id: 5_000_000 }, b: { pool: 'ids', count: 1_000_000 } }
  const error = t.throws(() => system.plan('d', together), { instanceOf: SystemRequestError })
  t.deepEqual([error?.kind, error?.resource], ['InvalidCount', 'b'])
  t.is(system.snapshot(), before)
})

test('requests about devices and resources that do not exist are refused', (t) => {
  const system = systemWithNet()
  const before = system.snapshot()
  const kinds: readonly [kind: string, call: () => unknown][] = [
    ['AlreadyAttached', () => system.attach('net0', { bar: { pool: 'mmio32', size: 1 } })],
    ['AlreadyAttached', () => system.plan('net0', { bar: { pool: 'mmio32', size: 1 } })],
    ['UnknownDevice', () => system.detach('gpu0')],
    ['UnknownDevice', () => system.detach('toString')],
    ['UnknownDevice', () => system.move('gpu0', 'bar0', 0)],
    ['UnknownResource', () => system.move('net0', 'bar1', 0xd000_0000n)],
    ['UnknownResource', () => system.move('net0', '__proto__', 0xd000_0000n)],
    ['NotMovable', () => system.move('net0', 'msix', 30)],
    ['OutsidePool', () => system.move('net0', 'bar0', 0)],
    ['UnalignedAddress', () => system.move('net0', 'bar0', 0xd000_0001n)],
    ['InvalidAlignment', () => system.move('net0', 'bar0', 0xd000_0000n, { align: 3 })],
    ['UnknownPool', () => system.move('net0', 'bar0', 0xd000_0000n, { pool: 'none' })],
    ['WrongPool', () => system.move('net0', 'bar0', 0xd000_0000n, { pool: 'msi' })],
    ['UnknownPool', () => system.pool('none')],
    ['UnknownPool', () => system.owner('none', 1)],
    ['UnknownPool', () => system.labels('__proto__')],
  ]
  for (const [kind, call] of kinds) {
    t.is(t.throws(call, { instanceOf: SystemRequestError }, kind)?.kind as string, kind)
    t.is(system.snapshot(), before)
  }
})

test('invalid definitions of pools are refused', (t) => {
  const kinds: readonly [kind: string, pools: unknown][] = [
    ['NoPools', {}],
    ['InvalidPool', { mmio: { base: 0, size: 0 } }],
    ['InvalidPool', { mmio: { base: 2, size: 2n ** 64n - 1n } }],
    ['InvalidPool', { lines: { ids: [6, 5] } }],
  ]
  for (const [kind, pools] of kinds) {
    t.is(t.throws(() => new SystemAllocator(pools as never), { instanceOf: SystemRequestError })?.kind as string, kind)
  }
  for (const pools of [
    null,
    3,
    [],
    { a: null },
    { a: {} },
    { a: { base: 1 } },
    { a: { ids: 3 } },
    { a: { ids: [1] } },
  ]) {
    t.throws(() => new SystemAllocator(pools as never), { code: 'ERR_INVALID_ARG_TYPE' }, print(pools))
  }
  t.throws(() => new SystemAllocator({ a: { base: 1n, size: 1n, ids: [1, 2] } } as never), {
    code: 'ERR_INVALID_ARG_TYPE',
  })
  t.throws(() => new SystemAllocator({ lines: { ids: [0, 2 ** 32] } }), { code: 'ERR_OUT_OF_RANGE' })
})

test('methods of something else are refused, and a system cannot be cloned into something that is not a system', (t) => {
  const { attach } = SystemAllocator.prototype
  t.throws(() => Reflect.apply(attach, {}, ['net0', {}]), { instanceOf: TypeError })
  t.throws(() => structuredClone(systemWithNet()), { name: 'DataCloneError', any: true })
  t.throws(() => systemWithNet().equals({} as never), { code: 'ERR_INVALID_ARG_TYPE' })
  for (const name of [undefined, 3, null, {}]) {
    t.throws(() => systemWithNet().detach(name as never), { code: 'ERR_INVALID_ARG_TYPE' })
    t.throws(() => systemWithNet().attach(name as never, { l: { pool: 'lines' } }), { code: 'ERR_INVALID_ARG_TYPE' })
  }
})

function print(value: unknown): string {
  try {
    return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part))
  } catch {
    return 'what throws'
  }
}
