import { spawn, spawnSync } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { AddressAllocator } from 'vm-allocator'
import { COMMAND, folderWith, mmio, start } from './command.ts'

/** A map of several megabytes. */
function large(): string {
  const allocator = new AddressAllocator(0n, 1n << 40n)
  for (let size = 1n; size < 20_000n; size++) allocator.allocate((1n + (size % 7n)) << 12n, 0x1000n)
  return allocator.snapshot()
}

test('a reader that leaves early ends the tool quietly', async (t) => {
  const file = join(folderWith(t, { 'large.json': large() }), 'large.json')
  const child = start(['map', '--width', '200', file])
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const [code, signal] = await new Promise<unknown[]>((resolve) => child.once('close', (...ended) => resolve(ended)))
  t.deepEqual([code, signal, stderr], [0, null, ''])
})

test('the verdict is the same, even if nobody reads it', async (t) => {
  const child = start(['check', '--json', '-'])
  child.stdout.destroy()
  child.stdin.end(mmio().snapshot().replace('"height":2', '"height":3'))
  const [code] = await new Promise<unknown[]>((resolve) => child.once('close', (...ended) => resolve(ended)))
  t.is(code, 1)
})

test('a reader that leaves early ends the help quietly, and a message', async (t) => {
  for (const args of [['--help'], ['map', '--help'], ['map'], ['nothing'], ['check', '/missing']]) {
    const child = start(args)
    child.stdout.destroy()
    child.stderr.destroy()
    const [code, signal] = await new Promise<unknown[]>((resolve) => child.once('close', (...ended) => resolve(ended)))
    t.deepEqual([code, signal], [args.includes('--help') ? 0 : 1, null], args.join(' '))
  }
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"$0" "$1" --help | true; "$0" "$1" map --help | head -1`, process.execPath, COMMAND],
    { encoding: 'utf8' },
  )
  t.regex(stdout, /^Usage: vm-allocator map /)
  t.is(stderr, '')
})

test('a full disk is reported', async (t) => {
  if (process.platform !== 'linux') return t.pass()
  const file = join(folderWith(t, { 'a.json': mmio().snapshot() }), 'a.json')
  const child = spawn(process.execPath, [COMMAND, 'stats', file], {
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', (data) => {
    stderr += data
  })
  const [code] = await new Promise<unknown[]>((resolve) => child.once('close', (...ended) => resolve(ended)))
  t.deepEqual([code, stderr], [1, 'vm-allocator: standard output: no space left on device\n'])
})
