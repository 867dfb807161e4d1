/**
 * The conformance kit: proves a TypeScript port of the allocators against the crate, which runs in the same process.
 * The guide is [Prove a port](../../docs/conformance.md).
 *
 * @module vm-allocator/conformance
 */

export type { Oracle } from './cases/crate.ts'
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
} from './cases/vector.ts'
export { checkConformance } from './check.ts'
export type { CheckOptions } from './check-options.ts'
export type { Count, Coverage } from './judging/coverage.ts'
export { LEVELS, type Level, type Status } from './judging/judge.ts'
export { type KnownDeviation, type KnownFile, parseKnown } from './judging/known.ts'
export type { Cause, Divergence, Outcome } from './judging/outcome.ts'
export { VIOLATIONS, type Violation } from './judging/ownership-ledger.ts'
export type { Heartbeat } from './judging/run-vector.ts'
export type {
  Adapter,
  AdapterMembers,
  AddressOf,
  DeclaredNumbers,
  DefaultNumbers,
  Numbers,
  PortError,
  PortPolicy,
  PortRange,
} from './port/adapter.ts'
export type { Fault, FaultStatus, PortAnswer } from './port/port-answer.ts'
export { type RegisterOptions, registerConformance, type TestFunction } from './register.ts'
export type { Failure, Report } from './reports/report.ts'
