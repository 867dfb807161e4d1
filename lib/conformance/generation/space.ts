// The address spaces that random sequences run in: small ones, so that calls meet, at every edge of u64.
import fc from 'fast-check'

export interface Space {
  readonly base: bigint
  readonly size: bigint
}

const TOP = 2n ** 64n

/** Spaces of few bytes from `base` on, or ending at `base` bytes below the top. */
const tiny = fc
  .record({ base: fc.constantFrom(0n, 1n, 2n, 3n, 0x1000n, 2n ** 32n - 8n, 2n ** 53n - 8n), size: fc.bigInt(1n, 40n) })
  .map(({ base, size }) => ({ base, size }))

const top = fc
  .record({ below: fc.bigInt(0n, 3n), size: fc.bigInt(1n, 40n) })
  .map(({ below, size }) => ({ base: TOP - below - size, size }))

const pages = fc
  .record({ base: fc.constantFrom(0n, 1n, 0xd000_0000n, TOP - 0x4_0000n, TOP - 0x4_0001n), count: fc.bigInt(1n, 60n) })
  .map(({ base, count }) => ({ base, size: count * 0x1000n }))
  .filter(({ base, size }) => base + size <= TOP)

const huge = fc.constantFrom(
  { base: 0n, size: TOP - 1n },
  { base: 1n, size: TOP - 1n },
  { base: 1n, size: TOP - 2n },
  { base: 2n ** 63n, size: 2n ** 63n },
)

/** A space that the crate accepts. */
export const space: fc.Arbitrary<Space> = fc.oneof(
  { weight: 5, arbitrary: tiny },
  { weight: 3, arbitrary: top },
  { weight: 2, arbitrary: pages },
  { weight: 1, arbitrary: huge },
)
