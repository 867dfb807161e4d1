import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import type { Oracle } from '../conformance/cases/crate.ts'
import { FailureStore } from '../conformance/failure-store.ts'
import { LEVELS, type Level } from '../conformance/judging/judge.ts'
import { type KnownFile, knownFileOf, nameOf, parseKnown } from '../conformance/judging/known.ts'
import { LoadFailure } from '../conformance/port/load-port.ts'
import { REPORTERS } from '../conformance/reports/index.ts'
import { summaryText } from '../conformance/reports/text.ts'
import { superviseCheck } from '../conformance/supervise.ts'
import { Failure, systemFailure } from './failure.ts'
import { print } from './output.ts'
import { replaceFile } from './replace-file.ts'
import { wholeNumberFrom } from './whole-number.ts'

/** Completes the `conformance` command. */
export function declare(command: Command): void {
  command
    .argument('<port>', 'a module of the port: classes as in this package, or an adapter')
    .addOption(new Option('--level <level>', 'how closely answers must agree').choices(LEVELS).default('errors'))
    .addOption(
      new Option('--oracle <oracle>', "the bare crate, or this package's sound mode")
        .choices(['crate', 'sound'])
        .default('crate'),
    )
    .option('--runs <number>', 'how many generated sequences', wholeNumberFrom(), 1000)
    .option('--seed <number>', 'where the generated sequences start', wholeNumberFrom())
    .option('--path <path>', 'replay one generated failure; needs --seed')
    .option(
      '--only <tag>',
      'only cases with this tag or id; can be given again',
      (tag, tags: string[]) => [...tags, tag],
      [],
    )
    .option('--exhaustive', 'also every call in every state of small spaces')
    .option('--complete', 'what the port lacks fails the run')
    .option('--known <file>', 'JSON with the differences that are accepted')
    .option('--write-known', 'write the differences of this run into the file of --known')
    .addOption(new Option('--reporter <format>', 'form of the report').choices(Object.keys(REPORTERS)).default('text'))
    .option('--out <file>', 'write the report into this file')
    .option('--step-limit <ms>', 'milliseconds after which a call hangs', wholeNumberFrom(), 2000)
    .addHelpText('after', HELP)
    .action(conformance)
}

const HELP = `
Levels: results (the same calls succeed, with the same results), errors (refusals
have the same kind and payload), messages (and the same text), state (the port
lists its ranges). The exit status is 0 when the port passes, else 1.

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
}

async function conformance(port: string, options: Options): Promise<void> {
  const { level, oracle, runs, seed, path, only, exhaustive, complete, stepLimit } = options
  if (path !== undefined && seed === undefined) throw new Failure('--path', 'needs the --seed that it belongs to')
  if (options.writeKnown === true && options.known === undefined) throw new Failure('--write-known', 'needs --known')
  const { known } = await readKnown(options)
  const store = new FailureStore(port, oracle)
  const whole = path === undefined && only.length === 0
  const progress = new Progress()
  const report = await superviseCheck(
    port,
    {
      ...{ level, oracle, runs, seed: seed ?? Date.now() & 0x7fff_ffff, path, exhaustive, complete, stepLimit, known },
      ...(only.length > 0 && { only }),
      ...(path === undefined && { replay: store.read() }),
    },
    (cases) => progress.show(cases),
  ).catch((error: unknown) => {
    throw error instanceof LoadFailure ? new Failure(port, error.message, { cause: error }) : error
  })
  progress.end()
  if (whole) store.write(report)
  const text = REPORTERS[options.reporter](report, port)
  if (options.out === undefined) await print(text)
  else {
    await replaceFile(options.out, text)
    await print(`${summaryText(report)}\n`)
  }
  if (options.writeKnown === true && options.known !== undefined) {
    const gone = new Set(report.unmet.map(nameOf))
    const kept = known.filter((entry) => !gone.has(nameOf(entry)))
    await replaceFile(options.known, `${JSON.stringify(knownFileOf(report.failures, kept), null, 2)}\n`)
  }
  process.exitCode = report.passed ? 0 : 1
}

/** The known deviations; a file that is to be written need not be there yet. */
async function readKnown({ known, writeKnown }: Options): Promise<KnownFile> {
  if (known === undefined) return { format: 1, known: [] }
  try {
    return parseKnown(await readFile(known, 'utf8'))
  } catch (error) {
    if (writeKnown === true && (error as NodeJS.ErrnoException).code === 'ENOENT') return { format: 1, known: [] }
    if ('code' in (error as object)) throw systemFailure(known, error)
    throw new Failure(basename(known), (error as Error).message, { cause: error })
  }
}

/** How many cases have begun, on a terminal alone. */
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
