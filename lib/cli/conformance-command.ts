import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, Option } from 'commander'
import type { Oracle } from '../conformance/cases/crate.ts'
import type { CheckOptions } from '../conformance/check-options.ts'
import { FailureStore } from '../conformance/failure-store.ts'
import { PathError } from '../conformance/generation/generate.ts'
import { LEVELS, type Level } from '../conformance/judging/judge.ts'
import { type KnownDeviation, type KnownFile, knownFileOf, nameOf, parseKnown } from '../conformance/judging/known.ts'
import { LoadFailure } from '../conformance/port/load-port.ts'
import { REPORTERS } from '../conformance/reports/index.ts'
import type { Report } from '../conformance/reports/report.ts'
import { summaryText } from '../conformance/reports/text.ts'
import { superviseCheck } from '../conformance/supervise.ts'
import { pathOf, refuseUnknownNames, seedOf } from './conformance-input.ts'
import { CommandFailure, systemFailure } from './failure.ts'
import { refuseInput } from './input.ts'
import { print } from './output.ts'
import { replaceFile } from './replace-file.ts'
import { isOutOfReach, runOutOfReach, writeOutOfReach } from './report-output.ts'
import { wholeNumberFrom } from './whole-number.ts'

/** Completes the `conformance` command. */
export function declare(command: Command): void {
  command
    .argument('<port>', 'the file of your port: it exports the same classes as this package, or an adapter')
    .addOption(new Option('--level <level>', 'how closely answers must agree').choices(LEVELS).default('errors'))
    .addOption(
      new Option('--oracle <oracle>', "what to compare with: the bare crate, or this package's sound mode")
        .choices(['crate', 'sound'])
        .default('crate'),
    )
    .option('--runs <number>', 'number of generated sequences', wholeNumberFrom(0), 1000)
    .option('--seed <number>', 'seed of the generated sequences (default: random)', seedOf)
    .option('--path <path>', 'replay one generated failure; needs --seed', pathOf)
    .option(
      '--only <tag>',
      'run only cases with this tag or id; can be repeated',
      (tag, tags: string[]) => [...tags, tag],
      [],
    )
    .option('--exhaustive', 'also make every call in every state of small spaces')
    .option('--complete', 'fail if the port lacks a class or a method')
    .option('--known <file>', 'JSON file with accepted differences')
    .option('--write-known', "write this run's differences to the --known file")
    .addOption(
      new Option('--reporter <format>', 'format of the report').choices(Object.keys(REPORTERS)).default('text'),
    )
    .option('--out <file>', 'write the report to this file')
    .option('--step-limit <ms>', 'milliseconds after which a call counts as hanging', wholeNumberFrom(1), 2000)
    .option('--memory-limit <MiB>', 'memory the port may use', wholeNumberFrom(64), 1024)
    .addHelpText('after', HELP)
    .action(conformance)
}

const HELP = `
Each level includes those before it: results (the same calls succeed, with the same
results), errors (refusals have the same kind and payload), messages (and the same
text), state (the port lists the same ranges). The port's own output goes to
standard error. The exit status is 0 if the port passes, otherwise 1.

Examples:
  vm-allocator conformance ./port.mjs
  vm-allocator conformance ./port.ts --level messages --runs 10000 --exhaustive
  vm-allocator conformance ./port.mjs --known known.json --reporter junit --out report.xml`

interface Options {
  readonly level: Level
  readonly oracle: Oracle
  readonly runs: number
  readonly seed?: number
  readonly path?: string
  readonly only: string[]
  readonly exhaustive?: boolean
  readonly complete?: boolean
  readonly known?: string
  readonly writeKnown?: boolean
  readonly reporter: keyof typeof REPORTERS
  readonly out?: string
  readonly stepLimit: number
  readonly memoryLimit: number
}

