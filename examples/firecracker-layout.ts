// The resource pools of a microVM through its life: devices come and go, everything is saved to one file, and another
// process restores it and continues. At the end, both processes have the same pools and devices.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderMap } from 'vm-allocator/map'
import { NoRoomError, SystemAllocator } from 'vm-allocator/system'
import { MODELS, type ModelName, POOLS } from './firecracker-devices.ts'

type Machine = SystemAllocator<typeof POOLS>

// A reader that leaves early, as in `| head`, is not a failure: both processes finish their work.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const [, , task, ...files] = process.argv
if (task === 'continue') continueFrom(files as [from: string, to: string])
else runExample()

/** What the first process does. */
function runExample(): void {
  const folder = mkdtempSync(join(tmpdir(), 'firecracker-layout-'))
  try {
    const machine = new SystemAllocator(POOLS)
    boot(machine)
    unplugAndPlug(machine)
    exhaustInterruptLines(machine)

    const [saved, continued] = [join(folder, 'saved.json'), join(folder, 'continued.json')]
    writeFileSync(saved, machine.snapshot())
    console.log(`\nSaved ${machine.devices.size} devices and ${machine.pools.length} pools to one file.`)

    // Runs this file again, with the same loader.
    const script = fileURLToPath(import.meta.url)
    execFileSync(process.execPath, [...process.execArgv, script, 'continue', saved, continued], { stdio: 'inherit' })
    carryOn(machine)
    if (!machine.equals(load(continued))) throw new Error('the two processes differ')
    console.log('Both processes then plugged in the same 8 devices: they got the same ranges and interrupts.')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the second process does. */
function continueFrom([from, to]: [from: string, to: string]): void {
  const machine = load(from)
  console.log(`Process ${process.pid} restored them:\n`)
  console.log(renderMap(machine))
  carryOn(machine)
  writeFileSync(to, machine.snapshot())
}

function boot(machine: Machine): void {
  attachMany(machine, { acpi: 1, vmgenid: 1, rng: 1, balloon: 1, block: 12, net: 8, vsock: 1, pmem: 3, gpu: 2 })
  console.log(`Booted with ${machine.devices.size} devices: ${describe(machine)}`)
}

/** Every second disk and a GPU are unplugged, and new devices fill the holes that fit. */
function unplugAndPlug(machine: Machine): void {
  const leaving = ['block-1', 'block-3', 'block-5', 'block-7', 'net-2', 'pmem-0', 'gpu-0']
  for (const name of leaving) machine.detach(name)
  console.log(`Unplugged ${leaving.join(', ')}: ${describe(machine)}`)
  machine.attach('net-8', MODELS.net)
  machine.attach('net-9', MODELS.net)
  machine.attach('vsock-1', MODELS.vsock)
  console.log(`Plugged in net-8, net-9, vsock-1: ${describe(machine)}`)
}

/** A device that can't have everything it needs gets nothing. */
function exhaustInterruptLines(machine: Machine): void {
  const spares: string[] = []
  for (;;) {
    const name = `spare-${spares.length}`
    const before = machine.snapshot()
    try {
      machine.attach(name, MODELS.rng)
      spares.push(name)
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error
      console.log(`Plugged in ${spares.length} spare devices. The next one found no room: ${error.message}.`)
      console.log(`It has changed ${machine.snapshot() === before ? 'nothing' : 'something'}.`)
      break
    }
  }
  for (const name of spares) machine.detach(name)
}

/** What both processes do after the save. The answers depend on every hole and every free id. */
function carryOn(machine: Machine): void {
  attachMany(machine, { block: 4, gpu: 1, pmem: 2 }, 'late-')
  machine.detach('block-2')
  machine.attach('late-net', MODELS.net)
}

function attachMany(machine: Machine, counts: Partial<Record<ModelName, number>>, prefix = ''): void {
  for (const [model, count] of Object.entries(counts)) {
    for (let index = 0; index < count; index++) machine.attach(`${prefix}${model}-${index}`, MODELS[model as ModelName])
  }
}

function describe(machine: Machine): string {
  const windows = machine.pool('mmio32').stats().allocatedRanges + machine.pool('mmio64').stats().allocatedRanges
  const interrupts =
    machine.pool('legacyInterrupts').stats().allocated + machine.pool('msiInterrupts').stats().allocated
  return `${windows} MMIO windows, ${interrupts} interrupts`
}

function load(file: string): Machine {
  return SystemAllocator.restore(readFileSync(file), POOLS)
}
