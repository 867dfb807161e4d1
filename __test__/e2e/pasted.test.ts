// The tests in a report, pasted into an empty project beside the port: they fail with the faulty port, and pass with a
// correct one. There is one for each status. The Rust tests pass with the crate, and fail with the port's answer
// instead.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import type { Failure, Report } from '../../lib/conformance/index.ts'
import { failureText, STATUSES } from '../../lib/conformance/reports/failure-text.ts'
import { crateTest } from '../../lib/conformance/reports/reproduce.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-pasted-'))
test.after.always(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
symlinkSync(ROOT, join(folder, 'node_modules/vm-allocator'), 'junction')
const command = `#!/bin/sh\nexec ${process.execPath} ${join(ROOT, 'dist/cli.cjs')} "$@"\n`
writeFileSync(join(folder, 'node_modules/.bin/vm-allocator'), command, { mode: 0o755 })
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')

const HEAD = `import * as crate from 'vm-allocator'
export const { Constraint, RangeInclusive } = crate
const plain = ({ kind, address }) => kind === 'ExactMatch' ? crate.AllocPolicy.ExactMatch(address) : crate.AllocPolicy[kind] ?? { kind }
`
/** Classes without policies as values: the snippets must not use them either. */
const GOOD = `${HEAD}export class AddressAllocator extends crate.AddressAllocator {
  allocate(size, align, policy) { return super.allocate(size, align, policy && plain(policy)) }
}
export const { IdAllocator } = crate
`
const addresses = (body: string) => `${HEAD}class Right extends crate.AddressAllocator {
  allocate(size, align, policy) { return super.allocate(size, align, policy && plain(policy)) }
}
export const { IdAllocator } = crate
export class AddressAllocator extends Right { ${body} }`
const ids = (body: string) => `${GOOD.replace('export const { IdAllocator } = crate\n', '')}
export class IdAllocator extends crate.IdAllocator { ${body} }`

const MANIFEST = `[package]
name = "pasted"
version = "0.0.0"
edition = "2021"

[lib]
path = "lib.rs"

[dependencies]
vm-allocator = "=0.1.4"

[workspace]
`

/** A port for each status, and the case that shows it. */
const FAULTY: Readonly<Record<string, [port: string, only: string, words?: string]>> = {
  accepted: [ids('allocateId() { try { return super.allocateId() } catch { return 1 } }'), 'id-one-id'],
  refused: [ids("allocateId() { throw Object.assign(new Error('x'), { kind: 'ResourceNotAvailable' }) }"), 'id-one-id'],
  'wrong-result': [ids('allocateId() { return super.allocateId() + 1 }'), 'id-one-id'],
  'wrong-kind': [
    ids(
      "freeId(id) { try { return super.freeId(id) } catch { throw Object.assign(new Error('x'), { kind: 'Overflow' }) } }",
    ),
    'id-free-outside',
  ],
  'wrong-payload': [
    ids(
      "freeId(id) { try { return super.freeId(id) } catch ({ kind }) { throw Object.assign(new Error('x'), { kind, id: 9999 }) } }",
    ),
    'id-free-outside',
  ],
  'wrong-message': [
    ids(
      "freeId(id) { try { return super.freeId(id) } catch ({ kind, id }) { throw Object.assign(new Error('x'), { kind, id }) } }",
    ),
    'id-free-outside',
    '--level messages',
  ],
  'wrong-ranges': [addresses('ranges() { return super.ranges().slice(1) }'), 'address-first-match-whole-space'],
  'wrong-members': [addresses('get end() { return super.end + 1n }'), 'address-first-match-whole-space'],
  'wrong-snapshot': [addresses('snapshot() { return super.snapshot() + " " }'), 'address-first-match-whole-space'],
  unchecked: [ids('isAllocated(id) { return super.isAllocated(id >>> 0) }'), 'misuse-is-allocated'],
  hang: [ids('allocateId() { for (;;); }'), 'id-one-id', '--step-limit 300'],
  crash: [ids('allocateId() { process.exit(0) }'), 'id-one-id'],
  memory: [
    ids('allocateId() { const all = []; for (;;) all.push(new Array(1e5).fill(1)) }'),
    'id-one-id',
    '--memory-limit 96 --step-limit 60000',
  ],
  'floating-rejection': [
    ids("allocateId() { Promise.reject(new Error('x')); return super.allocateId() }"),
    'id-one-id',
  ],
  'non-error': [ids("allocateId() { throw 'no' }"), 'id-one-id'],
  'unknown-error': [ids("allocateId() { throw new Error('no') }"), 'id-one-id'],
  precision: [ids('allocateId() { return super.allocateId() + 0.5 }'), 'id-one-id'],
  malformed: [ids('allocateId() { return String(super.allocateId()) }'), 'id-one-id'],
  mutation: [
    addresses(
      "allocate(size, align, policy) { const range = super.allocate(size, align, policy); if (policy) policy.kind = 'x'; return range }",
    ),
    'address-first-match-whole-space',
  ],
  'shared-state': [
    ids(
      'allocateId() { IdAllocator.only ??= new crate.IdAllocator(this.base, this.end); return IdAllocator.only.allocateId() }',
    ),
    'isolation-id-allocator',
  ],
}

function node(...words: string[]) {
  return spawnSync(process.execPath, words, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: '' },
  })
}

