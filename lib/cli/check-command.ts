import type { Command } from 'commander'
import { AddressAllocator } from 'vm-allocator'
import { LAYOUT_FORMATS, type Layout, type LayoutFormat } from 'vm-allocator/layout'
import { formatAddress, formatSize } from '../map/format.ts'
import { printable } from '../text/terminal.ts'
import { restoreSystem, snapshotFailure } from './file-pools.ts'
import { inputName } from './input.ts'
import { formatOption, readContent } from './layout-input.ts'
import { countRanges, wrongLines } from './layout-text.ts'
import { print, printJson, printLine } from './output.ts'
import { findPools, type Pool, restorePool, SnapshotFault } from './pools.ts'
import { reportFailure } from './report.ts'

/** Completes the `check` command. */
export function declare(command: Command): void {
  command
    .argument('<files...>', 'a file with snapshots, or several files about one machine; - for standard input')
    .addOption(formatOption())
    .option('--sound', 'also refuse what sound mode refuses, such as lost ranges (deviation D3)')
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', HELP)
    .action(check)
}

const HELP = `
In a layout, check finds ranges of different owners that overlap, ranges outside
their window, and BARs for which no place was found. The exit status is 1 if there
is any such problem, otherwise 0.

In a file with snapshots, check validates each one. The exit status is 0 if all are
valid, otherwise 1. Standard error gives the reason and the path of the faulty
value; with --json, the whole verdict goes to standard output.

Examples:
  vm-allocator check iomem.txt
  vm-allocator check mmio.json
  vm-allocator check --sound --json vm-state.json
  ssh host cat /run/vm/pools.json | vm-allocator check -`

interface Options {
  readonly format?: LayoutFormat
  readonly sound?: boolean
  readonly json?: boolean
}

/** The verdict on one pool, or on a file in which no pool was found. */
interface Verdict {
  readonly path: string
  readonly kind?: Pool['kind'] | 'system'
  /** A summary of a valid snapshot. */
  readonly summary?: string
  readonly error?: SnapshotFault
}

async function check(files: readonly string[], options: Options): Promise<void> {
  const content = await readContent(files, options.format)
  if (content.kind === 'layout') return checkLayout(files, content.layout, options.json === true)
  const [file] = files as [string]
  if (content.kind === 'system') return reportVerdicts(file, [judgeSystem(content.bytes)], options)
  await checkSnapshots(file, content.bytes, options)
}

async function checkLayout(files: readonly string[], layout: Layout, json: boolean): Promise<void> {
  const problems = layout.problems()
  const failed = layout.unplaced.filter((bar) => bar.failed)
  const valid = problems.length + failed.length === 0
  process.exitCode = valid ? 0 : 1
  if (json) {
    return printJson({
      ...{ files: files.map(inputName), formats: layout.formats, valid },
      problems: problems.map(({ kind, space, text, start, end }) => ({
        ...{ kind, space, text, start: formatAddress(start), end: formatAddress(end) },
      })),
      unplaced: failed.map((bar) => ({ ...bar, size: bar.size?.toString() })),
      notes: layout.notes,
    })
  }
  const lines = wrongLines(layout)
  const ranges = layout.spaces.reduce((sum, { ranges }) => sum + countRanges(ranges), 0)
  const of = layout.formats.map((format) => LAYOUT_FORMATS[format]).join(', ')
  if (valid) lines.unshift(`${of}: ${ranges} ranges, no problem`)
  await print(lines.map((line) => `${line}\n`).join(''))
}

async function checkSnapshots(file: string, bytes: Uint8Array, options: Options): Promise<void> {
  const notes: string[] = []
  const verdicts = judge(bytes, options.sound === true, notes)
  for (const note of notes) console.error(printable(`vm-allocator: ${inputName(file)}: note: ${note}`))
  await reportVerdicts(file, verdicts, options)
}

async function reportVerdicts(file: string, verdicts: readonly Verdict[], options: Options): Promise<void> {
  const valid = verdicts.every(({ error }) => error === undefined)
  process.exitCode = valid ? 0 : 1
  if (options.json === true) return printJson({ file: inputName(file), valid, pools: verdicts.map(describe) })
  for (const verdict of verdicts) {
    if (verdict.error !== undefined) reportFailure(snapshotFailure(file, verdict.error))
    else await printLine(`${inputName(file)}: ${verdict.path}: ${verdict.summary}`)
  }
}

function judge(bytes: Uint8Array, sound: boolean, notes: string[]): Verdict[] {
  try {
    return findPools(bytes, notes).map((pool) => judgePool(pool, sound))
  } catch (error) {
    return [{ path: '$', error: asRefusal(error) }]
  }
}

function judgePool(pool: Pool, sound: boolean): Verdict {
  const { path, kind } = pool
  try {
    return { path, kind, summary: summarise(restorePool(pool, { sound })) }
  } catch (error) {
    return { path, kind, error: asRefusal(error) }
  }
}

function judgeSystem(bytes: Uint8Array): Verdict {
  const verdict = { path: '$', kind: 'system' } as const
  try {
    const { pools, devices } = restoreSystem(bytes)
    return { ...verdict, summary: `valid system snapshot, ${pools.length} pools, ${devices.size} devices` }
  } catch (error) {
    return { ...verdict, error: asRefusal(error) }
  }
}

function asRefusal(error: unknown): SnapshotFault {
  if (error instanceof SnapshotFault) return error
  throw error
}

function summarise(allocator: ReturnType<typeof restorePool>): string {
  if (!(allocator instanceof AddressAllocator)) {
    const { allocated, available } = allocator.stats()
    return `valid id snapshot, ${allocated} allocated, ${available} available`
  }
  const { allocatedRanges, freeRanges, lostBytes } = allocator.stats()
  const loss = lostBytes === 0n ? '' : `, ${formatSize(lostBytes)} lost (deviation D3)`
  return `valid address snapshot, ${allocatedRanges} allocated, ${freeRanges} free${loss}`
}

function describe({ path, kind, error }: Verdict): object {
  if (error === undefined) return { path, kind, valid: true }
  return { path, kind, valid: false, error: { path: error.path, reason: error.reason } }
}
