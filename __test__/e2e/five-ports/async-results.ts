// A port with promises of result objects, and addresses that are numbers.
import type { Adapter, PortError } from 'vm-allocator/conformance'
import { allocate, free, type Policy, Refusal, wholeSpace } from './crate-rules.ts'
import { ListStore } from './list-store.ts'

type Result<T> = { ok: true; value: T } | { ok: false; reason: string; details: object }

/** Applies the crate's rules, and returns a result object. */
async function attempt<T>(call: () => T): Promise<Result<T>> {
  try {
    return { ok: true, value: call() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { kind, ...details } = error
    return { ok: false, reason: kind, details }
  }
}

export class Pool {
  readonly #store = new ListStore()

  static open(base: number, size: number): Promise<Result<Pool>> {
    return attempt(() => {
      const pool = new Pool()
      pool.#store.add(wholeSpace(BigInt(base), BigInt(size)))
      return pool
    })
  }

  take(size: number, align: number, policy: Policy): Promise<Result<{ start: number; end: number }>> {
    return attempt(() => inNumbers(allocate(this.#store, BigInt(size), BigInt(align), policy)))
  }

  giveBack({ start, end }: { start: number; end: number }): Promise<Result<void>> {
    return attempt(() => free(this.#store, { start: BigInt(start), end: BigInt(end) }))
  }

  list() {
    return attempt(() => this.#store.upward().map((range) => ({ ...inNumbers(range), state: range.state })))
  }
}

function inNumbers({ start, end }: { start: bigint; end: bigint }): { start: number; end: number } {
  return { start: Number(start), end: Number(end) }
}

export const conformance: Adapter<'number', Pool> = {
  name: 'async results',
  numbers: 'number',
  misuse: 'unchecked',
  createAddressAllocator: (base, size) => Pool.open(base, size),
  allocate: (pool, size, align, policy) =>
    pool.take(size, align, policy.kind === 'ExactMatch' ? { ...policy, address: BigInt(policy.address) } : policy),
  free: (pool, range) => pool.giveBack(range),
  ranges: (pool) => pool.list(),
  unwrap: (returned) => {
    const result = returned as Result<unknown>
    return result.ok ? { value: result.value } : { error: { kind: result.reason, ...result.details } as PortError }
  },
}
