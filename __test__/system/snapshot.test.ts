// Snapshots round-trip, and inconsistent ones are refused with the path of the inconsistency.
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import test from 'ava'
import { InvalidSnapshotError } from 'vm-allocator'
import { SystemAllocator } from 'vm-allocator/system'
import { ROOT } from '../support/process.ts'

const POOLS = {
  mmio: { base: 0xc000_0000n, size: 1n << 20n },
  top: { base: 2n ** 64n - 0x10_0000n, size: 0x10_0000n },
  lines: { ids: [5, 23] },
} as const

function example() {
  const system = new SystemAllocator(POOLS)
  system.attach('net0', { bar0: { pool: 'mmio', size: 0x1000 }, line: { pool: 'lines' } })
  system.attach('gpu0', { bar0: { pool: 'mmio', size: 0x1000 }, bar2: { pool: 'top', size: 0x1000, at: 'top' } })
  system.attach('7', { irqs: { pool: 'lines', count: 3 } })
  system.attach('hole', { line: { pool: 'lines', id: 10 }, __proto__x: { pool: 'lines', id: 12 } })
  return system
}

interface Doc {
  format: string
  version: number
  pools: { name: string; allocated: [unknown, unknown][]; ids?: unknown; addresses?: unknown }[]
  devices: {
    name: string
    resources: { name: string; pool: string; range?: [unknown, unknown]; ids?: [unknown, unknown][] }[]
  }[]
}

const schema = new Ajv({ strict: true, strictTuples: false, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(`${ROOT}schemas/system-snapshot.schema.json`, 'utf8')),
)

test('a snapshot is restored with every digit, also after JSON.parse', (t) => {
  const system = example()
  const text = system.snapshot()
  t.true(text.includes('"0xffffffffffffffff"'))
  for (const copy of [text, new TextEncoder().encode(text), JSON.stringify(JSON.parse(text)), JSON.stringify(system)]) {
    const restored = SystemAllocator.restore(copy, POOLS)
    t.true(restored.equals(system))
    t.is(restored.snapshot(), text)
    t.deepEqual([...restored.devices.keys()], ['net0', 'gpu0', '7', 'hole'])
    const needs = { bar: { pool: 'mmio', size: 0x1000 }, lines: { pool: 'lines', count: 3 } } as const
    t.deepEqual(restored.attach('new', needs), system.plan('new', needs))
  }
})

test('what is written meets the schema, and each pool and device has a line', (t) => {
  const text = example().snapshot()
  t.true(schema(JSON.parse(text)), JSON.stringify(schema.errors))
  t.is(text.split('\n').filter((line) => line.startsWith('    {"name":')).length, 3 + 4)
  const empty = new SystemAllocator({ lines: { ids: [0, 2 ** 32 - 1] } }).snapshot()
  t.true(schema(JSON.parse(empty)))
  t.deepEqual(JSON.parse(empty).devices, [])
})

