// What `npm test` reads from each tool, with the output of cargo 1.95 and AVA 7 for one passing and one failing test.
import test from 'ava'
import { readAva, readCargo } from './suites.ts'

const CARGO = `
running 2 tests
. 1/2
subtracts --- FAILED

failures:

---- subtracts stdout ----
assertion \`left == right\` failed

failures:
    subtracts

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.22s

running 2 tests
..
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
`

const AVA = `
  ✔ adds
  ✘ [fail]: subtracts
  ─

  subtracts

  - 1
  + 0

  ─

  1 test failed
`

test('cargo: the counts of all programs, and only the failures', (t) => {
  const { passed, failed, details } = readCargo(CARGO)
  t.deepEqual({ passed, failed }, { passed: 3, failed: 1 })
  t.regex(details, /subtracts --- FAILED/)
  t.regex(details, /assertion `left == right` failed/)
  t.notRegex(details, /running|result: ok|^\.\.?$|1\/2/m)
})

test('AVA: the counts, and only the failures', (t) => {
  const { passed, failed, details } = readAva(AVA)
  t.deepEqual({ passed, failed }, { passed: 1, failed: 1 })
  t.regex(details, /✘ \[fail\]: subtracts[\s\S]*- 1\n {2}\+ 0/)
  t.notRegex(details, /adds/)
})
