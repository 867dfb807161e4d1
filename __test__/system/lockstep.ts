// Drives a system and the model, and compares answers, refusals and ownership.
import type { ExecutionContext } from 'ava'
import {
  type AskedPool,
  type DeviceNeeds,
  type GrantedResource,
  type Holder,
  NoRoomError,
  SystemAllocator,
} from 'vm-allocator/system'
import { Model, type ModelNeed, type ModelPool, type Owned, type Refusal } from './model.ts'

/** A step of a run. */
export type Step =
  | { readonly op: 'attach' | 'plan'; readonly device: string; readonly needs: readonly ModelNeed[] }
  | { readonly op: 'detach'; readonly device: string }
  | {
      readonly op: 'move'
      readonly device: string
      readonly resource: string
      readonly pool: string
      readonly start: number
    }
  | { readonly op: 'owner'; readonly pool: string; readonly place: number }
  | { readonly op: 'restore' | 'clone' }

/** Maps the model's places in address pools to addresses: each is a few addresses. */
export interface Scale {
  /** The address of place 0. */
  readonly origin: bigint
  /** The number of addresses in a place: a power of two. */
  readonly grain: bigint
}

export class Lockstep {
  readonly model: Model
  system: SystemAllocator
  /** The number of refused steps. */
  refused = 0
  readonly #t: ExecutionContext
  readonly #scale: Scale

