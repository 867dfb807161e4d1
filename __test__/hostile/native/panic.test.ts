// A panic in the crate becomes an exception, and its allocator is out of use.
import test from 'ava'
import { addressHandle, call, native } from './functions.ts'

// Only the binding for audits panics on request: what is shipped has no such function. CI runs the tests with both.
const withAudit = 'panic' in native ? test : test.skip

withAudit('a panic becomes an exception, and its handle is refused from then on', (t) => {
  const [handle, other] = [addressHandle(), addressHandle()]
  t.throws(() => call('panic', handle), { code: 'ERR_INTERNAL_ASSERTION', message: /panicked/ })
  t.throws(() => call('allocate', handle, 1n, 1n), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
  t.notThrows(() => call('allocate', other, 1n, 1n))
})
