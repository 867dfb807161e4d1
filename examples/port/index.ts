// The allocators in TypeScript alone, answering exactly as the Rust crate vm-allocator 0.1.4 does, its surprises
// included: each is marked with its number in docs/deviations.md. `vm-allocator conformance examples/port/index.ts`
// proves it. Lists are searched from end to end; it is written to be read.
export { AddressAllocator } from './address-allocator.ts'
export { AllocPolicy, Constraint, DEFAULT_CONSTRAINT_ALIGN } from './constraint.ts'
export { VmAllocatorError } from './error.ts'
export { IdAllocator } from './id-allocator.ts'
export { RangeInclusive, type RangeLike } from './range-inclusive.ts'
