import { InvalidArgumentError } from 'commander'

/** Reads two addresses, in hex or decimal, with a minus sign between them. */
export function addressRange(text: string): { start: bigint; end: bigint } {
  const [, first, last] = /^(0x[\da-f]{1,16}|\d{1,20})-(0x[\da-f]{1,16}|\d{1,20})$/i.exec(text) ?? []
  if (first === undefined || last === undefined) {
    throw new InvalidArgumentError('It must be two addresses such as 0xd0000000-0xd000ffff, both inclusive.')
  }
  const [start, end] = [BigInt(first), BigInt(last)]
  if (end < start) throw new InvalidArgumentError('Its second address is below the first.')
  if (end >= 1n << 64n) throw new InvalidArgumentError('Its addresses must be below 2^64.')
  return { start, end }
}