  constructor(t: ExecutionContext, pools: readonly ModelPool[], scale: Scale) {
    this.#t = t
    this.#scale = scale
    this.model = new Model(pools)
    this.system = new SystemAllocator(Object.fromEntries(pools.map((pool) => [pool.name, this.#definitionOf(pool)])))
  }

  step(step: Step): void {
    if (step.op === 'attach' || step.op === 'plan') this.#attach(step)
    else if (step.op === 'detach') this.#detach(step.device)
    else if (step.op === 'move') this.#move(step)
    else if (step.op === 'owner') this.#owner(step)
    else if (step.op === 'clone') this.system = this.#same(this.system.clone())
    else this.system = this.#same(SystemAllocator.restore(this.system.snapshot()))
  }

  /** Compares the ownership in both: each device, and the owner of each place. */
  compareOwners(): void {
    const { system, model } = this
    const devices = [...system.devices].map(([name, resources]) => [name, this.#ownedBy(resources)])
    this.#equal(devices, [...model.devices])
    for (const { name, base, end, ids } of model.pools) {
      for (let place = base; place <= end; place++) this.#owner({ pool: name, place })
      const allocated = system.pool(name)
      const taken = end - base + 1 - model.free(name, undefined)
      if (ids) this.#equal(Object(allocated.stats()).allocated, taken)
      else this.#equal(Object(allocated.stats()).allocatedBytes, BigInt(taken) * this.#scale.grain)
    }
  }

  #attach({ op, device, needs }: Step & { op: 'attach' | 'plan' }): void {
    const before = op === 'plan' ? this.#state() : undefined
    const answer = this.#try(() =>
      this.system[op](device, Object.fromEntries(needs.map((need) => [need.resource, this.#needOf(need)]))),
    )
    const expected = this.model[op](device, needs)
    if (answer instanceof NoRoomError) this.#equal(this.#refusalOf(answer), expected)
    else this.#equal(this.#ownedBy(answer as Resources), expected)
    if (before !== undefined) this.#equal(this.#state(), before)
  }

  #detach(device: string): void {
    this.system.detach(device)
    this.model.detach(device)
  }

  #move({ device, resource, pool, start }: Step & { op: 'move' }): void {
    const owned = this.model.devices.get(device) as readonly Owned[]
    const { places } = owned.find((one) => one.resource === resource) as Owned
    const { ids } = this.model.pools.find(({ name }) => name === pool) as ModelPool
    const options = ids ? { pool } : { pool, align: 1 }
    const to = ids ? start : this.#address(start)
    const answer = this.#try(() => this.system.move(device, resource, to, options))
    const holders = this.model.holders(pool, start, start + places.length - 1, { device, resource })
    const expected = this.model.move(device, resource, pool, start)
    if (answer instanceof NoRoomError) {
      this.#equal(expected, undefined)
      this.#equal(
        answer.pools.map((asked) => holdersOf(asked.holders)),
        [holders],
      )
    } else this.#equal(this.#ownedOf(resource, answer), expected)
  }

  #owner({ pool, place }: { readonly pool: string; readonly place: number }): void {
    const { ids } = this.model.pools.find(({ name }) => name === pool) as ModelPool
    const expected = this.model.owner(pool, place)
    const asked = ids ? [place] : [this.#address(place), this.#lastOf(place)]
    for (const one of asked) this.#equal(this.system.owner(pool, one), expected)
  }

  #same(system: SystemAllocator): SystemAllocator {
    if (!system.equals(this.system) || system.snapshot() !== this.system.snapshot()) this.#t.fail('they differ')
    return system
  }

  /** The answer, or the refusal, which must not have changed anything. */
  #try<T>(call: () => T): T | NoRoomError {
    const before = this.#state()
    try {
      return call()
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error
      this.refused++
      this.#equal(this.#state(), before)
      return error
    }
  }

  /** Owners and, byte for byte, the trees of all pools. */
  #state(): string {
    const { system } = this
    const trees = system.pools.map((name) => {
      const pool = system.pool(name)
      return 'snapshot' in pool ? pool.snapshot() : JSON.stringify(pool)
    })
    return [system.snapshot(), ...trees].join('\n')
  }

  #equal(actual: unknown, expected: unknown): void {
    const [one, other] = [actual, expected].map((value) =>
      JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part)),
    )
    // An assertion for each of millions of comparisons would take hours.
    if (one !== other) this.#t.is(one, other)
  }

  #definitionOf({ ids, base, end }: ModelPool) {
    if (ids) return { ids: [base, end] as const }
    return { base: this.#address(base), size: BigInt(end - base + 1) * this.#scale.grain }
  }

  #needOf({ pools, size, align, place, within, scattered }: ModelNeed): DeviceNeeds[string] {
    const [only, ...others] = pools
    const pool = others.length === 0 ? (only as string) : pools
    if (isIds(pools)) {
      if (typeof place === 'number') return { pool, id: place }
      const bounds = within === undefined ? {} : { within: { start: within[0], end: within[1] } }
      if (scattered) return { pool, count: size, ...bounds }
      return { pool, count: size, block: size > 1, at: place, ...bounds }
    }
    const { grain } = this.#scale
    const sizes = { size: BigInt(size) * grain, align: BigInt(align) * grain }
    const at = typeof place === 'number' ? this.#address(place) : place
    if (within === undefined) return { pool, ...sizes, at }
    return { pool, ...sizes, at, within: { start: this.#address(within[0]), end: this.#lastOf(within[1]) } }
  }

  #ownedBy(resources: Resources): Owned[] {
    return Object.entries(resources).map(([resource, granted]) => this.#ownedOf(resource, granted))
  }

  #ownedOf(resource: string, granted: GrantedResource): Owned {
    if ('ids' in granted) return { resource, pool: granted.pool, places: granted.ids }
    const [first, last] = this.#places(granted.range)
    return { resource, pool: granted.pool, places: Array.from({ length: last - first + 1 }, (_, at) => first + at) }
  }

  #refusalOf({ resource, pools }: NoRoomError): Refusal {
    return { resource, pools: pools.map((asked) => this.#askedOf(asked)) }
  }

  #askedOf({ pool, largest, free, holders }: AskedPool): Refusal['pools'][number] {
    const ids = isIds([pool])
    const run = largest === undefined ? undefined : ids ? places(largest) : this.#places(largest)
    return { pool, largest: run, free: Number(ids ? free : free / this.#scale.grain), holders: holdersOf(holders) }
  }

  #address(place: number): bigint {
    return this.#scale.origin + BigInt(place) * this.#scale.grain
  }

  #lastOf(place: number): bigint {
    const last = this.#address(place + 1) - 1n
    return last < 2n ** 64n ? last : 2n ** 64n - 1n
  }

  /** The places of a range, which must consist of whole places. */
  #places({ start, end }: { readonly start: bigint; readonly end: bigint }): [number, number] {
    const { origin, grain } = this.#scale
    const [first, last] = [start - origin, end + 1n - origin]
    if (first % grain !== 0n || last % grain !== 0n) this.#t.fail(`${start} to ${end} aren't whole places`)
    return [Number(first / grain), Number(last / grain) - 1]
  }
}

type Resources = { readonly [resource: string]: GrantedResource }

function isIds(pools: readonly string[]): boolean {
  return pools.some((name) => name.startsWith('id'))
}

function places({ start, end }: { readonly start: bigint; readonly end: bigint }): [number, number] {
  return [Number(start), Number(end)]
}

/** Each holder once, although it can hold two adjacent runs. */
function holdersOf(holders: readonly Holder[]): Pick<Holder, 'device' | 'resource'>[] {
  const names = holders.map(({ device, resource }) => ({ device, resource }))
  return names.filter(({ device, resource }, at) => {
    const before = names[at - 1]
    return before?.device !== device || before.resource !== resource
  })
}
