// Rebuilds the allocations of real programs with `attach` at the same places: the ranges must be the same.
// __test__/layout/samples/real was printed by cloud-hypervisor 54 (`ch-remote info`) and by Firecracker 1.16.1.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { AddressAllocator } from 'vm-allocator'
import { type DeviceNeeds, NoRoomError, SystemAllocator } from 'vm-allocator/system'
import { ROOT } from '../support/process.ts'

const GIB = 1n << 30n
const TIB = 1n << 40n

/**
 * Windows around the printed ranges, since their exact bounds aren't printed: below 4 GiB, and one for each PCI
 * segment.
 */
const CLOUD_HYPERVISOR = {
  mmio32: { base: 3n * GIB, size: 640n << 20n },
  'mmio64 of segment 0': { base: 4n * GIB, size: 33n * TIB - 4n * GIB },
  'mmio64 of segment 1': { base: 33n * TIB, size: 32n * TIB },
} as const

type Resource =
  | { PciBar: { index: number; base: number; size: number; type_: 'Mmio32' | 'Mmio64' } }
  | { MmioAddressRange: { base: number; size: number } }

interface Node {
  id: string
  resources: Resource[]
}

test('a running guest of cloud-hypervisor is rebuilt device by device', (t) => {
  const nodes: Node[] = Object.values(sample('cloud-hypervisor-54-vm-info.json').device_tree)
  const system = new SystemAllocator(CLOUD_HYPERVISOR)
  const expected: Record<string, string[]> = Object.fromEntries(system.pools.map((pool) => [pool, []]))
  for (const { id, resources } of nodes.filter(({ resources }) => resources.length > 0)) {
    const needs: { [resource: string]: DeviceNeeds[string] } = {}
    for (const resource of resources) {
      const { base, size } = 'PciBar' in resource ? resource.PciBar : resource.MmioAddressRange
      const pool = poolAt(BigInt(base))
      needs['PciBar' in resource ? `bar${resource.PciBar.index}` : 'range'] = { pool, size, at: base }
      expected[pool]?.push(`${base} ${base + size - 1}`)
    }
    ;(system as SystemAllocator).attach(id, needs)
  }
  t.is(system.devices.size, 11)
  for (const pool of system.pools) {
    const ranges = system.pool(pool).ranges('allocated')
    t.true(ranges.length > 0, pool)
    const sorted = (expected[pool] as string[]).sort(
      (one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10),
    )
    t.deepEqual(
      ranges.map(({ start, end }) => `${start} ${end}`),
      sorted,
    )
  }
  // The next disk goes where there is no BAR, and an unplugged disk leaves nothing behind.
  const bars = system.plan('_virtio-pci-new', { bar0: { pool: 'mmio32', size: 512 << 10, at: 'top' } })
  t.is(system.owner('mmio32', bars.bar0.range.start), undefined)
  system.detach('_virtio-pci-root')
  t.is(system.owner('mmio32', 3556245504n), undefined)
})

function poolAt(base: bigint): keyof typeof CLOUD_HYPERVISOR {
  if (base < 4n * GIB) return 'mmio32'
  return base < 33n * TIB ? 'mmio64 of segment 0' : 'mmio64 of segment 1'
}

test("Firecracker's allocators are rebuilt, with equal ranges and ids", (t) => {
  const state = sample('firecracker-1.16.1-pci.resource_allocator.json')
  const addresses = Object.keys(state).filter((name) => 'interval_tree' in state[name])
  const ids = Object.keys(state).filter((name) => 'next_id' in state[name])
  const theirs = new Map(addresses.map((name) => [name, AddressAllocator.restore(JSON.stringify(state[name]))]))
  const system: SystemAllocator = new SystemAllocator({
    ...Object.fromEntries(
      Array.from(theirs, ([name, { base, end }]) => [name, { base, size: end - base + 1n }] as const),
    ),
    ...Object.fromEntries(ids.map((name) => [name, { ids: [state[name].range_base, state[name].range_end] as const }])),
  })
  for (const [name, allocator] of theirs) {
    for (const { start, len } of allocator.ranges('allocated')) {
      // The pieces of guest memory that it keeps can have any size.
      system.attach(`${name} ${start}`, { range: { pool: name, size: len, at: start, align: 1 } })
    }
    t.deepEqual((system.pool(name) as AddressAllocator).ranges(), allocator.ranges())
  }
  for (const name of ids) {
    const { range_base: first, next_id: next, freed_ids: freed } = state[name]
    for (let id = first; id < next; id++)
      if (!freed.includes(id)) system.attach(`${name} ${id}`, { id: { pool: name, id } })
    t.deepEqual(system.plan('next', { id: { pool: name } }).id.ids, [next])
  }
  t.is(system.devices.size, 8 + 5 + 2 + 13)
  const taken = t.throws(() => system.attach('vmgenid', { page: { pool: 'system_memory', size: 16, at: 917488 } }), {
    instanceOf: NoRoomError,
  })
  t.is(taken?.pools[0]?.holders[0]?.device, 'system_memory 917488')
  t.true(SystemAllocator.restore(system.snapshot()).equals(system))
})

// biome-ignore lint/suspicious/noExplicitAny: what a program has printed
function sample(name: string): any {
  return JSON.parse(readFileSync(`${ROOT}__test__/layout/samples/real/${name}`, 'utf8'))
}
