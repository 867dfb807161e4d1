// One case, run through a port and compared after every step.
import { isDeepStrictEqual } from 'node:util'
import { deviationsAt } from '../cases/deviation.ts'
import {
  type Answer,
  answerOf,
  argument,
  type Operation,
  type RangeText,
  type StateText,
  type Vector,
} from '../cases/vector.ts'
import { type Port, type PortSubject, Unsupported } from '../port/port.ts'
import { isFault, type PortAnswer } from '../port/port-answer.ts'
import { judge, judgeMisuse, type Level, type Status } from './judge.ts'
import { OwnershipLedger, type Violation } from './ownership-ledger.ts'

/** Where a port parts from the crate. */
export interface Divergence {
  /** Position of the operation, from 0; -1 is the construction. */
  readonly step: number
  /** How they differ. */
  readonly status: Status
  /** What the crate answered, or listed, or told. */
  readonly expected: unknown
  /** The same of the port; a fault has its `detail`. */
  readonly actual: unknown
  /** The numbered deviations that the crate's answer shows: the port may differ here on purpose. */
  readonly deviations: readonly string[]
}

/** What came of a case. */
export interface Outcome {
  /** The case. */
  readonly vector: Vector
  /** What came of it. */
  readonly status: 'passed' | 'failed' | 'unsupported'
  /** The first difference. */
  readonly divergence?: Divergence
  /** The first broken promise, and at which operation. */
  readonly violation?: {
    /** Position of the operation, from 0. */
    readonly step: number
    /** The promise. */
    readonly violation: Violation
  }
  /** What the port lacks. */
  readonly unsupported?: string
  /** The port's answers, as far as it was asked. */
  readonly answers: readonly PortAnswer[]
  /** What the port listed after the operation at which they part. */
  readonly portRanges?: readonly StateText[]
}

/** Told before each step; a supervisor notices when it isn't told any more. */
export type Heartbeat = (step: number) => void

/** Runs a case. */
export async function runVector(port: Port, vector: Vector, level: Level, heartbeat?: Heartbeat): Promise<Outcome> {
  const run = new Run(port, vector, level, heartbeat)
  try {
    await run.all()
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error
    return { vector, status: 'unsupported', unsupported: error.message, answers: [] }
  }
  return run.outcome()
}

class Run {
  readonly #port: Port
  readonly #vector: Vector
  readonly #level: Level
  readonly #heartbeat: Heartbeat | undefined
  readonly #answers: PortAnswer[] = []
  readonly #ledger: OwnershipLedger | undefined
  readonly #results: unknown[] = []
  #divergence: Divergence | undefined
  #violation: Outcome['violation']
  #ranges: readonly StateText[] | undefined
  #portRanges: readonly StateText[] | undefined

  constructor(port: Port, vector: Vector, level: Level, heartbeat: Heartbeat | undefined) {
    this.#port = port
    this.#vector = vector
    this.#level = level
    this.#heartbeat = heartbeat
    const { create } = vector
    if (create.type === 'AddressAllocator') this.#ledger = new OwnershipLedger(BigInt(create.size))
  }

