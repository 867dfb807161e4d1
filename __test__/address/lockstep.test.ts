// `allocate` with and without bounds, `fit`, `at` and `freeAt` in lockstep with a search of every range: exhaustively in
// small spaces where the crate behaves differently, and at random in a large one. In sound mode, the model keeps its
// own ranges; in canonical mode, it reads the crate's. VM_ALLOCATOR_STEPS makes the random runs longer.
import test, { type ExecutionContext } from 'ava'
import { AddressAllocator, AllocPolicy, VmAllocatorError } from 'vm-allocator'
import { Random } from '../support/random.ts'
import { type Answer, type Ask, type Held, search } from './brute-force.ts'

// No stack traces, because there are hundreds of thousands of refusals.
Error.stackTraceLimit = 0

const MAX = 2n ** 64n - 1n
const NO_PLACE = ['ResourceNotAvailable', 'InvalidStateTransition', 'Overflow']
const STEPS = Number(process.env['VM_ALLOCATOR_STEPS'] ?? 400)
/** The number of states of each small space to examine, in order of discovery. */
const STATES = Number(process.env['VM_ALLOCATOR_STATES'] ?? 6)

const SMALL_SPACES: readonly (readonly [base: bigint, size: bigint])[] = [
  [0n, 4n],
  [1n, 3n],
  [7n, 4n],
  [MAX - 4n, 4n],
  [MAX - 3n, 4n],
]

for (const sound of [false, true]) {
  const mode = sound ? 'sound' : 'canonical'

  for (const [base, size] of SMALL_SPACES) {
    test(`every request in reachable states of ${size} addresses at ${base}, ${mode}`, (t) => {
      let asked = 0
      for (const allocator of reachable(base, size, sound)) {
        for (const ask of asksIn(base, size)) {
          assertAnswer(t, allocator, heldBy(allocator), ask)
          asked += 1
        }
        assertLookUps(t, allocator, heldBy(allocator), base - 2n, base + size + 1n)
      }
      t.true(asked > 4000, `${asked} requests`)
    })
  }

  test(`random requests among many ranges, ${mode}`, (t) => {
    const [base, size] = [1n << 32n, 1n << 30n]
    const allocator = new AddressAllocator(base, size, { sound })
    const random = new Random(sound ? 7 : 11)
    let model: Held[] = [{ start: base, end: base + size - 1n, state: 'free' }]
    const outcomes = new Set<string>()
    for (let step = 0; step < STEPS; step++) {
      const live = model.filter(({ state }) => state === 'allocated')
      if (live.length > 150 || (live.length > 0 && random.below(3) === 0)) {
        const chosen = live[random.below(live.length)] as Held
        t.deepEqual(endsOf(allocator.freeAt(chosen.start)), [chosen.start, chosen.end])
        model = sound ? freed(model, chosen) : heldBy(allocator)
        outcomes.add('freed')
      } else {
        const ask = randomAsk(random, base, size)
        const answer = assertAnswer(t, allocator, model, ask, true)
        outcomes.add(typeof answer === 'string' ? answer : 'allocated')
        if (typeof answer !== 'string') model = sound ? taken(model, answer) : heldBy(allocator)
      }
      if (sound) t.deepEqual(heldBy(allocator), model)
      const address = base + BigInt(random.below(2 ** 30))
      assertLookUps(t, allocator, model, address, address)
    }
    t.true(
      outcomes.has('freed') && outcomes.has('allocated') && outcomes.has('ResourceNotAvailable'),
      [...outcomes].join(),
    )
  })
}

/** Allocators in the first states reached from a new one, including the new one. */
function* reachable(base: bigint, size: bigint, sound: boolean): Generator<AddressAllocator> {
  const seen = new Set<string>()
  const queue = [new AddressAllocator(base, size, { sound })]
  for (let next = queue.shift(); next !== undefined && seen.size < STATES; next = queue.shift()) {
    const state = next.snapshot()
    if (seen.has(state)) continue
    seen.add(state)
    yield next
    queue.push(...successors(next, base, size))
  }
}

function successors(allocator: AddressAllocator, base: bigint, size: bigint): AddressAllocator[] {
  const changed: AddressAllocator[] = []
  const attempt = (change: (copy: AddressAllocator) => unknown): void => {
    const copy = allocator.clone()
    try {
      change(copy)
    } catch (error) {
      if (!(error instanceof VmAllocatorError)) throw error
    }
    changed.push(copy)
  }
  for (const { start, end } of allocator.ranges('allocated')) attempt((copy) => copy.free({ start, end }))
  for (let bytes = 1n; bytes <= size; bytes++) {
    attempt((copy) => copy.allocate(bytes, 1n, AllocPolicy.LastMatch))
    for (let at = base; at < base + size; at++) attempt((copy) => copy.allocate(bytes, 1n, AllocPolicy.ExactMatch(at)))
  }
  return changed
}

function* asksIn(base: bigint, size: bigint): Generator<Ask> {
  const [low, high] = [base === 0n ? 0n : base - 1n, base + size > MAX ? MAX : base + size]
  const bounds: Ask['within'][] = [undefined]
  for (let start = low; start <= high; start++) for (let end = start; end <= high; end++) bounds.push({ start, end })
  const policies: Ask['policy'][] = ['FirstMatch', 'LastMatch', MAX]
  for (let at = low; at <= high; at++) policies.push(at)
  for (const within of bounds) {
    if (within?.start === 0n && within.end === MAX) continue
    for (const policy of policies) {
      for (const align of [1n, 2n])
        for (let bytes = 1n; bytes <= size; bytes++) yield { size: bytes, align, policy, within }
    }
  }
}

