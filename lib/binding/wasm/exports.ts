/// <reference path="./web-assembly.d.ts" />
/** An allocator, and the calls on it. */
export type Request = [
  number: bigint,
  size: bigint,
  align: bigint,
  code: number,
  address: bigint,
  withinStart: bigint,
  withinEnd: bigint,
]

/** The exports of the module, see crates/wasm. u64 values are passed as bigints, of either sign. */
export interface Exports {
  readonly memory: WebAssembly.Memory
  initialize(): void
  /** Writes the version of the package into the output buffer. */
  version(): void

  /** The address of eight 64-bit results. */
  results(): number
  output(): number
  output_bytes(): number
  drop_output(): void
  /** Makes room for a document of this many bytes, and returns its address. */
  input(bytes: number): number

  refused_bytes(): number
  panic_message(): number
  panic_message_bytes(): number

  address_create(base: bigint, size: bigint, sound: number): bigint
  address_restore(sound: number): bigint
  address_clone(number: bigint): bigint
  address_drop(number: bigint): void
  address_allocate(...request: Request): number
  address_fit(...request: Request): number
  address_free_at(number: bigint, start: bigint): number
  address_at(number: bigint, address: bigint): number
  address_largest(number: bigint, align: bigint, start: bigint, end: bigint): number
  address_digest(number: bigint): number
  address_free(number: bigint, start: bigint, end: bigint): number
  address_space(number: bigint): number
  address_ranges(number: bigint, only: number): number
  address_stats(number: bigint): number
  address_snapshot(number: bigint): number
  address_equals(number: bigint, other: bigint): number

  id_create(base: number, end: number): bigint
  id_restore(): bigint
  id_clone(number: bigint): bigint
  id_drop(number: bigint): void
  id_allocate(number: bigint): number
  id_ends(number: bigint): number
  id_digest(number: bigint): number
  id_free(number: bigint, id: number): number
  id_is_allocated(number: bigint, id: number): number
  id_state(number: bigint): number
  id_snapshot(number: bigint): number

  system_create(): bigint
  system_clone(number: bigint): bigint
  system_drop(number: bigint): void
  system_call(number: bigint, code: number, room: number): number
  system_device(number: bigint, device: number): number
  system_owners(number: bigint, pool: number): number
  system_ranges(number: bigint, pool: number): number
  system_pool(number: bigint, pool: number): bigint
  system_refusal(number: bigint): number
  system_refused(): void

  check_range(start: bigint, end: bigint): number
  check_constraint(size: bigint, align: bigint, code: number, address: bigint): number
  take_failure(): number
}
