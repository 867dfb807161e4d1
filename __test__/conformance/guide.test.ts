// The guide is true: its port fails as described, passes after the changes, and every other block is right.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { parseKnown } from '../../lib/conformance/index.ts'
import { STATUSES } from '../../lib/conformance/reports/failure-text.ts'
import { fileOf, follow, stepsOf } from './guide.ts'

const ROOT = new URL('../../', import.meta.url)
// Inside the package, so that the port finds it and tsx.
const FOLDER = fileURLToPath(new URL('target/guide/', ROOT))
const GUIDE = readFileSync(new URL('docs/conformance.md', ROOT), 'utf8')

rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(`${FOLDER}node_modules`, { recursive: true })
symlinkSync(fileURLToPath(ROOT), `${FOLDER}node_modules/vm-allocator`, 'junction')
writeFileSync(`${FOLDER}package.json`, '{ "type": "module" }')

/** `npx vm-allocator`, as built here. The install test tests its installation. */
function run(command: string) {
  const [, words] = /^npx vm-allocator (.*)$/.exec(command) ?? []
  if (words === undefined) return { status: 0, output: '' }
  const cli = fileURLToPath(new URL('dist/cli.cjs', ROOT))
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words.split(' ')], {
    cwd: FOLDER,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

test('from nothing to a passing port', (t) => {
  const done = follow(stepsOf('From nothing to a passing CI job'), FOLDER, run)
  t.deepEqual(
    done.map(({ printed }) => printed.status),
    [0, 1, 0],
  )
  for (const { command, printed, expected } of done.slice(1)) {
    t.true(expected.length > 0, command)
    for (const text of expected)
      t.true(printed.output.includes(text), `${command}:\n${text}\nnot in\n${printed.output}`)
  }
})

test('the commands of the CI job are those of the guide', (t) => {
  const job = stepsOf('From nothing to a passing CI job').find(({ kind }) => kind === 'yaml')?.code ?? ''
  t.true(job.includes('- run: npm ci\n'))
  const [, command = ''] = /- run: (npx .*)/.exec(job) ?? []
  t.is(run(command).status, 0)
  t.regex(readFileSync(`${FOLDER}conformance.xml`, 'utf8'), /<testsuite name="port\.ts" tests="\d+" failures="0"/)
})

test('the test file registers tests that pass in node:test', (t) => {
  const step = stepsOf('In a test runner').find((step) => fileOf(step) === 'port.test.ts')
  writeFileSync(`${FOLDER}port.test.ts`, step?.code ?? '')
  const { status, stdout } = spawnSync(process.execPath, ['--import=tsx', '--test', 'port.test.ts'], {
    cwd: FOLDER,
    encoding: 'utf8',
  })
  t.is(status, 0, stdout)
  t.regex(stdout, /id-one-id: A range of one id/)
})

/** A port of another shape, which the guide presupposes. */
const POOL = `import { AddressAllocator, VmAllocatorError } from 'vm-allocator'
export class PoolError extends Error { constructor(reason, details) { super(reason); this.reason = reason; this.details = details } }
function attempt(call) {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof VmAllocatorError)) throw error
    const { kind, size, start, end, range, state } = error
    throw new PoolError(kind, { size, start, end, range, state })
  }
}
export class Pool {
  static open(base, size) { return Object.assign(new Pool(), { own: attempt(() => new AddressAllocator(base, size)) }) }
  take(size, { align, policy }) { return attempt(() => this.own.allocate(size, align, policy)) }
  giveBack(range) { attempt(() => this.own.free(range)) }
}
`

test('the adapter of a port of another shape passes', (t) => {
  const step = stepsOf('The port').find((step) => fileOf(step) === 'pool-port.ts')
  writeFileSync(`${FOLDER}pool-port.ts`, step?.code.replace('./pool.ts', './pool.mjs') ?? '')
  writeFileSync(`${FOLDER}pool.mjs`, POOL)
  const { status, output } = run('npx vm-allocator conformance ./pool-port.ts --runs 100')
  t.is(status, 0, output)
  t.regex(output, /pool: passed at level errors\n {2}canonical: yes/)
})

test('the file of known deviations is one', (t) => {
  const step = stepsOf('Known deviations').find(({ kind }) => kind === 'json')
  t.is(parseKnown(step?.code ?? '').known.length, 2)
})

test('every status and every option is in the guide', (t) => {
  for (const status of Object.keys(STATUSES)) t.true(GUIDE.includes(`\`${status}\``), status)
  const { output } = run('npx vm-allocator conformance --help')
  for (const [option] of output.matchAll(/--[a-z-]+/g)) if (option !== '--help') t.true(GUIDE.includes(option), option)
})
