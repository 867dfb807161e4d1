// Calls every function with every kind of value, and checks after each batch that the allocators are in a valid state.
import assert from 'node:assert/strict'
import { types } from 'node:util'
import { InvalidSnapshotError, VmAllocatorError } from 'vm-allocator'
import { LayoutError } from 'vm-allocator/layout'
import { NoRoomError, SystemRequestError } from 'vm-allocator/system'
import { Random } from '../../support/random.ts'
import { PLANTED, Planted } from '../values.ts'
import { goodParameters } from './good-parameters.ts'
import { checkInvariants, stateOf } from './invariants.ts'
import { KINDS, pickKind } from './kinds.ts'
import { NATIVE_TARGETS, PUBLIC_TARGETS, type Target } from './targets.ts'
import { World } from './world.ts'

/** The number of calls on one world before its allocators are checked and replaced. */
const BATCH = 2000
/** Functions that draw take long, so they are called less often. */
const SLOW = new Set(['renderMap'])

/** The result of a run. */
export interface Tally {
  readonly calls: number
  /** The number of calls that getters, traps and callbacks made during other calls. */
  readonly reentries: number
  /** How often each outcome occurred: `answered`, or the error's class and code. */
  readonly outcomes: ReadonlyMap<string, number>
  /** The number of pairs of a function and a kind of argument, and how many of them occurred. */
  readonly pairs: { readonly met: number; readonly all: number }
}

/** Makes at least `calls` calls. Throws if one of them ends in an error that users should never see. */
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
    // The package and the native file each get half of the calls.
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

  /** Good or arbitrary arguments, mixed with hostile ones. */
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

  /** Usually a normal call; otherwise on a foreign `this`, with or without `new`, or bound. */
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
/** The engine's own messages about a foreign `this`, or about `new`. */
const ENGINE =
  /^Class constructor \w+ cannot be invoked without 'new'$|is not a constructor$|^Cannot read properties of (undefined|null) \(reading '(#|anonymous')|^Cannot read private member #\w+ from an object|^Receiver must be |Constructor WeakSet requires 'new'|^Cannot perform '\w+' on a proxy that has been revoked$|^Cannot create proxy/

/** The name of an error in the tally; throws if users should never see it. */
function judge({ name, level, isClass }: Target, error: unknown): string {
  if (error instanceof Planted || PLANTED.includes(error)) return 'thrown by the caller itself'
  const { code, message } = error as { code?: unknown; message: string }
  if (error instanceof VmAllocatorError) return `VmAllocatorError ${error.kind}`
  if (error instanceof InvalidSnapshotError) return 'InvalidSnapshotError'
  if (error instanceof NoRoomError) return 'NoRoomError'
  if (error instanceof SystemRequestError) return `SystemRequestError ${error.kind}`
  if (error instanceof LayoutError) return 'LayoutError'
  const isMisuse = error instanceof TypeError || error instanceof RangeError
  if (isMisuse && MISUSE.has(String(code))) return `${error.name} ${String(code)}`
  if (level === 'native' && error instanceof Error && NATIVE_MISUSE.has(String(code))) return `native ${String(code)}`
  if (error instanceof TypeError && ENGINE.test(message)) return 'TypeError of the engine'
  throw new Error(`${isClass ? '' : level} ${name} threw what it should not`, { cause: error })
}
