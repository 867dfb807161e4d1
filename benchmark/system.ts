// Compares attaching and detaching a device with two ranges and three ids, beside many others, with the bare calls that
// this makes: two `allocate`, three `allocateId`, two `free`, three `freeId`. Both are timed in alternation, in this
// process.
//   npm run benchmark:system -- --help
import { Command } from 'commander'
import { AddressAllocator, AllocPolicy, IdAllocator } from 'vm-allocator'
import { SystemAllocator } from 'vm-allocator/system'
import { wholeNumberFrom } from '../lib/cli/whole-number.ts'
import { measure } from './measure.ts'
import { median } from './statistics.ts'

const DEVICES = [10, 100, 1_000, 10_000]
const TRIALS = 7
const { milliseconds } = new Command('npm run benchmark:system --')
  .description('Measures attaching and detaching a device beside others, and the bare calls that this makes.')
  .option('--milliseconds <number>', 'time limit of a trial', wholeNumberFrom(1), 150)
  .parse()
  .opts<{ milliseconds: number }>()

const MMIO32 = { base: 0x4000_0000n, size: 0xa000_0000n }
const MMIO64 = { base: 1n << 40n, size: 1n << 40n }
const IDS = { ids: [0, 65_535] } as const
const [PAGE, BAR] = [0x1000n, 0x8_0000n]

/** Attaches and detaches one device beside `count` others. */
function ofSystem(count: number): () => void {
  const system = new SystemAllocator({ mmio32: MMIO32, mmio64: MMIO64, msi: IDS })
  const attach = (name: string): unknown =>
    system.attach(name, {
      bar0: { pool: 'mmio32', size: PAGE },
      bar1: { pool: 'mmio64', size: BAR },
      msix: { pool: 'msi', count: 3 },
    })
  for (let device = 0; device < count; device++) attach(`device ${device}`)
  for (let device = 0; device < count; device += 3) system.detach(`device ${device}`)
  for (let device = 0; device < count; device += 3) attach(`device ${device}`)
  return () => {
    attach('another')
    system.detach('another')
  }
}

/** Makes the same calls on bare allocators. */
function ofBareCalls(count: number): () => void {
  const mmio32 = new AddressAllocator(MMIO32.base, MMIO32.size, { sound: true })
  const mmio64 = new AddressAllocator(MMIO64.base, MMIO64.size, { sound: true })
  const msi = new IdAllocator(...IDS.ids)
  const attach = () => ({
    page: mmio32.allocate(PAGE, PAGE, AllocPolicy.FirstMatch),
    bar: mmio64.allocate(BAR, BAR, AllocPolicy.FirstMatch),
    ids: [msi.allocateId(), msi.allocateId(), msi.allocateId()] as const,
  })
  const detach = ({ page, bar, ids }: ReturnType<typeof attach>): void => {
    mmio32.free(page)
    mmio64.free(bar)
    for (const id of ids) msi.freeId(id)
  }
  for (let device = 0; device < count; device++) attach()
  return () => detach(attach())
}

function time(pair: () => void): number {
  const run = (times: number): void => {
    for (let done = 0; done < times; done++) pair()
  }
  return measure({ operations: 1, run } as never, milliseconds).nanoseconds
}

console.log('| devices | attach and detach | the bare calls | ratio |')
console.log('| ---: | ---: | ---: | ---: |')
for (const count of DEVICES) {
  const [system, bare] = [ofSystem(count), ofBareCalls(count)]
  const trials = Array.from({ length: TRIALS }, () => ({ system: time(system), bare: time(bare) }))
  const attached = median(trials.map((trial) => trial.system))
  const called = median(trials.map((trial) => trial.bare))
  const ratio = median(trials.map((trial) => trial.system / trial.bare))
  const cells = [count, `${Math.round(attached)} ns`, `${Math.round(called)} ns`, ratio.toFixed(2)]
  console.log(`| ${cells.join(' | ')} |`)
}
