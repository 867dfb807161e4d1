// Line and branch coverage of lib/ by the tests in TypeScript, and of src/ and crates/engine/ by these and the tests in Rust.
// Fails below the floor. Needs the llvm-tools of the Rust toolchain (`rustup component add llvm-tools`) or of the system.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { Command } from 'commander'

/** Percent of lines, of lib/ and of src/ with engine/. */
const FLOOR = 95
const FOLDER = 'target/coverage'
const PROFILES = resolve(FOLDER, 'profiles')
const BINDING = resolve(FOLDER, 'vm-allocator.node')
const REPORT = join(FOLDER, 'lib')
/** Long ones that reach no line of their own. */
const LEFT_OUT = ['benchmark', 'e2e', 'fidelity', 'package', 'platforms', 'support', 'types']
/** What measures memory or reads the sizes of files, which the instruments change. */
const LEFT_OUT_FILES = ['memory.test.ts', 'faults.test.ts', 'figures.test.ts']

/** Those of the engine that are quick. */
const RUST_TESTS = ['snapshot_malformed', 'snapshot_round_trip', 'soundness']

/** In place of the tests of memory: clones in a loop that never waits. */
const CLONES = `
  import { AddressAllocator } from 'vm-allocator'
  const allocator = new AddressAllocator(0n, 1n << 40n)
  for (let i = 0; i < 20_000; i++) allocator.allocate(0x1000n)
  for (let i = 0; i < 200; i++) allocator.clone()`

const environment = {
  ...process.env,
  CARGO_TARGET_DIR: FOLDER,
  LLVM_PROFILE_FILE: join(PROFILES, '%p-%m.profraw'),
  PROPTEST_CASES: '32',
  RUSTFLAGS: '-Cinstrument-coverage',
}

function run(command: string, ...words: string[]): boolean {
  return spawnSync(command, words, { stdio: 'inherit', env: environment }).status === 0
}

/** A tool of LLVM's, of the version that rustc was made with. */
function llvmTool(name: string): string {
  const output = (...words: string[]): string => execFileSync('rustc', words, { encoding: 'utf8' })
  const host = /^host: (.*)$/m.exec(output('-vV'))?.[1] ?? ''
  const own = join(output('--print', 'sysroot').trim(), 'lib/rustlib', host, 'bin', name)
  if (existsSync(own)) return own
  return `${name}-${/LLVM version: (\d+)/.exec(output('-vV'))?.[1]}`
}

function testFiles(): string[] {
  const files = readdirSync('__test__', { encoding: 'utf8', recursive: true })
  const chosen = files.filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.includes(file.split(sep)[0] ?? ''))
  return chosen.filter((file) => !LEFT_OUT_FILES.some((name) => file.endsWith(name))).map((file) => `__test__/${file}`)
}

/** Runs the tests; whether all passed. */
function collect(): boolean {
  rmSync(PROFILES, { recursive: true, force: true })
  mkdirSync(PROFILES, { recursive: true })
  if (!run('cargo', 'build', '--package', 'vm-allocator-binding', '--locked', '--quiet')) return false
  copyFileSync(join(FOLDER, 'debug/libvm_allocator_binding.so'), BINDING)
  const tests = RUST_TESTS.flatMap((name) => ['--test', name])
  const rust = run('cargo', 'test', '--package', 'vm-allocator-engine', '--lib', ...tests, '--locked', '--quiet')
  // The built package is what is tested; the maps lead from it to lib/.
  run('npx', 'rolldown', '--config', '--sourcemap', '--logLevel', 'silent')
  Object.assign(environment, { VM_ALLOCATOR_BINDING: BINDING })
  const reporters = ['text', 'json-summary'].flatMap((name) => ['--reporter', name])
  const folders = ['--temp-directory', join(FOLDER, 'v8'), '--reports-dir', REPORT]
  const remapped = ['--include', 'lib/**', '--exclude-after-remap']
  const javascript = run('npx', 'c8', ...folders, ...remapped, ...reporters, 'ava', ...testFiles())
  run(process.execPath, '--input-type=module', '--eval', CLONES)
  Reflect.deleteProperty(environment, 'VM_ALLOCATOR_BINDING')
  run('npm', 'run', '--silent', 'build:js')
  return rust && javascript
}

interface Share {
  readonly pct: number
}

function libraryCoverage(): { lines: Share; branches: Share } {
  return JSON.parse(readFileSync(join(REPORT, 'coverage-summary.json'), 'utf8')).total
}

/** The executables that were instrumented: the binding and the tests of the engine. */
function objects(): string[] {
  const built = join(FOLDER, 'debug/deps')
  const names = ['vm_allocator_engine', ...RUST_TESTS].join('|')
  const tests = readdirSync(built).filter((name) => new RegExp(`^(${names})-[0-9a-f]+$`).test(name))
  return [BINDING, ...tests.map((name) => join(built, name))]
}

function nativeCoverage(): { lines: Share; table: string } {
  const data = join(FOLDER, 'coverage.profdata')
  const profiles = readdirSync(PROFILES).map((name) => join(PROFILES, name))
  execFileSync(llvmTool('llvm-profdata'), ['merge', '--sparse', '--failure-mode=all', '--output', data, ...profiles])
  const [first = '', ...others] = objects()
  const words = [first, ...others.flatMap((object) => ['--object', object]), `--instr-profile=${data}`]
  // Tests and their support count for nothing, nor does what only says that a call is impossible.
  const ignored =
    '--ignore-filename-regex=(/registry/|/rustc/|/toolchains/|tests?\\.rs|/tests/|planted\\.rs|audit\\.rs|absent\\.rs)'
  const tool = llvmTool('llvm-cov')
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  const table = execFileSync(tool, ['report', ...words, ignored, '--show-region-summary=false'], options)
  const summary = JSON.parse(execFileSync(tool, ['export', ...words, ignored, '--summary-only'], options))
  return { lines: { pct: summary.data[0].totals.lines.percent }, table }
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
