// No foreign text reaches a terminal unescaped: names of files, arguments, and contents of files.
import { join } from 'node:path'
import test from 'ava'
import { ending } from '../support/process.ts'
import { folderWith, machine, mmio, run, start } from './command.ts'

/** An escape, a C1 control, text directions, a second verdict and a byte order mark. */
const EVIL = 'a\u001b[2J\u009b31m\u202egnp\u2066\nb.json: $: valid\u2028\ufeff'

/** Characters that no line of output may contain; colours are off. */
const RAW = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/u

const CASES: readonly (readonly [args: readonly string[], input?: string])[] = [
  [['check', EVIL]],
  [['check', '--json', EVIL]],
  [['stats', EVIL]],
  [['map', EVIL]],
  [['map', '--title', EVIL, '-'], mmio().snapshot()],
  [['map', '--title', EVIL, '--svg', '-', '-'], mmio().snapshot()],
  [['map', '--pool', EVIL, '-'], machine()],
  [['map', '--width', EVIL, '-']],
  [['map', '--window', EVIL, '-']],
  [['map', '--labels', EVIL, '-'], mmio().snapshot()],
  [['map', '--svg', `/missing/${EVIL}`, '-'], mmio().snapshot()],
  [['stats', '--pool', EVIL, '-'], machine()],
  [[`--${EVIL}`]],
  [['map', `--${EVIL}`]],
  [[EVIL]],
  [['map', 'a', EVIL]],
  [['conformance', '--level', EVIL, 'x']],
  [['conformance', '--runs', EVIL, 'x']],
  [['conformance', EVIL]],
  [['check', '-'], JSON.stringify({ [EVIL]: mmio().snapshot() })],
  [['check', '--json', '-'], JSON.stringify({ [EVIL]: mmio().snapshot() })],
  [['stats', '--json', '-'], JSON.stringify({ [EVIL]: mmio().snapshot() })],
  [['map', '-'], JSON.stringify({ [EVIL]: mmio().snapshot() })],
  [['check', '-'], `{"address_space":{"start":0,"end":1},"${JSON.stringify(EVIL).slice(1, -1)}":1}`],
]

for (const [args, input = ''] of CASES) {
  test(`raw text is escaped: ${args.map((arg) => arg.replaceAll(EVIL, 'EVIL')).join(' ')} ${input.slice(0, 12).replace(/\W/g, '')}`, async (t) => {
    const { stdout, stderr, signal } = await run(args, input)
    t.is(signal, null)
    t.notRegex(stdout + stderr, RAW)
    t.true(
      stderr
        .split('\n')
        .filter((line) => line !== '')
        .every((line) => /^(vm-allocator: | {2})/.test(line)),
      stderr,
    )
  })
}

test('a file with such a name is checked in one line', async (t) => {
  if (process.platform === 'win32') return t.pass()
  const folder = folderWith(t, { [EVIL]: mmio().snapshot() })
  const { stdout, code } = await ending(start(['check', join(folder, EVIL)]))
  t.is(code, 0)
  t.is(stdout.split('\n').length, 2)
  t.notRegex(stdout, RAW)
})
