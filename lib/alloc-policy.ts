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

/** The members of a policy, each read once and not yet checked. */
export type PolicyLike = { readonly kind: unknown; readonly address?: unknown }

/** Reads the `policy` argument once, since a getter may change its answer. Throws if it can't be read. */
export function readPolicy(value: AllocPolicy | undefined): PolicyLike {
  if (value === undefined) return AllocPolicy.FirstMatch
  if (typeof value !== 'object' || value === null) throw wrongType('policy', EXPECTED, value)
  try {
    const { kind } = value
    return kind === 'ExactMatch' ? { kind, address: value.address } : { kind, address: undefined }
  } catch (cause) {
    throw wrongType('policy', `${EXPECTED} that can be read`, value, cause)
  }
}

/** The native codes of the policies. */
const FIRST_MATCH = 0
const LAST_MATCH = 1
export const EXACT_MATCH = 2

/** The native code of a policy that was read; throws if it isn't a policy. */
export function policyCode({ kind }: PolicyLike): number {
  if (kind === 'FirstMatch') return FIRST_MATCH
  if (kind === 'LastMatch') return LAST_MATCH
  if (kind === 'ExactMatch') return EXACT_MATCH
  throw wrongType('policy.kind', "'FirstMatch', 'LastMatch' or 'ExactMatch'", kind)
}

/** The address of a policy with this code, or 0 if it has none; throws if it isn't a u64. */
export function policyAddress(code: number, { address }: PolicyLike): bigint {
  return code === EXACT_MATCH ? toU64('policy', address as U64Like, 'address') : 0n
}

/** The policy with this code, as an immutable object. */
export function policyOf(code: number, address: bigint): AllocPolicy {
  if (code === EXACT_MATCH) return exactMatch(address)
  return code === LAST_MATCH ? AllocPolicy.LastMatch : AllocPolicy.FirstMatch
}

function exactMatch(address: bigint): Extract<AllocPolicy, { kind: 'ExactMatch' }> {
  return Object.freeze(writeHex({ kind: 'ExactMatch', address } as const))
}
