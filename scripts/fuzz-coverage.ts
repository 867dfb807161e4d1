// Coverage-guided fuzzing of the engine with libFuzzer. It needs no other tools than a Rust toolchain and a C++ compiler;
// `cargo fuzz run restore` works as well where that is installed.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'

const TARGETS = ['restore', 'operations']
const HOST = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-gnu`
/** What `cargo fuzz` passes too; a stable toolchain takes it. */
const INSTRUMENTED = [
  '--cfg=fuzzing',
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
  '-Ccodegen-units=1',
]

function seconds(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Not a number of seconds.')
  return Number(text)
}

const program = new Command('npm run fuzz:coverage --')
  .description('Looks for inputs that break the engine, starting from the corpus in crates/fuzz/corpus.')
  .argument('[targets...]', `which: ${TARGETS.join(', ')}; all when there are none`)
  .option('--seconds <number>', 'how long each target runs', seconds, 30)
  .option('--seed <number>', 'where the random numbers start', seconds, 1)
  .option('--keep', 'add what reaches new code to the corpus, as small as it can be')
  .parse()
const options = program.opts<{ seconds: number; seed: number; keep?: true }>()
const targets = program.args.length === 0 ? TARGETS : program.args

function build(): void {
  const env = { ...process.env, RUSTFLAGS: INSTRUMENTED.join(' ') }
  const words = [
    'build',
    '--release',
    '--locked',
    '--quiet',
    '--target',
    HOST,
    '--manifest-path',
    'crates/fuzz/Cargo.toml',
  ]
  const { status } = spawnSync('cargo', [...words, '--target-dir', 'target/fuzz'], { stdio: 'inherit', env })
  if (status !== 0) process.exit(1)
}

function libFuzzer(target: string, ...words: string[]): { status: number | null; report: string } {
  const { status, stderr } = spawnSync(join('target/fuzz', HOST, 'release', target), words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { status, report: stderr }
}

/** Runs a target on its corpus and beyond; whether nothing broke. */
function fuzz(target: string): boolean {
  const [corpus, found] = [join('crates/fuzz/corpus', target), join('target/fuzz/found', target)]
  mkdirSync(found, { recursive: true })
  mkdirSync('target/fuzz/artifacts', { recursive: true })
  const inputs = readdirSync(corpus).length
  const limits = [`-max_total_time=${options.seconds}`, '-max_len=4096', '-timeout=20', `-seed=${options.seed}`]
  const dictionary = target === 'restore' ? ['-dict=crates/fuzz/snapshot.dict'] : []
  const { status, report } = libFuzzer(
    target,
    ...limits,
    ...dictionary,
    '-print_final_stats=1',
    '-artifact_prefix=target/fuzz/artifacts/',
    found,
    corpus,
  )
  const runs = /stat::number_of_executed_units: *(\d+)/.exec(report)?.[1] ?? '0'
  const edges = [...report.matchAll(/cov: (\d+)/g)].at(-1)?.[1] ?? '0'
  console.log(`${target}: ${runs} inputs from a corpus of ${inputs}, ${edges} edges of code reached`)
  if (status === 0 && options.keep) {
    libFuzzer(target, '-set_cover_merge=1', '-use_counters=0', '-max_len=1024', corpus, found)
  }
  if (status !== 0) console.log(report.split('\n').slice(-40).join('\n'))
  return status === 0 && Number(runs) > inputs && Number(edges) > 0
}

build()
const failed = targets.filter((target) => !fuzz(target))
console.log(failed.length === 0 ? 'Nothing was found.' : `FAILED: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
