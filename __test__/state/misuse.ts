import type { ExecutionContext } from 'ava'

/** Asserts that a call is refused like an argument of the wrong type in Node.js. */
export function refusesArgument(t: ExecutionContext, call: () => unknown, name: string): void {
  const error = t.throws(call, { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
  t.true(error?.message.startsWith(`The "${name}" argument must be `), error?.message)
}
