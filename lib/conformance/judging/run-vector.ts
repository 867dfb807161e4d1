// Runs a case on a port, and compares every step.
import { isDeepStrictEqual } from 'node:util'
import { type Answer, answerOf, type Operation, type StateText, type Vector } from '../cases/vector.ts'
import type { Port, PortSubject } from '../port/port.ts'
import { type Fault, isFault, type PortAnswer, show } from '../port/port-answer.ts'
import { Unsupported } from '../port/port-arguments.ts'
import { explain } from './attribution.ts'
import { judge, judgeMisuse, type Level, type Status } from './judge.ts'
import { type Divergence, isExplained, type Outcome } from './outcome.ts'
import { compareRanges, OwnershipLedger } from './ownership-ledger.ts'
import { resume } from './resume.ts'

/** Called before each step, so that a supervisor can notice a hang. */
export type Heartbeat = (step: number) => void

/** How a case is run. */
export interface RunOptions {
  readonly level: Level
  readonly heartbeat?: Heartbeat | undefined
  /** Whether the case continues after a difference, once both sides are in the same state. */
  readonly passesOver?: PassesOver | undefined
  /** Checked after every call. */
  readonly settle?: FloatingRejections | undefined
}

/** Waits until promises are settled, and returns the reasons of unhandled rejections. */
export type FloatingRejections = () => Promise<readonly unknown[]>

/** Converts such a rejection to an answer. */
export function floatingRejection([reason]: readonly unknown[]): Fault & { readonly fault: 'floating-rejection' } {
  return { fault: 'floating-rejection', detail: `left a promise that was rejected with ${show(reason)}` }
}

/** Whether a case continues after a difference. */
export type PassesOver = (vector: Vector, divergence: Divergence) => boolean

/** Runs a case. */
export async function runVector(port: Port, vector: Vector, options: RunOptions): Promise<Outcome> {
  const run = new Run(port, vector, options)
  try {
    await run.all()
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error
    return { vector, status: 'unsupported', unsupported: error.message, answers: [] }
  }
  return run.outcome()
}

type Listed = readonly StateText[] | Fault | undefined

class Run {
  readonly #port: Port
  readonly #options: RunOptions
  readonly #answers: PortAnswer[] = []
  readonly #ledger = new OwnershipLedger()
  readonly #results: unknown[] = []
  readonly #passedOver: Divergence[] = []
  #vector: Vector
  /**
   * Whether the state of a port that doesn't list its ranges was inferred from its answers. The inference may then be
   * the cause of an unexplained difference, which ends the case but isn't reported.
   */
  #supposed = false
  #endedAt: number | undefined
  #divergence: Divergence | undefined
  #violation: Outcome['violation']
  /** The ranges that the port listed after the previous step; unknown if they weren't requested. */
  #ranges: readonly StateText[] | undefined
  #portRanges: readonly StateText[] | undefined

  constructor(port: Port, vector: Vector, options: RunOptions) {
    this.#port = port
    this.#vector = vector
    this.#options = options
  }

