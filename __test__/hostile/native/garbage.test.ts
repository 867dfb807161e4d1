// Passes everything possible to native functions, like a program that loads the native file without the package.
import { createServer, type Server } from 'node:net'
import { types } from 'node:util'
import test from 'ava'
import { ID, SLOT } from '../../../lib/binding/mailbox.ts'
import { ALL, BIGINTS, FUNCTIONS, NO_U32, NO_U64, OBJECTS, OTHER_PRIMITIVES, STRINGS } from '../values.ts'
import {
  addressed,
  addressHandle,
  addressWords,
  call,
  goodArguments,
  hot,
  idHandle,
  idWords,
  native,
  SIGNATURES,
  type Signature,
  stateOf,
  type Type,
} from './functions.ts'

const NO_U64_TYPE = [...STRINGS, ...FUNCTIONS, ...OTHER_PRIMITIVES, ...OBJECTS]

/** Node's own external of a socket: a pointer that is not an allocator. */
async function foreignExternal(): Promise<{ external: unknown; server: Server }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const external = (server as unknown as { _handle: { _externalStream: unknown } })._handle._externalStream
  return { external, server }
}

test('these are the native functions', (t) => {
  // The binding for audits has one more, see panic.test.ts.
  const functions = Object.keys(native).filter((name) => name !== 'panic')
  t.deepEqual(functions.toSorted(), SIGNATURES.map(({ name }) => name).toSorted())
})

const works = test.macro({
  exec(t, signature: Signature) {
    t.notThrows(() => call(signature.name, ...goodArguments(signature)))
  },
  title: (_, { name }: Signature) => `${name} takes good arguments`,
})

/** An object whose prototype is an external. V8 13 and newer (Node 24) crash when creating one from any external. */
function heirs(external: unknown): unknown[] {
  return Number.parseInt(process.versions.v8, 10) < 13 ? [Object.create(external as object)] : []
}

