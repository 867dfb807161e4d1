// The package as loaded by Node itself, without the loader that runs the tests.
import test from 'ava'
import * as api from 'vm-allocator'
import { node } from '../support/process.ts'

const NAMES = [
  'AddressAllocator',
  'AllocPolicy',
  'Constraint',
  'DEFAULT_CONSTRAINT_ALIGN',
  'IdAllocator',
  'InvalidSnapshotError',
  'ManagedRange',
  'RangeInclusive',
  'VmAllocatorError',
]

test('the package exports these names', (t) => {
  t.deepEqual(Object.keys(api).toSorted(), NAMES)
})

/** Returns what a module prints as JSON. */
async function run(type: 'module' | 'commonjs', source: string): Promise<unknown> {
  return JSON.parse(await node(`--input-type=${type}`, '--eval', source))
}

test('import and require give the same classes', async (t) => {
  const source = `
    import { createRequire } from 'node:module'
    import * as imported from 'vm-allocator'
    const required = createRequire(import.meta.url)('vm-allocator')
    const names = Object.keys(imported)
    console.log(JSON.stringify([names.sort(), names.filter((name) => imported[name] !== required[name])]))`
  t.deepEqual(await run('module', source), [NAMES, []])
})

test('require first and import then give the same classes', async (t) => {
  const source = `
    const required = require('vm-allocator')
    import('vm-allocator').then((imported) => {
      const { AddressAllocator, RangeInclusive, VmAllocatorError } = required
      const range = new imported.AddressAllocator(0n, 8n).allocate(8n)
      let error
      try { new imported.IdAllocator(2, 1) } catch (thrown) { error = thrown }
      const names = Object.keys(imported).filter((name) => imported[name] !== required[name])
      console.log(JSON.stringify([names, range instanceof RangeInclusive, error instanceof VmAllocatorError]))
    })`
  t.deepEqual(await run('commonjs', source), [[], true, true])
})

test('require returns the names themselves, not a default export', async (t) => {
  const source = `
    const { IdAllocator, ...rest } = require('vm-allocator')
    console.log(JSON.stringify([new IdAllocator(3, 4).allocateId(), 'default' in rest]))`
  t.deepEqual(await run('commonjs', source), [3, false])
})

test('package.json is exported, and files of the package are not', async (t) => {
  const source = `
    import { createRequire } from 'node:module'
    const require = createRequire(import.meta.url)
    const { name } = require('vm-allocator/package.json')
    const code = await import('vm-allocator/dist/index.cjs').catch((error) => error.code)
    console.log(JSON.stringify([name, code]))`
  t.deepEqual(await run('module', source), ['vm-allocator', 'ERR_PACKAGE_PATH_NOT_EXPORTED'])
})
