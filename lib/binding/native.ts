import type { Mailbox } from './mailbox.ts'

/**
 * What the classes call. The native file implements it by way of `connect`; another implementation, such as one in
 * WebAssembly, may copy the mailbox in and out of each hot call, since it belongs to JavaScript and never moves.
 *
 * Functions that answer `null`, and hot calls whose status isn't `DONE`, refused: see {@link Functions.takeFailure}.
 */
export interface Native extends Functions, HotCalls {
  readonly mailbox: Mailbox
}

/**
 * The calls whose arguments and results are in the mailbox. Each reads `SLOT`, and throws a TypeError when no allocator
 * of the right kind is there. It writes `STATUS` last; what it did can't be undone by anything that throws after it.
 */
export interface HotCalls {
  /** Reads `SIZE`, `ALIGN`, `POLICY` and, for ExactMatch, `ADDRESS`; writes `START` and `END`. */
  allocate(): void
  /** Reads `START` and `END`. */
  free(): void
  /** Writes `ID`. */
  allocateId(): void
  /** Reads `ID`. */
  freeId(): void
}

/** All other functions. */
export interface Functions {
  /** The version of the package that the file was built for. */
  version(): string
  createAddressAllocator(base: bigint, size: bigint, sound: boolean): AddressHandle | null
  /** What stands for the allocator in the mailbox, as long as its handle lives. */
  addressSlot(handle: AddressHandle): bigint
  addressBase(handle: AddressHandle): bigint
  addressEnd(handle: AddressHandle): bigint
  addressSound(handle: AddressHandle): boolean
  /** Three numbers a range: start, end, and 1 if it is allocated. */
  addressRanges(handle: AddressHandle, onlyAllocated?: boolean): BigUint64Array
  addressStats(handle: AddressHandle): NativeAddressStats
  addressSnapshot(handle: AddressHandle): string
  restoreAddressAllocator(document: Uint8Array, sound: boolean): AddressHandle | null
  cloneAddressAllocator(handle: AddressHandle): AddressHandle
  addressEquals(handle: AddressHandle, other: AddressHandle): boolean

  createIdAllocator(base: number, end: number): IdHandle | null
  /** What stands for the allocator in the mailbox, as long as its handle lives. */
  idSlot(handle: IdHandle): bigint
  isAllocated(handle: IdHandle, id: number): boolean
  idState(handle: IdHandle): NativeIdState
  idSnapshot(handle: IdHandle): string
  restoreIdAllocator(document: Uint8Array): IdHandle | null
  cloneIdAllocator(handle: IdHandle): IdHandle

  checkRange(start: bigint, end: bigint): true | null
  checkConstraint(size: bigint, align: bigint, policyCode: number, address: bigint): true | null

  /** The refusal behind the last `null` or status; `null` itself when an argument was of no use. */
  takeFailure(): NativeRefusal | null
}

/** What the native file exports, see src/. */
export interface Addon extends Functions {
  /** The hot calls over a mailbox, which they keep alive; `null` unless it lies in shared memory. */
  connect(words: BigUint64Array): HotCalls | null
  allocate(words: BigUint64Array): void
  free(words: BigUint64Array): void
  allocateId(words: BigUint64Array): void
  freeId(words: BigUint64Array): void
}

declare const kind: unique symbol
/** An opaque handle; the native allocator lives as long as it. */
export type AddressHandle = { readonly [kind]: 'address' }
/** An opaque handle; the native allocator lives as long as it. */
export type IdHandle = { readonly [kind]: 'id' }

/** What is allocated and what is free. */
export interface NativeAddressStats {
  allocatedRanges: number
  freeRanges: number
  allocatedBytes: bigint
  freeBytes: bigint
  lostBytes: bigint
  largestFreeRange: bigint
}

/** The fields of the crate's id allocator. */
export interface NativeIdState {
  base: number
  end: number
  /** The next id that was never handed out, up to 2³². */
  next: number
  /** Ascending; each below `next`. */
  freed: Uint32Array
}

/**
 * A refusal: the crate's variant, its `Display` text and its payload; or `InvalidSnapshot`, its reason and the path
 * inside the document. What doesn't apply is `null`.
 */
export interface NativeRefusal {
  kind: string
  message: string
  path: string | null
  id: number | null
  size: bigint | null
  state: 'Free' | 'Allocated' | null
  start: bigint | null
  end: bigint | null
  existingStart: bigint | null
  existingEnd: bigint | null
}
