export {
  AddressAllocator,
  type AddressAllocatorOptions,
  type AddressDescription,
  type AddressStats,
} from './address-allocator.ts'
export { AllocPolicy } from './alloc-policy.ts'
export type { U64Like } from './argument.ts'
export { Constraint, DEFAULT_CONSTRAINT_ALIGN } from './constraint.ts'
export { IdAllocator, type IdDescription, type IdRun, type IdStats } from './id-allocator.ts'
export { InvalidSnapshotError } from './invalid-snapshot-error.ts'
export { ManagedRange, type RangeState } from './managed-range.ts'
export { RangeInclusive, type RangeLike } from './range-inclusive.ts'
export { VmAllocatorError } from './vm-allocator-error.ts'