const refusesHandles = test.macro({
  async exec(t, signature: Signature, position: number) {
    const { external, server } = await foreignExternal()
    t.teardown(() => server.close())
    t.true(types.isExternal(external))
    const wrongKind = signature.types[position] === 'id handle' ? addressHandle() : idHandle()
    const strangers = [external, wrongKind, new Proxy(wrongKind as object, {}), ...heirs(wrongKind)]
    for (const value of [...ALL.map((hostile) => hostile.value), ...strangers]) {
      const parameters = goodArguments(signature)
      parameters[position] = value
      t.throws(() => call(signature.name, ...parameters), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
    }
  },
  title: (_, { name }: Signature, position: number) =>
    `${name} throws a TypeError when its argument ${position + 1} is not a handle, or of the wrong kind`,
})

/** The garbage for a parameter, without values that are equivalent to a missing argument. */
function garbageFor(type: Type): unknown[] {
  const hostile = {
    u64: [...NO_U64_TYPE, ...NO_U64],
    u32: [...NO_U64_TYPE, ...NO_U32, ...BIGINTS],
    boolean: ALL.filter(({ value }) => typeof value !== 'boolean'),
    bytes: ALL,
    words: ALL,
    spaces: ALL,
  }[type.replace('?', '') as 'u64' | 'u32' | 'boolean' | 'bytes' | 'words' | 'spaces']
  const values = hostile.map(({ value }) => value)
  return type === 'boolean?' ? values.filter((value) => value !== undefined && value !== null) : values
}

const refusesGarbage = test.macro({
  exec(t, signature: Signature, position: number) {
    for (const value of [...garbageFor(signature.types[position] as Type), addressHandle(), idHandle()]) {
      const parameters = goodArguments(signature)
      const before = stateOf(signature, parameters)
      parameters[position] = value
      t.true(isRefused(signature.name, parameters), `${String(typeof value)} ${types.isExternal(value)}`)
      t.deepEqual(stateOf(signature, parameters), before)
    }
  },
  title: (_, { name, types }: Signature, position: number) =>
    `${name} refuses garbage as its argument ${position + 1} (${types[position]}), and nothing changes`,
})

/** Whether a call throws an Error, or answers `null` without a refusal of the crate. */
function isRefused(name: string, parameters: readonly unknown[]): boolean {
  call('takeFailure')
  try {
    return call(name, ...parameters) === null && call('takeFailure') === null
  } catch (error) {
    return error instanceof Error
  }
}

const refusesTooFew = test.macro({
  exec(t, signature: Signature) {
    const required = signature.types.filter((type) => !type.endsWith('?')).length
    for (let count = 0; count < required; count++) {
      const parameters = goodArguments(signature)
      const before = stateOf(signature, parameters)
      t.true(isRefused(signature.name, parameters.slice(0, count)), `${count} arguments`)
      t.deepEqual(stateOf(signature, parameters), before)
    }
  },
  title: (_, { name }: Signature) => `${name} refuses too few arguments, and nothing changes`,
})

const ignoresMore = test.macro({
  exec(t, signature: Signature) {
    const parameters = goodArguments(signature)
    const more = [Symbol('more'), null, {}, ...Array.from({ length: 50 }, () => addressHandle())]
    t.notThrows(() => call(signature.name, ...parameters, ...more))
  },
  title: (_, { name }: Signature) => `${name} releases surplus arguments`,
})

/** Values that aren't mailboxes, and mailboxes addressed to no allocator. */
function strangeMail(wrongKind: BigUint64Array): unknown[] {
  const detached = new BigUint64Array(new ArrayBuffer(80))
  structuredClone(detached, { transfer: [detached.buffer] })
  const slot = wrongKind[SLOT] as bigint
  const strange = [0n, 1n, slot + 1n, slot + 2n ** 24n, 2n ** 64n - 1n].map((other) => addressed(null, other))
  const lists = [new BigUint64Array(9), new BigInt64Array(10), new Uint8Array(80), new DataView(new ArrayBuffer(80))]
  return [wrongKind, detached, wrongKind.buffer, ...strange, ...lists]
}

const refusesMail = test.macro({
  exec(t, { name, types: [type] }: Signature) {
    const wrongKind = type === 'id words' ? addressWords() : idWords()
    for (const value of [
      ...ALL.map((hostile) => hostile.value),
      ...strangeMail(wrongKind),
      addressHandle(),
      idHandle(),
    ]) {
      t.throws(() => call(name, value), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
    }
  },
  title: (_, { name }: Signature) => `${name} throws a TypeError without a mailbox, or with one for no allocator`,
})

for (const signature of SIGNATURES) {
  test(works, signature)
  test(ignoresMore, signature)
  if (signature.types.length > 0) test(refusesTooFew, signature)
  for (const [position, type] of signature.types.entries()) {
    if (type.endsWith(' words')) test(refusesMail, signature)
    else test(type.endsWith('handle') ? refusesHandles : refusesGarbage, signature, position)
  }
}

test('a policy code beyond the last one is refused', (t) => {
  for (const code of [3, 7, 8, 255, 2 ** 32 - 1]) {
    const handle = addressHandle()
    const before = call('addressSnapshot', handle)
    t.is(hot.allocate(handle, 4n, 4n, code), null)
    t.is(call('takeFailure'), null)
    t.is(call('addressSnapshot', handle), before)
    t.true(isRefused('checkConstraint', [4n, 4n, code, 0n]))
  }
})

test('a failure is reported once, and belongs to the last call that was refused', (t) => {
  const handle = addressHandle()
  t.is(hot.allocate(handle, 0n, 4n), null)
  t.is(hot.allocate(handle, 0x1_0000n, 4n), null)
  t.like(call('takeFailure'), { kind: 'ResourceNotAvailable' })
  t.is(call('takeFailure'), null)
  t.is(hot.allocate(handle, 0n, 4n), null)
  t.is(hot.allocate(handle, 4n, 4n, 3), null)
  t.is(call('takeFailure'), null)
})

test('a native function works without a this, on any this, and as a constructor', (t) => {
  const handle = idHandle()
  const allocateId = native['allocateId'] as () => unknown
  const { words, halves } = hot.mailbox
  words[SLOT] = call('idSlot', handle) as bigint
  for (const [own, id] of [
    [undefined, 1],
    [handle, 4],
  ] as const) {
    Reflect.apply(allocateId, own, [words])
    t.is(halves[ID], id)
  }
  t.notThrows(() => Reflect.construct(allocateId, [words]))
  t.throws(() => Reflect.construct(allocateId, []), { instanceOf: TypeError })
  t.is(hot.allocateId(handle), 6)
})

test('a mailbox in detachable memory is not kept', (t) => {
  t.is(call('connect', new BigUint64Array(10)), null)
  t.is(call('connect', new BigUint64Array(new SharedArrayBuffer(72))), null)
  t.truthy(call('connect', new BigUint64Array(new SharedArrayBuffer(80))))
})
