// Reads and checks what an AddressAllocator is asked to allocate.
import { type AllocPolicy, policyAddress, policyCode, readPolicy } from './alloc-policy.ts'
import { granted, readObject, readOptionsObject, toU64, type U64Like, wrongType } from './argument.ts'
import { Constraint, DEFAULT_CONSTRAINT_ALIGN } from './constraint.ts'
import { type RangeLike, toRange } from './range-inclusive.ts'

/**
 * How {@link AddressAllocator.allocate} and {@link AddressAllocator.fit} choose a place. No other members are accepted.
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xc000_0000n, 1n << 30n)
 * const below = { start: 0xc000_0000n, end: 0xcfff_ffffn }
 * mmio.allocate(0x1000n, { align: 0x1000n, policy: AllocPolicy.LastMatch, within: below })
 * // RangeInclusive [0xcffff000, 0xcfffffff]
 * ```
 */
export interface AllocateOptions {
  /** The alignment of the first address: a power of two, in bytes; {@link DEFAULT_CONSTRAINT_ALIGN} by default. */
  readonly align?: U64Like | undefined
  /** Where to place the range; `AllocPolicy.FirstMatch` by default. */
  readonly policy?: AllocPolicy | undefined
  /** The bounds for the range, both ends inclusive; the whole space by default. The crate has no such bounds. */
  readonly within?: RangeLike | undefined
}

/** A size with {@link AllocateOptions}; a {@link Constraint} is one, and so is a plain `{ size, align, policy }`. */
export interface AllocateRequest extends AllocateOptions {
  /** The number of addresses, which is the size in bytes: 1…2⁶⁴−1. */
  readonly size: U64Like
}

/** A request after its check. Foreign code holds no reference to it, so it can't change any more. */
export interface CheckedRequest {
  readonly size: bigint
  readonly align: bigint
  /** The native code of the policy. */
  readonly policy: number
  /** The address of ExactMatch; 0 for the other policies. */
  readonly address: bigint
  readonly within: { readonly start: bigint; readonly end: bigint } | undefined
}

const OPTIONS = { names: ['align', 'policy', 'within'] }
const EXPECTED = 'a bigint, a number or an object with a size'
const REQUEST = { name: 'size', expected: EXPECTED, names: ['size', ...OPTIONS.names] }
/** A subclass may have added members of any name, so unknown ones are accepted. */
const CONSTRAINT = { name: 'size', expected: EXPECTED }

/** Reads each argument of `allocate` or `fit` once, since a getter may change its answer, and then checks them. */
export function readRequest(
  size: U64Like | AllocateRequest,
  align: U64Like | AllocateOptions | undefined,
  policy: AllocPolicy | undefined,
): CheckedRequest {
  if (typeof size === 'object' && size !== null) {
    const isConstraint = readObject('size', EXPECTED, size, isConstraintLike)
    const given = readOptionsObject(size, readMembers, CONSTRAINT)
    // A Map has a size too.
    const isRequest = isConstraint || readObject('size', EXPECTED, size, isPlainObject)
    if (given.size === undefined || !isRequest) throw wrongType('size', EXPECTED, size)
    if (!isConstraint) readOptionsObject(size, () => undefined, REQUEST)
    return check(given.size, given)
  }
  if (typeof align !== 'object' || align === null) return check(size, { align, policy, within: undefined })
  return check(size, readOptionsObject(align, readMembers, OPTIONS))
}

/** A constraint, or an instance of another class with the same members. */
function isConstraintLike(value: object): boolean {
  return value instanceof Constraint || (!isPlainObject(value) && 'align' in value && 'policy' in value)
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function readMembers(options: AllocateOptions & { readonly size?: U64Like }): AllocateOptions & { size: unknown } {
  return {
    size: granted(options, 'size', options.size),
    align: granted(options, 'align', options.align),
    policy: granted(options, 'policy', options.policy),
    within: granted(options, 'within', options.within),
  }
}

function check(size: unknown, { align = DEFAULT_CONSTRAINT_ALIGN, policy, within }: AllocateOptions): CheckedRequest {
  const given = readPolicy(policy)
  const bounds = within === undefined ? undefined : toRange('within', within)
  const bytes = toSize(size)
  const alignment = toU64('align', align)
  const code = policyCode(given)
  return { size: bytes, align: alignment, policy: code, address: policyAddress(code, given), within: bounds }
}

/** Returns `value` as a size. The message is the same for everything else. */
export function toSize(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number') return toU64('size', value)
  throw wrongType('size', EXPECTED, value)
}
