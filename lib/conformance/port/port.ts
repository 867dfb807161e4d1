// One port, driven in the spelling of the vectors.

import { misusedValue } from '../cases/misuse.ts'
import type { Call, Create, Misuse, Operation, PolicyText, RangeText, StateText, Vector } from '../cases/vector.ts'
import { argument } from '../cases/vector.ts'
import type { AnyAdapter, PortPolicy, PortRange } from './adapter.ts'
import {
  type Fault,
  isFault,
  type PortAnswer,
  spellMembers,
  spellMisuse,
  spellRanges,
  spellReturned,
  spellThrown,
} from './port-answer.ts'

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

/** What the arguments of calls and constructions are called; those of the rest are a range. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  RangeInclusive: ['start', 'end'],
  Constraint: ['size', 'align', 'policy'],
  AddressAllocator: ['base', 'size'],
  IdAllocator: ['base', 'end'],
  allocate: ['size', 'align', 'policy'],
  free_id: ['id'],
  is_allocated: ['id'],
}

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
  readonly adapter: AnyAdapter
  readonly #limit: number

  /** @param limit - milliseconds that a promise may take */
  constructor(adapter: AnyAdapter, limit: number) {
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
    const form = call.op === 'allocate' ? call.form : undefined
    const perform = this.#function(form?.endsWith('constraint') ? 'allocateConstraint' : OPERATIONS[call.op])
    const values =
      call.op === 'allocate' && form !== undefined
        ? await this.#shortArguments(call)
        : this.#arguments(subject, call, operations)
    const before = values.map(image)
    const { answer, returned } = await this.#answer(call.op, perform, [subject.object, ...values])
    if (form !== undefined && isFault(answer) && answer.fault === 'crash') throw new Unsupported(LACKING[form])
    if ('result' in answer) subject.results[operations.indexOf(call as Operation)] = this.#unwrapped(returned)
    const changed = values.findIndex((value, index) => image(value) !== before[index])
    if (changed === -1) return answer
    return { fault: 'mutation', detail: `changed its argument ${before[changed]} to ${image(values[changed])}` }
  }

  /** Makes a call with an argument that is wrong. */
  async misuse(subject: PortSubject, misuse: Misuse): Promise<PortAnswer> {
    this.#checksMisuse(misuse)
    const { call } = misuse
    const constructs = 'type' in call
    const perform = this.#function(constructs ? `create${call.type}` : OPERATIONS[call.op])
    const right = constructs ? this.#constructorArguments(call) : this.#arguments(subject, call, [])
    const misused = () => {
      const values = this.#substitute(ARGUMENTS[constructs ? call.type : call.op], right, misuse)
      return perform.apply(this.adapter, constructs ? values : [subject.object, ...values])
    }
    const { thrown, returned } = await this.#settle(misused, [])
    if (thrown !== undefined) return spellMisuse(this.adapter, thrown.value)
    return returned === LATE ? this.#late() : spellReturned(this.adapter, 'misuse', returned)
  }

  /** Another object with the state of `subject`. */
  async clone(subject: PortSubject): Promise<{ answer: PortAnswer; subject: PortSubject }> {
    const { answer, returned } = await this.#answer('new', this.#function('clone'), [subject.object])
    return { answer, subject: { ...subject, object: this.#unwrapped(returned), results: [...subject.results] } }
  }

  /** The text that the port writes of an allocator; nothing when it writes none. */
  async snapshot(subject: PortSubject): Promise<string | Fault | undefined> {
    if (this.adapter.snapshot === undefined) return undefined
    const { thrown, returned } = await this.#settle(this.adapter.snapshot as AnyFunction, [subject.object])
    if (thrown === undefined)
      return typeof returned === 'string' ? returned : { fault: 'malformed', detail: 'wrote no text' }
    const answer = spellThrown(this.adapter, thrown.value)
    return isFault(answer) ? answer : { fault: 'crash', detail: 'refused to write a snapshot' }
  }

  /** What a case needs that the port lacks, as far as it can be told without running it. */
  lacks(vector: Vector): string | undefined {
    const { create, operations } = vector
    try {
      this.#function(`create${create.type}`)
      this.checkNumbers(vector)
      this.#constructorArguments(create)
      for (const operation of operations) {
        if (operation.op === 'misuse') {
          this.#checksMisuse(operation)
        } else {
          this.#function(OPERATIONS[operation.op])
          this.#arguments({ create, object: undefined, results: [] }, operation, operations)
        }
      }
      return undefined
    } catch (error) {
      if (error instanceof Unsupported) return error.message
      throw error
    }
  }

  /** Refuses a case with a number, asked or answered, that a port of numbers can't express. */
  checkNumbers({ create, created, operations }: Vector): void {
    if (this.adapter.numbers !== 'number') return
    const texts = JSON.stringify([create, created, operations]).matchAll(/"(0x[0-9a-f]{14,})"/g)
    for (const [, text = '0'] of texts) this.#number(text)
  }

  /** The ranges that the port lists; nothing when it doesn't. */
  async ranges(subject: PortSubject): Promise<StateText[] | Fault | undefined> {
    if (subject.create.type !== 'AddressAllocator' || this.adapter.ranges === undefined) return undefined
    const { thrown, returned } = await this.#settle(this.adapter.ranges as AnyFunction, [subject.object])
    if (thrown === undefined) return spellRanges(returned, this.adapter.numbers)
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
    if (returned === LATE) return { answer: this.#late(), returned }
    return { answer: spellReturned(this.adapter, op, returned), returned }
  }

  #late(): Fault {
    return { fault: 'hang', detail: `gave no answer in ${this.#limit} ms` }
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
        if (create.form === 'size') return [this.#sizeAlone(create.size)]
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

  /** A size alone, or a constraint. */
  async #shortArguments({ size, align, policy, form }: Call & { op: 'allocate' }): Promise<unknown[]> {
    if (form === 'size') return [this.#sizeAlone(size)]
    const constraint = { type: 'Constraint', size, align, policy } as const
    const { answer, subject } = await this.create(form === 'constraint' ? constraint : { ...constraint, form: 'size' })
    // That it can't be made is told by other cases.
    if (subject === undefined) throw new Unsupported(isFault(answer) ? LACKING.size : LACKING.constraint)
    return [subject.object]
  }

  #sizeAlone(text: string): bigint | number {
    if (this.adapter.defaults !== true) throw new Unsupported(LACKING.size)
    return this.#number(text)
  }

  #checksMisuse({ argument }: Misuse): void {
    if (this.adapter.misuse === 'unchecked') throw new Unsupported('no checks of arguments')
    // Functions of an adapter's own make the policies themselves.
    if (argument === 'policy' && this.adapter.defaults !== true) throw new Unsupported('no policies as they are')
  }

  #substitute(names: readonly string[] = [], right: readonly unknown[], misuse: Misuse): unknown[] {
    const { argument } = misuse
    const value = misusedValue(misuse)
    if (argument === 'address') {
      const policy = { kind: 'ExactMatch', address: value as bigint } as const
      return replaced(right, names.indexOf('policy'), this.adapter.createPolicy?.(policy) ?? policy)
    }
    if (argument === 'range') return [value]
    const at = names.indexOf(argument)
    return at === -1 ? [{ ...(right[0] as PortRange), [argument]: value }] : replaced(right, at, value)
  }

  #number(text: string): bigint | number {
    const value = BigInt(text)
    if (this.adapter.numbers !== 'number') return value
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unsupported('no numbers beyond 2^53-1')
    return Number(value)
  }

  #policy(text: PolicyText): unknown {
    const policy: PortPolicy =
      text.kind === 'ExactMatch' ? { kind: text.kind, address: this.#number(text.address) } : { ...text }
    return this.adapter.createPolicy === undefined ? policy : this.adapter.createPolicy(policy)
  }

  #range({ start, end }: RangeText): PortRange {
    return { start: this.#number(start), end: this.#number(end) }
  }
}

const LATE = Symbol('late')

/** What a port lacks that can't be called in short. */
const LACKING = {
  size: 'no default alignment and policy',
  constraint: 'no allocate with a Constraint',
  'size-constraint': 'no allocate with a Constraint',
} as const

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** The same values except for one. */
function replaced(values: readonly unknown[], at: number, value: unknown): unknown[] {
  return values.map((each, index) => (index === at ? value : each))
}

/** An argument as text, to see whether it was changed. */
function image(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { start, end, kind, address } = value as Record<string, unknown>
  return `${start}-${end} ${kind} ${address}`
}
