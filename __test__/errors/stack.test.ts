// The stack trace of an error begins where the package was called, and not inside it.
import test from 'ava'
import {
  AddressAllocator,
  AllocPolicy,
  Constraint,
  IdAllocator,
  ManagedRange,
  RangeInclusive,
  VmAllocatorError,
} from 'vm-allocator'
import {
  diffLayouts,
  explain,
  fitIn,
  Layout,
  LayoutError,
  LayoutRange,
  layoutPage,
  mergeLayouts,
  readLayout,
} from 'vm-allocator/layout'
import { renderMap } from 'vm-allocator/map'
import { SystemAllocator } from 'vm-allocator/system'

const mmio = new AddressAllocator(0x1000n, 0x1000n)
const lines = new IdAllocator(5, 23)
const range = new RangeInclusive(1n, 2n)
const vm = new SystemAllocator({ mmio: { base: 0n, size: 0x1000n } })
const layout = readLayout('c0000000-c0000fff : PCI Bus 0000:00\n')
const overlapping = readLayout(
  'pci 0000:00:01.0: BAR 0 [mem 0xc0000000-0xc0000fff]: assigned\npci 0000:00:02.0: BAR 0 [mem 0xc0000800-0xc00017ff]: assigned\n',
)
const wrong = 'x' as never

const CALLS: Readonly<Record<string, () => unknown>> = {
  'new AddressAllocator': () => new AddressAllocator(wrong, 1n),
  'new AddressAllocator, options': () => new AddressAllocator(0n, 1n, wrong),
  'AddressAllocator.restore': () => AddressAllocator.restore(1 as never),
  allocate: () => mmio.allocate(wrong),
  'allocate, align': () => mmio.allocate(1n, -1),
  'allocate, policy': () => mmio.allocate(1n, 1n, wrong),
  'allocate, options': () => mmio.allocate(1n, { aling: 1n } as never),
  'allocate, within': () => mmio.allocate(1n, { within: { start: 1n } } as never),
  fit: () => mmio.fit(wrong),
  free: () => mmio.free({} as never),
  freeAt: () => mmio.freeAt(wrong),
  at: () => mmio.at(wrong),
  ranges: () => mmio.ranges(wrong),
  equals: () => mmio.equals(wrong),
  ExactMatch: () => AllocPolicy.ExactMatch(wrong),
  'new Constraint': () => new Constraint(wrong),
  'new RangeInclusive': () => new RangeInclusive(wrong, 1n),
  'new ManagedRange': () => new ManagedRange(0n, 1n, wrong),
  contains: () => range.contains(wrong),
  'len of something else': () => Object.create(RangeInclusive.prototype).len,
  'new IdAllocator': () => new IdAllocator(wrong, 1),
  freeId: () => lines.freeId(wrong),
  isAllocated: () => lines.isAllocated(-1),
  fromJSON: () => VmAllocatorError.fromJSON(wrong),
  renderMap: () => renderMap(mmio, { width: 1 }),
  'new SystemAllocator': () => new SystemAllocator(wrong),
  owner: () => vm.owner('mmio', wrong),
  'owner of an unknown pool': () => vm.owner('io' as never, 1n),
  attach: () => vm.attach('net0', { bar0: { pool: 'mmio', size: 1n << 40n } }),
  'SystemAllocator.restore': () => SystemAllocator.restore('{}'),
  'toJSON of something else': () => Constraint.prototype.toJSON.call(wrong),
  readLayout: () => readLayout(1 as never),
  'readLayout, a file that can’t be read': () => readLayout('x'),
  'readLayout, a value deep in a file': () => readLayout('[{"devices":'.repeat(300), { format: 'qmp-query-pci' }),
  diffLayouts: () => diffLayouts(layout, wrong),
  mergeLayouts: () => mergeLayouts([wrong]),
  explain: () => explain(wrong),
  fitIn: () => fitIn(layout, { size: 0n }),
  layoutPage: () => layoutPage(layout, { title: 1 as never }),
  'new Layout': () => Reflect.construct(Layout, []),
  space: () => layout.space(1 as never),
  windows: () => layout.windows(1 as never),
  window: () => layout.window(wrong),
  windowRange: () => layout.windowRange(wrong),
  'problems of something else': () => Layout.prototype.problems.call(wrong),
  'toSystem, two owners': () => overlapping.toSystem(),
  'new LayoutRange': () => new LayoutRange(wrong, 1n, '', 'device', ''),
  'new LayoutError': () => new LayoutError(1 as never),
}

for (const [name, call] of Object.entries(CALLS)) {
  test(`misuse of ${name} is reported where it happens`, (t) => {
    const error = t.throws(call, { instanceOf: Error })
    const frames = error?.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
    t.regex(frames[0] ?? '', /stack\.test\.ts/, error?.stack)
  })
}

test('a stack trace that must not be captured is not', (t) => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    t.is(t.throws(() => mmio.allocate(wrong))?.stack?.includes('\n    at '), false)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
})

test.serial('toJSON() does not have V8 write the stack', (t) => {
  const { prepareStackTrace } = Error
  let written = 0
  Error.prepareStackTrace = () => String(++written)
  try {
    const error = refusal()
    t.is(error.message, (error.toJSON() as Error).message)
    t.is(written, 0)
    t.is(error.stack, '1')
  } finally {
    Error.prepareStackTrace = prepareStackTrace
  }
})

function refusal(): VmAllocatorError {
  try {
    new AddressAllocator(0n, 16n).allocate(17n)
  } catch (error) {
    return error as VmAllocatorError
  }
  throw new Error('nothing was refused')
}
