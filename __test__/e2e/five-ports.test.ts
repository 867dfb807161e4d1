// Takes five ports of different shapes from an empty folder to a passing run with the packed packages
// (scripts/pack.ts), and prints the command, the number of cases and the time of each.
//   npm run test:e2e -- five-ports
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import test from 'ava'
import { packedForHost } from '../../scripts/pack.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { fetchRuntimes } from './support/runtimes.ts'

const SOURCES = join(ROOT, '__test__', 'e2e', 'five-ports')
/** A Node that strips types itself, as the guide requires. */
const NODE = fetchRuntimes([]).find(({ name }) => name === 'node24')?.command[0] ?? ''

interface Shape {
  readonly port: string
  /** The files that it imports. */
  readonly parts: readonly string[]
  readonly packages?: readonly string[]
  readonly words?: string
  /** The line of the summary that says that it agrees. */
  readonly verdict: string
}

const RULES = ['crate-rules.ts', 'list-store.ts']
const SHAPES: readonly Shape[] = [
  { port: 'array.ts', parts: RULES, verdict: 'canonical: yes' },
  {
    port: 'interval-tree.ts',
    parts: ['crate-rules.ts'],
    packages: ['node-interval-tree@2.1.2'],
    verdict: 'canonical: yes',
  },
  { port: 'async-results.ts', parts: RULES, verdict: 'canonical: yes' },
  { port: 'sound.ts', parts: ['crate-rules.ts'], words: ' --oracle sound', verdict: 'as sound mode: yes' },
  { port: 'without-ranges.ts', parts: RULES, verdict: 'canonical: yes' },
]

function run(line: string, cwd: string) {
  const PATH = `${dirname(NODE)}${delimiter}${process.env['PATH']}`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH, NODE_OPTIONS: '' },
  })
  return { status, output: stdout + stderr }
}

for (const { port, parts, packages = [], words = '', verdict } of SHAPES) {
  test.serial(`${port}: from an empty folder to a passing run`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-port-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    t.deepEqual(readdirSync(folder), [])
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
    // Before publication, the tarballs replace the package.
    const tarballs = packedForHost()
    const installed = run(`npm install --no-audit --no-fund --save-dev ${[...tarballs, ...packages].join(' ')}`, folder)
    t.is(installed.status, 0, installed.output)
    for (const name of [port, ...parts]) copyFileSync(join(SOURCES, name), join(folder, name))

    const command = `npx vm-allocator conformance ./${port}${words} --seed 1`
    const start = performance.now()
    const { status, output } = run(command, folder)
    const seconds = (performance.now() - start) / 1000
    t.is(status, 0, output)
    t.true(output.includes(`  ${verdict}\n`), output)
    const [, cases, passed] = /(\d+) cases: (\d+) passed, 0 failed, 0 known/.exec(output) ?? []
    console.log(`${command}: ${cases} cases, ${passed} passed, ${seconds.toFixed(1)} s`)
    t.true(Number(passed) > 1000, output)
  })
}
