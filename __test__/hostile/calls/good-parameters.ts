// Valid arguments, so that calls get as far as possible; the campaign then replaces one of them.
import { LAYOUT_FORMATS, type LayoutFormat } from 'vm-allocator/layout'
import { ID, openMailbox, POLICY, SIZE } from '../../../lib/binding/mailbox.ts'
import { addressWords, idWords, SIGNATURES, systemWords, type Type } from '../native/functions.ts'
import type { Target } from './targets.ts'
import { LAYOUTS, type World } from './world.ts'

const NATIVE: Readonly<Record<Type, (world: World) => unknown>> = {
  'address handle': ({ random, addressHandles }) => random.pick(addressHandles),
  'id handle': ({ random, idHandles }) => random.pick(idHandles),
  u64: (world) => world.primitive(),
  'u64?': (world) => world.primitive() & ~0xfn,
  u32: ({ random }) => random.below(80),
  'u32?': ({ random }) => random.below(3),
  boolean: ({ random }) => random.onceIn(2),
  'boolean?': ({ random }) => random.onceIn(2),
  bytes: (world) => world.document(),
  words: () => openMailbox().words,
  'address words': (world) => {
    const words = addressWords(world.random.pick(world.addressHandles))
    words.set([world.primitive() % 0x200n, alignment(world), world.primitive() & ~0xfn], SIZE)
    new Uint32Array(words.buffer)[POLICY] = world.random.below(4)
    return words
  },
  'id words': ({ random, idHandles }) => {
    const words = idWords(random.pick(idHandles))
    new Uint32Array(words.buffer)[ID] = random.below(120)
    return words
  },
  'system handle': ({ random, systemHandles }) => random.pick(systemHandles),
  'system words': ({ random, systemHandles }) => {
    const small = () => random.below(3)
    const place = () => BigInt(random.below(60))
    // A need of a device, a device, a run that it had, a place for it, or a place to look up.
    const calls = [
      [random.below(4) - 1, 1, 2, place() + 1n, 1n, place(), 60n, 1, BigInt(random.below(2))],
      [small()],
      [random.below(9), small(), small(), place(), place()],
      [small(), small(), small(), place()],
      [small(), place()],
    ]
    return systemWords(random.pick(systemHandles), ...random.pick(calls))
  },
  spaces: ({ random }) => new BigUint64Array([0n, place(random), 0xfffn, 1n, 0n, place(random)]),
}

const place = (random: World['random']): bigint => BigInt(random.below(60))

const TYPES = new Map(SIGNATURES.map(({ name, types }) => [name, types]))

const alignment = ({ random }: World): bigint => 1n << BigInt(random.below(6))
const range = (world: World): object =>
  world.random.onceIn(3) ? (world.instanceOf('RangeInclusive') as object) : world.liveRange()
const ends = (world: World): bigint[] => [world.primitive(), world.primitive()].sort((low, high) => Number(low - high))
const id = ({ random }: World): number => random.below(120)
const options = ({ random }: World): object => ({ sound: random.onceIn(2) })

const device = ({ random }: World): string => random.pick(['first', 'net0', 'net1', '__proto__'])
const pool = ({ random }: World): string => random.pick(['low', 'high', 'ids'])
const needs = (world: World): object => ({
  bar: { pool: world.random.pick<unknown>(['low', ['high', 'low']]), size: world.primitive(), align: alignment(world) },
  irq: world.random.onceIn(2) ? { pool: 'ids', count: 1 + world.random.below(4) } : { pool: 'ids', id: id(world) },
})

const FORMATS = Object.keys(LAYOUT_FORMATS) as LayoutFormat[]
const windowName = ({ random }: World): string => random.pick(['PCI Bus 0000:01', 'PCI Bus 0000:00', 'memory', 'io'])
const fitRequest = (world: World): object => ({
  size: world.primitive(),
  ...(world.random.onceIn(2) && { align: alignment(world) }),
  ...(world.random.onceIn(2) && { width: world.random.pick(['32bit', '64bit']), prefetchable: true, space: 'memory' }),
})

