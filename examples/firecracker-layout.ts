// The resource pools of a microVM through its life: devices come and go, all pools are saved to one file, another
// process restores them and carries on. In the end both processes have the same pools, tree for tree.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { VmAllocatorError } from 'vm-allocator'
import { renderMap } from 'vm-allocator/map'
import { DeviceManager, type ModelName, type SavedMachine } from './firecracker-devices.ts'
import { differingPools, POOL_NAMES, type PoolName } from './firecracker-pools.ts'

const TITLES: Record<PoolName, string> = {
  systemMemory: 'System memory',
  mmio32: 'MMIO below 4 GiB',
  mmio64: 'MMIO from 256 GiB',
  legacyInterrupts: 'Legacy interrupt lines',
  msiInterrupts: 'MSI interrupts',
}

// A reader that leaves early, as in `| head`, is no failure: both processes do their work to the end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const [, , task, ...files] = process.argv
if (task === 'continue') continueFrom(files as [from: string, to: string])
else tellStory()

/** What the first process does. */
function tellStory(): void {
  const folder = mkdtempSync(join(tmpdir(), 'firecracker-layout-'))
  try {
    const machine = new DeviceManager()
    boot(machine)
    unplugAndPlug(machine)
    exhaustInterruptLines(machine)

    const [saved, continued] = [join(folder, 'saved.json'), join(folder, 'continued.json')]
    const { pools } = save(machine, saved)
    console.log(`\nSaved ${machine.devices.length} devices and ${Object.keys(pools).length} pools to one file.`)

    // The same file again, with the loader that runs this one.
    const script = fileURLToPath(import.meta.url)
    execFileSync(process.execPath, [...process.execArgv, script, 'continue', saved, continued], { stdio: 'inherit' })
    carryOn(machine)
    compare(machine, load(continued))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the second process does. */
function continueFrom([from, to]: [from: string, to: string]): void {
  const machine = load(from)
  console.log(`Process ${process.pid} restored them:\n`)
  for (const name of POOL_NAMES) {
    // Every device has some of the many MSI interrupts: their names would hide the picture.
    const labels = name === 'msiInterrupts' ? undefined : machine.labels(name)
    console.log(renderMap(machine.pools[name], { title: TITLES[name], labels }))
  }
  carryOn(machine)
  save(machine, to)
}

function boot(machine: DeviceManager): void {
  attachMany(machine, { acpi: 1, vmgenid: 1, rng: 1, balloon: 1, block: 12, net: 8, vsock: 1, pmem: 3, gpu: 2 })
  console.log(`Booted with ${machine.devices.length} devices: ${describe(machine)}`)
}

/** Every second disk and a GPU leave; what comes next takes the holes that fit. */
function unplugAndPlug(machine: DeviceManager): void {
  const leaving = ['block-1', 'block-3', 'block-5', 'block-7', 'net-2', 'pmem-0', 'gpu-0']
  for (const name of leaving) machine.detach(name)
  console.log(`Unplugged ${leaving.join(', ')}: ${describe(machine)}`)
  const newcomers = ['net-8', 'net-9', 'vsock-1'] as const
  for (const name of newcomers) machine.attach(name, name.split('-')[0] as ModelName)
  console.log(`Plugged in ${newcomers.join(', ')}: ${describe(machine)}`)
}

/** A device that can't have all that it needs takes nothing. */
function exhaustInterruptLines(machine: DeviceManager): void {
  const spares: string[] = []
  for (;;) {
    const name = `spare-${spares.length}`
    const { allocatedRanges } = machine.pools.mmio32.stats()
    try {
      machine.attach(name, 'rng')
      spares.push(name)
    } catch (error) {
      if (!(error instanceof VmAllocatorError)) throw error
      const kept = machine.pools.mmio32.stats().allocatedRanges - allocatedRanges
      console.log(`Plugged in ${spares.length} spare devices until no interrupt line was left: ${error.kind}.`)
      console.log(`The page of the one that was refused went back: it keeps ${kept} windows.`)
      break
    }
  }
  for (const name of spares) machine.detach(name)
}

/** What both processes do from the saved state on; the answers depend on every hole and every freed id. */
function carryOn(machine: DeviceManager): void {
  attachMany(machine, { block: 4, gpu: 1, pmem: 2 }, 'late-')
  machine.detach('block-2')
  machine.attach('late-net', 'net')
}

function compare(machine: DeviceManager, continued: DeviceManager): void {
  const differing = differingPools(machine.pools, continued.pools)
  if (differing.length > 0) throw new Error(`these pools differ: ${differing.join(', ')}`)
  const late = (manager: DeviceManager): string => JSON.stringify(manager.save().devices)
  if (late(machine) !== late(continued)) throw new Error('the devices differ')
  console.log('Both processes plugged in the same 8 devices from there on: they got the same ranges and interrupts,')
  console.log(`and all ${POOL_NAMES.length} pools are equal, tree for tree.`)
}

function attachMany(machine: DeviceManager, counts: Partial<Record<ModelName, number>>, prefix = ''): void {
  for (const [model, count] of Object.entries(counts)) {
    for (let index = 0; index < count; index++) machine.attach(`${prefix}${model}-${index}`, model as ModelName)
  }
}

function describe({ pools }: DeviceManager): string {
  const windows = pools.mmio32.stats().allocatedRanges + pools.mmio64.stats().allocatedRanges
  const interrupts = pools.legacyInterrupts.stats().allocated + pools.msiInterrupts.stats().allocated
  return `${windows} MMIO windows, ${interrupts} interrupts`
}

function save(machine: DeviceManager, file: string): SavedMachine {
  const saved = machine.save()
  writeFileSync(file, JSON.stringify(saved))
  return saved
}

function load(file: string): DeviceManager {
  return DeviceManager.restore(JSON.parse(readFileSync(file, 'utf8')) as SavedMachine)
}
