// Shortens a failing case: fewer calls first, then smaller sizes and simpler addresses. The crate answers each
// candidate again, and candidates that still fail are kept.
import { record } from '../cases/crate.ts'
import { argument, type Call, type Create, callOf, hex, type Vector } from '../cases/vector.ts'

/** Whether a case still fails. */
export type Fails = (vector: Vector) => Promise<boolean>

const MOST_ATTEMPTS = 400

/** Returns the shortest case found, or `undefined` if the case itself no longer fails. */
export async function minimise(vector: Vector, fails: Fails, most = MOST_ATTEMPTS): Promise<Vector | undefined> {
  let best = recordCalls(vector, vector.create, plainCalls(vector))
  if (!(await fails(best))) return undefined
  let attempts = 0
  const attempt = async (create: Create, calls: readonly Call[]): Promise<boolean> => {
    if (++attempts > most) return false
    const candidate = recordCalls(best, create, calls)
    const better = await fails(candidate)
    if (better) best = candidate
    return better
  }
  let improved = true
  while (improved && attempts < most)
    improved = (await fewer(() => best, attempt)) || (await simpler(() => best, attempt))
  return best
}

type Attempt = (create: Create, calls: readonly Call[]) => Promise<boolean>

/** Leaves out one call at a time, or two that belong together, starting with the last. */
async function fewer(best: () => Vector, attempt: Attempt): Promise<boolean> {
  let improved = false
  for (const span of [1, 2]) {
    for (let at = best().operations.length - span; at >= 0; at--) {
      const calls = plainCalls(best())
      if (await attempt(best().create, [...calls.slice(0, at), ...calls.slice(at + span)])) improved = true
    }
  }
  return improved
}

/** Replaces a call with a simpler one. */
async function simpler(best: () => Vector, attempt: Attempt): Promise<boolean> {
  for (let at = 0; at < best().operations.length; at++) {
    const calls = plainCalls(best())
    for (const call of simplerCalls(calls[at] as Call)) {
      if (
        await attempt(
          best().create,
          calls.map((each, index) => (index === at ? call : each)),
        )
      )
        return true
    }
  }
  for (const create of simplerSpaces(best().create)) if (await attempt(create, plainCalls(best()))) return true
  return false
}

function simplerCalls(call: Call): Call[] {
  if (call.op !== 'allocate') return []
  const { align, policy } = call
  const sizes = smaller(call.size).map((size): Call => ({ ...call, size }))
  const aligned: Call[] = align === '0x1' ? [] : [{ ...call, align: '0x1' }]
  return policy.kind === 'FirstMatch' ? [...sizes, ...aligned] : [...aligned, ...sizes]
}

function simplerSpaces(create: Create): Create[] {
  if (create.type !== 'AddressAllocator') return []
  return smaller(create.size).map((size) => ({ ...create, size }))
}

/** Smaller numbers, the smallest first. Never 0, which is a different case. */
function smaller(text: string): string[] {
  const value = BigInt(text)
  return [1n, 2n, 4n, 0x10n, value / 2n, value - 1n].filter((less) => less > 0n && less < value).map(hex)
}

/** Writes out all arguments, so that any call can be left out. */
function plainCalls({ operations }: Vector): Call[] {
  return operations.map((operation) => {
    const call = callOf(operation)
    if (call.op === 'free') return { ...call, range: argument(call.range, operations) }
    return 'id' in call ? { ...call, id: argument(call.id, operations) } : call
  })
}

function recordCalls({ id, title, oracle }: Vector, create: Create, calls: readonly Call[]): Vector {
  return record(
    { id, title },
    create,
    calls.map((call) => () => call),
    oracle,
  )
}
