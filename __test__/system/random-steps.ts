// Steps that fit the state of a model: devices are attached, detached and moved, and many find no room.
import type { Random } from '../support/random.ts'
import type { Step } from './lockstep.ts'
import type { Model, ModelNeed, ModelPool } from './model.ts'

const NAMES = ['net0', 'net1', 'gpu', '__proto__', 'constructor', 'a.b', 'ü "x"\n', '', '0', '7', 'hasOwnProperty', 'z']

export function randomStep(random: Random, model: Model): Step {
  const attached = [...model.devices.keys()]
  const absent = NAMES.filter((name) => !model.devices.has(name))
  const choice = random.below(100)
  if (choice < 45 && absent.length > 0)
    return { op: 'attach', device: random.pick(absent), needs: needs(random, model) }
  if (choice < 50 && absent.length > 0) return { op: 'plan', device: random.pick(absent), needs: needs(random, model) }
  if (choice < 75 && attached.length > 0) return { op: 'detach', device: random.pick(attached) }
  if (choice < 85) return move(random, model) ?? owner(random, model)
  if (choice < 98) return owner(random, model)
  return { op: choice === 98 ? 'clone' : 'restore' }
}

function owner(random: Random, model: Model): Step {
  const { name, base, end } = random.pick(model.pools)
  return { op: 'owner', pool: name, place: base + random.below(end - base + 1) }
}

/** Moves a range or a single id to a place in a pool of its kind. */
function move(random: Random, model: Model): Step | undefined {
  const runs = [...model.devices].flatMap(([device, owned]) => owned.map((one) => ({ device, ...one })))
  const movable = runs.filter(({ pool, places }) => !isIds(model, pool) || places.length === 1)
  if (movable.length === 0) return undefined
  const { device, resource, pool, places } = random.pick(movable)
  const ids = isIds(model, pool)
  const roomy = model.pools.filter(({ ids: theirs, base, end }) => theirs === ids && end - base + 1 >= places.length)
  const target = random.below(4) > 0 ? (model.pools.find(({ name }) => name === pool) as ModelPool) : random.pick(roomy)
  const near = random.below(2) === 0 && target.name === pool
  const [lowest, highest] = [target.base, target.end - places.length + 1]
  const anywhere = lowest + random.below(highest - lowest + 1)
  const nearby = (places[0] as number) + random.below(7) - 3
  const start = near ? Math.min(Math.max(nearby, lowest), highest) : anywhere
  return { op: 'move', device, resource, pool: target.name, start }
}

function needs(random: Random, model: Model): ModelNeed[] {
  const names = ['bar0', '__proto__', 'msix', '1', 'toString'].slice(0, 1 + random.below(5))
  // An object lists names like '1' first, in any case.
  const listed = Object.keys(Object.fromEntries(names.map((name) => [name, 0])))
  return listed.map((resource) => need(random, model, resource))
}

function need(random: Random, model: Model, resource: string): ModelNeed {
  const ids = random.below(5) < 2
  const kind = model.pools.filter((pool) => pool.ids === ids)
  const first = random.pick(kind)
  const second = random.pick(kind)
  const pools = random.below(2) === 0 || first === second ? [first.name] : [first.name, second.name]
  return ids ? idNeed(random, resource, pools, first) : rangeNeed(random, resource, pools, first)
}

function rangeNeed(random: Random, resource: string, pools: readonly string[], pool: ModelPool): ModelNeed {
  const size = 1 + random.below(random.pick([2, 8, 24]))
  const align = random.pick([1, 1, 2, 4, 8])
  const [base, end] = [pool.base, pool.end]
  const scattered = false
  if (random.below(4) === 0) {
    const place = base + random.below(Math.max(1, end - base + 2 - size))
    const aligned = place - (place % align)
    if (aligned >= base && aligned + size - 1 <= end) {
      return { resource, pools, size, align, place: aligned, within: undefined, scattered }
    }
  }
  const place = random.pick(['bottom', 'bottom', 'top'] as const)
  return { resource, pools, size, align, place, within: bounds(random, pool), scattered }
}

function idNeed(random: Random, resource: string, pools: readonly string[], pool: ModelPool): ModelNeed {
  const { base, end } = pool
  if (random.below(4) === 0) {
    const place = base + random.below(end - base + 1)
    return { resource, pools, size: 1, align: 1, place, within: undefined, scattered: false }
  }
  const size = 1 + random.below(random.pick([1, 4, 12]))
  const within = bounds(random, pool)
  if (size > 1 && random.below(2) === 0) {
    return { resource, pools, size, align: 1, place: 'bottom', within, scattered: true }
  }
  const align = size === 1 ? 1 : 2 ** Math.ceil(Math.log2(size))
  return { resource, pools, size, align, place: random.pick(['bottom', 'top'] as const), within, scattered: false }
}

function bounds(random: Random, { base, end }: ModelPool): ModelNeed['within'] {
  if (random.below(3) > 0) return undefined
  const first = base + random.below(end - base + 1)
  return [first, first + random.below(end - first + 4)]
}

function isIds(model: Model, name: string): boolean {
  return model.pools.some((pool) => pool.name === name && pool.ids)
}