/** Changes to the example's document, and the resulting messages. */
const FAULTS: readonly [path: string, reason: RegExp, damage: (doc: Doc) => void][] = [
  ['$.format', /must be "vm-allocator-system"/, (doc) => Object.assign(doc, { format: 'other' })],
  ['$.version', /must be 1/, (doc) => Object.assign(doc, { version: 2 })],
  ['$.devices', /is missing/, (doc) => Reflect.deleteProperty(doc, 'devices')],
  ['$["more"]', /does not have/, (doc) => Object.assign(doc, { more: 1 })],
  ['$.pools', /must hold a pool/, (doc) => Object.assign(doc, { pools: [] })],
  ['$.pools[1].name', /is "mmio", which already exists/, (doc) => Object.assign(at(doc.pools, 1), { name: 'mmio' })],
  ['$.pools[2].ids', /first above its last/, (doc) => Object.assign(at(doc.pools, 2), { ids: [23, 5] })],
  ['$.pools[0].addresses', /hex strings/, (doc) => Object.assign(at(doc.pools, 0), { addresses: [1, 2] })],
  ['$.pools[0].addresses', /hex strings/, (doc) => Object.assign(at(doc.pools, 0), { addresses: ['0x00', '0x1'] })],
  [
    '$.devices[1].name',
    /is "net0", which already exists/,
    (doc) => Object.assign(at(doc.devices, 1), { name: 'net0' }),
  ],
  ['$.devices[0].resources', /is empty/, (doc) => Object.assign(at(doc.devices, 0), { resources: [] })],
  ['$.devices[0].resources[0].pool', /no such pool/, (doc) => Object.assign(resource(doc, 0, 0), { pool: 'gone' })],
  ['$.devices[0].resources[0]', /which holds ids/, (doc) => Object.assign(resource(doc, 0, 0), { pool: 'lines' })],
  [
    '$.devices[0].resources[0].range',
    /is 0xd0000000 to 0xd0000fff, outside pool "mmio"/,
    (doc) => Object.assign(resource(doc, 0, 0), { range: ['0xd0000000', '0xd0000fff'] }),
  ],
  [
    '$.devices[2].resources[0].ids[0]',
    /is 22 to 24, outside pool "lines"/,
    (doc) => Object.assign(resource(doc, 2, 0), { ids: [[22, 24]] }),
  ],
  [
    '$.pools[0].allocated[1]',
    /is 0xc0000000 to 0xc0000fff, which must come after 0xc0001000 to 0xc0001fff/,
    (doc) => at(doc.pools, 0).allocated.reverse(),
  ],
  // Unowned: as after an unplug that didn't free the ranges.
  [
    '$.pools[0].allocated[1]',
    /is 0xc0001000 to 0xc0001fff, which pool "mmio" has allocated and no device owns/,
    (doc) => at(doc.devices, 1).resources.shift(),
  ],
  [
    '$.pools[2].allocated[1]',
    /is 10, which pool "lines" has allocated and no device owns/,
    (doc) => at(doc.devices, 3).resources.shift(),
  ],
  [
    '$.pools[2].allocated[0]',
    /is 5 to 8, which pool "lines" has allocated, but "7" \("irqs"\) owns only 7 to 8/,
    (doc) => Object.assign(resource(doc, 2, 0), { ids: [[7, 8]] }),
  ],
  // Missing: a device owns ranges that its pool hasn't allocated.
  [
    '$.devices[0].resources[0].range',
    /gives 0xc0000000 to 0xc0000fff to "net0" \("bar0"\), but pool "mmio" doesn't have all of it allocated/,
    (doc) => at(doc.pools, 0).allocated.shift(),
  ],
  [
    '$.devices[3].resources[1].ids[0]',
    /gives 12 to "hole" \("__proto__x"\), but pool "lines"/,
    (doc) => at(doc.pools, 2).allocated.pop(),
  ],
  [
    '$.devices[1].resources[0].range',
    /gives 0xc0001000 to 0xc0002fff to "gpu0" \("bar0"\), but pool "mmio" doesn't have all of it/,
    (doc) => Object.assign(resource(doc, 1, 0), { range: ['0xc0001000', '0xc0002fff'] }),
  ],
  // Owned twice: both owners are named.
  [
    '$.devices[1].resources[0].range',
    /gives 0xc0000000 to 0xc0000fff of pool "mmio" to "gpu0" \("bar0"\), but "net0" \("bar0"\) has it/,
    (doc) => Object.assign(resource(doc, 1, 0), { range: ['0xc0000000', '0xc0000fff'] }),
  ],
  [
    '$.devices[2].resources[0].ids[0]',
    /gives 5 of pool "lines" to "7" \("irqs"\), but "net0" \("line"\) has it/,
    (doc) => Object.assign(resource(doc, 2, 0), { ids: [[5, 8]] }),
  ],
]

for (const [index, [path, reason, damage]] of FAULTS.entries()) {
  test(`fault ${index} is refused at ${path}: ${reason.source}`, (t) => {
    const doc: Doc = JSON.parse(example().snapshot())
    damage(doc)
    const error = t.throws(() => SystemAllocator.restore(JSON.stringify(doc)), { instanceOf: InvalidSnapshotError })
    t.is(error?.path, path)
    t.regex(error?.reason ?? '', reason)
  })
}

