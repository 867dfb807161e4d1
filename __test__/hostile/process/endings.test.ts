// Calls while the process, a worker or a context ends; handles that are sent where they can't be used.
import { execFile } from 'node:child_process'
import v8 from 'node:v8'
import { BroadcastChannel, MessageChannel } from 'node:worker_threads'
import test from 'ava'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import { ROOT } from '../../support/process.ts'
import { addressHandle, idHandle } from '../native/functions.ts'

const SETUP = `
  const { AddressAllocator, IdAllocator } = require('vm-allocator')
  const addresses = new AddressAllocator(0n, 0x10000n)
  const ids = new IdAllocator(0, 100)
  const work = () => {
    addresses.free(addresses.allocate(0x100n))
    ids.freeId(ids.allocateId())
    new AddressAllocator(0n, 8n).clone().toJSON()
    return AddressAllocator.restore(addresses.snapshot()).equals(addresses)
  }
`

const ENDINGS: readonly [title: string, program: string, code: number, printed: string][] = [
  ['in an exit handler', `process.on('exit', () => console.log(work()))`, 0, 'true\n'],
  ['in a beforeExit handler', `process.once('beforeExit', () => console.log(work()))`, 0, 'true\n'],
  [
    'in a getter that ends the process',
    `addresses.free({ get start() { process.on('exit', () => console.log(work())); process.exit(7) }, end: 0n })`,
    7,
    'true\n',
  ],
  [
    'in the handler of an exception that a getter threw',
    `process.on('uncaughtException', (error) => console.log(error.code, work()))
     addresses.free({ get start() { throw new Error('start') }, end: 0n })`,
    0,
    'ERR_INVALID_ARG_TYPE true\n',
  ],
  [
    'in callbacks of finalizers',
    `const registry = new FinalizationRegistry(() => { if (!work()) process.exit(1) })
     for (let i = 0; i < 1000; i++) registry.register(new AddressAllocator(0n, 8n))
     const again = (times) => { gc(); work(); if (times > 0) setImmediate(again, times - 1); else console.log(work()) }
     again(10)`,
    0,
    'true\n',
  ],
  [
    'with allocators that only finalizers still know, at exit',
    `const registry = new FinalizationRegistry(() => {})
     for (let i = 0; i < 1000; i++) registry.register(new AddressAllocator(0n, 8n), addresses)
     process.on('exit', () => { gc(); console.log(work()) })`,
    0,
    'true\n',
  ],
  [
    'in a microtask after the last turn',
    `process.on('exit', () => Promise.resolve().then(work)); process.exitCode = 3; console.log(work())`,
    3,
    'true\n',
  ],
]

function run(program: string): Promise<{ code: unknown; signal: unknown; stdout: string; stderr: string }> {
  const { NODE_OPTIONS: _, ...env } = process.env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--expose-gc', '--eval', SETUP + program],
      { cwd: ROOT, env },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, signal: error?.signal ?? null, stdout, stderr })
      },
    )
  })
}

for (const [title, program, code, printed] of ENDINGS) {
  test(`calls work ${title}`, async (t) => {
    t.deepEqual(await run(program), { code, signal: null, stdout: printed, stderr: '' })
  })
}

test('no way of sending takes a handle or an allocator', (t) => {
  const { port1, port2 } = new MessageChannel()
  const channel = new BroadcastChannel('handles')
  t.teardown(() => [port1, port2, channel].forEach((end) => void end.close()))
  const ways: Readonly<Record<string, (value: unknown) => unknown>> = {
    structuredClone: (value) => structuredClone(value),
    'a message port': (value) => port1.postMessage({ nested: [value] }),
    'a list to transfer': (value) => port1.postMessage(null, [value as never]),
    'a broadcast channel': (value) => channel.postMessage(value),
    'v8.serialize': (value) => v8.serialize(value),
  }
  const values = [addressHandle(), idHandle(), new AddressAllocator(0n, 8n), new IdAllocator(0, 8)]
  for (const [way, send] of Object.entries(ways)) {
    for (const value of values) t.throws(() => send(value), { any: true }, way)
  }
})
