// One port, driven in the spelling of the vectors.
import type { Adapter, PortPolicy, PortRange } from './adapter.ts'
import {
  type Fault,
  isFault,
  type PortAnswer,
  spellMembers,
  spellRanges,
  spellReturned,
  spellThrown,
} from './port-answer.ts'
import type { Call, Create, Operation, PolicyText, RangeText, StateText } from './vector.ts'
import { argument } from './vector.ts'

/** Something that the port doesn't have, or can't express. */
export class Unsupported extends Error {}

const OPERATIONS = {
  allocate: 'allocate',
  free: 'free',
  allocate_id: 'allocateId',
  free_id: 'freeId',
  is_allocated: 'isAllocated',
  len: 'len',
  contains: 'contains',
  overlaps: 'overlaps',
  equals: 'equals',
  compare: 'compare',
} as const

type AnyFunction = (...values: unknown[]) => unknown

/** An object of the port, with what it has given so far. */
export interface PortSubject {
  readonly create: Create
  readonly object: unknown
  /** The port's own results, by the position of their operation. */
  readonly results: unknown[]
}

/** A port behind its adapter. Calls of a port that answers at once are answered at once. */
export class Port {
  readonly adapter: Adapter
  readonly #limit: number

  /** @param limit - milliseconds that a promise may take */
  constructor(adapter: Adapter, limit: number) {
    this.adapter = adapter
    this.#limit = limit
  }

  /** Constructs an object. */
  async create(create: Create): Promise<{ answer: PortAnswer; subject?: PortSubject }> {
    const construct = this.#function(`create${create.type}`)
    const { answer, returned } = await this.#answer('new', construct, this.#constructorArguments(create))
    if (!('result' in answer)) return { answer }
    return { answer, subject: { create, object: this.#unwrapped(returned), results: [] } }
  }

  /** Makes a call; references in it are resolved to what the port itself gave, or else to what the crate gave. */
  async call(subject: PortSubject, call: Call, operations: readonly Operation[]): Promise<PortAnswer> {
    const perform = this.#function(OPERATIONS[call.op])
    const values = this.#arguments(subject, call, operations)
    const before = values.map(image)
    const { answer, returned } = await this.#answer(call.op, perform, [subject.object, ...values])
    if ('result' in answer) subject.results[operations.indexOf(call as Operation)] = this.#unwrapped(returned)
    const changed = values.findIndex((value, index) => image(value) !== before[index])
    if (changed === -1) return answer
    return { fault: 'mutation', detail: `changed its argument ${before[changed]} to ${image(values[changed])}` }
  }

  /** The ranges that the port lists; nothing when it doesn't. */
  async ranges(subject: PortSubject): Promise<StateText[] | Fault | undefined> {
    if (subject.create.type !== 'AddressAllocator' || this.adapter.ranges === undefined) return undefined
    const { thrown, returned } = await this.#settle(this.adapter.ranges as AnyFunction, [subject.object])
    if (thrown === undefined) return spellRanges(returned)
    const answer = spellThrown(this.adapter, thrown.value)
    return isFault(answer) ? answer : { fault: 'crash', detail: 'refused to list its ranges' }
  }

  /** The members of a new object that are in `expected`. */
  describe(subject: PortSubject, expected: object): object | Fault | undefined {
    return this.adapter.describe && spellMembers(this.adapter.describe(subject.object), expected)
  }

  #function(name: string): AnyFunction {
    const found = (this.adapter as Record<string, unknown>)[name]
    if (typeof found !== 'function') throw new Unsupported(`no ${name.replace(/^create/, '')}`)
    return found as AnyFunction
  }

  async #answer(op: Call['op'] | 'new', call: AnyFunction, values: readonly unknown[]) {
    const { thrown, returned } = await this.#settle(call, values)
    if (thrown !== undefined) return { answer: spellThrown(this.adapter, thrown.value), returned }
    if (returned === LATE)
      return { answer: { fault: 'hang', detail: `no answer in ${this.#limit} ms` } as const, returned }
    return { answer: spellReturned(this.adapter, op, returned), returned }
  }

  async #settle(
    call: AnyFunction,
    values: readonly unknown[],
  ): Promise<{ thrown?: { value: unknown }; returned?: unknown }> {
    try {
      const returned = call.apply(this.adapter, values as unknown[])
      return { returned: isThenable(returned) ? await this.#inTime(returned) : returned }
    } catch (value) {
      return { thrown: { value } }
    }
  }

  #inTime(promise: PromiseLike<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, this.#limit, LATE)
    })
    return Promise.race([promise, late]).finally(() => clearTimeout(timer))
  }

  #unwrapped(returned: unknown): unknown {
    const unwrapped = this.adapter.unwrap === undefined ? { value: returned } : this.adapter.unwrap(returned)
    return 'value' in unwrapped ? unwrapped.value : undefined
  }

  #constructorArguments(create: Create): unknown[] {
    switch (create.type) {
      case 'RangeInclusive':
        return [this.#number(create.start), this.#number(create.end)]
      case 'Constraint':
        return [this.#number(create.size), this.#number(create.align), this.#policy(create.policy)]
      case 'AddressAllocator':
        return [this.#number(create.base), this.#number(create.size)]
      case 'IdAllocator':
        return [create.base, create.end]
    }
  }

  #arguments({ results }: PortSubject, call: Call, operations: readonly Operation[]): unknown[] {
    if (call.op === 'allocate') return [this.#number(call.size), this.#number(call.align), this.#policy(call.policy)]
    if ('range' in call) {
      const own = 'result' in call.range ? results[call.range.result] : undefined
      return [own ?? this.#range(argument(call.range, operations))]
    }
    return 'id' in call ? [argument(call.id, operations)] : []
  }

  #number(text: string): bigint | number {
    const value = BigInt(text)
    if (this.adapter.numbers !== 'number') return value
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unsupported('no numbers beyond 2^53-1')
    return Number(value)
  }

  #policy(policy: PolicyText): PortPolicy {
    return policy.kind === 'ExactMatch' ? { kind: policy.kind, address: this.#number(policy.address) } : { ...policy }
  }

  #range({ start, end }: RangeText): PortRange {
    return { start: this.#number(start), end: this.#number(end) }
  }
}

const LATE = Symbol('late')

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** An argument as text, to see whether it was changed. */
function image(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { start, end, kind, address } = value as Record<string, unknown>
  return `${start}-${end} ${kind} ${address}`
}
