// The command, as its users run it: exit status, reports, files, and ports that don't return.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { XMLValidator } from 'fast-xml-parser'
import type { Report } from '../../lib/conformance/index.ts'
import { COMMAND } from '../cli/command.ts'
import { ROOT } from '../support/process.ts'

const PORT = 'examples/port/index.ts'
const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-conformance-'))
test.after.always(() => rmSync(folder, { recursive: true }))

function run(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [COMMAND, 'conformance', ...words], { cwd: ROOT, encoding: 'utf8' })
}

/** A port in plain JavaScript, which answers like the package except for what `body` defines. */
function portFile(name: string, body: string): string {
  const file = join(folder, name)
  const index = JSON.stringify(new URL('../../dist/index.mjs', import.meta.url).href)
  writeFileSync(file, `import * as crate from ${index}\nexport const { Constraint, RangeInclusive } = crate\n${body}\n`)
  return file
}

const FAULTY = `export const { AddressAllocator } = crate
export class IdAllocator extends crate.IdAllocator { allocateId() { return super.allocateId() + 1 } }`
const BAD = portFile('bad.mjs', FAULTY)
const GOOD = portFile('good.mjs', 'export const { AddressAllocator, IdAllocator } = crate')
test('a TypeScript port passes with exit status 0, where Node or the project can run it', (t) => {
  const { status, stdout, stderr } = run(PORT, '--level', 'messages', '--runs', '100', '--seed', '1')
  t.is(stderr, '')
  t.is(status, 0)
  t.regex(stdout, /index\.ts: passed at level messages\n {2}canonical: yes/)
  t.regex(stdout, /100 generated sequences from seed 1/)
  t.regex(stdout, /allocate ExactMatch +InvalidAlignment \d+/)
})

test('a failure has exit status 1, and says what to do', (t) => {
  const { status, stdout } = run(BAD, '--only', 'id-one-id', '--runs', '0')
  t.is(status, 1)
  t.regex(stdout, /id-one-id: A range of one id\nAt step 0, the results differ \(wrong-result\)/)
  t.regex(stdout, /> +0 +allocate_id +7 +8\n/)
  t.true(stdout.includes(`To reproduce: vm-allocator conformance ${BAD} --only id-one-id`))
  t.regex(stdout, /assert\.equal\(subject\.allocateId\(\), 7\)/)
  t.regex(stdout, /assert_eq!\(subject\.allocate_id\(\), Ok\(7\)\);/)
})

test('a generated failure is reproduced by its seed and path', (t) => {
  const first = run(BAD, '--only', 'generated', '--seed', '5', '--runs', '20')
  t.is(first.status, 1)
  const words =
    /To reproduce: vm-allocator conformance \S+ (--seed 5 --path \S+)/.exec(first.stdout)?.[1]?.split(' ') ?? []
  const again = run(BAD, ...words)
  const table = (text: string) => /^ {2}step[\s\S]*?\n\n/m.exec(text)?.[0]
  t.is(again.status, 1)
  t.is(table(again.stdout), table(first.stdout))
})

test('JSON, JUnit and TAP', (t) => {
  const json = run(BAD, '--only', 'IdAllocator', '--runs', '0', '--reporter', 'json')
  const report = JSON.parse(json.stdout) as Report
  t.is(report.format, 1)
  t.true(report.totals.failed > 3)
  const junit = run(BAD, '--only', 'IdAllocator', '--runs', '0', '--reporter', 'junit').stdout
  t.true(XMLValidator.validate(junit) === true)
  t.true(junit.includes(`failures="${report.totals.failed}"`))
  const tap = run(BAD, '--only', 'IdAllocator', '--runs', '0', '--reporter', 'tap').stdout
  t.regex(tap, /^TAP version 14\n1\.\.\d+\n/)
  t.is(tap.match(/^not ok /gm)?.length, report.totals.failed)
})

