import { expectAssignable, expectError, expectType } from 'tsd'
import { type AddressAllocator, RangeInclusive } from 'vm-allocator'
import { type GrantedResource, type IdPool, type Owner, SystemAllocator } from 'vm-allocator/system'

const system = new SystemAllocator({
  mmio32: { base: 0xc000_0000n, size: 768n << 20n },
  mmio64: { base: 256n << 30n, size: 256n << 30n },
  lines: { ids: [5, 23] },
  msi: { ids: [24, 4095] },
})

// The type of the answer follows from the request.
const net = system.attach('net0', {
  bar0: { pool: ['mmio64', 'mmio32'], size: 512 << 10 },
  bar1: { pool: 'mmio32', size: 0x1000n, at: 0xc100_0000n, align: 1 },
  line: { pool: 'lines' },
  exact: { pool: 'lines', id: 9 },
  msix: { pool: 'msi', count: 3 },
  block: { pool: ['lines', 'msi'], count: 4, block: true, at: 'top', within: { start: 24, end: 100 } },
})
expectType<'mmio64' | 'mmio32'>(net.bar0.pool)
expectType<RangeInclusive>(net.bar0.range)
expectType<'mmio32'>(net.bar1.pool)
expectType<readonly [number]>(net.line.ids)
expectType<readonly [number]>(net.exact.ids)
expectType<readonly [number, number, number]>(net.msix.ids)
expectType<'lines' | 'msi'>(net.block.pool)
expectType<readonly [number, number, number, number]>(net.block.ids)
expectError(net.bar0.ids)
expectError(net.line.range)
expectError(net.bar2)
expectError(() => {
  net.bar0.range = new RangeInclusive(0, 1)
})
const many = 3 as number
expectType<readonly number[]>(system.plan('x', { ids: { pool: 'msi', count: many } }).ids.ids)
expectType<readonly number[]>(system.plan('x', { ids: { pool: 'msi', count: 1000 } }).ids.ids)

// A name that no pool has, and a need that a pool can't meet.
expectError(system.attach('x', { bar: { pool: 'mmio', size: 1 } }))
expectError(system.attach('x', { bar: { pool: ['mmio32', 'mmio'], size: 1 } }))
expectError(system.attach('x', { bar: { pool: 'mmio32', count: 1 } }))
expectError(system.attach('x', { bar: { pool: 'mmio32', id: 1 } }))
expectError(system.attach('x', { bar: { pool: 'mmio32' } }))
expectError(system.attach('x', { id: { pool: 'msi', size: 1 } }))
expectError(system.attach('x', { id: { pool: ['msi', 'mmio32'], count: 1 } }))

// Members that exclude one another, that don't exist, or of another type.
expectError(system.attach('x', { id: { pool: 'msi', id: 24, count: 1 } }))
expectError(system.attach('x', { id: { pool: 'msi', id: 24, block: true } }))
expectError(system.attach('x', { bar: { pool: 'mmio32', size: 1, aling: 1 } }))
expectError(system.attach('x', { bar: { pool: 'mmio32', size: '1' } }))
expectError(system.attach('x', { bar: { pool: 'mmio32', size: 1, at: 'middle' } }))
expectError(system.attach('x', { bar: { pool: 'mmio32', size: 1, within: 5 } }))
expectError(system.attach('x', { id: { pool: 'msi', at: 24 } }))
expectError(system.attach(1, { id: { pool: 'msi' } }))
expectError(system.attach('x'))

// The definitions.
expectError(new SystemAllocator({ lines: { ids: [5] } }))
expectError(new SystemAllocator({ lines: { ids: [5n, 6n] } }))
expectError(new SystemAllocator({ mmio: { base: 1n } }))
expectError(new SystemAllocator({ mmio: { base: 1n, size: 1n, ids: [1, 2] } }))
expectError(new SystemAllocator())

// The rest of the class.
expectType<Owner | undefined>(system.owner('mmio32', 1n))
expectType<Owner | undefined>(system.owner('msi', 24))
expectError(system.owner('msi', 24n))
expectError(system.owner('nothing', 24))
expectType<AddressAllocator>(system.pool('mmio32'))
expectType<IdPool>(system.pool('msi'))
expectError(system.pool('nothing'))
expectType<('mmio32' | 'mmio64' | 'lines' | 'msi')[]>(system.pools)
expectAssignable<GrantedResource>(system.move('net0', 'bar0', 0n, { pool: 'mmio64' }))
expectError(system.move('net0', 'bar0', 0n, { pool: 'nothing' }))
expectError(system.move('net0', 'bar0', '0'))
expectType<string>(system.snapshot())
expectType<void>(system.detach('net0'))
expectError(system.detach())
expectType<boolean>(system.equals(system.clone()))
expectError(system.equals(3))

// Any system is a SystemAllocator, and accepts any names.
const any: SystemAllocator = system
expectType<RangeInclusive>(any.attach('x', { bar: { pool: 'anything', size: 1 } }).bar.range)
expectType<AddressAllocator | IdPool>(any.pool('anything'))
expectError(any.attach('x', { id: { pool: 'anything', id: 24, count: 1 } }))

// A restored system has the types of the requested pools.
const pools = { lines: { ids: [5, 23] } } as const
expectError(SystemAllocator.restore('', pools).attach('x', { bar: { pool: 'mmio', size: 1 } }))
expectType<readonly [number]>(SystemAllocator.restore('', pools).attach('x', { id: { pool: 'lines' } }).id.ids)
expectType<readonly [number]>(SystemAllocator.restore('').attach('x', { id: { pool: 'other' } }).id.ids)
