// A port that is sound on purpose: it keeps merged free ranges and live ranges, and allocates nothing twice.
import { checkRange, checkRequest, type Policy, type Range, Refusal, wholeSpace } from './crate-rules.ts'

export const conformance = { misuse: 'unchecked' }

interface Span {
  readonly start: bigint
  readonly end: bigint
}

export class AddressAllocator {
  readonly base: bigint
  readonly end: bigint
  #free: Span[]
  readonly #live = new Map<bigint, Span>()

  constructor(base: bigint, size: bigint) {
    const { start, end } = wholeSpace(base, size)
    this.base = start
    this.end = end
    this.#free = [{ start, end }]
  }

  allocate(size: bigint, align = 4n, policy: Policy = { kind: 'FirstMatch' }): Span {
    checkRequest(size, align, policy)
    const places = this.#free.flatMap((span) => {
      const start = startIn(span, size, align, policy)
      return start >= span.start && start + size - 1n <= span.end ? [{ span, start }] : []
    })
    const place = places.at(policy.kind === 'LastMatch' ? -1 : 0)
    if (place === undefined) throw new Refusal('ResourceNotAvailable')
    const taken = { start: place.start, end: place.start + size - 1n }
    const rest = [
      { start: place.span.start, end: taken.start - 1n },
      { start: taken.end + 1n, end: place.span.end },
    ]
    this.#free.splice(this.#free.indexOf(place.span), 1, ...rest.filter(({ start, end }) => start <= end))
    this.#live.set(taken.start, taken)
    return taken
  }

  free({ start, end }: Span): void {
    checkRange({ start, end })
    if (this.#live.get(start)?.end !== end) throw new Refusal('ResourceNotAvailable')
    this.#live.delete(start)
    const before = this.#free.find((span) => span.end + 1n === start)
    const after = this.#free.find((span) => span.start === end + 1n)
    const merged = { start: before?.start ?? start, end: after?.end ?? end }
    this.#free = [...this.#free.filter((span) => span !== before && span !== after), merged].sort(byStart)
  }

  ranges(): Range[] {
    const free = this.#free.map((span) => ({ ...span, state: 'free' as const }))
    const live = [...this.#live.values()].map((span) => ({ ...span, state: 'allocated' as const }))
    return [...free, ...live].sort(byStart)
  }
}

function startIn({ start, end }: Span, size: bigint, align: bigint, policy: Policy): bigint {
  if (policy.kind === 'ExactMatch') return policy.address
  return policy.kind === 'FirstMatch' ? (start + align - 1n) & -align : (end - size + 1n) & -align
}

function byStart(one: Span, other: Span): number {
  return one.start < other.start ? -1 : 1
}
