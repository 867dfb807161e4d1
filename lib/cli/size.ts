const UNITS = ['', 'k', 'm', 'g', 't', 'p', 'e']
const SIZE = /^(?:0x([\da-f]{1,16})|(\d{1,20}))([kmgtpe]?)(?:i?b)?$/i

/**
 * Reads a size in bytes, such as `16G`, `64KiB`, `0x4000` or `512`. Returns `undefined` for anything else, and for 0.
 */
export function parseSize(text: string): bigint | undefined {
  const match = SIZE.exec(text)
  if (match === null) return undefined
  const [, hex, decimal, unit = ''] = match
  const bytes =
    BigInt(hex === undefined ? (decimal as string) : `0x${hex}`) << BigInt(10 * UNITS.indexOf(unit.toLowerCase()))
  return bytes > 0n && bytes < 2n ** 64n ? bytes : undefined
}
