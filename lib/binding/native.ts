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
  /**
   * Reads `SIZE`, `ALIGN`, `POLICY`, for ExactMatch `ADDRESS`, and if bounded `WITHIN_START` and `WITHIN_END`; writes
   * `START` and `END`.
   */
  allocate(): void
  /** What `allocate` would answer; changes nothing. */
  fit(): void
  /** Reads `START` and `END`. */
  free(): void
  /** Reads `START`; writes `START` and `END`. */
  freeAt(): void
  /** Reads `START`; writes `STATE` and, unless that is 0, `START` and `END`. */
  at(): void
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
  /** Start and end of the longest free range at an alignment between two addresses; empty when there is none. */
  addressLargest(handle: AddressHandle, align: bigint, start: bigint, end: bigint): BigUint64Array
  addressStats(handle: AddressHandle): NativeAddressStats
  addressSnapshot(handle: AddressHandle): string
  restoreAddressAllocator(document: Uint8Array, sound: boolean): AddressHandle | null
  cloneAddressAllocator(handle: AddressHandle): AddressHandle
  /** A text of bounded length that differs when the trees do. */
  addressDigest(handle: AddressHandle): string
  addressEquals(handle: AddressHandle, other: AddressHandle): boolean

  createIdAllocator(base: number, end: number): IdHandle | null
  /** What stands for the allocator in the mailbox, as long as its handle lives. */
  idSlot(handle: IdHandle): bigint
  idBase(handle: IdHandle): number
  idEnd(handle: IdHandle): number
  /** A text of bounded length that differs when the states do. */
  idDigest(handle: IdHandle): string
  isAllocated(handle: IdHandle, id: number): boolean
  idState(handle: IdHandle): NativeIdState
  idSnapshot(handle: IdHandle): string
  restoreIdAllocator(document: Uint8Array): IdHandle | null
  cloneIdAllocator(handle: IdHandle): IdHandle

  /** Three words a pool: 1 for ids or 0 for addresses, the first one, the last one. */
  createSystem(spaces: BigUint64Array): SystemHandle | null
  cloneSystem(handle: SystemHandle): SystemHandle
  /** What the calls below know a system by: they read and write words as `src/system_words.rs` has them. */
  systemNumber(handle: SystemHandle): bigint
  systemPlace(words: BigUint64Array): void
  systemAdopt(words: BigUint64Array): void
  systemDetach(words: BigUint64Array): void
  systemRelocate(words: BigUint64Array): void
  systemOwner(words: BigUint64Array): void
  /** Four numbers a run: resource, pool, first, last. */
  systemDevice(handle: SystemHandle, device: number): BigUint64Array
  /** Four numbers a run, in order: first, last, device, resource. */
  systemOwners(handle: SystemHandle, pool: number): BigUint64Array
  /** What the crate has allocated, two numbers a run: first, last. */
  systemRanges(handle: SystemHandle, pool: number): BigUint64Array
  /** A copy of the allocator behind a pool; of ids, with two addresses each. */
  systemPool(handle: SystemHandle, pool: number): AddressHandle
  /** Why the last device found no room. */
  systemRefusal(handle: SystemHandle): NativeSystemRefusal

  checkRange(start: bigint, end: bigint): true | null
  checkConstraint(size: bigint, align: bigint, policyCode: number, address: bigint): true | null

  /** The refusal behind the last `null` or status; `null` itself when an argument was of no use. */
  takeFailure(): NativeRefusal | null
}

/** What the native file exports, see src/. Its hot calls are passed the mailbox. */
export type Addon = Functions & {
  /** The hot calls over a mailbox, which they keep alive; `null` unless it lies in shared memory. */
  connect(words: BigUint64Array): HotCalls | null
} & { readonly [Call in keyof HotCalls]: (words: BigUint64Array) => void }

declare const kind: unique symbol
/** An opaque handle; the native allocator lives as long as it. */
export type AddressHandle = { readonly [kind]: 'address' }
/** An opaque handle; the native allocator lives as long as it. */
export type IdHandle = { readonly [kind]: 'id' }

/** An opaque handle; the native pools live as long as it. */
export type SystemHandle = { readonly [kind]: 'system' }

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

/** Why a device found no room. */
export interface NativeSystemRefusal {
  /** Which of the needs. */
  resource: number
  /** What each pool that was asked has instead. */
  pools: {
    pool: number
    free: bigint
    largestStart?: bigint
    largestEnd?: bigint
    /** Four numbers each: first, last, device (all bits set: the one to be attached), resource. */
    holders: BigUint64Array
    refusal: NativeRefusal
  }[]
}
