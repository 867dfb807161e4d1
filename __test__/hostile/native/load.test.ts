// The native file loaded more than once, and into more than one context.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import test from 'ava'
import { AddressAllocator, RangeInclusive, VmAllocatorError } from 'vm-allocator'
import { nativeFile } from '../../support/process.ts'
import {
  addressed,
  addressHandle,
  call,
  hot,
  hotCalls,
  idHandle,
  loadNative,
  type NativeFunctions,
} from './functions.ts'

type Exports = { exports: NativeFunctions }

/** Loads a file without the cache of `require`. */
function loadAgain(file: string): NativeFunctions {
  const module = { exports: {} } as Exports
  process.dlopen(module as never, file)
  return module.exports
}

const independent = test.macro({
  exec(t, load: () => NativeFunctions) {
    const other = load()
    t.not(other['allocate'], loadNative()['allocate'])
    const theirs = other['createIdAllocator']?.(7, 9)
    const ours = idHandle()
    t.is(hotCalls(other).allocateId(theirs), 7)
    t.throws(() => other['idSlot']?.(ours), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
    t.throws(() => call('idSlot', theirs), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
    for (const [functions, slot] of [
      [other, call('idSlot', ours)],
      [loadNative(), other['idSlot']?.(theirs)],
    ] as const) {
      const words = addressed(null, slot)
      t.throws(() => functions['allocateId']?.(words), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
    }
    t.is(hot.allocateId(ours), 1)
  },
  title: (title) => `${title} accepts only its own handles`,
})

test('the same file, loaded again', independent, () => loadAgain(nativeFile()))

test('a copy of the file', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const copy = join(folder, 'copy.node')
  copyFileSync(nativeFile(), copy)
  const other = loadAgain(copy)
  const handle = other['createAddressAllocator']?.(0n, 8n, false)
  t.is(hotCalls(other).allocate(handle, 8n, 1n), 0n)
  t.throws(() => other['addressBase']?.(addressHandle()), { instanceOf: TypeError })
  t.throws(() => call('addressBase', handle), { instanceOf: TypeError })
})

test('refusals of one load are not reported by another', (t) => {
  const other = loadAgain(nativeFile())
  t.is(hot.allocate(addressHandle(), 0n, 4n), null)
  t.is(other['takeFailure']?.(), null)
  t.like(call('takeFailure'), { kind: 'InvalidSize' })
})

test('require returns the load that the package uses', (t) => {
  t.is(loadNative(), createRequire(import.meta.url)(nativeFile()))
  const { takeFailure } = loadNative()
  t.throws(() => new AddressAllocator(0n, 0n), { instanceOf: VmAllocatorError as never })
  t.is(takeFailure?.(), null)
})

const LOAD_IN_CONTEXT = `
  const module = { exports: {} }
  dlopen(module, file)
  const native = module.exports
  const handle = native.createAddressAllocator(0x1000n, 0x1000n, false)
  const words = new BigUint64Array(new SharedArrayBuffer(80))
  const { allocate } = native.connect(words)
  const starts = []
  for (let i = 0; i < 8; i++) {
    words.set([native.addressSlot(handle), 0n, 0n, 0x10n, 0x10n])
    allocate()
    starts.push(words[1])
  }
  let error
  try { native.addressBase({}) } catch (thrown) { error = thrown }
  ;({ starts, name: error.name, handle, native })`

test('several contexts load the native file and use it at the same time', (t) => {
  const dlopen = process.dlopen.bind(process)
  const contexts = Array.from({ length: 4 }, () => createContext({ dlopen, file: nativeFile() }))
  const results = contexts.map((context) => runInContext(LOAD_IN_CONTEXT, context))
  for (const { starts, name, handle, native } of results) {
    t.deepEqual(
      Array.from(starts),
      [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].map((i) => 0x1000n + 0x10n * i),
    )
    t.is(name, 'TypeError')
    t.is(native.addressBase(handle), 0x1000n)
    t.throws(() => call('addressBase', handle), { instanceOf: TypeError })
  }
})

test('the classes can be used in another context, with objects of that context', (t) => {
  const context = createContext({ AddressAllocator, RangeInclusive, VmAllocatorError })
  const source = `
    const allocator = new AddressAllocator(0n, 0x1000n)
    const { start, end } = allocator.allocate(0x10n, 0x10n, { kind: 'LastMatch' })
    allocator.free({ start, end })
    let error
    try { allocator.free({ start, end: 0n }) } catch (thrown) { error = thrown }
    ;[start, new RangeInclusive(0n, 5n).contains({ start: 1n, end: 2n }), error instanceof VmAllocatorError]`
  t.deepEqual(Array.from(runInContext(source, context)), [0xff0n, true, true])
})
