import { AddressAllocator, AllocPolicy, IdAllocator, type RangeInclusive, VmAllocatorError } from 'vm-allocator'
import { type AddressRival, conceal, type Integer, type Rival } from '../rival.ts'
import { searchTask } from '../workloads/search.ts'
import { stateTask } from '../workloads/state.ts'

function addresses<I extends Integer>(integer: (value: bigint) => I): AddressRival<I, AllocPolicy, RangeInclusive> {
  return {
    integer,
    create: (base, size) => new AddressAllocator(base, size),
    lastMatch: AllocPolicy.LastMatch,
    exactMatch: AllocPolicy.ExactMatch,
  }
}

/** The package itself, through its public classes. */
export const rival: Rival = {
  addresses: conceal(addresses((value) => value)),
  numbers: conceal(addresses(Number)),
  createIds: (base, end) => new IdAllocator(base, end),
  kind: (error) => (error instanceof VmAllocatorError ? error.kind : String(error)),
  own: (workload) => searchTask(workload) ?? stateTask(workload),
}
