// A panic in the crate becomes an exception, and its allocator can't be used any more.
import test from 'ava'
import { addressHandle, addressWords, call, hot, native } from './functions.ts'

// Only the binding for audits can panic on request; the shipped one has no such function. CI runs the tests with both.
const withAudit = 'panic' in native ? test : test.skip

withAudit('a panic becomes an exception, and its handle is refused from then on', (t) => {
  const [handle, other] = [addressHandle(), addressHandle()]
  const words = addressWords(handle)
  t.throws(() => call('panic', words), { code: 'ERR_INTERNAL_ASSERTION', message: /panicked/ })
  for (const [name, argument] of [
    ['allocate', words],
    ['addressBase', handle],
    ['addressSlot', handle],
  ] as const) {
    t.throws(() => call(name, argument), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
  }
  t.is(hot.allocate(other, 1n, 1n), 0n)
})