test('a device with more ids than can be listed is refused', (t) => {
  const snapshot = (...runs: [number, number][]): string =>
    JSON.stringify({
      format: 'vm-allocator-system',
      version: 1,
      pools: [{ name: 'ids', ids: [0, 2 ** 32 - 1], allocated: runs }],
      devices: [{ name: 'd', resources: runs.map((run, at) => ({ name: `${at}`, pool: 'ids', ids: [run] })) }],
    })
  const most = SystemAllocator.restore(snapshot([0, 499_999], [500_001, 1_000_000]))
  const held = most.device('d')?.['1']
  t.is(held !== undefined && 'ids' in held ? held.ids.length : 0, 500_000)
  const refusals: [path: string, total: number, runs: [number, number][]][] = [
    ['$.devices[0].resources[0].ids[0]', 4_294_967_295, [[0, 4_294_967_294]]],
    [
      '$.devices[0].resources[1].ids[0]',
      1_000_001,
      [
        [0, 499_999],
        [500_001, 1_000_001],
      ],
    ],
  ]
  for (const [path, total, runs] of refusals) {
    const error = t.throws(() => SystemAllocator.restore(snapshot(...runs)), { instanceOf: InvalidSnapshotError })
    t.is(error?.path, path)
    t.is(error?.reason, `brings the ids of device "d" to ${total}; a device can have at most 1,000,000`)
  }
})

test('what is not JSON is refused in one line', (t) => {
  for (const text of ['', '{', '[]', 'null', '{"format":"vm-allocator-system"}', '\ufeff{}']) {
    t.throws(() => SystemAllocator.restore(text), { instanceOf: InvalidSnapshotError }, text)
  }
  t.throws(() => SystemAllocator.restore(new Uint8Array([0xff])), { message: 'Invalid snapshot: $: is not UTF-8 text' })
  t.throws(() => SystemAllocator.restore(3 as never), { code: 'ERR_INVALID_ARG_TYPE' })
})

test('the requested pools must be those of the snapshot', (t) => {
  const text = example().snapshot()
  const { mmio, top, lines } = POOLS
  const refusals: readonly [path: string, pools: object][] = [
    ['$.pools', { ...POOLS, msi: { ids: [24, 30] } }],
    ['$.pools[1]', { mmio, lines }],
    ['$.pools[2]', { mmio, top, lines: { ids: [5, 24] } }],
    ['$.pools[2]', { mmio, top, lines: { base: 5, size: 19 } }],
  ]
  for (const [path, pools] of refusals) {
    const error = t.throws(() => SystemAllocator.restore(text, pools as typeof POOLS), {
      instanceOf: InvalidSnapshotError,
    })
    t.is(error?.path, path)
  }
})

test('after an unplug and a plug, nothing is left without an owner', (t) => {
  const system = new SystemAllocator(POOLS)
  system.attach('net0', { bar0: { pool: 'mmio', size: 0x1000 } })
  const { range } = system.attach('gpu0', { bar0: { pool: 'mmio', size: 0x1000 } }).bar0
  system.detach('gpu0')
  t.deepEqual(system.attach('nvme0', { bar0: { pool: 'mmio', size: 0x1000 } }).bar0.range, range)
  const restored = SystemAllocator.restore(system.snapshot(), POOLS)
  t.deepEqual(restored.owner('mmio', 0xc000_1000n), { device: 'nvme0', resource: 'bar0' })

  // Allocating behind the system's back has no effect: a pool is a copy.
  system.pool('mmio').allocate(0x1000n, 0x1000n)
  t.is(system.snapshot(), restored.snapshot())
})

function at<T>(items: readonly T[], index: number): T {
  return items[index] as T
}

function resource(doc: Doc, device: number, index: number): Doc['devices'][number]['resources'][number] {
  return at(at(doc.devices, device).resources, index)
}