/** What the command reports about a port called `name`. */
function reportOn(name: string, port: string, only: string, words = ''): Report {
  writeFileSync(join(folder, `${name}.mjs`), port)
  const all = ['--only', only, '--runs', '0', '--reporter', 'json', ...words.split(' ').filter(Boolean)]
  const { stdout, stderr } = node(join(ROOT, 'dist/cli.cjs'), 'conformance', `${name}.mjs`, ...all)
  if (!stdout.startsWith('{')) throw new Error(stderr)
  return JSON.parse(stdout) as Report
}

/** Pastes the TypeScript test of a report beside the port. */
function paste(name: string, text: string): void {
  const [, snippet = ''] = /As a TypeScript test:\n\n([\s\S]*?)(?:\n\nAs a Rust test|$)/.exec(text) ?? []
  writeFileSync(join(folder, `${name}.test.ts`), snippet.replace(/^ {4}/gm, ''))
}

/** Runs the pasted tests of all names in one process. Returns which of them pass, and which fail. */
function runPasted(names: readonly string[]): { passed: string[]; failed: string[]; stdout: string } {
  writeFileSync(join(folder, 'all.test.ts'), names.map((name) => `import './${name}.test.ts'\n`).join(''))
  const tsx = join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')
  const { stdout, stderr } = node('--import', tsx, '--test-reporter=tap', 'all.test.ts')
  const results = [...stdout.matchAll(/^(not )?ok (\d+) /gm)]
  if (results.length !== names.length) throw new Error(`${results.length} of ${names.length} ran: ${stdout}${stderr}`)
  const having = (fails: boolean) =>
    results.flatMap(([, not, number]) => ((not !== undefined) === fails ? [names[Number(number) - 1] as string] : []))
  return { passed: having(false), failed: having(true), stdout }
}

/** The Rust tests of the reports, by status: as shown, and with the port's answer instead of the crate's. */
const rust: { status: string; shown: string; wrong?: string | undefined }[] = []

function keepRust(status: string, failure: Failure, text: string): void {
  const [, shown = ''] = /As a Rust test of the crate:\n\n([\s\S]*)$/.exec(text) ?? []
  const { vector, divergence } = failure
  const { step = -1, actual } = divergence ?? {}
  const answered = vector.operations[step]
  const answer =
    typeof actual === 'object' && actual !== null && ('result' in actual || 'error' in actual) ? actual : undefined
  const { result: _, error: _e, ...call } = (answered ?? {}) as Record<string, unknown>
  const operations = vector.operations.map((operation, at) => (at === step ? { ...call, ...answer } : operation))
  const wrong =
    answered &&
    answer &&
    crateTest({
      ...failure,
      vector: { ...vector, operations: operations as unknown as Failure['vector']['operations'] },
    })
  rust.push({ status, shown: shown.replace(/^ {4}/gm, ''), wrong })
}

