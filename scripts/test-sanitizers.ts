// Runs the engine's Rust tests, and the binding loaded in Node, under AddressSanitizer and LeakSanitizer.
// Needs Linux, gcc's libasan and a Rust toolchain of rustup's; takes some minutes, most of it for compiling.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { type Findings, readReport } from './support/sanitizer-report.ts'

const TARGET = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-gnu`
const FOLDER = 'target/sanitizers'
const BINDING = resolve(FOLDER, 'vm-allocator.node')

const { engine } = new Command('npm run test:sanitizers --')
  .description('Looks for memory errors and leaks in the native code.')
  .option('--no-engine', "leave out the engine's Rust tests")
  .parse()
  .opts<{ engine: boolean }>()

function cargo(...words: string[]): number | null {
  const env = {
    ...process.env,
    RUSTFLAGS: '-Zsanitizer=address',
    // The sanitizers are there on a stable toolchain too, behind this variable.
    RUSTC_BOOTSTRAP: '1',
    PROPTEST_CASES: '8',
    ASAN_OPTIONS: 'detect_leaks=1',
  }
  const folders = ['--target', TARGET, '--target-dir', FOLDER, '--locked', '--quiet']
  return spawnSync('cargo', [...words.slice(0, 1), ...folders, ...words.slice(1)], { stdio: 'inherit', env }).status
}

/** Runs a program of this package in Node with the sanitized binding. */
function node(...words: string[]): Findings & { status: number | null } {
  const preload = execFileSync('cc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim()
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: {
      ...process.env,
      LD_PRELOAD: preload,
      VM_ALLOCATOR_BINDING: BINDING,
      ASAN_OPTIONS: 'detect_leaks=1:exitcode=0:fast_unwind_on_malloc=1:malloc_context_size=12:quarantine_size_mb=16',
    },
  })
  return { status, ...readReport(stdout + stderr) }
}

const results: [name: string, passed: boolean, note: string][] = []

function record(name: string, passed: boolean, note: string): void {
  results.push([name, passed, note])
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}: ${note}`)
}

function clean(name: string, ...words: string[]): void {
  const { status, errors, leaks, foreignLeaks } = node(...words)
  const found = [...errors, ...leaks]
  const note = found.length === 0 ? `no error, no leak (${foreignLeaks} of Node itself)` : found.join('; ')
  record(name, found.length === 0 && status === 0, status === 0 ? note : `${note}; exit status ${status}`)
}

/** A planted fault must be found. */
function finds(name: string, call: string, isFound: (findings: Findings) => boolean): void {
  const program = `require(process.env.VM_ALLOCATOR_BINDING).${call}()`
  const findings = node('--eval', program)
  record(name, isFound(findings), [...findings.errors, ...findings.leaks].join('; ') || 'not found')
}

if (engine) {
  const tests = ['--lib', '--test', 'soundness', '--test', 'reachable', '--test', 'snapshot_malformed']
  const status = cargo('test', '--package', 'vm-allocator-engine', ...tests)
  record("the engine's Rust tests", status === 0, `exit status ${status}`)
}
if (cargo('build', '--package', 'vm-allocator-binding', '--features', 'planted') !== 0) process.exit(1)
copyFileSync(join(FOLDER, TARGET, 'debug', 'libvm_allocator_binding.so'), BINDING)

finds('a planted leak is found', 'leak', ({ leaks }) => leaks.some((leak) => leak.includes('4321 byte')))
finds('a planted use after free is found', 'useAfterFree', ({ errors }) =>
  errors.some((error) => /use-after-free/.test(error)),
)
const campaign = ['--import', 'tsx', 'reliability/index.ts']
clean('hostile calls', ...campaign, 'hostile-calls', '--calls', '20000')
clean('workers and contexts', ...campaign, 'workers', '--calls', '20')
clean('allocators, calls, restores and clones', ...campaign, 'memory', '--calls', '200000')

const failed = results.filter(([, passed]) => !passed).length
console.log(`Sanitizers: ${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
