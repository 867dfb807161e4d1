/**
 * The allocators of the crate [`vm-allocator`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/) 0.1.4. Start with
 * [Getting started](../docs/getting-started.md), or with [Migrating from Rust](../docs/migrating-from-rust.md) if you
 * know the crate.
 *
 * @module vm-allocator
 */
export { AddressAllocator, type AddressAllocatorOptions } from './address-allocator.ts'
export type { AddressDescription, AddressStats } from './address-description.ts'
export type { AllocateOptions, AllocateRequest } from './address-request.ts'
export { AllocPolicy } from './alloc-policy.ts'
export type { U64Like } from './argument.ts'
export { Constraint, DEFAULT_CONSTRAINT_ALIGN } from './constraint.ts'
export { IdAllocator, type IdDescription, type IdRun, type IdStats } from './id-allocator.ts'
export { InvalidSnapshotError } from './invalid-snapshot-error.ts'
export { ManagedRange, type RangeState } from './managed-range.ts'
export { RangeInclusive, type RangeLike } from './range-inclusive.ts'
export { type RefusedRequest, VmAllocatorError } from './vm-allocator-error.ts'