async function conformance(port: string, options: Options): Promise<void> {
  const { path, seed, only, known: knownFile, out, writeKnown, oracle } = options
  if (path !== undefined && seed === undefined)
    throw new CommandFailure('--path', 'needs the --seed that it belongs to')
  if (writeKnown === true && knownFile === undefined) throw new CommandFailure('--write-known', 'needs --known')
  const file = portPath(port)
  if (out !== undefined) refuseInput(out, [file, knownFile])
  if (writeKnown === true && knownFile !== undefined) refuseInput(knownFile, [file])
  const { known } = await readKnown(options)
  if (options.reporter !== 'text' && out === undefined && !isOutOfReach()) {
    process.exitCode = runOutOfReach()
    return
  }
  const store = new FailureStore(file, oracle)
  const replay = path === undefined ? store.read() : []
  refuseUnknownNames(only, replay)
  const report = await check(port, file, options, { known, replay })
  await write(port, report, options)
  if (writeKnown === true && knownFile !== undefined) await keepKnown(knownFile, report, known)
  if (path === undefined && only.length === 0) keepFailures(store, report)
  process.exitCode = report.passed ? 0 : 1
}

/** The port's file, given as a path or as a URL. */
function portPath(port: string): string {
  if (!port.startsWith('file:')) return port
  try {
    return fileURLToPath(port)
  } catch (error) {
    throw new CommandFailure(port, (error as Error).message, { cause: error })
  }
}

async function check(
  port: string,
  file: string,
  options: Options,
  { known, replay }: Pick<CheckOptions, 'known' | 'replay'>,
): Promise<Report> {
  const { level, oracle, runs, seed = Date.now() & 0x7fff_ffff, path, only, exhaustive, complete, stepLimit } = options
  const { memoryLimit } = options
  const progress = new Progress()
  try {
    const chosen = only.length > 0 ? { only } : {}
    const asked = { level, oracle, runs, seed, path, exhaustive, complete, stepLimit, known, replay, ...chosen }
    return await superviseCheck(file, asked, { memoryLimit, onProgress: (cases) => progress.show(cases) })
  } catch (error) {
    if (error instanceof PathError) throw new CommandFailure('--path', error.message, { cause: error })
    throw error instanceof LoadFailure ? new CommandFailure(port, error.message, { cause: error }) : error
  } finally {
    progress.end()
  }
}

async function write(port: string, report: Report, { reporter, out }: Options): Promise<void> {
  const text = REPORTERS[reporter](report, port)
  if (out === undefined) return writeOutOfReach(text) ? undefined : print(text)
  await replaceFile(out, text)
  await print(`${summaryText(report)}\n`)
}

async function keepKnown(file: string, report: Report, before: readonly KnownDeviation[]): Promise<void> {
  const gone = new Set(report.unmet.map(nameOf))
  const kept = before.filter((entry) => !gone.has(nameOf(entry)))
  const written = knownFileOf(report.failures, kept)
  await replaceFile(file, `${JSON.stringify(written, null, 2)}\n`)
  const added = written.known.length - kept.length
  console.error(
    `${file}: ${written.known.length} known differences written, ${added} of them new; ${gone.size} no longer occur. Now fill in the reasons.`,
  )
}

/** Print the report even if the failures can't be stored. */
function keepFailures(store: FailureStore, report: Report): void {
  try {
    store.write(report)
  } catch (error) {
    console.error(`vm-allocator: the failures can't be stored for the next run: ${(error as Error).message}`)
  }
}

/** The known deviations. With --write-known, the file need not exist yet. */
async function readKnown({ known, writeKnown }: Options): Promise<KnownFile> {
  if (known === undefined) return { format: 1, known: [] }
  try {
    return parseKnown(await readFile(known, 'utf8'))
  } catch (error) {
    if (writeKnown === true && (error as NodeJS.ErrnoException).code === 'ENOENT') return { format: 1, known: [] }
    if ('code' in (error as object)) throw systemFailure(known, error)
    throw new CommandFailure(basename(known), (error as Error).message, { cause: error })
  }
}

/** Shows on a terminal how many cases have started. */
class Progress {
  #shown = false

  show(cases: number): void {
    if (!process.stderr.isTTY) return
    this.#shown = true
    process.stderr.write(`\r${cases} cases`)
  }

  end(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K')
  }
}
