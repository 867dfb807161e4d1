import { refuse } from './error.ts'
import { toU64, type U64Like } from './u64.ts'

/** Where a new range is placed: as low as it fits, as high as it fits, or at one address. */
export type AllocPolicy =
  | { readonly kind: 'FirstMatch' }
  | { readonly kind: 'LastMatch' }
  | { readonly kind: 'ExactMatch'; readonly address: bigint }

export const AllocPolicy = {
  FirstMatch: { kind: 'FirstMatch' },
  LastMatch: { kind: 'LastMatch' },
  ExactMatch: (address: U64Like): AllocPolicy => ({ kind: 'ExactMatch', address: toU64('address', address) }),
} as const

/** The default alignment, in bytes. */
export const DEFAULT_CONSTRAINT_ALIGN = 4n

/** The requirements for a range to allocate. */
export class Constraint {
  readonly size: bigint
  readonly align: bigint
  readonly policy: AllocPolicy

  constructor(size: U64Like, align: U64Like = DEFAULT_CONSTRAINT_ALIGN, policy: AllocPolicy = AllocPolicy.FirstMatch) {
    this.size = toU64('size', size)
    this.align = toU64('align', align)
    this.policy = toPolicy(policy)
    if (this.size === 0n) refuse('InvalidSize', { size: this.size })
    if (!isPowerOfTwo(this.align)) refuse('InvalidAlignment')
    if (policy.kind === 'ExactMatch' && policy.address % this.align !== 0n) refuse('UnalignedAddress')
  }
}

function isPowerOfTwo(value: bigint): boolean {
  return value !== 0n && (value & (value - 1n)) === 0n
}

function toPolicy(policy: AllocPolicy): AllocPolicy {
  if (policy.kind === 'ExactMatch') return AllocPolicy.ExactMatch(policy.address)
  if (policy.kind === 'FirstMatch' || policy.kind === 'LastMatch') return AllocPolicy[policy.kind]
  throw new TypeError('policy must be one of AllocPolicy')
}