test('HTML goes into a file: one page that loads nothing', (t) => {
  const out = join(folder, 'report.html')
  const { status, stdout } = run(BAD, '--runs', '5', '--seed', '1', '--reporter', 'html', '--out', out)
  t.is(status, 1)
  t.regex(stdout, /bad\.mjs: FAILED/)
  const page = readFileSync(out, 'utf8')
  t.regex(page, /^<!doctype html>\n<html lang="en">/)
  t.notRegex(page, /<(?:script|img|iframe)[^>]+src=|<link|@import|url\(http/)
  t.true(page.includes('id="search"'))
  t.regex(page, /<tr class="parts"><th scope="row">0 \(first difference\)<\/th>/)
})

test('known deviations are written, accepted, and fail when they no longer occur', (t) => {
  const known = join(folder, 'known.json')
  const bad = portFile('known.mjs', FAULTY)
  const words = ['--known', known, '--runs', '0']
  t.is(run(bad, ...words, '--write-known').status, 1)
  const accepted = run(bad, ...words)
  t.is(accepted.status, 0)
  t.regex(accepted.stdout, /canonical: no, \d+ known differences/)
  const gone = run(GOOD, ...words)
  t.is(gone.status, 1)
  t.regex(gone.stdout, /Known, but it no longer occurs: id-one-id/)
})

test('a call that never returns is stopped', (t) => {
  const file = portFile(
    'hang.mjs',
    `export const { AddressAllocator } = crate
export class IdAllocator extends crate.IdAllocator { freeId(id) { if (id === 7) for (;;); return super.freeId(id) } }`,
  )
  const { status, stdout } = run(file, '--runs', '0', '--step-limit', '200', '--reporter', 'json')
  t.is(status, 1)
  const report = JSON.parse(stdout) as Report
  t.true(report.failures.length > 0)
  t.true(report.failures.every(({ divergence }) => divergence?.status === 'hang'))
})

test('a hang and a crash can be known: they pass while they occur, and fail when they no longer occur', (t) => {
  const known = join(folder, 'lost.json')
  const lost = (name: string, body: string) =>
    portFile(
      name,
      `export const { AddressAllocator } = crate\nexport class IdAllocator extends crate.IdAllocator { ${body} }`,
    )
  const bad = lost(
    'lost.mjs',
    'freeId(id) { if (id === 0) for (;;); return super.freeId(id) } isAllocated(id) { process.exit(3) }',
  )
  const words = [
    '--known',
    known,
    '--runs',
    '0',
    '--only',
    'id-id-zero',
    '--only',
    'id-asked-when-fresh',
    '--step-limit',
    '300',
  ]
  const written = JSON.parse(run(bad, ...words, '--reporter', 'json', '--write-known').stdout) as Report
  t.false(written.passed)
  t.true(written.totals.failed > 0)
  const accepted = JSON.parse(run(bad, ...words.slice(0, -1), '400', '--reporter', 'json').stdout) as Report
  t.true(accepted.passed)
  t.is(accepted.totals.known, written.totals.failed)
  t.deepEqual(accepted.failures, [])
  t.true(accepted.accepted.some(({ outcome }) => outcome.divergence?.status === 'hang'))
  const gone = run(GOOD, '--known', known, '--runs', '0')
  t.is(gone.status, 1)
  t.regex(gone.stdout, /Known, but it no longer occurs: id-id-zero/)
})

test('a file URL names a port too', (t) => {
  const { status, stderr } = run(pathToFileURL(GOOD).href, '--only', 'id-one-id', '--runs', '0')
  t.is(stderr, '')
  t.is(status, 0)
})

test('ranges of another shape: one cause, with the member and what is expected, and the run ends', (t) => {
  const file = portFile(
    'shape.mjs',
    `export class AddressAllocator extends crate.AddressAllocator {
  ranges() { return super.ranges().map(({ start, end, state }) => ({ from: start, to: end, state })) }
}`,
  )
  const { status, stdout } = run(file, '--reporter', 'json')
  t.is(status, 1)
  const { failures, stopped, totals, ran } = JSON.parse(stdout) as Report
  t.is(failures.length, 1)
  t.is(totals.failed, 1)
  t.is(ran, 0)
  const expected =
    "`ranges()[0].start` is undefined; expected a list of { start: 0x1000n, end: 0x1fffn, state: 'free' }"
  t.true(stopped?.startsWith(expected), stopped)
  t.true(run(file).stdout.includes(expected))
})

test('what a port prints goes to standard error, with its name, and the report stays intact', (t) => {
  const file = portFile(
    'loud.mjs',
    `console.log('loading\\u001b[31m')
export class IdAllocator extends crate.IdAllocator { allocateId() { console.log('hello'); return super.allocateId() } }`,
  )
  for (const reporter of ['json', 'junit', 'tap', 'html']) {
    const { status, stdout, stderr } = run(file, '--only', 'id-one-id', '--runs', '0', '--reporter', reporter)
    t.is(status, 0)
    t.false(stdout.includes('hello'))
    t.regex(stderr, /^port: loading␛\[31m\nport: hello\n/)
  }
})

test('an unhandled rejection has its own status, at the call that left it', (t) => {
  const file = portFile(
    'floating.mjs',
    `export class IdAllocator extends crate.IdAllocator {
  freeId(id) { Promise.reject(new Error('lost')); return super.freeId(id) }
}`,
  )
  const { status, stdout } = run(file, '--only', 'id-lowest-freed-first', '--runs', '0', '--reporter', 'json')
  t.is(status, 1)
  const [failure] = (JSON.parse(stdout) as Report).failures
  t.is(failure?.divergence?.status, 'floating-rejection')
  t.is(failure?.vector.operations[failure.divergence?.step ?? -1]?.op, 'free_id')
})

test('a port that fills the memory is stopped, and has its own status', (t) => {
  const file = portFile(
    'hog.mjs',
    `const all = []
export class IdAllocator extends crate.IdAllocator {
  freeId(id) { for (;;) all.push(new Array(1e5).fill(id)) }
}`,
  )
  const words = ['--only', 'id-lowest-freed-first', '--runs', '0', '--memory-limit', '96', '--step-limit', '60000']
  const { status, stdout } = run(file, ...words, '--reporter', 'json')
  t.is(status, 1)
  t.is((JSON.parse(stdout) as Report).failures[0]?.divergence?.status, 'memory')
})

test('--write-known says what it wrote', (t) => {
  const known = join(folder, 'said.json')
  const bad = portFile('said.mjs', FAULTY)
  const words = ['--known', known, '--only', 'id-one-id', '--runs', '0', '--write-known']
  t.regex(run(bad, ...words).stderr, /said\.json: 1 known differences written, 1 of them new; 0 no longer occur/)
})

test('a port that ends its process is a crash, not the end of the report, and five crashes end the run', (t) => {
  const file = portFile(
    'exit.mjs',
    `export const { AddressAllocator } = crate
export class IdAllocator extends crate.IdAllocator { allocateId() { process.exit(0) } }`,
  )
  const { status, stdout } = run(file, '--seed', '1')
  t.is(status, 1)
  t.regex(stdout, /\(crash\)/)
  t.regex(stdout, / {2}sound: no, not every call returned\n {2}5 cases: 0 passed, 5 failed/)
  t.regex(stdout, / {2}stopped after 5 cases: each of them ended the port's thread or never returned\n/)
  t.notRegex(stdout, /no generated sequences/)
})

const EMPTY = join(folder, 'empty.mjs')
writeFileSync(EMPTY, '')
const REFUSED: [words: string[], message: RegExp][] = [
  [['nowhere.mjs'], /nowhere\.mjs: no such file$/],
  [['some-package'], /no such file; if it is a package, pass a file that says: export \* from 'some-package'/],
  [[folder], /is a directory; pass the file/],
  [[EMPTY], /empty\.mjs: exports nothing to test/],
  [[portFile('syntax.mjs', 'export const {')], /syntax\.mjs: can't be loaded: /],
  [[GOOD, '--only', 'nonsense'], /--only nonsense: no case has this id or tag/],
  [[GOOD, '--only', 'id-one-id', '--only', 'nonsense'], /--only nonsense: no case/],
  [[GOOD, '--only', 'generated-1-2:3'], /no longer stored; run it again with --seed 1 --path 2:3/],
  [[GOOD, '--only', 'generated-lost'], /no longer stored; run without --only/],
  [[GOOD, '--seed', '-1'], /must be a whole number from 0 to 2147483647/],
  [[GOOD, '--seed', '1', '--path', '99999999999:0'], /what a report says after --path/],
  [[GOOD, '--seed', '1', '--path', '5:9999:3'], /--path: leads to no sequence of the seed 1/],
  [[GOOD, '--path', '1'], /--path: needs the --seed/],
  [[GOOD, '--write-known'], /--write-known: needs --known/],
  [[GOOD, '--known', 'nowhere.json'], /nowhere\.json: no such file or directory/],
  [[GOOD, '--known', portFile('null.json', '').replace('null.json', 'null-known.json')], /\$: must be an object/],
  [[GOOD, '--out', GOOD], /good\.mjs: is also an input file$/],
  [[GOOD, '--known', BAD, '--out', BAD], /bad\.mjs: is also an input file$/],
  [[GOOD, '--known', 'new.json', '--write-known', '--out', './new.json'], /new\.json: is also an input file$/],
  [[GOOD, '--known', GOOD, '--write-known'], /good\.mjs: is also an input file$/],
  [[GOOD, '--level', 'all'], /option '--level <level>' argument 'all' is invalid/],
  [[GOOD, '--runs', 'many'], /It must be a whole number/],
  [[GOOD, '--runs', '-1'], /It must be 0 or more/],
]
writeFileSync(join(folder, 'null-known.json'), 'null')
for (const [words, message] of REFUSED) {
  test(`refused in one line: ${words.slice(1).join(' ').replaceAll(folder, '')} ${message.source}`, (t) => {
    const { status, stderr } = run(...words)
    t.is(status, 1)
    t.regex(stderr.trimEnd(), message)
    t.is(stderr.trimEnd().split('\n').length, 1)
  })
}

const DIRECT = portFile(
  'direct.mjs',
  `import { spawnSync } from 'node:child_process'
import { writeFileSync, writeSync } from 'node:fs'
const { AddressAllocator } = crate
export { AddressAllocator }
writeSync(1, 'by descriptor\\n')
spawnSync(process.execPath, ['-p', '"by a child"'], { stdio: 'inherit' })
export class IdAllocator extends crate.IdAllocator { allocateId() { writeSync(1, '!'); return super.allocateId() } }`,
)
for (const reporter of ['json', 'junit', 'tap', 'html']) {
  test(`whatever a port writes to standard output, ${reporter} stays intact`, (t) => {
    const { status, stdout, stderr } = run(DIRECT, '--only', 'id-one-id', '--reporter', reporter)
    t.is(status, 0)
    t.regex(stdout, /^(?:\{|<\?xml|TAP version|<!doctype)/i)
    t.regex(stderr, /by descriptor[\s\S]*by a child[\s\S]*!/)
    t.notRegex(stdout, /by descriptor|by a child/)
    if (reporter === 'json') t.true((JSON.parse(stdout) as Report).passed)
    if (reporter === 'junit') t.true(XMLValidator.validate(stdout))
  })
}

test('a command that runs a port in a child process passes on its exit status', (t) => {
  const { status, stdout } = run(BAD, '--only', 'id-one-id', '--reporter', 'json')
  t.is(status, 1)
  t.false((JSON.parse(stdout) as Report).passed)
})
