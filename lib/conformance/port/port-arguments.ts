// Makes the arguments of a port's calls from the notation of the vectors.

import { misusedValue } from '../cases/misuse.ts'
import type { Call, Create, Misuse, Operation, PolicyText, RangeText, Vector } from '../cases/vector.ts'
import { argument } from '../cases/vector.ts'
import type { AnyAdapter, PortPolicy, PortRange } from './adapter.ts'

/** Something that the port lacks, or can't represent. */
export class Unsupported extends Error {}

/** What a port lacks if it can't be called in a short form. */
export const LACKING = {
  size: 'no default alignment and policy',
  constraint: 'no allocate with a Constraint',
  'size-constraint': 'no allocate with a Constraint',
} as const

/** The names of the arguments of calls and constructions. All others take a range. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  RangeInclusive: ['start', 'end'],
  Constraint: ['size', 'align', 'policy'],
  AddressAllocator: ['base', 'size'],
  IdAllocator: ['base', 'end'],
  allocate: ['size', 'align', 'policy'],
  free_id: ['id'],
  is_allocated: ['id'],
}

/** Makes the arguments for an adapter's functions. Throws {@link Unsupported} for those that it can't represent. */
export class PortArguments {
  readonly #adapter: AnyAdapter

  constructor(adapter: AnyAdapter) {
    this.#adapter = adapter
  }

  ofConstruction(create: Create): unknown[] {
    switch (create.type) {
      case 'RangeInclusive':
        return [this.#number(create.start), this.#number(create.end)]
      case 'Constraint':
        if (create.form === 'size') return [this.sizeAlone(create.size)]
        return [this.#number(create.size), this.#number(create.align), this.#policy(create.policy)]
      case 'AddressAllocator':
        return [this.#number(create.base), this.#number(create.size)]
      case 'IdAllocator':
        return [create.base, create.end]
    }
  }

  /** @param results - the port's own results, to which references in the call resolve first */
  ofCall(call: Call, operations: readonly Operation[], results: readonly unknown[] = []): unknown[] {
    if (call.op === 'allocate') return [this.#number(call.size), this.#number(call.align), this.#policy(call.policy)]
    if ('range' in call) {
      const own = 'result' in call.range ? results[call.range.result] : undefined
      return [own ?? this.#range(argument(call.range, operations))]
    }
    return 'id' in call ? [argument(call.id, operations)] : []
  }

  sizeAlone(text: string): bigint | number {
    if (this.#adapter.defaults !== true) throw new Unsupported(LACKING.size)
    return this.#number(text)
  }

  /** Refuses misuse that the port doesn't have to check. */
  checkMisuse({ argument }: Misuse): void {
    if (this.#adapter.misuse === 'unchecked') throw new Unsupported('no checks of arguments')
    // The adapter's own functions make the policies themselves.
    if (argument === 'policy' && this.#adapter.defaults !== true) throw new Unsupported('no policies as plain values')
  }

  /** Replaces a valid value with the wrong one. Making the value may throw, as the port's policies do. */
  ofMisuse(misuse: Misuse): () => unknown[] {
    const { call, argument } = misuse
    const right = 'type' in call ? this.ofConstruction(call) : this.ofCall(call, [])
    const names = NAMES['type' in call ? call.type : call.op] ?? []
    return () => {
      const value = misusedValue(misuse)
      if (argument === 'address') {
        const policy = { kind: 'ExactMatch', address: value as bigint } as const
        return replaced(right, names.indexOf('policy'), this.#adapter.createPolicy?.(policy) ?? policy)
      }
      if (argument === 'range') return [value]
      const at = names.indexOf(argument)
      return at === -1 ? [{ ...(right[0] as PortRange), [argument]: value }] : replaced(right, at, value)
    }
  }

  /** Refuses a case with a number, in calls or answers, that a port of numbers can't represent. */
  checkNumbers({ create, created, operations }: Vector): void {
    if (this.#adapter.numbers !== 'number') return
    const texts = JSON.stringify([create, created, operations]).matchAll(/"(0x[0-9a-f]{14,})"/g)
    for (const [, text = '0'] of texts) this.#number(text)
  }

  #number(text: string): bigint | number {
    const value = BigInt(text)
    if (this.#adapter.numbers !== 'number') return value
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unsupported('no numbers beyond 2^53-1')
    return Number(value)
  }

  #policy(text: PolicyText): unknown {
    const policy: PortPolicy =
      text.kind === 'ExactMatch' ? { kind: text.kind, address: this.#number(text.address) } : { ...text }
    return this.#adapter.createPolicy === undefined ? policy : this.#adapter.createPolicy(policy)
  }

  #range({ start, end }: RangeText): PortRange {
    return { start: this.#number(start), end: this.#number(end) }
  }
}

/** The same values with one replaced. */
function replaced(values: readonly unknown[], at: number, value: unknown): unknown[] {
  return values.map((each, index) => (index === at ? value : each))
}
