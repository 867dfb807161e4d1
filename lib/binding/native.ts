import type { Mailbox } from './mailbox.ts'

/**
 * What the classes call. The native file implements it through `connect`. Another implementation, such as the one in
 * WebAssembly, may copy the mailbox in and out of each hot call, since it belongs to JavaScript and never moves.
 *
 * A function that returns `null`, or a hot call whose status isn't `DONE`, has refused: see {@link
 * Functions.takeFailure}.
 */
export interface Native extends Functions, HotCalls {
  readonly mailbox: Mailbox
}

/**
 * The calls whose arguments and results are in the mailbox. Each reads `SLOT`, and throws a TypeError if it names no
 * allocator of the right kind. It writes `STATUS` last, and can't throw after making its change.
 */
export interface HotCalls {
  /**
   * Reads `SIZE`, `ALIGN`, `POLICY`, for ExactMatch `ADDRESS`, and if bounded `WITHIN_START` and `WITHIN_END`; writes
   * `START` and `END`.
   */
  allocate(): void
  /** Like `allocate`, but changes nothing. */
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
  /** Identifies the allocator in the mailbox as long as its handle lives. */
  addressSlot(handle: AddressHandle): bigint
  addressBase(handle: AddressHandle): bigint
  addressEnd(handle: AddressHandle): bigint
  addressSound(handle: AddressHandle): boolean
  /** Three numbers for each range: start, end, and 1 if it is allocated. */
  addressRanges(handle: AddressHandle, onlyAllocated?: boolean): BigUint64Array
  /** Start and end of the longest free range at an alignment between two addresses; empty if there is none. */
  addressLargest(handle: AddressHandle, align: bigint, start: bigint, end: bigint): BigUint64Array
  addressStats(handle: AddressHandle): NativeAddressStats
  addressSnapshot(handle: AddressHandle): string
  restoreAddressAllocator(document: Uint8Array, sound: boolean): AddressHandle | null
  cloneAddressAllocator(handle: AddressHandle): AddressHandle
  /** A text of bounded length that differs whenever the trees differ. */
  addressDigest(handle: AddressHandle): string
  addressEquals(handle: AddressHandle, other: AddressHandle): boolean

  createIdAllocator(base: number, end: number): IdHandle | null
  /** Identifies the allocator in the mailbox as long as its handle lives. */
  idSlot(handle: IdHandle): bigint
  idBase(handle: IdHandle): number
  idEnd(handle: IdHandle): number
  /** A text of bounded length that differs whenever the states differ. */
  idDigest(handle: IdHandle): string
  isAllocated(handle: IdHandle, id: number): boolean
  idState(handle: IdHandle): NativeIdState
  idSnapshot(handle: IdHandle): string
  restoreIdAllocator(document: Uint8Array): IdHandle | null
  cloneIdAllocator(handle: IdHandle): IdHandle

  /** Three words for each pool: 1 for ids or 0 for addresses, the first one, the last one. */
  createSystem(spaces: BigUint64Array): SystemHandle | null
  cloneSystem(handle: SystemHandle): SystemHandle
  /** Identifies the system in the calls below, whose words have the layout of `src/system_words.rs`. */
  systemNumber(handle: SystemHandle): bigint
  systemPlace(words: BigUint64Array): void
  systemAdopt(words: BigUint64Array): void
  systemDetach(words: BigUint64Array): void
  systemRelocate(words: BigUint64Array): void
  systemOwner(words: BigUint64Array): void
  /** Four numbers for each run: resource, pool, first, last. */
  systemDevice(handle: SystemHandle, device: number): BigUint64Array
  /** Four numbers for each run, in order: first, last, device, resource. */
  systemOwners(handle: SystemHandle, pool: number): BigUint64Array
  /** The crate's allocations, with two numbers for each run: first, last. */
  systemRanges(handle: SystemHandle, pool: number): BigUint64Array
  /** A copy of the allocator behind a pool. In a pool of ids, each id has two addresses. */
  systemPool(handle: SystemHandle, pool: number): AddressHandle
  /** Why the last device found no room. */
  systemRefusal(handle: SystemHandle): NativeSystemRefusal

  checkRange(start: bigint, end: bigint): true | null
  checkConstraint(size: bigint, align: bigint, policyCode: number, address: bigint): true | null

  /** The reason for the last `null` or status; `null` if an argument was invalid. */
  takeFailure(): NativeRefusal | null
}

/** The exports of the native file, see src/. Its hot calls take the mailbox as an argument. */
export type Addon = Functions & {
  /** The hot calls bound to a mailbox, which they keep alive; `null` unless it is in shared memory. */
  connect(words: BigUint64Array): HotCalls | null
} & { readonly [Call in keyof HotCalls]: (words: BigUint64Array) => void }

declare const kind: unique symbol
/** An opaque handle; the native allocator lives as long as it. */
export type AddressHandle = { readonly [kind]: 'address' }
/** An opaque handle; the native allocator lives as long as it. */
export type IdHandle = { readonly [kind]: 'id' }

/** An opaque handle; the native pools live as long as it. */
export type SystemHandle = { readonly [kind]: 'system' }

/** How much is allocated and how much is free. */
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
  /** The lowest id that was never handed out; 2³² if there is none. */
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

/** The reason why a device found no room. */
export interface NativeSystemRefusal {
  /** The index of the need. */
  resource: number
  /** What each pool that was tried has instead. */
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
