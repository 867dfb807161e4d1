import type { Task } from './workloads/task.ts'

/** How a rival writes a u64. */
export type Integer = bigint | number

/** What `allocate` of any rival answers. */
export interface AnyRange {
  readonly start: Integer
  readonly end: Integer
}

/** An allocator of addresses. */
export interface AddressSpace<I extends Integer, P, R extends AnyRange> {
  allocate(size: I, align: I, policy?: P): R
  free(range: R): void
}

/** How a rival is asked to allocate addresses: the least that its own way of doing it needs. */
export interface AddressRival<I extends Integer, P, R extends AnyRange> {
  integer(value: bigint): I
  create(base: I, size: I): AddressSpace<I, P, R>
  readonly lastMatch: P
  exactMatch(address: I): P
}

/** An address rival whose own types don't matter: {@link conceal}. */
export type AnyAddressRival = <T>(
  use: <I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>) => T,
) => T

/** Lets rivals of different types be handled alike. */
export function conceal<I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>): AnyAddressRival {
  return (use) => use(rival)
}

/** An allocator of ids. */
export interface IdSpace {
  allocateId(): number
  freeId(id: number): unknown
}

/** Native functions that read and answer what an allocator's do, and allocate nothing. */
export interface Boundary {
  createHandle(): object
  allocate(handle: object, size: bigint, align: bigint): bigint
  free(handle: object, start: bigint, end: bigint): undefined
}

/** What a trial runs: all that one rival can do. */
export interface Rival {
  readonly addresses?: AnyAddressRival
  /** The same with numbers for arguments, where bigints are the usual way and numbers are accepted. */
  readonly numbers?: AnyAddressRival
  createIds?(base: number, end: number): IdSpace
  /** The crate's name for what was thrown. */
  kind?(error: unknown): string
  /** Calls that do nothing. */
  empty?(): void
  readonly boundary?: Boundary
  /** The task for a workload that no other rival can do. */
  own?(workload: string): Task | undefined
}
