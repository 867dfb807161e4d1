// Runs the engine's Rust tests, and the binding loaded in Node, under AddressSanitizer and LeakSanitizer.
// Needs Linux, gcc's libasan and a Rust toolchain from rustup; takes some minutes, most of it for compiling.
//   npm run test:sanitizers -- [--no-engine]
// --no-engine leaves out the engine's Rust tests.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test from 'ava'
import { type Findings, readReport } from '../hostile/process/sanitizer-report.ts'

const TARGET = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-gnu`
const FOLDER = 'target/sanitizers'
const BINDING = resolve(FOLDER, 'vm-allocator.node')

function cargo(...words: string[]): number | null {
  const env = {
    ...process.env,
    RUSTFLAGS: '-Zsanitizer=address',
    // This variable enables the sanitizers on a stable toolchain.
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

const clean = test.macro((t, ...words: string[]) => {
  const { status, errors, leaks, foreignLeaks } = node(...words)
  t.deepEqual([...errors, ...leaks], [])
  t.is(status, 0)
  t.log(`no error, no leak (${foreignLeaks} of Node itself)`)
})

/** A planted fault must be found. */
const finds = test.macro((t, call: string, found: (findings: Findings) => readonly string[], wanted: RegExp) => {
  const findings = node('--eval', `require(process.env.VM_ALLOCATOR_BINDING).${call}()`)
  t.true(
    found(findings).some((line) => wanted.test(line)),
    JSON.stringify(findings),
  )
})

if (!process.argv.includes('--no-engine')) {
  test.serial("the engine's Rust tests", (t) => {
    const modules = ['soundness::', 'reachable::', 'snapshot_malformed::']
    for (const tests of [['--lib'], ['--test', 'suite', '--', ...modules]])
      t.is(cargo('test', '--package', 'vm-allocator-engine', ...tests), 0)
  })
}

test.serial('the binding is built with the sanitizer', (t) => {
  t.is(cargo('build', '--package', 'vm-allocator-binding', '--features', 'planted'), 0)
  copyFileSync(join(FOLDER, TARGET, 'debug', 'libvm_allocator_binding.so'), BINDING)
})

test.serial('a planted leak is found', finds, 'leak', ({ leaks }) => leaks, /4321 byte/)
test.serial('a planted use after free is found', finds, 'useAfterFree', ({ errors }) => errors, /use-after-free/)

const CAMPAIGN = ['--import', 'tsx', '__test__/hostile/index.ts']
test.serial('hostile calls', clean, ...CAMPAIGN, 'hostile-calls', '--calls', '20000')
test.serial('workers and contexts', clean, ...CAMPAIGN, 'workers', '--calls', '20')
test.serial('allocators, calls, restores and clones', clean, ...CAMPAIGN, 'memory', '--calls', '200000')
