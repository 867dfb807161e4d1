/**
 * The conformance kit: proves a TypeScript port of the allocators against the crate, which runs in the same process. The
 * guide is [prove a port](../../docs/conformance.md).
 *
 * @module vm-allocator/conformance
 */
export type { Adapter, Numbers, PortError, PortPolicy, PortRange } from './adapter.ts'
export { BREACHES, type Breach } from './books.ts'
export { type CheckOptions, checkConformance, type Failure, type Report } from './check.ts'
export type { Coverage } from './coverage.ts'
export { LEVELS, type Level, type Status } from './judge.ts'
export { type KnownDeviation, type KnownFile, parseKnown } from './known.ts'
export type { Fault, FaultStatus, PortAnswer } from './port-answer.ts'
export { type RegisterOptions, registerConformance, type TestFunction } from './register.ts'
export type { Beat, Departure, Outcome } from './run-vector.ts'
export type {
  Answer,
  Call,
  Create,
  ErrorText,
  Hex,
  Operation,
  PolicyText,
  RangeText,
  Reference,
  StateText,
  Vector,
} from './vector.ts'