  async all(): Promise<void> {
    const subject = await this.#create()
    if (subject === undefined) return
    for (const [step, operation] of this.#vector.operations.entries()) {
      this.#heartbeat?.(step)
      await this.#step(subject, step, operation)
      // After a difference only the promises are left to check, and those that are broken already tell nothing new.
      if (this.#divergence !== undefined && (this.#violation !== undefined || this.#ledger === undefined)) return
    }
    if (this.#divergence === undefined) await this.#checkSnapshot(subject)
  }

  outcome(): Outcome {
    const diverged = this.#divergence
    return {
      vector: this.#vector,
      status: diverged === undefined ? 'passed' : 'failed',
      answers: this.#answers,
      ...(diverged && { divergence: diverged }),
      ...(this.#violation && { violation: this.#violation }),
      ...(this.#portRanges && { portRanges: this.#portRanges }),
    }
  }

  async #create(): Promise<PortSubject | undefined> {
    this.#heartbeat?.(-1)
    const { create, created, error } = this.#vector
    const expected = error === undefined ? { result: null } : { error }
    const { answer, subject } = await this.#port.create(create)
    const status = judge(this.#level, expected, answer)
    if (status !== undefined) this.#diverge(-1, status, expected, answer)
    else if (subject !== undefined) await this.#checkNew(subject, membersOf(this.#vector), created?.['ranges'])
    return status === undefined ? subject : undefined
  }

  async #checkNew(subject: PortSubject, members: object, ranges: unknown): Promise<void> {
    const told = this.#port.describe(subject, members)
    if (isFault(told)) this.#diverge(-1, told.fault, members, told)
    else if (told !== undefined && !isDeepStrictEqual(told, members)) this.#diverge(-1, 'wrong-members', members, told)
    else await this.#checkRanges(subject, -1, false, ranges as StateText[] | undefined)
  }

  async #step(subject: PortSubject, step: number, operation: Operation): Promise<void> {
    const { operations } = this.#vector
    const answer =
      operation.op === 'misuse'
        ? await this.#port.misuse(subject, operation)
        : await this.#port.call(subject, operation, operations)
    if (this.#divergence === undefined) {
      this.#answers.push(answer)
      const status = this.#judge(operation, answer)
      if (status !== undefined) this.#diverge(step, status, answerOf(operation), answer)
    }
    if ('result' in answer) this.#results[step] = answer.result
    if (!isFault(answer) && operation.op !== 'misuse')
      this.#broke(step, this.#ledger?.check(operation, this.#freed(operation), answer))
    // Cases before this one have compared the ranges on the way.
    if (step < (this.#vector.compared ?? 0) - 1 && this.#divergence === undefined) return
    await this.#checkRanges(subject, step, !('result' in answer), operation.ranges)
  }

  #judge(operation: Operation, answer: PortAnswer): Status | undefined {
    const expected: Answer = answerOf(operation)
    if (operation.op !== 'misuse' || !('error' in expected)) return judge(this.#level, expected, answer)
    return judgeMisuse(this.#level, operation, expected.error, answer, this.#port.adapter.numbers)
  }

  /** The range that was passed to `free`: where it is the result of an earlier call, then the port's own. */
  #freed(operation: Operation): RangeText | undefined {
    if (operation.op !== 'free') return undefined
    const own = 'result' in operation.range ? this.#results[operation.range.result] : undefined
    return (own as RangeText | undefined) ?? argument(operation.range, this.#vector.operations)
  }

  async #checkRanges(subject: PortSubject, step: number, refused: boolean, expected?: readonly StateText[]) {
    const listed = await this.#port.ranges(subject)
    if (listed === undefined) {
      if (this.#level === 'state' && subject.create.type === 'AddressAllocator') throw new Unsupported('no ranges')
      return
    }
    const compared = this.#divergence === undefined && expected !== undefined
    if (isFault(listed)) {
      if (compared) this.#diverge(step, listed.fault, expected, listed)
      return
    }
    if (compared && !isDeepStrictEqual(listed, expected)) this.#diverge(step, 'wrong-ranges', expected, listed)
    if (this.#divergence === undefined || this.#divergence.step === step) this.#portRanges = listed
    if (this.#ranges !== undefined) this.#broke(step, this.#ledger?.checkRanges(refused, this.#ranges, listed))
    this.#ranges = listed
  }

  async #checkSnapshot(subject: PortSubject): Promise<void> {
    const { snapshot, operations } = this.#vector
    const written = snapshot === undefined ? undefined : await this.#port.snapshot(subject)
    if (written === undefined || written === snapshot) return
    const step = operations.length - 1
    this.#diverge(step, isFault(written) ? written.fault : 'wrong-snapshot', snapshot, written)
  }

  #broke(step: number, violation: Violation | undefined): void {
    if (violation !== undefined) this.#violation ??= { step, violation }
  }

  #diverge(step: number, status: Status, expected: unknown, actual: unknown): void {
    this.#divergence = { step, status, expected, actual, deviations: deviationsAt(this.#vector, step) }
  }
}

/** What a new object tells about itself, as far as every port of it can. */
export function membersOf({ create, created = {} }: Vector): object {
  if (create.type === 'IdAllocator')
    return { base: `0x${create.base.toString(16)}`, end: `0x${create.end.toString(16)}` }
  const { ranges: _, ...members } = created
  return members
}
