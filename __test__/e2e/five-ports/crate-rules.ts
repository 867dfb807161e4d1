// The crate's rules for a space, with any store of ranges. The ports beside this file differ in everything else.

/** A range of the space, both ends inclusive. */
export interface Range {
  readonly start: bigint
  readonly end: bigint
  readonly state: 'free' | 'allocated'
}

/** Disjoint ranges. */
export interface Store {
  /** In address order. */
  upward(): Iterable<Range>
  downward(): Iterable<Range>
  /** The range that contains both addresses. */
  around(first: bigint, last: bigint): Range | undefined
  add(range: Range): void
  remove(range: Range): void
}

export type Policy = { kind: 'FirstMatch' } | { kind: 'LastMatch' } | { kind: 'ExactMatch'; address: bigint }

/** A refusal as docs/conformance.md requires: an error with the crate's kind, and the payload as members. */
export class Refusal extends Error {
  readonly kind: string

  constructor(kind: string, payload: object = {}) {
    super(kind)
    this.kind = kind
    Object.assign(this, payload)
  }
}

const HIGHEST = 2n ** 64n - 1n

function add(one: bigint, other: bigint): bigint {
  if (one + other > HIGHEST) throw new Refusal('Overflow')
  return one + other
}

function subtract(one: bigint, other: bigint): bigint {
  if (other > one) throw new Refusal('Underflow')
  return one - other
}

/** Creates a space that is completely free. */
export function wholeSpace(base: bigint, size: bigint): Range {
  return { start: base, end: add(base, subtract(size, 1n)), state: 'free' }
}

/** Refuses an invalid request. */
export function checkRequest(size: bigint, align: bigint, policy: Policy): void {
  if (size === 0n) throw new Refusal('InvalidSize', { size })
  if (align === 0n || (align & (align - 1n)) !== 0n) throw new Refusal('InvalidAlignment')
  if (policy.kind === 'ExactMatch' && policy.address % align !== 0n) throw new Refusal('UnalignedAddress')
}

/** Refuses an invalid range. */
export function checkRange({ start, end }: { start: bigint; end: bigint }): void {
  if (start > end || (start === 0n && end === HIGHEST)) throw new Refusal('InvalidRange', { start, end })
}

/** Allocates like the crate. */
export function allocate(store: Store, size: bigint, align: bigint, policy: Policy): { start: bigint; end: bigint } {
  checkRequest(size, align, policy)
  if (isEmpty(store)) throw new Refusal('ResourceNotAvailable')
  const { range, start } = place(store, size, align, policy)
  const end = add(start, size) - 1n
  if (range.state === 'allocated' && range.start === start && range.end === end)
    throw new Refusal('InvalidStateTransition', { range: { start, end }, state: 'Allocated' })
  store.remove(range)
  store.add({ start, end, state: 'allocated' })
  if (range.start < start) store.add({ start: range.start, end: start - 1n, state: 'free' })
  if (end < range.end) store.add({ start: end + 1n, end: range.end, state: 'free' })
  return { start, end }
}

function place(store: Store, size: bigint, align: bigint, policy: Policy): { range: Range; start: bigint } {
  if (policy.kind === 'ExactMatch') {
    const start = policy.address
    const range = store.around(start, add(start, 1n))
    if (range === undefined || add(start, size - 1n) > range.end) throw new Refusal('ResourceNotAvailable')
    return { range, start }
  }
  const first = policy.kind === 'FirstMatch'
  for (const range of first ? store.upward() : store.downward()) {
    const { start, end, state } = range
    const found = first ? (start + align - 1n) & -align : (end - size + 1n) & -align
    const fits = first ? found + size - 1n <= end : size <= end && found >= start
    if (state === 'free' && fits) return { range, start: found }
  }
  throw new Refusal('ResourceNotAvailable')
}

/** Frees like the crate. */
export function free(store: Store, { start, end }: { start: bigint; end: bigint }): void {
  checkRange({ start, end })
  const range = [...store.upward()].find((each) => each.start === start && each.end === end)
  if (range === undefined && !isEmpty(store)) throw new Refusal('ResourceNotAvailable')
  if (range !== undefined) store.remove(range)
  const before = start === 0n ? undefined : neighbour(store, subtract(start, 2n), start - 1n)
  const after = end === HIGHEST ? undefined : neighbour(store, end + 1n, add(end, 2n))
  for (const merged of [before, after]) if (merged !== undefined) store.remove(merged)
  store.add({ start: before?.start ?? start, end: after?.end ?? end, state: 'free' })
}

function neighbour(store: Store, first: bigint, last: bigint): Range | undefined {
  const range = store.around(first, last)
  return range?.state === 'free' ? range : undefined
}

function isEmpty(store: Store): boolean {
  for (const _ of store.upward()) return false
  return true
}
