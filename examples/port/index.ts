// The allocators in pure TypeScript, answering exactly like the Rust crate vm-allocator 0.1.4, including its surprises,
// each of which is marked with its number in docs/deviations.md. To prove it, run `vm-allocator conformance
// examples/port/index.ts`. Lists are searched from end to end, for readability.
export { AddressAllocator } from './address-allocator.ts'
export { AllocPolicy, Constraint, DEFAULT_CONSTRAINT_ALIGN } from './constraint.ts'
export { VmAllocatorError } from './error.ts'
export { IdAllocator } from './id-allocator.ts'
export { RangeInclusive, type RangeLike } from './range-inclusive.ts'
