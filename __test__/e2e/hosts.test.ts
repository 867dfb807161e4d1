// Runs the conformance command on a port in TypeScript, from the packed tarballs (scripts/pack.ts), on every runtime
// that supports it: Node's own type stripping, tsx, Bun and Deno.
//   npm run test:e2e -- hosts
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { hostPlatform } from '../../lib/binding/host.ts'
import type { Report } from '../../lib/conformance/index.ts'
import { packed } from '../../scripts/pack.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { installTarballs } from './support/portable-run.ts'
import { fetchRuntimes } from './support/runtimes.ts'

// Outside the repository, whose tsx would count as the project's.
const FOLDER = mkdtempSync(join(tmpdir(), 'vm-allocator-hosts-'))
test.after.always(() => rmSync(FOLDER, { recursive: true }))
const TSX = join(FOLDER, 'with-tsx')
/** The runtimes that the guide names. */
const PERMISSIONS = ['--no-prompt', '--allow-read', '--allow-ffi']
const STORE = '--allow-write=node_modules/.cache'

installTarballs(hostPlatform(), FOLDER, packed())
writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }')
mkdirSync(join(TSX, 'node_modules'), { recursive: true })
symlinkSync(join(ROOT, 'node_modules', 'tsx'), join(TSX, 'node_modules', 'tsx'), 'junction')

const HEAD = "import * as crate from 'vm-allocator'\nexport const conformance = { misuse: 'unchecked' } as const\n"
const ids = (body: string) => `${HEAD}export class IdAllocator extends crate.IdAllocator { ${body} }\n`
const PORTS: Readonly<Record<string, string>> = {
  'part.ts': 'export const offset: number = 0\n',
  'good.ts': `import { offset } from './part.ts'\n${ids('override allocateId(): number { return super.allocateId() + offset }')}`,
  'wrong.ts': ids('override allocateId(): number { return super.allocateId() + 1 }'),
  'loud.ts': ids(
    "override allocateId(): number { console.log('hello'); process.stdout.write('there\\n'); return super.allocateId() }",
  ),
  'hang.ts': ids('override allocateId(): number { for (;;); }'),
  'exit.ts': ids('override allocateId(): number { process.exit(3) }'),
  'memory.ts': ids(
    'override allocateId(): number { const all: unknown[] = []; for (;;) all.push(new Array(1e5).fill(1)) }',
  ),
  'floating.ts': ids(
    "override allocateId(): number { void Promise.reject(new Error('lost')); return super.allocateId() }",
  ),
  'enum.ts': `enum Kind { Good = 1 }\n${ids('override allocateId(): number { return super.allocateId() * Kind.Good }')}`,
  'built-name.ts': "export { IdAllocator } from './good.js'\n",
  'no-ending.ts': "export { IdAllocator } from './good'\n",
  'type.ts':
    "import { Shape } from './shape.ts'\nexport { IdAllocator } from './good.ts'\nexport const shape: Shape = 1\n",
  'shape.ts': 'export type Shape = number\n',
  'syntax.ts': 'export const fine = 1\nexport const wrong: = 1\n',
  'through.mjs': "export { IdAllocator, conformance } from './good.ts'\n",
}
for (const folder of [FOLDER, TSX])
  for (const [name, text] of Object.entries(PORTS)) writeFileSync(join(folder, name), text)
writeFileSync(join(TSX, 'package.json'), '{ "type": "module" }')

const runtimes = fetchRuntimes(PERMISSIONS)
const CLI = join(FOLDER, 'node_modules', 'vm-allocator', 'dist', 'cli.cjs')

/** Runs the command on one recorded case. */
function run(host: string, port: string, { folder = FOLDER, words = [] as string[], options = [] as string[] } = {}) {
  const [program = '', ...rest] = runtimes.find(({ name }) => name === host)?.command ?? []
  const asked = ['conformance', port, '--only', 'id-one-id', '--runs', '0', ...words]
  const { status, stdout, stderr } = spawnSync(program, [...rest, ...options, CLI, ...asked], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
  })
  return { status, stdout, stderr }
}

function failureOf(host: string, port: string, words: string[] = []) {
  const { stdout, stderr } = run(host, port, { words: ['--reporter', 'json', ...words] })
  if (!stdout.startsWith('{')) throw new Error(stdout + stderr)
  return (JSON.parse(stdout) as Report).failures[0]?.divergence
}

