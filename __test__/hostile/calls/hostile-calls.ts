// Calls everything with everything, and checks after each batch that the allocators are what they were, or could be.
import assert from 'node:assert/strict'
import { types } from 'node:util'
import { InvalidSnapshotError, VmAllocatorError } from 'vm-allocator'
import { NoRoomError, SystemRequestError } from 'vm-allocator/system'
import { Random } from '../../support/random.ts'
import { PLANTED, Planted } from '../values.ts'
import { goodParameters } from './good-parameters.ts'
import { checkInvariants, stateOf } from './invariants.ts'
import { KINDS, pickKind } from './kinds.ts'
import { NATIVE_TARGETS, PUBLIC_TARGETS, type Target } from './targets.ts'
import { World } from './world.ts'

/** Calls on one world, before its allocators are checked and replaced. */
const BATCH = 2000
/** What drawing takes long; it is called less often. */
const SLOW = new Set(['renderMap'])

/** What a run came to. */
export interface Tally {
  readonly calls: number
  /** Calls that getters, traps and callbacks made from inside of calls. */
  readonly reentries: number
  /** How often each outcome was met: `answered`, or the error's class and code. */
  readonly outcomes: ReadonlyMap<string, number>
  /** How many functions × kinds of argument there are, and how many of these pairs were met. */
  readonly pairs: { readonly met: number; readonly all: number }
}

/** Makes at least `calls` calls; throws when one of them ends in an error that nobody should see. */
export function callEverything(seed: number, calls: number): Tally {
  const campaign = new Campaign(seed)
  while (campaign.calls < calls) campaign.batch()
  return campaign.tally()
}

class Campaign {
  calls = 0
  #reentries = 0
  readonly #random: Random
  readonly #outcomes = new Map<string, number>()
  readonly #pairs = new Set<string>()
  readonly #targets: readonly Target[]

  constructor(seed: number) {
    this.#random = new Random(seed)
    // Both levels get the same share.
    this.#targets = [...PUBLIC_TARGETS, ...NATIVE_TARGETS, ...NATIVE_TARGETS, ...NATIVE_TARGETS]
  }

  batch(): void {
    const world = new World(this.#random, (entered) => this.#call(entered))
    const until = this.calls + BATCH
    while (this.calls < until) this.#call(world)
    checkInvariants(world)
    this.#reentries += world.reentries
  }

  tally(): Tally {
    const all = (PUBLIC_TARGETS.length + NATIVE_TARGETS.length) * KINDS.length
    return {
      calls: this.calls,
      reentries: this.#reentries,
      outcomes: this.#outcomes,
      pairs: { met: this.#pairs.size, all },
    }
  }

  #call(world: World): void {
    const target = this.#pickTarget()
    const parameters = this.#parameters(world, target)
    this.calls++
    const { reentries } = world
    const before = this.#random.onceIn(16) ? stateOf(world) : undefined
    let outcome = 'answered'
    try {
      const result = this.#perform(world, target, parameters)
      if (target.level === 'native') keepHandle(world, target, result)
      else world.keep(result)
    } catch (error) {
      outcome = judge(target, error)
      // Misuse changes nothing, unless a getter did so.
      const mayChange = before === undefined || outcome.startsWith('VmAllocatorError') || world.reentries > reentries
      if (!mayChange) assert.equal(stateOf(world), before, `${target.name} changed something and threw ${outcome}`)
      world.keep(error)
    }
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1)
  }

  #pickTarget(): Target {
    const target = this.#random.pick(this.#targets)
    return SLOW.has(target.name) && !this.#random.onceIn(20) ? this.#pickTarget() : target
  }

  /** Good ones or any, and hostile ones in their midst. */
  #parameters(world: World, target: Target): unknown[] {
    const random = this.#random
    const parameters = random.onceIn(3)
      ? Array.from({ length: random.below(7) }, () => world.any())
      : goodParameters(world, target)
    if (random.onceIn(2)) {
      const kind = pickKind(random)
      parameters[random.below(parameters.length + 1)] = kind.make(world)
      this.#pairs.add(`${target.name}\t${kind.name}`)
    }
    if (random.onceIn(16)) parameters.length = random.below(parameters.length + 1)
    return parameters
  }

  /** A call as its author meant it, as a rule; else on a foreign `this`, with or without `new`, or bound. */
  #perform(world: World, { callable, receiver, isClass }: Target, parameters: unknown[]): unknown {
    const random = this.#random
    const self = receiver === undefined || random.onceIn(8) ? world.any() : world.instanceOf(receiver)
    switch (random.below(10)) {
      case 0:
        return Reflect.construct(callable, parameters)
      case 1:
        return Reflect.construct(callable, parameters, random.pick<never>([Array, Proxy, class {}, callable] as never))
      case 2:
        return callable.bind(self)(...parameters)
      case 3:
        return callable.apply(self, Object.assign({ length: parameters.length }, parameters) as never)
      default:
        return isClass ? Reflect.construct(callable, parameters) : callable.call(self, ...parameters)
    }
  }
}

function keepHandle(world: World, { name }: Target, result: unknown): void {
  if (types.isExternal(result)) world.keepHandle(name, result)
}

/** The codes of misuse: Node's, and those that the native side's own conversions throw. */
const MISUSE = new Set(['ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE'])
const NATIVE_MISUSE = new Set([...MISUSE, 'InvalidArg', 'BooleanExpected', 'ObjectExpected'])
/** What the engine itself says of a foreign `this`, or of `new`. */
const ENGINE =
  /^Class constructor \w+ cannot be invoked without 'new'$|is not a constructor$|^Cannot read properties of (undefined|null) \(reading '(#|anonymous')|^Cannot read private member #\w+ from an object|^Receiver must be |Constructor WeakSet requires 'new'|^Cannot perform '\w+' on a proxy that has been revoked$|^Cannot create proxy/

/** What an error is called in the tally; throws when a caller shouldn't see it. */
function judge({ name, level, isClass }: Target, error: unknown): string {
  if (error instanceof Planted || PLANTED.includes(error)) return 'thrown by the caller itself'
  const { code, message } = error as { code?: unknown; message: string }
  if (error instanceof VmAllocatorError) return `VmAllocatorError ${error.kind}`
  if (error instanceof InvalidSnapshotError) return 'InvalidSnapshotError'
  if (error instanceof NoRoomError) return 'NoRoomError'
  if (error instanceof SystemRequestError) return `SystemRequestError ${error.kind}`
  const isMisuse = error instanceof TypeError || error instanceof RangeError
  if (isMisuse && MISUSE.has(String(code))) return `${error.name} ${String(code)}`
  if (level === 'native' && error instanceof Error && NATIVE_MISUSE.has(String(code))) return `native ${String(code)}`
  if (error instanceof TypeError && ENGINE.test(message)) return 'TypeError of the engine'
  throw new Error(`${isClass ? '' : level} ${name} threw what it should not`, { cause: error })
}
