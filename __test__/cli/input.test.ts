import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { ending } from '../support/process.ts'
import { fails, folderWith, interrupts, machine, mmio, run, start, succeeds } from './command.ts'

const COMMANDS = ['map', 'stats', 'check']
const NO_SNAPSHOT =
  '$: holds no snapshot: no object with address_space and interval_tree, or with range_base, next_id, range_end and freed_ids'

/** The content of a file, and the reason for its refusal. */
const REFUSED: readonly [title: string, content: string | Uint8Array, reason: string][] = [
  ['an empty file', '', '$: is empty'],
  ['white space', ' \n ', '$: ends too early, at line 2, column 2'],
  ['bytes that are not UTF-8', Buffer.from('{"a":"\xff"}', 'latin1'), '$: is not UTF-8 text'],
  ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), '$: is not UTF-8 text'],
  [
    'a byte order mark',
    `\ufeff${interrupts().snapshot()}`,
    "$: starts with a byte order mark, which JSON doesn't have",
  ],
  ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), 'is an ELF file'],
  ['a text', 'hello', 'is not in a supported format'],
  ['half an object', '{"a": {\n  "b": 1,', '$: ends too early, at line 2, column 10'],
  ['a number', '42', NO_SNAPSHOT],
  ['an empty object', '{}', NO_SNAPSHOT],
  ['some other JSON', '{"name":"vm-allocator","files":["a",{"b":null}]}', NO_SNAPSHOT],
  [
    'text after the end',
    `{"a":${interrupts().snapshot()}} x`,
    '$: is not valid JSON: unexpected character, at line 1, column 67',
  ],
  ['half a snapshot', mmio().snapshot().slice(0, 40), '$.address_space: ends too early, at line 1, column 40'],
  ['two pools of one name', `{"a":${interrupts().snapshot()},"a":1}`, '$.a: is given twice'],
  ['arrays in arrays', '['.repeat(200), '$: is nested more than 128 levels deep, at line 1, column 130'],
]

for (const [title, content, reason] of REFUSED) {
  test(`${title} is refused`, async (t) => {
    const file = join(folderWith(t, { 'pools.json': content }), 'pools.json')
    fails(t, await run(['check', file]), `${file}: ${reason}`)
  })
}

test('every command refuses with the same message', async (t) => {
  const document = interrupts().snapshot().replace('"freed_ids":[5]', '"freed_ids":5')
  const reason = 'standard input: $.freed_ids: must be an array, but is a number'
  for (const command of COMMANDS) {
    fails(t, await run([command, '-'], document), reason)
    fails(t, await run([command, '-'], '{}'), `standard input: ${NO_SNAPSHOT}`)
    fails(t, await run([command, '/missing.json']), '/missing.json: no such file or directory')
  }
})

test('a file that cannot be read is refused', async (t) => {
  const folder = folderWith(t, { 'a.json': interrupts().snapshot() })
  mkdirSync(join(folder, 'directory'))
  symlinkSync('loop', join(folder, 'loop'))
  const refuse = async (name: string, reason: string) => {
    const file = join(folder, name)
    fails(t, await run(['check', file]), `${file}: ${reason}`)
  }
  await refuse('missing.json', 'no such file or directory')
  await refuse('directory', 'is a directory')
  await refuse('a.json/b.json', 'not a directory')
  await refuse('loop', 'too many symbolic links encountered')
  await refuse('x'.repeat(300), 'name too long')
})

test('a file without read permission is refused', async (t) => {
  const file = join(folderWith(t, { 'a.json': interrupts().snapshot() }), 'a.json')
  chmodSync(file, 0)
  const ended = await run(['check', file])
  // Root may read everything.
  if (process.getuid?.() === 0) t.is(ended.code, 0)
  else fails(t, ended, `${file}: permission denied`)
})

test('the name of a file is printed without its control characters', async (t) => {
  fails(t, await run(['check', '/missing\u001b[31m\n.json']), '/missing␛[31m␊.json: no such file or directory')
})

test('a name that looks like an option follows --', async (t) => {
  fails(t, await run(['check', '--', '--json']), '--json: no such file or directory')
})

