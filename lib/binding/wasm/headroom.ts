/**
 * Throws a RangeError unless this many more calls fit on the stack.
 *
 * A stack that ends inside the module would leave it with half a change. Frames of this function are at least as large as
 * those of the crate's recursion, which is as deep as its tree is high: 30 levels for a million ranges.
 */
export function ensureHeadroom(frames: number): number {
  return frames === 0 ? 0 : ensureHeadroom(frames - 1) + 1
}

/** Enough for every call on an allocator with as many ranges as 4 GiB of memory can hold. */
export const FRAMES = 100