/** Checks that `fit` and `allocate` answer like the model, and that `fit` and refusals change nothing. */
function assertAnswer(
  t: ExecutionContext,
  allocator: AddressAllocator,
  held: readonly Held[],
  ask: Ask,
  keep = false,
): Answer {
  const { size, align, within } = ask
  const policy = typeof ask.policy === 'bigint' ? AllocPolicy.ExactMatch(ask.policy) : AllocPolicy[ask.policy]
  const expected = search(held, ask, allocator.sound)
  const before = allocator.snapshot()
  const foreseen = outcome(() => allocator.fit(size, { align, policy, within }))
  const isNoPlace = typeof expected === 'string' && NO_PLACE.includes(expected)
  const changed = keep ? allocator : allocator.clone()
  const answer = outcome(() => changed.allocate(size, { align, policy, within }))
  const isRefused = typeof expected === 'string'
  // Messages are expensive, and there are hundreds of thousands of requests.
  if (
    show(foreseen) !== (isNoPlace ? 'undefined' : show(expected)) ||
    show(answer) !== show(expected) ||
    (!keep && allocator.snapshot() !== before) ||
    (isRefused && changed.snapshot() !== before)
  ) {
    t.deepEqual([ask, before, foreseen, answer], [ask, before, isNoPlace ? undefined : expected, expected])
    t.fail(`a call that must not change anything changed ${before}`)
  }
  return expected
}

/** Checks `at` and `freeAt` of each address. */
function assertLookUps(
  t: ExecutionContext,
  allocator: AddressAllocator,
  held: readonly Held[],
  first: bigint,
  last: bigint,
) {
  for (let address = first < 0n ? 0n : first; address <= last && address <= MAX; address++) {
    const holder = held.find(({ start, end }) => start <= address && address <= end)
    const found = allocator.at(address)
    t.deepEqual(found && { start: found.start, end: found.end, state: found.state }, holder)
    const isLive = holder?.state === 'allocated' && holder.start === address
    const copy = allocator.clone()
    const answer = outcome(() => copy.freeAt(address))
    // In canonical mode, the crate can lose a freed range, with Underflow or Overflow (D3).
    const isLoss = !allocator.sound && (address === 1n || holder?.end === MAX - 1n)
    if (isLive && isLoss) continue
    t.is(show(answer), isLive ? show(holder) : 'ResourceNotAvailable')
    if (!isLive) t.is(copy.snapshot(), allocator.snapshot())
  }
}

function outcome(call: () => { readonly start: bigint; readonly end: bigint } | undefined): Answer | undefined {
  try {
    const range = call()
    return range && { start: range.start, end: range.end }
  } catch (error) {
    if (error instanceof VmAllocatorError) return error.kind
    throw error
  }
}

function show(answer: Answer | Held | undefined): string {
  return typeof answer === 'object' ? `${answer.start}-${answer.end}` : String(answer)
}

function heldBy(allocator: AddressAllocator): Held[] {
  return allocator.ranges().map(({ start, end, state }) => ({ start, end, state }))
}

function endsOf({ start, end }: { readonly start: bigint; readonly end: bigint }): bigint[] {
  return [start, end]
}

/** The ranges after a part of a free one became live. */
function taken(held: readonly Held[], { start, end }: { readonly start: bigint; readonly end: bigint }): Held[] {
  return held.flatMap((one) => {
    if (one.end < start || end < one.start) return [one]
    const parts: Held[] = [
      { start: one.start, end: start - 1n, state: 'free' },
      { start, end, state: 'allocated' },
      { start: end + 1n, end: one.end, state: 'free' },
    ]
    return parts.filter((part) => part.start <= part.end)
  })
}

/** The ranges after a live one became free: free neighbours are merged. */
function freed(held: readonly Held[], live: Held): Held[] {
  const merged: Held[] = []
  for (const one of held) {
    const now: Held = one === live ? { ...one, state: 'free' } : one
    const last = merged.at(-1)
    if (last?.state === 'free' && now.state === 'free') merged.splice(-1, 1, { ...last, end: now.end })
    else merged.push(now)
  }
  return merged
}

function randomAsk(random: Random, base: bigint, size: bigint): Ask {
  const anywhere = () => base - 0x10000n + BigInt(random.below(Number(size) + 0x20000))
  const [one, other] = [anywhere(), anywhere()]
  const align = 1n << BigInt(random.below(20))
  const bytes = [
    BigInt(1 + random.below(8)),
    BigInt(1 + random.below(0x10000)),
    BigInt(1 + random.below(2 ** 24)),
    size,
  ][random.below(16) % 4 || 1]
  const exact = anywhere() & -align
  return {
    size: random.below(40) === 0 ? size : (bytes as bigint),
    align,
    policy: (['FirstMatch', 'LastMatch', exact] as const)[random.below(3)] as Ask['policy'],
    within: random.below(4) === 0 ? undefined : one < other ? { start: one, end: other } : { start: other, end: one },
  }
}
