/**
 * The conformance kit: proves a TypeScript port of the allocators against the crate, which runs in the same process. The
 * guide is [prove a port](../../docs/conformance.md).
 *
 * @module vm-allocator/conformance
 */
export type { Adapter, Numbers, PortError, PortPolicy, PortRange } from './adapter.ts'
export { BREACHES, type Breach } from './books.ts'
export { checkConformance } from './check.ts'
export type { CheckOptions } from './check-options.ts'
export type { Count, Coverage } from './coverage.ts'
export { LEVELS, type Level, type Status } from './judge.ts'
export { type KnownDeviation, type KnownFile, parseKnown } from './known.ts'
export type { Fault, FaultStatus, PortAnswer } from './port-answer.ts'
export { type RegisterOptions, registerConformance, type TestFunction } from './register.ts'
export type { Failure, Report } from './report.ts'
export type { Beat, Departure, Outcome } from './run-vector.ts'
export type {
  AllocateForm,
  Answer,
  Call,
  Create,
  ErrorText,
  Hex,
  Misuse,
  Operation,
  PolicyText,
  RangeText,
  Reference,
  StateText,
  Vector,
} from './vector.ts'
