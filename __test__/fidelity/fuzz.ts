// Long random sequences in lockstep with the bare crate, or against the promises of sound mode: `npm run fuzz -- --help`.
import { Command } from 'commander'
import fc from 'fast-check'
import { AddressAllocator } from 'vm-allocator'
import { wholeNumberFrom } from '../../lib/cli/whole-number.ts'
import { type Call, callName } from '../../lib/conformance/cases/vector.ts'
import { command, resolve } from '../../lib/conformance/generation/command.ts'
import { spellCall } from '../../lib/conformance/generation/sequences.ts'
import { type Space, space } from '../../lib/conformance/generation/space.ts'
import { typescriptTest } from '../../lib/conformance/reports/reproduce-typescript.ts'
import { compareWithCrate, creation, run } from './lockstep.ts'
import { PromiseChecker } from './promise-checker.ts'

const SEQUENCE_LENGTH = 500

interface Options {
  readonly steps: number
  readonly seed: number
  readonly path?: string
  readonly sound: boolean
}

/** How often each operation × policy × outcome occurred. */
const coverage = new Map<string, number>()
let stepsDone = 0

function count(call: Call, outcome: string): void {
  const key = `${callName(call)}\t${outcome}`
  coverage.set(key, (coverage.get(key) ?? 0) + 1)
}

function lockstep(space: Space, commands: Parameters<typeof run>[1]): void {
  const steps = run(space, commands)
  for (const { call, answer } of steps) count(call, 'error' in answer ? answer.error.kind : 'ok')
  compareWithCrate(space, steps)
}

function promises(space: Space, commands: Parameters<typeof run>[1]): void {
  const allocator = new AddressAllocator(space.base, space.size, { sound: true })
  const promises = new PromiseChecker(space)
  for (const command of commands) {
    const call = spellCall(resolve(command, allocator, space))
    const before = allocator.snapshot()
    promises.check(allocator, call)
    count(call, allocator.snapshot() === before ? 'refused' : 'ok')
  }
  promises.checkFreeingAll(allocator)
}

/** Shows on a terminal how far the run is. */
function progress(options: Options): () => void {
  if (!process.stderr.isTTY) return () => {}
  const start = Date.now()
  let last = 0
  return () => {
    if (Date.now() - last < 500) return
    last = Date.now()
    const seconds = (last - start) / 1000
    const percent = Math.min(100, (100 * stepsDone) / options.steps).toFixed(1)
    process.stderr.write(`\r${percent} %  ${stepsDone} steps  ${Math.round(stepsDone / seconds)} steps/s   `)
  }
}

/** The counterexample as a test to paste. */
function program(space: Space, commands: Parameters<typeof run>[1], sound: boolean): string {
  const operations = run(space, commands, sound).map(({ call, answer }) => ({ ...call, ...answer }))
  const vector = { id: 'fuzz', title: 'a sequence that fails', tags: [], create: creation(space), operations }
  const program = { calls: 'classes', policies: true, numbers: 'bigint' } as const
  const context = { file: 'vm-allocator', title: "'fuzz: a sequence that fails'", level: 'errors', program } as const
  const text = typescriptTest(vector, { step: operations.length, status: 'wrong-result' }, context)
  return sound ? text.replace(/(new AddressAllocator\(.*)\)$/m, '$1, { sound: true })') : text
}

function fuzz(options: Options): boolean {
  const show = progress(options)
  // Commands shrink to no-ops, so that a counterexample keeps only those that matter.
  const sequence = fc
    .array(fc.option(command, { freq: 1000, nil: undefined }), {
      minLength: SEQUENCE_LENGTH,
      maxLength: SEQUENCE_LENGTH,
    })
    .map((commands) => commands.filter((command) => command !== undefined))
  const property = fc.property(space, sequence, (space, commands) => {
    const check = options.sound ? promises : lockstep
    check(space, commands)
    stepsDone += commands.length
    show()
  })
  const { seed, path, sound, steps } = options
  const numRuns = Math.ceil(steps / (SEQUENCE_LENGTH - 1))
  const details = fc.check(property, path === undefined ? { seed, numRuns } : { seed, path, numRuns })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  if (!details.failed) return true
  const [failing, commands] = details.counterexample ?? [{ base: 0n, size: 1n }, []]
  const words = `--steps ${steps} --seed ${details.seed} --path ${details.counterexamplePath}${sound ? ' --sound' : ''}`
  console.log(`A sequence of ${commands.length} calls fails, found in run ${details.numRuns}:\n`)
  console.log(program(failing, commands, sound))
  console.log(`${(details.errorInstance as Error).message}\n\nAgain: npm run fuzz -- ${words}`)
  return false
}

function printCoverage(): void {
  const rows = [...coverage].map(([key, times]) => [...key.split('\t'), String(times)] as [string, string, string])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)))
  for (const [call, outcome, times] of rows.sort()) {
    console.log(
      `  ${call.padEnd(widths[0] ?? 0)}  ${outcome.padEnd(widths[1] ?? 0)}  ${times.padStart(widths[2] ?? 0)}`,
    )
  }
}

const options = new Command('npm run fuzz --')
  .description('Compares random sequences of calls with the bare crate after every step: results, errors and the tree.')
  .option('--steps <number>', 'least number of calls', wholeNumberFrom(1), 100_000)
  .option('--seed <number>', 'seed of the random numbers', wholeNumberFrom(), Date.now() & 0x7fff_ffff)
  .option('--path <path>', 'replay a failure by its printed path')
  .option('--sound', 'check the promises of sound mode instead', false)
  .parse()
  .opts<Options>()

console.log(
  `Seed ${options.seed}, ${options.steps} steps, ${options.sound ? 'promises of sound mode' : 'lockstep with the crate'}`,
)
const passed = fuzz(options)
console.log(`${stepsDone} steps ${passed ? 'without a difference' : 'before the failure'}`)
printCoverage()
process.exitCode = passed ? 0 : 1
