import { type Extent, sizeOf } from './layout.ts'

/** The smallest width of ranges that must stay visible, in pixels. */
export const THINNEST = 2

/** The distance from the start of a line in pixels, exact to a thousandth even for huge numbers. */
export function scaleOf(offset: bigint, line: Extent, width: number): number {
  return Number((offset * BigInt(Math.round(width * 1000))) / sizeOf(line)) / 1000
}
