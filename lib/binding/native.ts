/** The native functions, as `src/` exports them. Those that answer `null` refused: see {@link Native.takeFailure}. */
export interface Native {
  /** The version of the package that the file was built for. */
  version(): string
  createAddressAllocator(base: unknown, size: unknown, sound: boolean): AddressHandle | null
  addressBase(handle: AddressHandle): bigint
  addressEnd(handle: AddressHandle): bigint
  /** The first address of the new range. Without a policy code: FirstMatch. */
  allocate(handle: AddressHandle, size: unknown, align: unknown, policyCode?: number, address?: unknown): bigint | null
  free(handle: AddressHandle, start: unknown, end: unknown): undefined | null
  addressSound(handle: AddressHandle): boolean
  /** Three numbers a range: start, end, and 1 if it is allocated. */
  addressRanges(handle: AddressHandle, onlyAllocated?: boolean): BigUint64Array
  addressStats(handle: AddressHandle): NativeAddressStats
  addressSnapshot(handle: AddressHandle): string
  restoreAddressAllocator(document: Uint8Array, sound: boolean): AddressHandle | null
  cloneAddressAllocator(handle: AddressHandle): AddressHandle
  addressEquals(handle: AddressHandle, other: AddressHandle): boolean

  createIdAllocator(base: number, end: number): IdHandle | null
  allocateId(handle: IdHandle): number | null
  freeId(handle: IdHandle, id: unknown): undefined | null
  isAllocated(handle: IdHandle, id: number): boolean
  idState(handle: IdHandle): NativeIdState
  idSnapshot(handle: IdHandle): string
  restoreIdAllocator(document: Uint8Array): IdHandle | null
  cloneIdAllocator(handle: IdHandle): IdHandle

  checkRange(start: bigint, end: bigint): true | null
  checkConstraint(size: bigint, align: bigint, policyCode: number, address: bigint): true | null

  /** The refusal behind the last `null`; `null` itself when an argument was of no use. */
  takeFailure(): NativeRefusal | null
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
  /** The next id that was never handed out; absent when it would be 2³². */
  next?: number
  /** Ascending; each below `next`. */
  freed: Uint32Array
}

/**
 * A refusal: the crate's variant, its `Display` text and its payload; or `InvalidSnapshot`, its reason and the path
 * inside the document.
 */
export interface NativeRefusal {
  kind: string
  message: string
  path?: string
  id?: number
  size?: bigint
  state?: 'Free' | 'Allocated'
  start?: bigint
  end?: bigint
  existingStart?: bigint
  existingEnd?: bigint
}