test('there is a port for every status', (t) => {
  t.deepEqual(Object.keys(FAULTY).sort(), Object.keys(STATUSES).sort())
})

for (const [status, [port, only, words]] of Object.entries(FAULTY)) {
  test.serial(`${status}: the command reports it`, (t) => {
    const report = reportOn(status, port, only, words)
    const failure = report.failures.find(({ divergence }) => divergence?.status === status)
    if (failure === undefined) return t.fail(`${report.failures.map(({ divergence }) => divergence?.status)}`)
    const text = failureText(failure, `${status}.mjs`, report)
    keepRust(status, failure, text)
    paste(status, text)
    t.pass()
  })
}

test.serial('each pasted test fails beside the port', (t) => {
  const { failed, stdout } = runPasted(Object.keys(FAULTY))
  t.deepEqual(failed, Object.keys(FAULTY), stdout)
})

test.serial('each pasted test passes beside a right port', (t) => {
  for (const status of Object.keys(FAULTY)) writeFileSync(join(folder, `${status}.mjs`), GOOD)
  const { passed, stdout } = runPasted(Object.keys(FAULTY))
  t.deepEqual(passed, Object.keys(FAULTY), stdout)
})

/**
 * The Rust tests don't check messages, lists of ranges and snapshots, and can't expect something that isn't an answer.
 */
const ANSWERED = ['accepted', 'refused', 'wrong-kind', 'wrong-payload', 'wrong-result']

test.serial('the pasted Rust tests compile, pass, and fail with the wrong answers', (t) => {
  const crate = join(folder, 'rust')
  mkdirSync(join(crate, 'tests'), { recursive: true })
  writeFileSync(join(crate, 'Cargo.toml'), MANIFEST)
  writeFileSync(join(crate, 'lib.rs'), '')
  const modules = rust.flatMap(({ status, shown, wrong = '' }) => {
    const name = status.replaceAll('-', '_')
    return [`mod shown_${name} {\n${shown}}\n`, `mod wrong_${name} {\n${wrong}}\n`]
  })
  writeFileSync(join(crate, 'tests', 'pasted.rs'), modules.join('\n'))
  const { stdout, stderr } = spawnSync(
    'cargo',
    ['test', '--quiet', '--offline', '--test', 'pasted', '--', '--test-threads=1', '--format=pretty'],
    {
      cwd: crate,
      encoding: 'utf8',
      env: { ...process.env, CARGO_TARGET_DIR: join(ROOT, 'target', 'pasted') },
    },
  )
  const results = [...stdout.matchAll(/^test (shown|wrong)_(\w+)::\w+ .*?(ok|FAILED)$/gm)]
  const names = (kind: string, result: string) =>
    results
      .flatMap(([, each, name = '', how]) => (each === kind && how === result ? [name.replaceAll('_', '-')] : []))
      .sort()
  t.deepEqual(names('shown', 'ok'), Object.keys(FAULTY).sort(), stdout + stderr)
  t.deepEqual(names('shown', 'FAILED'), [], stdout)
  t.deepEqual(
    names('wrong', 'FAILED').filter((name) => ANSWERED.includes(name)),
    ANSWERED,
    stdout,
  )
})

test.serial('a port that is called only through its adapter', (t) => {
  const adapter = (wrong: string) => `${HEAD}export const conformance = {
  numbers: 'number',
  createIdAllocator: async (base, end) => ({ ok: new crate.IdAllocator(base, end) }),
  allocateId: async (ids) => ({ ok: ids.allocateId()${wrong} }),
  unwrap: ({ ok }) => ({ value: ok }),
}`
  const report = reportOn('own', adapter(' + 1'), 'id-one-id')
  t.is(report.failures.length, 1)
  for (const failure of report.failures) paste('own', failureText(failure, 'own.mjs', report))
  t.deepEqual(runPasted(['own']).failed, ['own'])
  writeFileSync(join(folder, 'own.mjs'), adapter(''))
  t.deepEqual(runPasted(['own']).passed, ['own'])
})