/** Good arguments by the end of a function's name; functions that aren't listed receive any values. */
const PUBLIC: Readonly<Record<string, (world: World) => unknown[]>> = {
  'new RangeInclusive': ends,
  'new ManagedRange': (world) => [...ends(world), 'free'],
  'new Constraint': (world) => [world.primitive(), alignment(world), world.policy()],
  'new AddressAllocator': (world) => [world.primitive(), world.primitive(), options(world)],
  'new IdAllocator': ({ random }) => [random.below(10), 10 + random.below(100)],
  'AllocPolicy.ExactMatch': (world) => [world.primitive()],
  'AddressAllocator.restore': (world) => [world.snapshot(), options(world)],
  'IdAllocator.restore': (world) => [world.snapshot()],
  'AddressAllocator.prototype.allocate': (world) => [world.primitive() % 0x200n, alignment(world), world.policy()],
  'AddressAllocator.prototype.free': (world) => [range(world)],
  'AddressAllocator.prototype.ranges': ({ random }) => [random.pick(['allocated', 'free'])],
  'AddressAllocator.prototype.equals': (world) => [world.instanceOf('AddressAllocator')],
  'IdAllocator.prototype.equals': (world) => [world.instanceOf('IdAllocator')],
  'IdAllocator.prototype.freeId': (world) => [id(world)],
  'IdAllocator.prototype.isAllocated': (world) => [id(world)],
  'RangeInclusive.prototype.contains': (world) => [range(world)],
  'RangeInclusive.prototype.overlaps': (world) => [range(world)],
  'RangeInclusive.prototype.equals': (world) => [range(world)],
  'RangeInclusive.prototype.compare': (world) => [range(world)],
  'new SystemAllocator': (world) => [{ a: { base: world.primitive(), size: world.primitive() }, b: { ids: [3, 9] } }],
  'SystemAllocator.restore': ({ random, systems }) => [random.pick(systems).snapshot()],
  'SystemAllocator.prototype.attach': (world) => [device(world), needs(world)],
  'SystemAllocator.prototype.plan': (world) => [device(world), needs(world)],
  'SystemAllocator.prototype.detach': (world) => [device(world)],
  'SystemAllocator.prototype.device': (world) => [device(world)],
  'SystemAllocator.prototype.move': (world) => [device(world), world.random.pick(['bar', 'irq']), world.primitive()],
  'SystemAllocator.prototype.owner': (world) => [pool(world), world.primitive()],
  'SystemAllocator.prototype.pool': (world) => [pool(world)],
  'SystemAllocator.prototype.labels': (world) => [pool(world)],
  'SystemAllocator.prototype.equals': (world) => [world.instanceOf('SystemAllocator')],
  'IdPool.prototype.isAllocated': (world) => [id(world)],
  readLayout: ({ random }) => [random.pick(LAYOUTS), random.onceIn(2) ? {} : { format: random.pick(FORMATS) }],
  diffLayouts: ({ random, layouts }) => [random.pick(layouts), random.pick(layouts)],
  mergeLayouts: ({ layouts }) => [layouts],
  explain: ({ random, layouts }) => [random.pick(layouts)],
  fitIn: (world) => [world.random.pick(world.layouts), fitRequest(world)],
  layoutPage: ({ random, layouts }) => [random.pick(layouts), { title: 'a title', compared: random.pick(layouts) }],
  'new Layout': ({ random, layouts }) => [random.pick(layouts)],
  'new LayoutRange': (world) => [...ends(world), 'a label', 'device', 'bar', 3],
  'Layout.prototype.space': ({ random }) => [random.pick(['memory', 'io'])],
  'Layout.prototype.windows': ({ random }) => [random.pick([undefined, 'memory'])],
  'Layout.prototype.window': (world) => [world.random.onceIn(2) ? windowName(world) : world.instanceOf('LayoutRange')],
  'Layout.prototype.windowRange': (world) => [windowName(world)],
  'new LayoutError': ({ random }) => ['a reason', random.pick(FORMATS), random.below(9)],
  renderMap: (world) => [
    world.instanceOf(world.random.pick(['AddressAllocator', 'IdAllocator', 'SystemAllocator', 'IdPool'])),
  ],
  formatSize: (world) => [world.primitive()],
  formatAddress: (world) => [world.primitive(), world.random.below(20)],
}

/** Arguments that a function accepts, although it may refuse the request. */
export function goodParameters(world: World, { name, level }: Target): unknown[] {
  if (level === 'native') return (TYPES.get(name) ?? []).map((type) => NATIVE[type](world))
  return PUBLIC[name]?.(world) ?? []
}
