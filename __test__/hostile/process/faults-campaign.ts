// `npm run reliability -- faults`: the process runs out of memory, or receives a signal while the command-line tool
// writes.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AddressAllocator } from 'vm-allocator'
import { Random } from '../../support/random.ts'
import type { Campaign } from '../campaign.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Endless native allocations of different sizes. */
export const GREEDY: Readonly<Record<string, string>> = {
  'ranges in one allocator': `
    const allocator = new AddressAllocator(0n, 1n << 60n)
    for (;;) allocator.allocate(1n, 2n)`,
  'clones that are kept': `
    const allocator = new AddressAllocator(0n, 1n << 60n)
    for (let i = 0; i < 20_000; i++) allocator.allocate(1n, 2n)
    const kept = []
    for (;;) kept.push(allocator.clone())`,
  'freed ids': `
    const kept = []
    for (;;) {
      const ids = new IdAllocator(0, 2 ** 20)
      for (let i = 0; i < 50_000; i++) ids.allocateId()
      for (let i = 0; i < 50_000; i++) ids.freeId(i)
      kept.push(ids)
    }`,
  'snapshots that are kept': `
    const allocator = new AddressAllocator(0n, 1n << 60n)
    for (let i = 0; i < 200_000; i++) allocator.allocate(1n, 2n)
    const kept = []
    for (;;) kept.push(AddressAllocator.restore(allocator.snapshot()))`,
}

/** The messages of a process that runs out of memory. */
const OUT_OF_MEMORY = /memory allocation of \d+ bytes failed|out of memory|allocation failed|RangeError/i

/** Runs a program in an address space of `mebibytes`; throws unless it aborts with a message instead of a segfault. */
export async function runOutOfMemory(name: string, program: string, mebibytes: number): Promise<void> {
  const source = `const { AddressAllocator, IdAllocator } = require('vm-allocator')\n${program}`
  const node = [process.execPath, '--max-old-space-size=64', '--eval', source]
  const child = spawn('prlimit', [`--as=${mebibytes * 2 ** 20}`, '--core=0', ...node], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [output, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  const how = signal ?? `exit code ${code}`
  const words = OUT_OF_MEMORY.exec(output)?.[0] ?? 'nothing'
  console.log(`${name} in ${mebibytes} MiB of addresses: ended by ${how}, saying "${words}"`)
  assert(['SIGABRT', 'SIGTRAP', 'SIGILL'].includes(how) || (signal === null && code !== 0), output)
  assert.match(output, OUT_OF_MEMORY)
}

/** Kills the tool while it writes, and checks that exactly the old or the new file is there, complete. */
async function killWriters(random: Random, times: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-'))
  const [snapshot, drawing] = [join(folder, 'pool.json'), join(folder, 'pool.svg')]
  writeFileSync(snapshot, filled().snapshot())
  const outcomes = { kept: 0, replaced: 0, killedWhileWriting: 0 }
  try {
    const whole = await draw(folder, snapshot, drawing)
    for (let i = 0; i < times; i++) {
      writeFileSync(drawing, 'old')
      const wasWriting = await draw(folder, snapshot, drawing, random.below(3))
      if (wasWriting === 'writing') outcomes.killedWhileWriting++
      const found = readFileSync(drawing, 'utf8')
      assert(found === 'old' || found === whole, `a file of ${found.length} letters`)
      outcomes[found === 'old' ? 'kept' : 'replaced']++
      assert.deepEqual(readdirSync(folder).sort(), ['pool.json', 'pool.svg'])
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  console.log(`${times} writers killed: ${JSON.stringify(outcomes)}; no file was torn, none left over`)
  assert(outcomes.killedWhileWriting > 0)
}

function filled(): AddressAllocator {
  const allocator = new AddressAllocator(0n, 1n << 40n)
  for (let i = 0; i < 4000; i++) allocator.allocate(0x1000n, 0x2000n)
  return allocator
}

/** Draws a map. With a delay, sends SIGTERM this many milliseconds after the temporary file appeared. */
async function draw(folder: string, snapshot: string, drawing: string, delay?: number): Promise<string> {
  const words = [join(ROOT, 'dist/cli.cjs'), 'map', snapshot, '--svg', drawing]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  let seen = 'nothing'
  const watcher = watch(folder, async (_, name) => {
    if (delay === undefined || !name?.endsWith('.tmp')) return
    await setTimeout(delay)
    if (child.kill('SIGTERM')) seen = 'writing'
  })
  await once(child, 'exit')
  watcher.close()
  return delay === undefined ? readFileSync(drawing, 'utf8') : seen
}

export const campaign: Campaign = async ({ seed, calls = 100 }) => {
  if (process.platform === 'linux') {
    for (const [name, program] of Object.entries(GREEDY)) {
      for (const mebibytes of [1200, 1500]) await runOutOfMemory(name, program, mebibytes)
    }
  }
  await killWriters(new Random(seed), calls)
}
