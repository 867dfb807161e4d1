// The address spaces of random sequences: small, so that calls collide, and at all edges of the number range.
import fc from 'fast-check'

export interface Space {
  readonly base: bigint
  readonly size: bigint
}

/** 2⁶⁴ */
const TOP = 2n ** 64n

/** Spaces that the crate accepts, below `top`, the lowest number that a port doesn't take. */
export function spacesBelow(top: bigint): fc.Arbitrary<Space> {
  const fits = ({ base, size }: Space) => base + size <= top
  const tiny = fc
    .record({
      base: fc.constantFrom(0n, 1n, 2n, 3n, 0x1000n, 2n ** 32n - 8n, 2n ** 53n - 8n),
      size: fc.bigInt(1n, 40n),
    })
    .map(({ base, size }) => ({ base, size }))
    .filter(fits)
  const atTop = fc
    .record({ below: fc.bigInt(0n, 3n), size: fc.bigInt(1n, 40n) })
    .map(({ below, size }) => ({ base: top - below - size, size }))
  const pages = fc
    .record({
      base: fc.constantFrom(0n, 1n, 0xd000_0000n, top - 0x4_0000n, top - 0x4_0001n),
      count: fc.bigInt(1n, 60n),
    })
    .map(({ base, count }) => ({ base, size: count * 0x1000n }))
    .filter(fits)
  const huge = fc.constantFrom(
    { base: 0n, size: top - 1n },
    { base: 1n, size: top - 1n },
    { base: 1n, size: top - 2n },
    { base: top / 2n, size: top / 2n },
  )
  return fc.oneof(
    { weight: 5, arbitrary: tiny },
    { weight: 3, arbitrary: atTop },
    { weight: 2, arbitrary: pages },
    { weight: 1, arbitrary: huge },
  )
}

/** A space that the crate accepts. */
export const space: fc.Arbitrary<Space> = spacesBelow(TOP)
