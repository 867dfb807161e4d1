// Answers requests for ranges by checking every free range. It shares no code with the package, and knows the crate's
// surprises only from docs/deviations.md.

/** A range in the tree, as listed by `ranges()`. */
export interface Held {
  readonly start: bigint
  readonly end: bigint
  readonly state: 'free' | 'allocated'
}

/** A request; an address stands for ExactMatch. */
export interface Ask {
  readonly size: bigint
  readonly align: bigint
  readonly policy: 'FirstMatch' | 'LastMatch' | bigint
  readonly within?: { readonly start: bigint; readonly end: bigint } | undefined
}

/** The first and the last address, or the kind of the refusal. */
export type Answer = { readonly start: bigint; readonly end: bigint } | string

const MAX = 2n ** 64n - 1n
/** In free ranges of at most this length, each address is tried. */
const FEW = 64n

/** The answer if `held` has all ranges, in address order. */
export function search(held: readonly Held[], ask: Ask, sound: boolean): Answer {
  if (typeof ask.policy === 'bigint' && ask.policy % ask.align !== 0n) return 'UnalignedAddress'
  if (sound) return searchSound(held, ask)
  if (held.length === 0) return 'ResourceNotAvailable' // D3 has lost everything
  if (typeof ask.policy === 'bigint') return isAdmitted(ask.policy, ask) ? exactMatch(held, ask.policy, ask.size) : NONE
  const start = findPlace(
    held.filter(
      (one) => ask.within !== undefined || ask.policy === 'FirstMatch' || !isSkippedByLastMatch(one, ask.size),
    ),
    ask,
  )
  if (start === undefined) return NONE
  // With bounds, the crate allocates the place with ExactMatch.
  if (ask.within !== undefined) return exactMatch(held, start, ask.size)
  return start + ask.size > MAX ? 'Overflow' : { start, end: start + ask.size - 1n } // D6, D11
}

const NONE = 'ResourceNotAvailable'

/** Exactly what is free can be allocated. */
function searchSound(held: readonly Held[], ask: Ask): Answer {
  const exact = ask.policy
  const start =
    typeof exact === 'bigint'
      ? held.some((one) => one.state === 'free' && one.start <= exact && exact + ask.size - 1n <= one.end) &&
        isAdmitted(exact, ask)
        ? exact
        : undefined
      : findPlace(held, ask)
  return start === undefined ? NONE : { start, end: start + ask.size - 1n }
}

/** The crate's ExactMatch, with its surprises. */
function exactMatch(held: readonly Held[], start: bigint, size: bigint): Answer {
  if (start === MAX) return 'Overflow' // D7, D14
  const end = start + size - 1n
  const holder = held.find((one) => one.start <= start && start + 1n <= one.end) // D7
  if (holder === undefined) return NONE
  if (end > MAX) return 'Overflow'
  if (end > holder.end) return NONE
  if (end === MAX) return 'Overflow' // D6
  const isWhole = holder.start === start && holder.end === end
  // Inside a live range, it allocates live addresses (D1).
  return holder.state === 'allocated' && isWhole ? 'InvalidStateTransition' : { start, end }
}

/** D5: LastMatch can't allocate all of a free range that starts at 0. */
function isSkippedByLastMatch({ start, end }: Held, size: bigint): boolean {
  return start === 0n && end === size - 1n
}

function isAdmitted(start: bigint, { size, within }: Ask): boolean {
  return within === undefined || (within.start <= start && start + size - 1n <= within.end)
}

/** The lowest or highest place, even if the crate can't allocate it. */
function findPlace(held: readonly Held[], { size, align, policy, within }: Ask): bigint | undefined {
  const places = held.flatMap((one) => {
    if (one.state !== 'free') return []
    const low = within !== undefined && within.start > one.start ? within.start : one.start
    const high = within !== undefined && within.end < one.end ? within.end : one.end
    return placesIn(low, high - (size - 1n), align)
  })
  return policy === 'LastMatch' ? places.at(-1) : places[0]
}

/** The multiples from `low` to `high`: all, or if there are many, the first and last ones. */
function placesIn(low: bigint, high: bigint, align: bigint): bigint[] {
  if (high < low) return []
  const [first, last] = [low + ((align - (low % align)) % align), high - (high % align)]
  if (high - low > FEW) return first <= last ? [first, last] : []
  const places: bigint[] = []
  for (let place = low; place <= high; place++) if (place % align === 0n) places.push(place)
  return places
}
