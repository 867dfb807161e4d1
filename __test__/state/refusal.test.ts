import test, { type ExecutionContext } from 'ava'
import { AddressAllocator, IdAllocator, InvalidSnapshotError } from 'vm-allocator'
import { type MalformedDocument, readMalformed } from './malformed.ts'
import { refusesArgument } from './misuse.ts'

type Restore = (document: string | Uint8Array) => unknown

const canonical: Restore = (document) => AddressAllocator.restore(document)
const sound: Restore = (document) => AddressAllocator.restore(document, { sound: true })
const ids: Restore = (document) => IdAllocator.restore(document)

/** Asserts that a document is refused at a path and for a reason, as text (if it is text) and as bytes. */
function refuses(t: ExecutionContext, restore: Restore, { id, bytes, text, path, reason }: MalformedDocument): void {
  for (const document of text === undefined ? [bytes] : [bytes, text]) {
    const error = t.throws(() => restore(document), undefined, `${id} must be refused`)
    t.true(error instanceof InvalidSnapshotError, `${id}: ${error}`)
    if (!(error instanceof InvalidSnapshotError)) return
    t.deepEqual([error.path, error.reason], [path, reason], id)
    t.is(error.code, 'ERR_VM_ALLOCATOR_INVALID_SNAPSHOT', id)
    t.is(error.message, `Invalid snapshot: ${path}: ${reason}`, id)
  }
}

const addressDocuments = readMalformed('address')
const idDocuments = readMalformed('id')

test('there are at least 300 malformed documents', (t) => {
  t.true(addressDocuments.length + idDocuments.length >= 300)
})

for (const category of new Set(addressDocuments.map(({ category }) => category))) {
  test(`malformed address snapshots: ${category}`, (t) => {
    for (const document of addressDocuments.filter((document) => document.category === category)) {
      if (document.mode === 'sound') t.notThrows(() => canonical(document.bytes), document.id)
      else refuses(t, canonical, document)
      if (document.mode === 'canonical') t.throws(() => sound(document.bytes), { instanceOf: InvalidSnapshotError })
      else refuses(t, sound, document)
    }
  })
}

for (const category of new Set(idDocuments.map(({ category }) => category))) {
  test(`malformed id snapshots: ${category}`, (t) => {
    for (const document of idDocuments.filter((document) => document.category === category)) refuses(t, ids, document)
  })
}

test('a snapshot with a loss of a live allocator is accepted only in canonical mode (deviation D3)', (t) => {
  const allocator = new AddressAllocator(1n, 0x100n)
  const lost = allocator.allocate(0x10n, 1n)
  t.throws(() => allocator.free(lost))
  t.true(AddressAllocator.restore(allocator.snapshot()).equals(allocator))
  const error = t.throws(() => sound(allocator.snapshot()), { instanceOf: InvalidSnapshotError })
  t.is(error?.path, '$.interval_tree.root')
  t.regex(error?.reason ?? '', /\[0x1, 0x10\].*\(D3\), which sound mode refuses/)
})

test('a snapshot of the other kind is refused by its first member', (t) => {
  const addresses = new AddressAllocator(0n, 0x1000n).snapshot()
  const error = t.throws(() => ids(addresses), { instanceOf: InvalidSnapshotError })
  t.is(error?.path, '$.address_space')
  const other = t.throws(() => canonical(new IdAllocator(5, 23).snapshot()), { instanceOf: InvalidSnapshotError })
  t.is(other?.path, '$.range_base')
})

test('text that UTF-8 cannot encode is refused', (t) => {
  const snapshot = new AddressAllocator(0n, 0x1000n).snapshot()
  const error = t.throws(() => canonical(snapshot.replace('Free', 'Free\ud800')), { instanceOf: InvalidSnapshotError })
  t.is(error?.path, '$.interval_tree.root.node_state')
})

test('an error has its own class, with code, path and reason', (t) => {
  const error = t.throws(() => canonical('[]'), { instanceOf: InvalidSnapshotError })
  t.is(error?.name, 'InvalidSnapshotError')
  t.deepEqual(Object.keys(error ?? {}), ['code', 'path', 'reason'])
  t.regex(error?.stack ?? '', /^InvalidSnapshotError: Invalid snapshot: \$: /)
})

test('what is neither text nor bytes is a misuse', (t) => {
  const strangers = [undefined, null, true, 1, 1n, Symbol('x'), {}, [], new ArrayBuffer(2), new Uint16Array(2)]
  for (const stranger of [...strangers, new DataView(new ArrayBuffer(2)), new AddressAllocator(0n, 1n)]) {
    refusesArgument(t, () => canonical(stranger as never), 'snapshot')
    refusesArgument(t, () => ids(stranger as never), 'snapshot')
  }
})

test('invalid options are a misuse', (t) => {
  const snapshot = new AddressAllocator(0n, 0x1000n).snapshot()
  for (const options of [null, true, 'sound', 1]) {
    refusesArgument(t, () => AddressAllocator.restore(snapshot, options as never), 'options')
  }
  for (const sound of [null, 1, 'true', {}]) {
    refusesArgument(t, () => AddressAllocator.restore(snapshot, { sound } as never), 'options.sound')
  }
})

test('a refusal changes neither the document nor any allocator', (t) => {
  const allocator = new AddressAllocator(0n, 0x4000n)
  allocator.allocate(0x1000n)
  const snapshot = allocator.snapshot()
  const bytes = Buffer.from(snapshot.replace('"height":2', '"height":3'))
  const before = bytes.toString()
  t.throws(() => canonical(bytes), { instanceOf: InvalidSnapshotError })
  t.is(bytes.toString(), before)
  t.is(allocator.snapshot(), snapshot)
  t.true(AddressAllocator.restore(snapshot).equals(allocator))
})
