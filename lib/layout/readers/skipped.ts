import type { LayoutBuilder } from '../builder.ts'
import { hex } from '../lines.ts'

/** Notes on pairs of addresses that aren't a range, which readers leave out. */

/** Notes a pair whose end is below its start. */
export function noteReversed(builder: LayoutBuilder, first: bigint, last: bigint, what: string, line = 0): void {
  const pair = `0x${first.toString(16)}-0x${last.toString(16)}`
  builder.note(`${pair} (${what}) skipped, because it ends before it starts`, line)
}

const PAIR = /(?:0x)?([\da-f]{2,})-(?:0x)?([\da-f]{2,})/

/** Notes a text of hex digits, such as `0xc0000000-0xc0003fff`, if it is a pair that isn't a range of 64 bits. */
export function noteUnreadable(builder: LayoutBuilder, text: string, what: string, line = 0): void {
  const match = PAIR.exec(text)
  if (match === null) return
  const [pair, first, last] = match as unknown as [string, string, string]
  if (isTooWide(first) || isTooWide(last)) {
    builder.note(`${pair} (${what}) skipped, because it doesn't fit 64 bits`, line)
  } else if (hex(last) < hex(first)) noteReversed(builder, hex(first), hex(last), what, line)
}

function isTooWide(digits: string): boolean {
  return digits.length > 16 && digits.replace(/^0+/, '').length > 16
}

/**
 * Whether a bridge's window that ends before it starts is one that software closed: it ends in the first block (4 KiB
 * of ports or 1 MiB of memory), or just below its start.
 */
export function isClosed(first: bigint, last: bigint): boolean {
  return last === first - 1n || last === 0xfffn || last === 0xf_ffffn
}
