// One call registers named tests in the form that each runner needs.
import { readdirSync } from 'node:fs'
import test from 'ava'
import * as crate from 'vm-allocator'
import { readVectors } from '../../lib/conformance/cases/vector-files.ts'
import { registerConformance } from '../../lib/conformance/index.ts'
import { withAllocate } from './sabotage.ts'

type Body = (...context: unknown[]) => Promise<void>

/** A runner that records what is registered. */
function runner() {
  const tests = new Map<string, Body>()
  const skipped: string[] = []
  const register = Object.assign((title: string, body: Body) => void tests.set(title, body), {
    skip: (title: string) => void skipped.push(title),
  })
  return { test: register, tests, skipped }
}

test('every vector has a test that carries its id, and no body takes a parameter', async (t) => {
  const { test, tests } = runner()
  registerConformance({ test, port: crate, runs: 5 })
  for (const { id } of readVectors())
    t.true(
      [...tests.keys()].some((title) => title.startsWith(`${id}: `)),
      id,
    )
  t.true(tests.size > readdirSync('vectors').length)
  // jest and mocha wait for a callback if a body has a parameter.
  t.true([...tests.values()].every((body) => body.length === 0))
  for (const body of tests.values()) await body()
})

test('a fault fails its test, with the steps and the code', async (t) => {
  const { test, tests } = runner()
  registerConformance({ test, port: withAllocate(() => ({ start: 0n, end: 0n })), runs: 5 })
  const [, body] = [...tests].find(([title]) => title.startsWith('address-first-match-whole-space: ')) ?? []
  const error = await t.throwsAsync(async () => body?.())
  t.regex(error?.message ?? '', /> +0 +allocate\(.*wrong-result|wrong-result[\s\S]*> +0 +allocate\(/)
  t.regex(error?.message ?? '', /#\[test\]/)
  const generated = [...tests].find(([title]) => title.startsWith('generated: '))
  await t.throwsAsync(async () => generated?.[1]())
})

test('what the port lacks is skipped', (t) => {
  const { test, tests, skipped } = runner()
  const { AddressAllocator } = crate
  registerConformance({ test, port: { AddressAllocator }, runs: 5 })
  t.true(skipped.some((title) => title.startsWith('id-one-id: ') && title.endsWith('(unsupported: no IdAllocator)')))
  t.true([...tests.keys()].every((title) => !title.startsWith('id-')))
})

test('what turns out to be missing during the run is skipped through the context', async (t) => {
  const { test, tests } = runner()
  const port = withAllocate((original, ...request) => {
    if (request.length < 3) throw new TypeError('three arguments are needed')
    return original()
  })
  registerConformance({ test, port, runs: 5, only: ['short-form'] })
  const [, body] = [...tests].find(([title]) => title.startsWith('form-allocate-size: ')) ?? []
  const reasons: string[] = []
  await body?.({ skip: (reason: string) => void reasons.push(reason) })
  t.deepEqual(reasons, ['unsupported: no default alignment and policy'])
})

test('an adapter that checks no arguments: the tests of misuse are skipped', (t) => {
  const { test, tests, skipped } = runner()
  registerConformance({ test, port: { ...crate, conformance: { misuse: 'unchecked' } }, runs: 5 })
  t.true(skipped.some((title) => /^misuse-free: .*\(unsupported: no checks of arguments\)$/.test(title)))
  t.true([...tests.keys()].every((title) => !title.startsWith('misuse-')))
})

test('a known deviation that no longer occurs fails its test', async (t) => {
  const { test, tests } = runner()
  registerConformance({ test, port: crate, runs: 5, known: [{ id: 'id-one-id', reason: 'once' }] })
  const [, body] = [...tests].find(([title]) => title.startsWith('id-one-id: ')) ?? []
  await t.throwsAsync(async () => body?.(), { message: /known to fail: once/ })
  await t.throwsAsync(async () => tests.get('known: every known deviation still occurs')?.(), { message: /id-one-id/ })
})

registerConformance({ test, port: crate, runs: 20, only: ['IdAllocator'] })
