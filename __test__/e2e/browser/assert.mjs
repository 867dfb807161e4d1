// The part of `node:assert/strict` that the portable tests use, for pages.

class AssertionError extends Error {}

const text = (value) =>
  typeof value === 'bigint' ? `${value}n` : typeof value === 'object' ? write(value) : String(value)
const write = (value) => JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? `${member}n` : member))

function check(holds, message) {
  if (!holds) throw new AssertionError(message)
}

function same(left, right) {
  if (Object.is(left, right)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  const names = Object.keys(left)
  return (
    Object.getPrototypeOf(left) === Object.getPrototypeOf(right) &&
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  )
}

/** Whether an error is the expected one: an instance of a class, accepted by a function, or with these members. */
function isExpected(error, expected) {
  if (expected === undefined) return true
  if (typeof expected === 'object') return Object.entries(expected).every(([name, value]) => same(error[name], value))
  return expected.prototype instanceof Error || expected === Error
    ? error instanceof expected
    : expected(error) === true
}

export default {
  ok: (value, message = 'it does not hold') => check(value, message),
  equal: (actual, expected) => check(Object.is(actual, expected), `${text(actual)} is not ${text(expected)}`),
  deepEqual: (actual, expected) => check(same(actual, expected), `${text(actual)} is not ${text(expected)}`),
  match: (actual, pattern) => check(pattern.test(actual), `${actual} does not match ${pattern}`),
  throws(call, expected) {
    let error
    try {
      call()
    } catch (thrown) {
      error = thrown
    }
    check(error !== undefined, 'it has not thrown')
    check(isExpected(error, expected), `it has thrown ${error}`)
  },
}
