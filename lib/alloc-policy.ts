import { toU64, type U64Like, wrongType } from './argument.ts'
import { addEntryPoints } from './caller.ts'
import { writeHex } from './json.ts'

/**
 * Where a new range is placed: the crate's [`AllocPolicy`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/enum.AllocPolicy.html).
 *
 * - `FirstMatch`: at the lowest address that fits.
 * - `LastMatch`: at the highest address that fits.
 * - `ExactMatch`: at `address`, which must be a multiple of the alignment.
 *
 * @example
 * ```ts
 * AllocPolicy.LastMatch // { kind: 'LastMatch' }
 * AllocPolicy.ExactMatch(0x1000) // { kind: 'ExactMatch', address: 4096n }
 * ```
 */
export type AllocPolicy =
  | {
      /** At the lowest address that fits. */
      readonly kind: 'FirstMatch'
    }
  | {
      /** At the highest address that fits. */
      readonly kind: 'LastMatch'
    }
  | {
      /** At a given address. */
      readonly kind: 'ExactMatch'
      /** The first address of the range, a u64. */
      readonly address: bigint
    }

const EXPECTED = 'AllocPolicy.FirstMatch, AllocPolicy.LastMatch or AllocPolicy.ExactMatch(address)'

/** Creates policies: `AllocPolicy.FirstMatch`, `AllocPolicy.LastMatch`, `AllocPolicy.ExactMatch(0xd000_0000n)`. */
export const AllocPolicy: {
  /** Place at the lowest address that fits. This is the default wherever a policy can be left out. */
  readonly FirstMatch: AllocPolicy
  /** Place at the highest address that fits. */
  readonly LastMatch: AllocPolicy
  /**
   * Place at a given address.
   *
   * @param address - the first address of the range, a multiple of the alignment that it is used with
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `address` is not a u64
   */
  ExactMatch(address: U64Like): Extract<AllocPolicy, { kind: 'ExactMatch' }>
} = Object.freeze({
  FirstMatch: Object.freeze({ kind: 'FirstMatch' }),
  LastMatch: Object.freeze({ kind: 'LastMatch' }),
  ExactMatch: (address: U64Like) => exactMatch(toU64('address', address)),
})

addEntryPoints(AllocPolicy.ExactMatch)

/** What was read from a policy, once; not yet checked. */
export type PolicyLike = { readonly kind: unknown; readonly address?: unknown }

/** Reads a policy once, whatever its getters do; throws when it can't be read. */
export function readPolicy(name: string, value: AllocPolicy): PolicyLike {
  if (typeof value !== 'object' || value === null) throw wrongType(name, EXPECTED, value)
  try {
    const { kind } = value
    return kind === 'ExactMatch' ? { kind, address: value.address } : { kind, address: undefined }
  } catch (cause) {
    throw wrongType(name, `${EXPECTED} that can be read`, value, cause)
  }
}

/** The native code of a policy. */
export function policyCode({ kind }: AllocPolicy): number {
  if (kind === 'FirstMatch') return 0
  return kind === 'LastMatch' ? 1 : 2
}

/** The policy that was read, as one that nobody can change any more; throws when it isn't one. */
export function toPolicy(name: string, { kind, address }: PolicyLike): AllocPolicy {
  if (kind === 'FirstMatch' || kind === 'LastMatch') return AllocPolicy[kind]
  if (kind !== 'ExactMatch') throw wrongType(`${name}.kind`, "'FirstMatch', 'LastMatch' or 'ExactMatch'", kind)
  return exactMatch(toU64(`${name}.address`, address as U64Like))
}

function exactMatch(address: bigint): Extract<AllocPolicy, { kind: 'ExactMatch' }> {
  return Object.freeze(writeHex({ kind: 'ExactMatch', address } as const))
}