test('standard input is read to its end, even if it arrives in pieces', async (t) => {
  const child = start(['check', '-'])
  const ended = ending(child)
  const document = machine()
  for (let at = 0; at < document.length; at += 100) {
    child.stdin.write(document.slice(at, at + 100))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  child.stdin.end()
  t.is(succeeds(t, await ended).split('\n').length, 3)
})

test('endless input is refused', async (t) => {
  const child = start(['check', '-'])
  const ended = ending(child)
  child.stdin.on('error', () => {})
  const chunk = Buffer.alloc(2 ** 20, ' ')
  const feed = (): void => {
    while (child.stdin.writable && child.stdin.write(chunk));
    if (child.stdin.writable) child.stdin.once('drain', feed)
  }
  feed()
  fails(t, await ended, 'standard input: is larger than 256 MiB')
})

test('a named pipe is read', async (t) => {
  if (process.platform === 'win32') return t.pass()
  const folder = folderWith(t, { 'a.json': interrupts().snapshot() })
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const child = start(['check', pipe])
  execFileSync('cp', ['--no-target-directory', join(folder, 'a.json'), pipe])
  t.regex(succeeds(t, await ending(child)), /pipe: \$: valid id snapshot/)
})

test('snapshots are found as text in strings, too, as JavaScript keeps them', async (t) => {
  const document = JSON.stringify({
    pools: { mmio32: mmio().snapshot(), note: '{not a snapshot}' },
    more: [interrupts().snapshot()],
  })
  t.deepEqual(succeeds(t, await run(['check', '-'], document)).split('\n'), [
    'standard input: $.pools.mmio32: valid address snapshot, 2 allocated, 2 free',
    'standard input: $.more[0]: valid id snapshot, 2 allocated, 17 available',
    '',
  ])
})

test('a snapshot is recognised by all its members, in any order', async (t) => {
  const { address_space: space, interval_tree: tree } = JSON.parse(mmio().snapshot())
  const turned = JSON.stringify({ pool: { interval_tree: tree, address_space: space } })
  t.regex(succeeds(t, await run(['check', '-'], turned)), /\$\.pool: valid address snapshot/)
  const misspelled = turned.replace('address_space', 'adress_space')
  const miss = 'holds no snapshot: $.pool looks like an address snapshot without address_space'
  fails(t, await run(['check', '-'], misspelled), `standard input: $: ${miss}`)
})

test('a single member named like one in a snapshot is not a snapshot', async (t) => {
  const document = `{"next_id":3,"a":${mmio().snapshot()},"interval_tree":{"b":${interrupts().snapshot()}}}`
  t.deepEqual(succeeds(t, await run(['check', '-'], document)).split('\n'), [
    'standard input: $.a: valid address snapshot, 2 allocated, 2 free',
    'standard input: $.interval_tree.b: valid id snapshot, 2 allocated, 17 available',
    '',
  ])
  t.regex(succeeds(t, await run(['stats', '--pool', 'a', '-'], document)), /^a: address space/)
})

test("what serde's flatten and internal tags write is read", async (t) => {
  const flattened = `{"name":"both",${mmio().snapshot().slice(1, -1)},"used":1,${interrupts().snapshot().slice(1)}`
  const tagged = `[{"type":"Address",${mmio().snapshot().slice(1)},{"type":"Id",${interrupts().snapshot().slice(1)}]`
  t.is(
    succeeds(t, await run(['check', '-'], `{"vm":${flattened}}`)),
    'standard input: $.vm: valid address snapshot, 2 allocated, 2 free\n' +
      'standard input: $.vm: valid id snapshot, 2 allocated, 17 available\n',
  )
  t.is(
    succeeds(t, await run(['check', '-'], tagged)),
    'standard input: $[0]: valid address snapshot, 2 allocated, 2 free\n' +
      'standard input: $[1]: valid id snapshot, 2 allocated, 17 available\n',
  )
})

test('a near miss beside a snapshot gets a note', async (t) => {
  const document = `{"a":${mmio().snapshot()},"b":{"range_base":5,"next_id":5,"range_end":9}}`
  const { code, stdout, stderr } = await run(['check', '-'], document)
  t.is(code, 0)
  t.is(stdout, 'standard input: $.a: valid address snapshot, 2 allocated, 2 free\n')
  t.is(stderr, 'vm-allocator: standard input: note: $.b looks like an id snapshot without freed_ids\n')
})

test('members beside those of a snapshot can be pools, but not members inside them', async (t) => {
  const document = `{"pool":{"extra":${interrupts().snapshot()},${mmio().snapshot().slice(1)}}`
  t.deepEqual(succeeds(t, await run(['check', '-'], document)).split('\n'), [
    'standard input: $.pool: valid address snapshot, 2 allocated, 2 free',
    'standard input: $.pool.extra: valid id snapshot, 2 allocated, 17 available',
    '',
  ])
  const inside = `{"pool":{"address_space":${interrupts().snapshot()},"interval_tree":{"root":null}}}`
  const { code, stderr } = await run(['check', '-'], inside)
  t.is(code, 1)
  t.regex(stderr, /\$\.pool\.address_space/)
})

test('odd names of pools are escaped so that they stay distinguishable', async (t) => {
  const document = `{"a b":${interrupts().snapshot()},"":{"\\u001b[31m":${interrupts().snapshot()}}}`
  const paths = succeeds(t, await run(['check', '-'], document)).match(/\$.*?: /g)
  t.deepEqual(paths, ['$["a b"]: ', '$[""]["␛[31m"]: '])
})
