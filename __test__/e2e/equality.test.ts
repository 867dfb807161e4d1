// Checks that `toEqual` and `toStrictEqual` hold only for equal allocators in vitest, Jest and Bun. The test for
// `node:assert` is __test__/state/deep-equality.test.ts.
//   npm run test:e2e -- equality
// The test runners are fetched the first time; the package is the one in this folder: run npm run build first.
import { spawnSync } from 'node:child_process'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { npmTools, ROOT } from '../../scripts/support/toolbox.ts'
import { TOOLS, WEEKLY_TOOLS } from './ways/index.ts'

/** The runners, in the versions of the bundlers' tests. */
const RUNNERS = [...TOOLS, ...WEEKLY_TOOLS].filter((tool) => /^(?:jest@|vitest@|@oven\/bun)/.test(tool))

const PROGRAM = `
const filled = (count, options) => {
  const allocator = new AddressAllocator(0x1000n, 0x100000n, options)
  for (let page = 0; page < count; page++) allocator.allocate(0x1000n)
  return allocator
}
const ids = (count) => {
  const allocator = new IdAllocator(5, 100)
  for (let id = 0; id < count; id++) allocator.allocateId()
  return allocator
}
const withHole = filled(20)
withHole.free({ start: 0x14000n, end: 0x14fffn })
const EQUAL = [
  [filled(20), filled(20)],
  [[filled(2)], [filled(2).clone()]],
  [{ pool: ids(3) }, { pool: ids(3).clone() }],
]
const UNEQUAL = [
  [filled(20), filled(21)],
  [filled(20), filled(20, { sound: true })],
  [filled(20), withHole],
  [new AddressAllocator(0n, 8n), new AddressAllocator(0n, 16n)],
  [ids(3), ids(4)],
  [ids(3), filled(3)],
]
for (const compare of ['toEqual', 'toStrictEqual']) {
  test(compare, () => {
    for (const [one, other] of EQUAL) expect(one)[compare](other)
    for (const [one, other] of UNEQUAL) expect(one).not[compare](other)
  })
}
`
const IMPORTED = `import { AddressAllocator, IdAllocator } from 'vm-allocator'\n${PROGRAM}`

const folder = npmTools('equality', RUNNERS)
const installed = join(folder, 'node_modules', 'vm-allocator')
rmSync(installed, { force: true })
symlinkSync(ROOT, installed, 'junction')

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

/** Runs a command in the folder of the runners, and returns what it printed. */
function start(command: string, ...parameters: string[]): string {
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', FORCE_COLOR: '0' }
  const { stdout, stderr, error } = spawnSync(command, parameters, { cwd: folder, env, encoding: 'utf8' })
  return `${stdout}${stderr}${error ?? ''}`
}

test.serial('Jest', (t) => {
  write('jest.test.cjs', `const { AddressAllocator, IdAllocator } = require('vm-allocator')\n${PROGRAM}`)
  write('jest.config.json', JSON.stringify({ testMatch: ['**/jest.test.cjs'] }))
  const script = join('node_modules', 'jest', 'bin', 'jest.js')
  const printed = start(process.execPath, script, '--runInBand', '--config', 'jest.config.json')
  t.regex(printed, /^Tests: +2 passed, 2 total$/m)
})

test.serial('vitest', (t) => {
  write('vitest.spec.mjs', `import { expect, test } from 'vitest'\n${IMPORTED}`)
  write('vitest.config.mjs', "export default { test: { include: ['vitest.spec.mjs'], maxWorkers: 1 } }")
  t.regex(start(process.execPath, join('node_modules', 'vitest', 'vitest.mjs'), 'run'), /^ +Tests +2 passed \(2\)$/m)
})

test.serial('Bun', (t) => {
  write('bun.test.mjs', `import { expect, test } from 'bun:test'\n${IMPORTED}`)
  const name = RUNNERS.find((tool) => tool.startsWith('@oven/bun'))?.replace(/@[^@]+$/, '') ?? ''
  const printed = start(join(folder, 'node_modules', name, 'bin', 'bun'), 'test', './bun.test.mjs')
  t.regex(printed, /^ 2 pass\n 0 fail$/m)
})
