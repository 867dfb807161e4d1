// The mailbox: a typed array for the arguments and results of the hot calls, which is read and written without a call.

/** The two views of one mailbox. Only this package has access to them. */
export interface Mailbox {
  /** The 64-bit members: {@link SLOT} to {@link WITHIN_END}. */
  readonly words: BigUint64Array
  /** The 32-bit members: {@link STATUS} to {@link STATE}. */
  readonly halves: Uint32Array
}

// The layout is that of `Mailbox` in src/mailbox.rs.

/** The allocator of a call: what `addressSlot` or `idSlot` returned. */
export const SLOT = 0
/** The first address of the range to free, or of the resulting range; or the address to look up. */
export const START = 1
/** The last address of that range. */
export const END = 2
/** The number of bytes to allocate. */
export const SIZE = 3
/** The alignment of the first address. */
export const ALIGN = 4
/** The address of ExactMatch. */
export const ADDRESS = 5
/** The first address of the bounds, if there are bounds. */
export const WITHIN_START = 6
/** The last address of the bounds. */
export const WITHIN_END = 7

/** The status of a call: {@link DONE}, or it was refused. */
export const STATUS = 16
/** The code of a policy, and {@link BOUNDED}. */
export const POLICY = 17
/** The id to free, or the allocated one. */
export const ID = 18
/** The state of the resulting range: {@link FREE}, {@link ALLOCATED}, or 0 if there is no range. */
export const STATE = 19

/** The status of a call that succeeded. */
export const DONE = 0
/** Added to the code of a policy if {@link WITHIN_START} and {@link WITHIN_END} apply. */
export const BOUNDED = 4
export const FREE = 1
export const ALLOCATED = 2

const BYTES = 80

/** Creates a mailbox. Shared memory can't be detached; without it, each call receives the array as an argument. */
export function openMailbox(): Mailbox {
  const buffer = typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(BYTES) : new SharedArrayBuffer(BYTES)
  return { words: new BigUint64Array(buffer), halves: new Uint32Array(buffer) }
}
