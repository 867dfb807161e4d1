// Where the arguments and results of the hot calls travel: a typed array, which is read and written without a call.

/** The two views of one mailbox. Both are known to this package alone. */
export interface Mailbox {
  /** Its members of 64 bits: {@link SLOT} to {@link WITHIN_END}. */
  readonly words: BigUint64Array
  /** Its members of 32 bits: {@link STATUS} to {@link STATE}. */
  readonly halves: Uint32Array
}

// The layout is that of `Mailbox` in src/mailbox.rs.

/** Which allocator a call is for: what `addressSlot` or `idSlot` answered. */
export const SLOT = 0
/** The first address of the range to free, or of the one that is answered; the address that is looked up. */
export const START = 1
/** The last address of that range. */
export const END = 2
/** How many bytes to allocate. */
export const SIZE = 3
/** What the first address must be a multiple of. */
export const ALIGN = 4
/** The address of ExactMatch. */
export const ADDRESS = 5
/** The first address that the range may have, if it is bounded. */
export const WITHIN_START = 6
/** The last one. */
export const WITHIN_END = 7

/** How a call went: {@link DONE}, or it was refused. */
export const STATUS = 16
/** The code of a policy, and {@link BOUNDED}. */
export const POLICY = 17
/** The id to free, or the one that was allocated. */
export const ID = 18
/** The state of the range that is answered: {@link FREE}, {@link ALLOCATED}, or 0 when there is none. */
export const STATE = 19

/** The status of a call that did what it was asked. */
export const DONE = 0
/** Added to the code of a policy when {@link WITHIN_START} and {@link WITHIN_END} count. */
export const BOUNDED = 4
export const FREE = 1
export const ALLOCATED = 2

const BYTES = 80

/** A new mailbox. Shared memory can't be detached; where there is none, each call is passed the array. */
export function openMailbox(): Mailbox {
  const buffer = typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(BYTES) : new SharedArrayBuffer(BYTES)
  return { words: new BigUint64Array(buffer), halves: new Uint32Array(buffer) }
}