  async all(): Promise<void> {
    this.#port.checkNumbers(this.#vector)
    const subject = await this.#create()
    if (subject === undefined) return
    for (let step = 0; step < this.#vector.operations.length; step++) {
      this.#options.heartbeat?.(step)
      await this.#step(subject, step)
      if (this.#endedAt !== undefined) return
      // After a difference, only promises that haven't been broken yet are worth checking.
      if (this.#divergence !== undefined && (this.#violation !== undefined || !isAllocator(this.#vector))) return
    }
    if (this.#divergence === undefined) await this.#checkSnapshot(subject)
  }

  outcome(): Outcome {
    const diverged = this.#divergence
    return {
      vector: this.#vector,
      status: diverged === undefined && this.#passedOver.length === 0 ? 'passed' : 'failed',
      answers: this.#answers,
      ...(diverged && { divergence: diverged }),
      ...(this.#passedOver.length > 0 && { passedOver: this.#passedOver }),
      ...(this.#endedAt !== undefined && { endedAt: this.#endedAt }),
      ...(this.#violation && { violation: this.#violation }),
      ...(this.#portRanges && { portRanges: this.#portRanges }),
    }
  }

  async #create(): Promise<PortSubject | undefined> {
    this.#options.heartbeat?.(-1)
    const { create, error } = this.#vector
    const expected = error === undefined ? { result: null } : { error }
    const { answer, subject } = await this.#port.create(create)
    const status = judge(this.#options.level, expected, answer)
    const found = status && this.#differs(-1, status, expected, answer)
    this.#divergence = found ?? (subject && (await this.#checkNew(subject)))
    return found === undefined ? subject : undefined
  }

  async #checkNew(subject: PortSubject): Promise<Divergence | undefined> {
    const members = membersOf(this.#vector)
    const described = await this.#port.describe(subject, members)
    if (isFault(described)) return this.#differs(-1, described.fault, members, described)
    if (described !== undefined && !isDeepStrictEqual(described, members))
      return this.#differs(-1, 'wrong-members', members, described)
    const listed = await this.#list(subject)
    this.#ranges = isFault(listed) ? undefined : listed
    this.#portRanges = this.#ranges
    return this.#compareListed(-1, listed, this.#vector.created?.['ranges'] as StateText[] | undefined)
  }

  async #step(subject: PortSubject, step: number): Promise<void> {
    const { operations } = this.#vector
    const operation = operations[step] as Operation
    const misused = operation.op === 'misuse'
    const given = misused
      ? await this.#port.misuse(subject, operation)
      : await this.#port.call(subject, operation, operations)
    const rejected = (await this.#options.settle?.()) ?? []
    const answer = rejected.length === 0 ? given : floatingRejection(rejected)
    if ('result' in answer) this.#results[step] = answer.result
    if (!misused && isAllocator(this.#vector))
      this.#broke(step, this.#ledger.check(operation, answer, operations, this.#results))
    const listed = this.#isListed(step) ? await this.#list(subject) : undefined
    if (this.#divergence === undefined) {
      this.#answers.push(answer)
      this.#portRanges = isFault(listed) ? undefined : listed
      const found = this.#compare(step, operation, answer, listed)
      if (found !== undefined) this.#settle(found, answer, listed)
    }
    this.#checkPromises(step, answer, listed)
  }

  /** Earlier cases have compared the ranges along the way. */
  #isListed(step: number): boolean {
    return this.#divergence !== undefined || step >= (this.#vector.compared ?? 0) - 1
  }

  #compare(step: number, operation: Operation, answer: PortAnswer, listed: Listed): Divergence | undefined {
    const status = this.#judge(operation, answer)
    if (status !== undefined) return this.#differs(step, status, answerOf(operation), answer)
    return this.#compareListed(step, listed, operation.ranges)
  }

  #judge(operation: Operation, answer: PortAnswer): Status | undefined {
    const expected: Answer = answerOf(operation)
    const { level } = this.#options
    if (operation.op !== 'misuse' || !('error' in expected)) return judge(level, expected, answer)
    return judgeMisuse(level, operation, expected.error, answer, this.#port.adapter.numbers)
  }

  #compareListed(step: number, listed: Listed, expected: readonly StateText[] | undefined): Divergence | undefined {
    if (listed === undefined || expected === undefined) return undefined
    if (isFault(listed)) return this.#differs(step, listed.fault, expected, listed)
    return isDeepStrictEqual(listed, expected) ? undefined : this.#differs(step, 'wrong-ranges', expected, listed)
  }

  /** Ends the comparison at a difference, or continues after it. */
  #settle(divergence: Divergence, answer: PortAnswer, listed: Listed): void {
    const passes = this.#options.passesOver?.(this.#vector, divergence) === true
    const { after: explained } = this.#explain(divergence.step, divergence.status, answer)
    const state = { answer, listed: isFault(listed) ? undefined : listed, results: this.#results, explained }
    const resumed = passes && !isFault(listed) ? resume(this.#vector, divergence, state) : undefined
    if (this.#supposed && !isExplained(divergence) && !isFault(divergence.actual)) {
      this.#endedAt = divergence.step
      return
    }
    if (resumed === undefined) {
      this.#divergence = divergence
      return
    }
    this.#passedOver.push(divergence)
    if (listed === undefined && resumed !== this.#vector) this.#supposed = true
    this.#vector = resumed
  }

  async #list(subject: PortSubject): Promise<Listed> {
    const listed = await this.#port.ranges(subject)
    if (listed === undefined && this.#options.level === 'state' && subject.create.type === 'AddressAllocator')
      throw new Unsupported('no ranges')
    return listed
  }

  #checkPromises(step: number, answer: PortAnswer, listed: Listed): void {
    const { create } = this.#vector
    const after = isFault(listed) ? undefined : listed
    if (after !== undefined && create.type === 'AddressAllocator') {
      const call = { refused: isRefusal(answer), size: BigInt(create.size) }
      this.#broke(step, compareRanges(call, this.#ranges, after))
    }
    this.#ranges = after
  }

  async #checkSnapshot(subject: PortSubject): Promise<void> {
    const { snapshot, operations } = this.#vector
    const written = snapshot === undefined ? undefined : await this.#port.snapshot(subject)
    if (written === undefined || written === snapshot) return
    const step = operations.length - 1
    this.#divergence = this.#differs(step, isFault(written) ? written.fault : 'wrong-snapshot', snapshot, written)
  }

  #broke(step: number, violation: NonNullable<Outcome['violation']>['violation'] | undefined): void {
    if (violation !== undefined) this.#violation ??= { step, violation }
  }

  #differs(step: number, status: Status, expected: unknown, actual: unknown): Divergence {
    const { causes } = this.#explain(step, status, actual as PortAnswer)
    return { step, status, expected, actual, causes }
  }

  /** The explanations of the port's answer. */
  #explain(step: number, status: Status, actual: PortAnswer) {
    const answers = typeof actual === 'object' && ('result' in actual || 'error' in actual)
    return explain(
      this.#vector,
      step,
      status,
      (other) => answers && judge(this.#options.level, other, actual) === undefined,
    )
  }
}

/** Whether a call threw anything. */
function isRefusal(answer: PortAnswer): boolean {
  if (isFault(answer)) return ['crash', 'unknown-error', 'non-error'].includes(answer.fault)
  return 'error' in answer
}

/** Whether a case is about an allocator, the only kind of object with promises. */
function isAllocator({ create }: Vector): boolean {
  return create.type.endsWith('Allocator')
}

/** The properties of a new object that every port can show. */
export function membersOf({ create, created = {} }: Vector): object {
  if (create.type === 'IdAllocator')
    return { base: `0x${create.base.toString(16)}`, end: `0x${create.end.toString(16)}` }
  const { ranges: _, ...members } = created
  return members
}
