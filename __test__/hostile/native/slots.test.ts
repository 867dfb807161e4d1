// What the mailbox and its slots guarantee during garbage collection.
import test from 'ava'
import { openMailbox, SLOT, STATUS } from '../../../lib/binding/mailbox.ts'
import { nativeFile } from '../../support/process.ts'
import { settle } from '../process/figures.ts'
import { addressed, addressHandle, call, hot, idHandle, type NativeFunctions } from './functions.ts'

/** The slots of unreachable allocators. */
async function collected(make: () => unknown, slotOf: string): Promise<bigint[]> {
  const slots = Array.from({ length: 50 }, () => call(slotOf, make()) as bigint)
  await settle()
  return slots
}

const isNobodys = test.macro({
  async exec(t, make: () => unknown, slotOf: string, name: string) {
    const old = await collected(make, slotOf)
    const handles = Array.from({ length: 200 }, make)
    const now = handles.map((handle) => call(slotOf, handle) as bigint)
    // The low 24 bits are the index: new allocators reuse some indices of old ones.
    const places = new Set(now.map((slot) => slot & 0xffffffn))
    t.true(old.some((slot) => places.has(slot & 0xffffffn)))
    for (const slot of old) {
      t.throws(() => call(name, addressed(null, slot)), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
    }
    for (const handle of handles) t.is(call(slotOf, handle), now[handles.indexOf(handle)])
  },
  title: (_, __, slotOf) => `${slotOf}: the slot of a collected allocator is unused, although its index is reused`,
})

test(isNobodys, addressHandle, 'addressSlot', 'allocate')
test(isNobodys, idHandle, 'idSlot', 'allocateId')

test('no slot is used twice, not even by another kind of allocator or load of the file', (t) => {
  const other = { exports: {} as NativeFunctions }
  process.dlopen(other as never, nativeFile())
  const { createIdAllocator, idSlot } = other.exports
  const slots = Array.from({ length: 100 }, () => [
    call('addressSlot', addressHandle()),
    call('idSlot', idHandle()),
    idSlot?.(createIdAllocator?.(0, 9)),
  ]).flat()
  t.is(new Set(slots).size, 300)
})

test('a function bound to a mailbox keeps it alive, and the garbage collector takes both', async (t) => {
  const handle = addressHandle()
  const connect = (): [WeakRef<BigUint64Array>, () => void] => {
    const { words } = openMailbox()
    words[SLOT] = call('addressSlot', handle) as bigint
    const { free } = call('connect', words) as { free: () => void }
    return [new WeakRef(words), free]
  }
  const kept: { free?: () => void } = {}
  const [words, free] = connect()
  kept.free = free
  await settle()
  t.truthy(words.deref())
  kept.free()
  t.is(statusOf(words.deref()), 1, '[0, 0] is not a live range')
})

test('the garbage collector takes a mailbox together with its functions', async (t) => {
  const connect = (): WeakRef<BigUint64Array> => {
    const { words } = openMailbox()
    t.truthy(call('connect', words))
    return new WeakRef(words)
  }
  const mailboxes = Array.from({ length: 20 }, connect)
  await settle()
  await settle()
  t.true(mailboxes.filter((words) => words.deref() === undefined).length >= 19)
  t.is(hot.allocate(addressHandle(), 4n, 4n), 0n)
})

function statusOf(words: BigUint64Array | undefined): number | undefined {
  return words === undefined ? undefined : new Uint32Array(words.buffer)[STATUS]
}
