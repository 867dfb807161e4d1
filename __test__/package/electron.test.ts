// What Electron asks of a native module, as far as it shows without Electron. That the native file may be loaded by
// several contexts and threads is tested in __test__/hostile/native/load.test.ts and worker.test.ts; where it is found when an
// archive was unpacked, in __test__/loader/failures.test.ts.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { PLATFORMS } from '../../lib/binding/platforms.ts'
import { nativeFile, ROOT } from '../support/process.ts'

// https://nodejs.org/api/n-api.html: they make a buffer of memory that V8 did not allocate, which its sandbox forbids.
const EXTERNAL_BUFFERS = [
  'napi_create_external_arraybuffer',
  'napi_create_external_buffer',
  'node_api_create_external_sharedarraybuffer',
]

test('the native file uses no memory of its own for a buffer', (t) => {
  const content = readFileSync(nativeFile(), 'latin1')
  t.true(content.includes('napi_create_arraybuffer'), 'the names of functions can be read in the file')
  t.deepEqual(
    EXTERNAL_BUFFERS.filter((name) => content.includes(name)),
    [],
  )
})

test('the native file asks for Node-API alone, not for V8 or libuv, which differ in Electron', (t) => {
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
