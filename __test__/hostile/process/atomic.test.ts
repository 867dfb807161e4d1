// A call that throws has changed nothing: runs the portable program for this in child processes.
// `npm run test:runtimes` runs the same in Bun, Deno and every line of Node.
import test from 'ava'
import { node } from '../../support/process.ts'

const SUPPORT = '__test__/e2e/support'

/** After this many rounds, V8 has optimised everything that it optimises after fifteen (`--trace-opt`). */
const ROUNDS = '6'
const WAYS: Readonly<Record<string, string[]>> = {
  'as it is': [`${SUPPORT}/atomic.mjs`, ROUNDS],
  'that is never compiled': ['--no-opt', '--no-sparkplug', `${SUPPORT}/atomic.mjs`, '0'],
  'on a small stack': ['--stack-size=200', `${SUPPORT}/atomic.mjs`, ROUNDS],
  'without shared memory': [`${SUPPORT}/without-shared-memory.mjs`, ROUNDS],
}

for (const [way, parameters] of Object.entries(WAYS)) {
  test(`a call that throws has changed nothing, at the end of the stack and on patched globals: JavaScript ${way}`, async (t) => {
    const printed = await node(...parameters)
    const sums = printed.split('\n').filter((line) => / failed$/.test(line))
    t.true(sums.length > 0)
    for (const sum of sums) t.regex(sum, /^[1-9]\d* passed, 0 failed$/)
  })
}
