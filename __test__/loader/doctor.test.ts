import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { hostPlatform } from '../../lib/binding/host.ts'
import { nativeFile, ROOT } from '../support/process.ts'

const CLI = join(ROOT, 'dist', 'cli.cjs')
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

function doctor(binding: string, ...parameters: string[]) {
  const env = { ...process.env, NODE_OPTIONS: '', VM_ALLOCATOR_BINDING: binding }
  return spawnSync(process.execPath, [CLI, 'doctor', ...parameters], { encoding: 'utf8', env })
}

test('it shows the runtime, and the loaded file with its version and digest', (t) => {
  const { status, stdout, stderr } = doctor(nativeFile(), '--json')
  t.is(status, 0)
  t.is(stderr, '')
  const found = JSON.parse(stdout)
  const content = readFileSync(nativeFile())
  t.deepEqual(found.nativeFile, {
    source: 'VM_ALLOCATOR_BINDING',
    path: nativeFile(),
    version,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  })
  t.is(found.version, version)
  t.is(found.platform, hostPlatform())
  t.is(found.architecture, process.arch)
  t.is(found.nodeApi, process.versions['napi'])
  t.deepEqual(found.runtime, { name: 'Node.js', version: process.versions.node })
  t.false('error' in found)
})

const onLinux = process.platform === 'linux' ? test : test.skip

onLinux('the version of glibc is the one that getconf reports', (t) => {
  const { stdout } = spawnSync('getconf', ['GNU_LIBC_VERSION'], { encoding: 'utf8' })
  const [name, glibc] = (stdout ?? '').trim().split(' ')
  if (name !== 'glibc') return t.pass()
  t.deepEqual(JSON.parse(doctor(nativeFile(), '--json').stdout).libc, { name, version: glibc })
})

test('as text, one fact a line', (t) => {
  const { status, stdout } = doctor(nativeFile())
  t.is(status, 0)
  t.regex(stdout, new RegExp(`^vm-allocator +${version}$`, 'm'))
  t.regex(stdout, new RegExp(`^platform +${hostPlatform()} `, 'm'))
  t.regex(stdout, /^its SHA-256 +[0-9a-f]{64}$/m)
})

test('if nothing is loaded, it prints the error of an import, and exits with 1', (t) => {
  const { status, stdout, stderr } = doctor('/nowhere/own.node')
  t.is(status, 1)
  t.regex(stdout, /^native file +none could be loaded$/m)
  t.regex(stderr, /can't load its native file/)
  t.regex(stderr, /^- VM_ALLOCATOR_BINDING \/nowhere\/own.node: there is no such file$/m)
  const json = doctor('/nowhere/own.node', '--json')
  t.is(json.status, 1)
  const { error, nativeFile: none } = JSON.parse(json.stdout)
  t.is(none, undefined)
  t.deepEqual([error.code, error.reason], ['ERR_VM_ALLOCATOR_BINDING', 'absent'])
  t.is(error.message, stderr.trimEnd())
})
