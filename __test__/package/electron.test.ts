// What Electron requires of a native module, as far as it can be tested without Electron. Loading the native file in
// several contexts and threads is tested in __test__/hostile/native/load.test.ts and worker.test.ts; finding it beside
// an archive, in __test__/loader/failures.test.ts.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { PLATFORMS } from '../../lib/binding/platforms.ts'
import { nativeFile, ROOT } from '../support/process.ts'

// https://nodejs.org/api/n-api.html: these functions make a buffer from memory that V8 didn't allocate, which its
// sandbox forbids.
const EXTERNAL_BUFFERS = [
  'napi_create_external_arraybuffer',
  'napi_create_external_buffer',
  'node_api_create_external_sharedarraybuffer',
]

test('the native file makes no buffers from its own memory', (t) => {
  const content = readFileSync(nativeFile(), 'latin1')
  t.true(content.includes('napi_create_arraybuffer'), 'the names of functions can be read in the file')
  t.deepEqual(
    EXTERNAL_BUFFERS.filter((name) => content.includes(name)),
    [],
  )
})

test('the native file needs only Node-API, not V8 or libuv, which differ in Electron', (t) => {
  const content = readFileSync(nativeFile(), 'latin1')
  t.true(content.includes('napi_register_module_v1'))
  t.notRegex(content, /\0(_ZN2v8|_ZN4node|uv_\w+|node_module_register)/)
})

test('nothing is compiled or fetched when a user installs', (t) => {
  const folders = ['.', ...PLATFORMS.map(({ name }) => join('npm', name))]
  for (const folder of folders) {
    const { scripts = {}, gypfile, dependencies } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'dependencies']
    t.deepEqual(
      atInstall.filter((name) => name in scripts),
      [],
      folder,
    )
    t.is(gypfile, undefined)
    t.is(dependencies, undefined)
    // npm compiles a package with such a file even if it has no script.
    t.false(existsSync(join(ROOT, folder, 'binding.gyp')))
  }
})