for (const host of ['node22', 'node24', 'node26', 'bun', 'deno']) {
  test.serial(`${host}: a port in TypeScript passes, and one that is wrong fails`, (t) => {
    const { status, stdout, stderr } = run(host, './good.ts')
    t.is(status, 0, stdout + stderr)
    t.regex(stdout, /good\.ts: passed at level errors/)
    t.is(stderr, '')
    t.is(run(host, './through.mjs').status, 0)
    t.is(failureOf(host, './wrong.ts')?.status, 'wrong-result')
  })

  test.serial(`${host}: a failure in the port's thread has its status`, (t) => {
    t.is(failureOf(host, './hang.ts', ['--step-limit', '500'])?.status, 'hang')
    const exit = failureOf(host, './exit.ts')
    t.is(exit?.status, 'crash')
    t.like(exit?.actual, { detail: 'called process.exit(3)' })
    t.is(failureOf(host, './memory.ts', ['--memory-limit', '128', '--step-limit', '60000'])?.status, 'memory')
    t.is(failureOf(host, './floating.ts')?.status, 'floating-rejection')
  })

  test.serial(`${host}: what the port prints goes to standard error, labelled`, (t) => {
    const { stdout, stderr } = run(host, './loud.ts', { words: ['--reporter', 'json'] })
    t.notThrows(() => JSON.parse(stdout))
    for (const line of ['hello', 'there']) t.true(stderr.includes(`port: ${line}\n`), stderr)
  })
}

for (const host of ['node18', 'node20', 'node22', 'node24']) {
  test.serial(`${host}: the project's tsx supports all of TypeScript`, (t) => {
    for (const port of ['good.ts', 'enum.ts', 'built-name.ts', 'no-ending.ts', 'type.ts'])
      t.is(run(host, port, { folder: TSX }).status, 0, port)
  })

  test.serial(`${host}: tsx runs the command`, (t) => {
    const loader = join(ROOT, 'node_modules', 'tsx', 'dist')
    const options = ['--require', join(loader, 'preflight.cjs'), '--import', `file://${join(loader, 'loader.mjs')}`]
    const { status, stderr } = run(host, './enum.ts', { options })
    t.is(status, 0, stderr)
  })
}

/** What each host says about a port that it can't load, in one line. */
const REFUSALS: [host: string, port: string, message: RegExp][] = [
  [
    'node18.15',
    './good.ts',
    /Node 18\.15\.\d+ can't run TypeScript: use Node 22\.18 or later, or add tsx to the project/,
  ],
  [
    'node20',
    './good.ts',
    /Node 20\.\d+\.\d+ can't run TypeScript: use Node 22\.18 or later, or add tsx to the project/,
  ],
  ['node20', './through.mjs', /Node 20\.\d+\.\d+ can't run TypeScript \(good\.ts\): use Node/],
  ['node24', './enum.ts', /TypeScript enum is not supported in strip-only mode.*; add tsx to the project/],
  ['node24', './built-name.ts', /; there is good\.ts: import it by that name, or add tsx/],
  ['node24', './no-ending.ts', /; there is good\.ts: import it by that name, or add tsx/],
  ['node24', './type.ts', /; if that is a type, import it with "import type", or add tsx/],
  ['node24', './syntax.ts', /\(syntax\.ts:2\)/],
  ['bun', './syntax.ts', /\(syntax\.ts:2\)/],
  ['deno', './syntax.ts', /\(syntax\.ts:2\)/],
  ['deno', './no-ending.ts', /Maybe add a '\.ts' extension/],
]
for (const [host, port, message] of REFUSALS) {
  test.serial(`${host} says why it can't load ${port}`, (t) => {
    const { status, stdout, stderr } = run(host, port)
    t.is(status, 1)
    t.is(stdout, '')
    t.regex(stderr, message)
    t.is(stderr.trimEnd().split('\n').length, 1, stderr)
  })
}

test.serial('node18.15: a tsx that is too new for it is blamed', (t) => {
  t.regex(run('node18.15', './good.ts', { folder: TSX }).stderr, /nor the project's tsx: .*module\.register/)
})

test.serial('deno needs the permission to write only to store failures', (t) => {
  const stored = "the failures can't be stored"
  const words = ['--seed', '1']
  mkdirSync(join(FOLDER, 'node_modules', '.cache'), { recursive: true })
  const all = (options: string[], port: string) => {
    const [program = '', ...rest] = runtimes.find(({ name }) => name === 'deno')?.command ?? []
    const asked = ['conformance', port, '--runs', '20', ...words]
    return spawnSync(program, [...rest, ...options, CLI, ...asked], { cwd: FOLDER, encoding: 'utf8' })
  }
  t.false(all([], './good.ts').stderr.includes(stored))
  t.true(all([], './wrong.ts').stderr.includes(stored))
  t.false(all([STORE], './wrong.ts').stderr.includes(stored))
})
