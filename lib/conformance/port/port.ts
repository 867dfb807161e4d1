// Drives a port with calls in the notation of the vectors.

import type { Call, Create, Misuse, Operation, StateText, Vector } from '../cases/vector.ts'
import type { AnyAdapter } from './adapter.ts'
import {
  type Fault,
  isFault,
  type PortAnswer,
  show,
  spellMembers,
  spellMisuse,
  spellRanges,
  spellReturned,
  spellThrown,
} from './port-answer.ts'
import { LACKING, PortArguments, Unsupported } from './port-arguments.ts'

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

/** An object of the port, with its results so far. */
export interface PortSubject {
  readonly create: Create
  readonly object: unknown
  /** The port's own results, by the position of their operation. */
  readonly results: unknown[]
}

/** A port behind its adapter. The answers of a synchronous port are synchronous. */
export class Port {
  readonly adapter: AnyAdapter
  readonly #limit: number
  readonly #arguments: PortArguments

  /** @param limit - the time limit for a promise, in milliseconds */
  constructor(adapter: AnyAdapter, limit: number) {
    this.adapter = adapter
    this.#limit = limit
    this.#arguments = new PortArguments(adapter)
  }

  /** Constructs an object. */
  async create(create: Create): Promise<{ answer: PortAnswer; subject?: PortSubject }> {
    const construct = this.#function(`create${create.type}`)
    const { answer, returned } = await this.#answer('new', construct, this.#arguments.ofConstruction(create))
    if (!('result' in answer)) return { answer }
    return { answer, subject: { create, object: this.#unwrapped(returned), results: [] } }
  }

  /** Makes a call. References in it resolve to the port's own results, or else to the crate's. */
  async call(subject: PortSubject, call: Call, operations: readonly Operation[]): Promise<PortAnswer> {
    const form = call.op === 'allocate' ? call.form : undefined
    const perform = this.#function(form?.endsWith('constraint') ? 'allocateConstraint' : OPERATIONS[call.op])
    const values =
      call.op === 'allocate' && form !== undefined
        ? await this.#shortArguments(call)
        : this.#arguments.ofCall(call, operations, subject.results)
    const before = values.map(image)
    const { answer, returned } = await this.#answer(call.op, perform, [subject.object, ...values])
    if (form !== undefined && isFault(answer) && answer.fault === 'crash') throw new Unsupported(LACKING[form])
    if ('result' in answer) subject.results[operations.indexOf(call as Operation)] = this.#unwrapped(returned)
    const changed = values.findIndex((value, index) => image(value) !== before[index])
    if (changed === -1) return answer
    return { fault: 'mutation', detail: `changed its argument ${before[changed]} to ${image(values[changed])}` }
  }

  /** Makes a call with a wrong argument. */
  async misuse(subject: PortSubject, misuse: Misuse): Promise<PortAnswer> {
    this.#arguments.checkMisuse(misuse)
    const { call } = misuse
    const constructs = 'type' in call
    const perform = this.#function(constructs ? `create${call.type}` : OPERATIONS[call.op])
    const values = this.#arguments.ofMisuse(misuse)
    const misused = () => perform.apply(this.adapter, constructs ? values() : [subject.object, ...values()])
    const { thrown, returned } = await this.#settle(misused, [])
    if (thrown !== undefined) return spellMisuse(this.adapter, thrown.value)
    return returned === LATE ? this.#late() : spellReturned(this.adapter, 'misuse', returned)
  }

  /** Returns another object with the state of `subject`. */
  async clone(subject: PortSubject): Promise<{ answer: PortAnswer; subject: PortSubject }> {
    const { answer, returned } = await this.#answer('new', this.#function('clone'), [subject.object])
    return { answer, subject: { ...subject, object: this.#unwrapped(returned), results: [...subject.results] } }
  }

  /** The port's snapshot of an allocator; `undefined` if it writes none. */
  async snapshot(subject: PortSubject): Promise<string | Fault | undefined> {
    if (this.adapter.snapshot === undefined) return undefined
    const isText = (value: unknown) => typeof value === 'string'
    const write = this.adapter.snapshot as AnyFunction
    const shown = await this.#shown(write, subject, isText, 'refused to write a snapshot')
    if ('fault' in shown) return shown
    return isText(shown.value)
      ? (shown.value as string)
      : { fault: 'malformed', detail: `wrote ${show(shown.value)} as its snapshot, which is not a string` }
  }

  /** What a case needs that the port lacks, if that is known without running it. */
  lacks(vector: Vector): string | undefined {
    const { create, operations } = vector
    try {
      this.#function(`create${create.type}`)
      this.#arguments.checkNumbers(vector)
      this.#arguments.ofConstruction(create)
      for (const operation of operations) {
        if (operation.op === 'misuse') {
          this.#arguments.checkMisuse(operation)
        } else {
          this.#function(OPERATIONS[operation.op])
          this.#arguments.ofCall(operation, operations)
        }
      }
      return undefined
    } catch (error) {
      if (error instanceof Unsupported) return error.message
      throw error
    }
  }

  /** Refuses a case with a number, in calls or answers, that a port of numbers can't represent. */
  checkNumbers(vector: Vector): void {
    this.#arguments.checkNumbers(vector)
  }

  /** The ranges that the port lists; `undefined` if it doesn't list any. */
  async ranges(subject: PortSubject): Promise<StateText[] | Fault | undefined> {
    if (subject.create.type !== 'AddressAllocator' || this.adapter.ranges === undefined) return undefined
    const isList = (value: unknown) => typeof value === 'object' && value !== null && Symbol.iterator in value
    const shown = await this.#shown(this.adapter.ranges as AnyFunction, subject, isList, 'refused to list its ranges')
    return 'fault' in shown ? shown : spellRanges(shown.value, this.adapter.numbers)
  }

  /** Reads the members of a new object that are in `expected`. */
  async describe(subject: PortSubject, expected: object): Promise<object | Fault | undefined> {
    if (this.adapter.describe === undefined) return undefined
    const { thrown, returned } = await this.#settle(this.adapter.describe as AnyFunction, [subject.object])
    if (returned === LATE) return this.#late()
    if (thrown === undefined) return spellMembers(returned, expected)
    const answer = spellThrown(this.adapter, thrown.value)
    return isFault(answer) ? answer : { fault: 'crash', detail: 'refused to describe a new object' }
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

  /** Unpacks what the port shows of an object, directly or in a result object. */
  async #shown(
    call: AnyFunction,
    subject: PortSubject,
    isPlain: (value: unknown) => boolean,
    refusal: string,
  ): Promise<{ value: unknown } | Fault> {
    const { thrown, returned } = await this.#settle(call, [subject.object])
    if (returned === LATE) return this.#late()
    if (thrown === undefined && (isPlain(returned) || this.adapter.unwrap === undefined)) return { value: returned }
    const answer =
      thrown === undefined ? spellReturned(this.adapter, 'free', returned) : spellThrown(this.adapter, thrown.value)
    if (isFault(answer)) return answer
    return 'error' in answer ? { fault: 'crash', detail: refusal } : { value: this.#unwrapped(returned) }
  }

  /** Allocates with only a size, or with a constraint. */
  async #shortArguments({ size, align, policy, form }: Call & { op: 'allocate' }): Promise<unknown[]> {
    if (form === 'size') return [this.#arguments.sizeAlone(size)]
    const constraint = { type: 'Constraint', size, align, policy } as const
    const { answer, subject } = await this.create(form === 'constraint' ? constraint : { ...constraint, form: 'size' })
    // Other cases report that it can't be created.
    if (subject === undefined) throw new Unsupported(isFault(answer) ? LACKING.size : LACKING.constraint)
    return [subject.object]
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
}

const LATE = Symbol('late')

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}

/** Converts an argument to text, to see whether the port changes it. */
function image(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { start, end, kind, address } = value as Record<string, unknown>
  const members = Object.entries({ start, end, kind, address }).filter(([, member]) => member !== undefined)
  return `{ ${members.map(([name, member]) => `${name}: ${show(member)}`).join(', ')} }`
}
