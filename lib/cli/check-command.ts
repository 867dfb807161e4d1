import type { Command } from 'commander'
import { AddressAllocator } from 'vm-allocator'
import { formatSize } from '../map/format.ts'
import { snapshotFailure } from './file-pools.ts'
import { inputName, readInput } from './input.ts'
import { print, printJson } from './output.ts'
import { findPools, type Pool, restorePool, SnapshotFault } from './pools.ts'
import { reportFailure } from './report.ts'

/** Completes the `check` command. */
export function declare(command: Command): void {
  command
    .argument('<file>', 'a file of snapshots; - for standard input')
    .option('--sound', 'refuse what sound mode refuses, such as a loss (deviation D3)')
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', HELP)
    .action(check)
}

const HELP = `
The exit status is 0 when every snapshot in the file is valid, else 1. The reason
goes to standard error, with the path of the faulty value; with --json the whole
verdict goes to standard output.

Examples:
  vm-allocator check mmio.json
  vm-allocator check --sound --json vm-state.json
  ssh host cat /run/vm/pools.json | vm-allocator check -`

interface Options {
  readonly sound?: boolean
  readonly json?: boolean
}

/** What is found of one pool, or of the file when no pool was found in it. */
interface Verdict {
  readonly path: string
  readonly kind?: Pool['kind']
  /** The contents of a valid snapshot, in words. */
  readonly summary?: string
  readonly error?: SnapshotFault
}

async function check(file: string, options: Options): Promise<void> {
  const verdicts = judge(await readInput(file), options.sound === true)
  const valid = verdicts.every(({ error }) => error === undefined)
  process.exitCode = valid ? 0 : 1
  if (options.json === true) return printJson({ file: inputName(file), valid, pools: verdicts.map(describe) })
  for (const verdict of verdicts) {
    if (verdict.error !== undefined) reportFailure(snapshotFailure(file, verdict.error))
    else await print(`${inputName(file)}: ${verdict.path}: ${verdict.summary}\n`)
  }
}

function judge(bytes: Uint8Array, sound: boolean): Verdict[] {
  try {
    return findPools(bytes).map((pool) => judgePool(pool, sound))
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
