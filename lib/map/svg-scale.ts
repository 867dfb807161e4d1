import { type Extent, sizeOf } from './layout.ts'

/** So wide is at least what must not vanish, in pixels. */
export const THINNEST = 2

/** Pixels from the start of a line, exact to a thousandth, whatever the size of the numbers. */
export function scaleOf(offset: bigint, line: Extent, width: number): number {
  return Number((offset * BigInt(Math.round(width * 1000))) / sizeOf(line)) / 1000
}
