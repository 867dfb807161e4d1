// Worker threads: several at once, each with its own allocators.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import test from 'ava'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import { ROOT } from '../../support/process.ts'
import { addressHandle, idHandle } from './functions.ts'

interface Work {
  readonly seed: number
  readonly calls: number
}

/** Allocates and frees in an order that depends on the seed; posts the sum of all answers. */
const WORK = `
  const { parentPort, workerData: { seed, calls } } = require('node:worker_threads')
  const { AddressAllocator, IdAllocator, AllocPolicy, VmAllocatorError } = require('vm-allocator')
  const addresses = new AddressAllocator(0x1000n, 0x100000n)
  const ids = new IdAllocator(0, 1000)
  const live = []
  let [state, refusals] = [seed, 0]
  const next = (bound) => (state = (state * 1103515245 + 12345) % 2 ** 31) % bound
  for (let i = 0; i < calls; i++) {
    try {
      if (next(3) > 0) {
        const policy = next(2) ? AllocPolicy.FirstMatch : AllocPolicy.LastMatch
        live.push([addresses.allocate(BigInt(next(0x400) + 2), 1n << BigInt(next(8)), policy), ids.allocateId()])
      } else if (live.length > 0) {
        const [[range, id]] = live.splice(next(live.length), 1)
        addresses.free(range)
        ids.freeId(id)
      }
    } catch (error) {
      if (!(error instanceof VmAllocatorError)) throw error
      refusals++
    }
  }
  parentPort.postMessage({ addresses: addresses.snapshot(), ids: ids.snapshot(), live: live.length, refusals })`

/** A worker that runs plain JavaScript, in the package's folder. */
function start(source: string, workerData: unknown): Worker {
  return new Worker(source, { eval: true, workerData, execArgv: [] })
}

async function answer(worker: Worker): Promise<Record<string, unknown>> {
  // Wait for both together, because the exit may directly follow the last message.
  const [[message]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
  return message
}

test('workers allocate and free thousands of times at once, each as if it were alone', async (t) => {
  t.is(`${process.cwd()}/`, ROOT)
  const work: Work[] = [1, 2, 3, 4, 1, 2].map((seed) => ({ seed, calls: 5000 }))
  const answers = await Promise.all(work.map((data) => answer(start(WORK, data))))
  const alone = await answer(start(WORK, { seed: 1, calls: 5000 }))
  t.deepEqual(answers[0], alone)
  t.deepEqual(answers[0], answers[4])
  t.deepEqual(answers[1], answers[5])
  t.notDeepEqual(answers[0], answers[1])
  for (const { live } of answers) t.true(Number(live) > 100)
})

test('workers can be terminated during calls, and others continue', async (t) => {
  const endless = `
    const { parentPort } = require('node:worker_threads')
    const { AddressAllocator } = require('vm-allocator')
    const kept = []
    for (let i = 0; ; i++) {
      const allocator = new AddressAllocator(0n, 1n << 40n)
      for (let j = 0; j < 100; j++) allocator.allocate(16n)
      if (i < 1000) kept.push(allocator)
      if (i === 10) parentPort.postMessage('busy')
    }`
  const ids = new IdAllocator(0, 10)
  for (let round = 0; round < 3; round++) {
    const workers = [start(endless, null), start(endless, null)]
    await Promise.all(workers.map((worker) => once(worker, 'message')))
    t.is(ids.allocateId(), round)
    t.deepEqual(await Promise.all(workers.map((worker) => worker.terminate())), [1, 1])
  }
  const alone = { seed: 3, calls: 100 }
  t.deepEqual(await answer(start(WORK, alone)), await answer(start(WORK, alone)))
})

test('neither handles nor allocators can be sent to a worker', async (t) => {
  const worker = start(`require('node:worker_threads').parentPort.once('message', () => {})`, null)
  const allocators = [new AddressAllocator(0n, 8n), new IdAllocator(0, 8)]
  for (const value of [addressHandle(), idHandle(), ...allocators]) {
    t.throws(() => worker.postMessage(value), { any: true, name: 'DataCloneError' })
    t.throws(() => new Worker('', { eval: true, workerData: value }), { any: true, name: 'DataCloneError' })
  }
  await worker.terminate()
})

test('a worker gets ranges as plain objects, and sends back ranges that can be freed', async (t) => {
  const allocator = new AddressAllocator(0x1000n, 0x1000n)
  const range = allocator.allocate(0x1000n)
  const echo = `
    const { parentPort, workerData } = require('node:worker_threads')
    const { RangeInclusive } = require('vm-allocator')
    const { start, end } = workerData
    parentPort.postMessage({ range: new RangeInclusive(start, end), len: new RangeInclusive(start, end).len })`
  const { range: back, len } = await answer(start(echo, range))
  t.is(len, 0x1000n)
  t.is(allocator.free(back as typeof range), undefined)
})
