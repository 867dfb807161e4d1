// The Python program of docs/vectors.md replays the vectors on its toy port: it finds no difference, but finds a fault.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import test from 'ava'

const ROOT = new URL('../../', import.meta.url)
const VECTORS = fileURLToPath(new URL('vectors', ROOT))
const page = readFileSync(new URL('docs/vectors.md', ROOT), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-python-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const blocks = new Map(
  [...page.matchAll(/^```python\n# (\S+)\n([\s\S]*?)^```$/gm)].map(([, name, code]) => [name, code]),
)

function replay(change: (port: string) => string, vectors = VECTORS) {
  writeFileSync(join(folder, 'toy_port.py'), change(blocks.get('toy_port.py') ?? ''))
  writeFileSync(join(folder, 'replay.py'), blocks.get('replay.py') ?? '')
  const { status, stdout, stderr } = spawnSync('python3', ['-B', 'replay.py', vectors], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('the consumer has about thirty lines', (t) => {
  const lines = (blocks.get('replay.py') ?? '').trimEnd().split('\n')
  t.true(lines.length > 20 && lines.length <= 38, `${lines.length}`)
})

test('the toy port answers as the crate does to every vector about ids', (t) => {
  const { status, stdout, stderr } = replay((port) => port)
  t.is(status, 0, stdout + stderr)
  const [, vectors = '0'] = /^(\d+) vectors, 0 differences$/m.exec(stdout) ?? []
  t.true(Number(vectors) > 30, stdout)
  const [, expected = '?'] = /```text\n(.*)\n```/.exec(page) ?? []
  t.true(stdout.includes(expected))
})

test('it also reads the files in the package, which are compressed', (t) => {
  const packed = join(folder, 'vectors')
  mkdirSync(packed)
  for (const name of readdirSync(VECTORS).filter((name) => name.endsWith('.json')))
    writeFileSync(
      join(packed, name === 'schema.json' ? name : `${name}.gz`),
      name === 'schema.json' ? '{}' : gzipSync(readFileSync(join(VECTORS, name))),
    )
  const { status, stdout, stderr } = replay((port) => port, packed)
  t.is(status, 0, stderr)
  t.is(stdout, replay((port) => port).stdout)
})

for (const [what, find, put] of [
  ['the highest freed id', 'min(self.freed)', 'max(self.freed)'],
  ['an id after the last', 'self.next > self.end', 'self.next > self.end + 1'],
  ['a double free', 'if id in self.freed:', 'if False:'],
] as const) {
  test(`a fault is found: ${what}`, (t) => {
    const { status, stdout } = replay((port) => {
      if (!port.includes(find)) throw new Error(`no ${find}`)
      return port.replace(find, put)
    })
    t.is(status, 1)
    t.regex(stdout, /: (allocate|free)_id answered .*, the crate /)
  })
}
