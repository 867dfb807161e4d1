import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { AddressAllocator } from 'vm-allocator'
import { renderMap } from 'vm-allocator/map'
import { ending } from '../support/process.ts'
import { COMMAND, fails, folderWith, machine, mmio, run, start, succeeds } from './command.ts'

const SVG = renderMap(mmio(), { format: 'svg', title: 'mmio.json' })

function files() {
  return { 'mmio.json': mmio().snapshot(), 'old.svg': '<svg/>' }
}

test('an SVG is written into a file, and nothing is printed', async (t) => {
  const folder = folderWith(t, files())
  t.is(succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', join(folder, 'new.svg')])), '')
  t.is(readFileSync(join(folder, 'new.svg'), 'utf8'), SVG)
  t.deepEqual(readdirSync(folder).sort(), ['mmio.json', 'new.svg', 'old.svg'])
})

test('an SVG is printed for --svg -', async (t) => {
  const folder = folderWith(t, files())
  t.is(succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', '-'])), SVG)
})

test('one pool of several is drawn', async (t) => {
  const folder = folderWith(t, { 'vm.json': machine() })
  const [vm, out] = [join(folder, 'vm.json'), join(folder, 'out.svg')]
  const message = `${vm}: has 2 pools: choose one with --pool (pools.mmio32, lines[0].legacy)`
  fails(t, await run(['map', vm, '--svg', out]), message)
  succeeds(t, await run(['map', vm, '--svg', out, '--pool', 'pools.mmio32', '--width', '640']))
  t.is(readFileSync(out, 'utf8'), renderMap(mmio(), { format: 'svg', title: 'pools.mmio32', width: 640 }))
})

test('a file that exists is replaced and keeps its permissions', async (t) => {
  const folder = folderWith(t, files())
  const out = join(folder, 'old.svg')
  chmodSync(out, 0o640)
  succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', out]))
  t.is(readFileSync(out, 'utf8'), SVG)
  t.is(statSync(out).mode & 0o777, 0o640)
})

test('a symbolic link stays one, and its file is replaced', async (t) => {
  const folder = folderWith(t, files())
  const link = join(folder, 'link.svg')
  symlinkSync('old.svg', link)
  succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', link]))
  t.true(lstatSync(link).isSymbolicLink())
  t.is(readFileSync(join(folder, 'old.svg'), 'utf8'), SVG)
})

test('a device is written to', async (t) => {
  const folder = folderWith(t, files())
  succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', '/dev/null']))
  t.true(statSync('/dev/null').isCharacterDevice())
})

test('the input is never replaced, not even under another name', async (t) => {
  const folder = folderWith(t, files())
  const input = join(folder, 'mmio.json')
  symlinkSync('mmio.json', join(folder, 'link.svg'))
  linkSync(input, join(folder, 'hard.svg'))
  for (const name of ['mmio.json', 'link.svg', 'hard.svg']) {
    const target = join(folder, name)
    fails(t, await run(['map', input, '--svg', target]), `${target}: is also an input file`)
  }
  const stdin = openSync(input, 'r')
  const { status } = spawnSync(process.execPath, [COMMAND, 'map', '-', '--svg', input], {
    stdio: [stdin, 'pipe', 'pipe'],
  })
  t.is(status, 1)
  t.is(readFileSync(input, 'utf8'), mmio().snapshot())
})

test('the labels are never replaced, and this is checked before anything is read', async (t) => {
  const folder = folderWith(t, { ...files(), 'labels.json': '{}' })
  const labels = join(folder, 'labels.json')
  symlinkSync('labels.json', join(folder, 'link'))
  for (const name of ['labels.json', 'link']) {
    const target = join(folder, name)
    fails(t, await run(['map', '/missing', '--labels', labels, '--svg', target]), `${target}: is also an input file`)
  }
  t.is(readFileSync(labels, 'utf8'), '{}')
})

test('a symbolic link to a file that does not exist yet stays one', async (t) => {
  const folder = folderWith(t, files())
  mkdirSync(join(folder, 'deep'))
  symlinkSync('deep/second.svg', join(folder, 'first.svg'))
  symlinkSync('../made.svg', join(folder, 'deep', 'second.svg'))
  succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', join(folder, 'first.svg')]))
  t.true(lstatSync(join(folder, 'first.svg')).isSymbolicLink())
  t.is(readFileSync(join(folder, 'made.svg'), 'utf8'), SVG)
  symlinkSync('loop.svg', join(folder, 'loop.svg'))
  const loop = join(folder, 'loop.svg')
  fails(t, await run(['map', join(folder, 'mmio.json'), '--svg', loop]), `${loop}: too many symbolic links encountered`)
})

const isRoot = process.getuid?.() === 0

test('a file keeps its owner and permissions, without the set-user-ID bit', async (t) => {
  if (process.platform === 'win32') return t.pass()
  const folder = folderWith(t, files())
  const out = join(folder, 'old.svg')
  if (isRoot) chownSync(out, 12345, 54321)
  chmodSync(out, 0o4750)
  const { uid, gid } = statSync(out)
  succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', out]))
  const after = statSync(out)
  t.deepEqual([after.uid, after.gid, after.mode & 0o7777], [uid, gid, 0o750])
})

test('a file in a folder without write permission is written in place', async (t) => {
  if (process.platform === 'win32') return t.pass()
  const folder = folderWith(t, files())
  const out = join(folder, 'old.svg')
  // A user who may not write here can't record coverage.
  const env = { ...process.env, NODE_V8_COVERAGE: '', LLVM_PROFILE_FILE: '/dev/null' }
  const user = { env, ...(isRoot && { uid: 12345, gid: 12345 }) }
  if (isRoot) chownSync(out, 12345, 12345)
  chmodSync(folder, 0o555)
  t.teardown(() => chmodSync(folder, 0o755))
  const inode = statSync(out).ino
  const args = [COMMAND, 'map', '-', '--svg', out, '--title', 'mmio.json']
  const { status, stderr } = spawnSync(process.execPath, args, { ...user, input: mmio().snapshot(), encoding: 'utf8' })
  t.deepEqual([status, stderr], [0, ''])
  t.is(readFileSync(out, 'utf8'), SVG)
  t.is(statSync(out).ino, inode)
  // A new file can't be created there.
  const fresh = spawnSync(process.execPath, [...args.slice(0, 4), join(folder, 'new.svg')], {
    ...user,
    input: mmio().snapshot(),
    encoding: 'utf8',
  })
  t.deepEqual([fresh.status, fresh.stderr], [1, `vm-allocator: ${join(folder, 'new.svg')}: permission denied\n`])
})

test('a mounted file is written in place', async (t) => {
  const folder = folderWith(t, files())
  const out = join(folder, 'old.svg')
  const mount = spawnSync('mount', ['--bind', out, out])
  if (mount.status !== 0) return t.pass('no permission to mount here')
  t.teardown(() => spawnSync('umount', [out]))
  succeeds(t, await run(['map', join(folder, 'mmio.json'), '--svg', out]))
  t.is(readFileSync(out, 'utf8'), SVG)
  t.deepEqual(readdirSync(folder).sort(), ['mmio.json', 'old.svg'])
})

test('a file that cannot be written is reported, and nothing is left behind', async (t) => {
  const folder = folderWith(t, files())
  mkdirSync(join(folder, 'directory'))
  for (const [name, reason] of [
    ['missing/out.svg', 'no such file or directory'],
    ['directory', 'is a directory'],
    ['mmio.json/out.svg', 'not a directory'],
  ] as const) {
    const target = join(folder, name)
    fails(t, await run(['map', join(folder, 'mmio.json'), '--svg', target]), `${target}: ${reason}`)
  }
  t.deepEqual(readdirSync(folder).sort(), ['directory', 'mmio.json', 'old.svg'])
})

test('a refused snapshot leaves the old file as it is', async (t) => {
  const folder = folderWith(t, { ...files(), 'bad.json': '{"range_base":1' })
  const { code } = await run(['map', join(folder, 'bad.json'), '--svg', join(folder, 'old.svg')])
  t.is(code, 1)
  t.is(readFileSync(join(folder, 'old.svg'), 'utf8'), '<svg/>')
})

/** An SVG of several megabytes. */
function large(): string {
  const allocator = new AddressAllocator(0n, 1n << 40n)
  for (let size = 1n; size < 30_000n; size++) allocator.allocate((1n + (size % 7n)) << 12n, 0x1000n)
  return allocator.snapshot()
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test.serial(`${signal} while an SVG is written leaves exactly the old file, intact`, async (t) => {
    const folder = folderWith(t, { 'large.json': large() })
    const out = join(realpathSync(folder), 'out.svg')
    succeeds(t, await run(['map', join(folder, 'large.json'), '--svg', out]))
    const whole = readFileSync(out, 'utf8')
    let interrupted = 0
    for (let attempt = 0; attempt < 10 && interrupted < 2; attempt++) {
      writeFileSync(out, 'old')
      const child = start(['map', join(folder, 'large.json'), '--svg', out])
      // The temporary file appears when writing starts.
      const watcher = watch(folder, (_, name) => name?.endsWith('.tmp') && child.kill(signal))
      const ended = await ending(child)
      watcher.close()
      const content = readFileSync(out, 'utf8')
      t.deepEqual(readdirSync(folder).sort(), ['large.json', 'out.svg'])
      t.is(ended.stderr, '')
      if (ended.signal !== null) {
        interrupted++
        t.is(ended.signal, signal)
      }
      // It may have been renamed just before the signal came.
      t.true(content === (ended.signal === null ? whole : 'old') || content === whole)
    }
    t.true(interrupted > 0, 'every signal came too late')
  })
}
