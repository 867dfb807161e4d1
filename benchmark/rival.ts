import type { Task } from './workloads/task.ts'

/** The type that a rival uses for a u64. */
export type Integer = bigint | number

/** The result of any rival's `allocate`. */
export interface AnyRange {
  readonly start: Integer
  readonly end: Integer
}

/** An allocator of addresses. */
export interface AddressSpace<I extends Integer, P, R extends AnyRange> {
  allocate(size: I, align: I, policy?: P): R
  free(range: R): void
}

/** How a rival allocates addresses, with the least overhead in its own way. */
export interface AddressRival<I extends Integer, P, R extends AnyRange> {
  integer(value: bigint): I
  create(base: I, size: I): AddressSpace<I, P, R>
  readonly lastMatch: P
  exactMatch(address: I): P
}

/** An address rival with its types concealed: {@link conceal}. */
export type AnyAddressRival = <T>(
  use: <I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>) => T,
) => T

/** Hides the types of a rival, so that all rivals can be handled alike. */
export function conceal<I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>): AnyAddressRival {
  return (use) => use(rival)
}

/** An allocator of ids. */
export interface IdSpace {
  allocateId(): number
  freeId(id: number): unknown
}

/** Native functions with the same arguments and results as an allocator's, which allocate nothing. */
export interface Boundary {
  createHandle(): object
  allocate(handle: object, size: bigint, align: bigint): bigint
  free(handle: object, start: bigint, end: bigint): undefined
}

/** What a trial runs: everything that one rival supports. */
export interface Rival {
  readonly addresses?: AnyAddressRival
  /** The same with numbers as arguments, if bigints are usual but numbers are accepted. */
  readonly numbers?: AnyAddressRival
  createIds?(base: number, end: number): IdSpace
  /** The crate's name for an error. */
  kind?(error: unknown): string
  /** Calls that do nothing. */
  empty?(): void
  readonly boundary?: Boundary
  /** The task for a workload that no other rival supports. */
  own?(workload: string): Task | undefined
}
