// `npm run reliability -- workers`: worker threads that end with live allocators or are terminated during calls, and
// contexts of the vm module, in one process until memory is flat.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { createContext, runInContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import * as core from 'vm-allocator'
import { Random } from '../../support/random.ts'
import type { Campaign } from '../campaign.ts'
import { requireFlat, residentMebibytes, SLACK, settle } from './figures.ts'

const ROUNDS = 10

const FILL = `
  const { AddressAllocator, IdAllocator, RangeInclusive } = require('vm-allocator')
  const kept = (globalThis.kept = [])
  for (let i = 0; i < 20; i++) {
    const addresses = new AddressAllocator(0n, 1n << 40n, { sound: i % 2 === 0 })
    for (let j = 0; j < 500; j++) addresses.allocate(0x1000n, 0x1000n)
    kept.push(addresses, addresses.clone(), new IdAllocator(0, 100))
  }`

/** Calls in exit handlers and in callbacks of finalizers count too. */
const ALIVE_AT_EXIT = `${FILL}
  const registry = new FinalizationRegistry((allocator) => allocator.allocate(4n))
  registry.register({}, kept[0])
  process.on('exit', () => {
    for (const allocator of kept) allocator.toJSON()
    new AddressAllocator(0n, 8n).allocate(8n)
  })`

/** Endless refusals, snapshots and new allocators. */
const BUSY = `${FILL}
  require('node:worker_threads').parentPort.postMessage('busy')
  for (let i = 0; ; i++) {
    const copy = AddressAllocator.restore(kept[i % 2].snapshot())
    for (const range of copy.ranges('allocated')) copy.free(range)
    try { copy.free(new RangeInclusive(1n, 2n)) } catch {}
    kept[i % 50] = copy
  }`

const start = (source: string): Worker => new Worker(source, { eval: true, execArgv: [] })

async function endWithAllocators(): Promise<void> {
  const [code] = await once(start(ALIVE_AT_EXIT), 'exit')
  assert.equal(code, 0)
}

async function terminateAmidCalls(random: Random): Promise<void> {
  const worker = start(BUSY)
  await once(worker, 'message')
  await setTimeout(random.below(20))
  assert.equal(await worker.terminate(), 1)
}

const IN_CONTEXT = `
  const addresses = new AddressAllocator(0n, 0x10000n)
  for (let i = 0; i < 8; i++) addresses.allocate(0x100n)
  let refused = false
  try { addresses.free({ start: 1n, end: 0n }) } catch { refused = true }
  globalThis.addresses = addresses
  refused`

function inContexts(count: number): void {
  for (let i = 0; i < count; i++) assert(runInContext(IN_CONTEXT, createContext({ ...core })))
}

async function inRounds(what: string, count: number, round: (times: number) => Promise<void> | void): Promise<void> {
  const sizes: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    await round(Math.ceil(count / ROUNDS))
    await settle()
    sizes.push(residentMebibytes())
  }
  requireFlat(`${count} ${what}`, sizes, SLACK)
}

/** Two at a time. */
async function inPairs(times: number, work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i += 2) await Promise.all([work(), work()])
}

export const campaign: Campaign = async ({ seed, calls = 400 }) => {
  const random = new Random(seed)
  await inRounds('workers that end with 60 allocators alive', calls, (times) => inPairs(times, endWithAllocators))
  await inRounds('workers terminated during calls', calls / 2, (times) =>
    inPairs(times, () => terminateAmidCalls(random)),
  )
  await inRounds('contexts', 5 * calls, inContexts)
}
