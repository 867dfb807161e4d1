import { expectAssignable, expectError, expectNotAssignable, expectType } from 'tsd'
import {
  AddressAllocator,
  type AddressAllocatorOptions,
  type AllocateRequest,
  AllocPolicy,
  Constraint,
  IdAllocator,
  type IdRun,
  type ManagedRange,
  RangeInclusive,
} from 'vm-allocator'

const addresses = new AddressAllocator(0xd000_0000n, 0x1000_0000)

expectType<AddressAllocator>(new AddressAllocator(0, 1n))
expectType<AddressAllocator>(new AddressAllocator(0n, 1n, {}))
expectType<AddressAllocator>(new AddressAllocator(0n, 1n, { sound: true }))
expectType<AddressAllocator>(new AddressAllocator(0n, 1n, undefined))
expectAssignable<AddressAllocatorOptions>({ sound: undefined })
expectError(new AddressAllocator(0n))
expectError(new AddressAllocator('0', 1n))
expectError(new AddressAllocator(0n, 1n, true))
expectError(new AddressAllocator(0n, 1n, { sound: 1 }))
expectError(new AddressAllocator(0n, 1n, { sounds: true }))
expectError(AddressAllocator(0n, 1n))

expectType<bigint>(addresses.base)
expectType<bigint>(addresses.end)
expectType<boolean>(addresses.sound)
expectError(() => {
  addresses.base = 0n
})
expectError(() => {
  addresses.end = 0n
})
expectError(() => {
  addresses.sound = true
})

expectType<RangeInclusive>(addresses.allocate(4n))
expectType<RangeInclusive>(addresses.allocate(4, 4))
expectType<RangeInclusive>(addresses.allocate(4, 4n, AllocPolicy.LastMatch))
expectType<RangeInclusive>(addresses.allocate(4n, undefined, AllocPolicy.ExactMatch(0xd000_0000n)))
expectType<RangeInclusive>(addresses.allocate(4n, 4n, { kind: 'ExactMatch', address: 0xd000_0000n }))
expectError(addresses.allocate())
expectError(addresses.allocate('4096'))
expectError(addresses.allocate(4n, '4'))
expectError(addresses.allocate(4n, null))
expectError(addresses.allocate(4n, AllocPolicy.LastMatch))
expectError(addresses.allocate(4n, 4n, 'LastMatch'))
expectError(addresses.allocate(4n, 4n, { kind: 'ExactMatch' }))
expectError(addresses.allocate(4n, 4n, AllocPolicy.FirstMatch, 1))

// A constraint includes all three.
const constraint = new Constraint(4n)
expectType<RangeInclusive>(addresses.allocate(constraint))
expectError(addresses.allocate(constraint, 4n))
expectError(addresses.allocate(constraint, undefined, AllocPolicy.LastMatch))
expectType<RangeInclusive>(addresses.allocate({ size: 4n }))
expectError(addresses.allocate({ align: 4n }))
expectError(addresses.allocate(Math.random() > 0.5 ? 'four' : 4n))

expectType<void>(addresses.free(new RangeInclusive(1n, 2n)))
expectType<void>(addresses.free({ start: 1, end: 2n }))
expectError(addresses.free())
expectError(addresses.free(1n))
expectError(addresses.free(1n, 2n))
expectError(addresses.free({ start: 1n }))
expectError(addresses.free({ start: '0x1', end: '0x2' }))

expectType<ManagedRange[]>(addresses.ranges())
expectType<RangeInclusive[]>(addresses.ranges('allocated'))
expectType<RangeInclusive[]>(addresses.ranges('free'))
expectError(addresses.ranges('lost'))
expectType<bigint>(addresses.stats().freeBytes)
expectType<number>(addresses.stats().fragmentation)
expectType<string>(addresses.snapshot())
expectType<AddressAllocator>(AddressAllocator.restore(addresses.snapshot()))
expectType<AddressAllocator>(AddressAllocator.restore(new Uint8Array(2), { sound: true }))
expectError(AddressAllocator.restore(addresses))
expectType<AddressAllocator>(addresses.clone())
expectType<boolean>(addresses.equals(addresses.clone()))
expectError(addresses.equals(new IdAllocator(0, 1)))

// Ids are numbers, both as arguments and as results.
const ids = new IdAllocator(5, 23)
expectError(new IdAllocator(5))
expectError(new IdAllocator(5n, 23n))
expectError(new IdAllocator('5', 23))
expectError(IdAllocator(5, 23))
expectType<number>(ids.base)
expectType<number>(ids.end)
expectError(() => {
  ids.base = 1
})
expectType<number>(ids.allocateId())
expectError(ids.allocateId(5))
expectType<number>(ids.freeId(5))
expectError(ids.freeId())
expectError(ids.freeId(5n))
expectError(ids.freeId('5'))
expectType<boolean>(ids.isAllocated(5))
expectError(ids.isAllocated(5n))
expectType<IterableIterator<number>>(ids.ids())
expectType<IdRun[]>(ids.allocatedRuns())
expectType<IdAllocator>(IdAllocator.restore(ids.snapshot()))
expectType<IdAllocator>(ids.clone())
expectError(ids.equals(addresses))

// The allocators have private state, so lookalikes are not accepted.
expectNotAssignable<AddressAllocator>({} as { [Member in keyof AddressAllocator]: AddressAllocator[Member] })
expectNotAssignable<IdAllocator>({} as { [Member in keyof IdAllocator]: IdAllocator[Member] })
expectNotAssignable<IdAllocator>(addresses)

// Both can be subclassed.
class Pages extends AddressAllocator {
  override allocate(size: bigint | number | AllocateRequest): RangeInclusive {
    return typeof size === 'object' ? super.allocate(size) : super.allocate(size, 0x1000n)
  }
}
expectType<RangeInclusive>(new Pages(0n, 0x1000n).allocate(1n))
expectAssignable<AddressAllocator>(new Pages(0n, 0x1000n))
