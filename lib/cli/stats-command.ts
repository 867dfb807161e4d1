import type { Command } from 'commander'
import { AddressAllocator, type IdAllocator } from 'vm-allocator'
import type { Layout, LayoutFormat } from 'vm-allocator/layout'
import { formatAddress, formatShare, formatSize } from '../map/format.ts'
import { printableLines } from '../text/terminal.ts'
import { type RestoredPool, restorePools } from './file-pools.ts'
import { inputName } from './input.ts'
import { formatOption, readContent } from './layout-input.ts'
import { type ChosenWindow, chooseWindows } from './layout-windows.ts'
import { print, printJson } from './output.ts'
import { poolName } from './pools.ts'

/** Completes the `stats` command. */
export function declare(command: Command): void {
  command
    .argument('<files...>', 'a file of snapshots, or files about one machine; - for standard input')
    .option('--pool <name>', 'only this pool of a file that holds several, or this window')
    .addOption(formatOption())
    .option('--json', 'print JSON: addresses in hex and bytes in decimal, both as strings')
    .addHelpText('after', HELP)
    .action(stats)
}

const HELP = `
Examples:
  vm-allocator stats iomem.txt
  vm-allocator stats mmio.json
  vm-allocator stats --pool mmio32 vm-state.json
  vm-allocator stats --json mmio.json | jq '.pools[0].fragmentation'`

interface Options {
  readonly pool?: string
  readonly format?: LayoutFormat
  readonly json?: boolean
}

async function stats(files: readonly string[], options: Options): Promise<void> {
  const content = await readContent(files, options.format)
  if (content.kind === 'layout') return layoutStats(files, content.layout, options)
  const [file] = files as [string]
  const pools = restorePools(file, content.bytes, options.pool)
  if (options.json === true) return printJson({ file: inputName(file), pools: pools.map(describe) })
  await print(pools.map((pool) => drawTable(headingOf(pool), rowsOf(pool.allocator))).join('\n'))
}

async function layoutStats(files: readonly string[], layout: Layout, { pool, json }: Options): Promise<void> {
  const windows = chooseWindows(files, layout, pool)
  if (json === true) return printJson({ files: files.map(inputName), windows: windows.map(describeWindow) })
  const tables = windows.map(({ space, window, allocator }) =>
    drawTable(`${window.label}: window of ${space}`, addressRows(allocator)),
  )
  await print(printableLines(tables.join('\n')))
}

function describeWindow({ space, window, allocator }: ChosenWindow): object {
  const {
    path: _,
    kind: __,
    ...stats
  } = describe({ path: '', kind: 'address', bytes: new Uint8Array(), allocator }) as Record<string, unknown>
  return { space, window: window.label, ...stats }
}

function headingOf(pool: RestoredPool): string {
  const kind = pool.kind === 'address' ? 'address space' : 'ids'
  const name = poolName(pool)
  return name === undefined ? kind : `${name}: ${kind}`
}

type Row = readonly [name: string, value: string, detail?: string]

function drawTable(heading: string, rows: readonly Row[]): string {
  const [names, values] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(
    ([name, value, detail = '']) => `  ${name.padEnd(names ?? 0)}  ${value.padEnd(values ?? 0)}  ${detail}`,
  )
  return [heading, ...lines].map((line) => `${line.trimEnd()}\n`).join('')
}

function rowsOf(allocator: AddressAllocator | IdAllocator): Row[] {
  return allocator instanceof AddressAllocator ? addressRows(allocator) : idRows(allocator)
}

function addressRows(allocator: AddressAllocator): Row[] {
  const { base, end } = allocator
  const stats = allocator.stats()
  const size = end - base + 1n
  const space = `${formatAddress(base)} – ${formatAddress(end)}`
  const part = (name: string, bytes: bigint, ranges: number): Row => [
    name,
    `${formatSize(bytes)} (${formatShare(bytes, size)})`,
    `in ${ranges} ${ranges === 1 ? 'range' : 'ranges'}`,
  ]
  const lost: Row[] = stats.lostBytes === 0n ? [] : [['lost', formatSize(stats.lostBytes), 'deviation D3']]
  return [
    ['space', space, formatSize(size)],
    part('allocated', stats.allocatedBytes, stats.allocatedRanges),
    part('free', stats.freeBytes, stats.freeRanges),
    ...lost,
    ['largest free', formatSize(stats.largestFreeRange)],
    ['fragmentation', formatShare(stats.freeBytes - stats.largestFreeRange, stats.freeBytes)],
  ]
}

function idRows(allocator: IdAllocator): Row[] {
  const { base, end } = allocator
  const { allocated, available, freed } = allocator.stats()
  const total = end - base + 1
  const share = (ids: number): string => formatShare(BigInt(ids), BigInt(total))
  return [
    ['range', `${base} – ${end}`, `${total} ids`],
    ['allocated', `${allocated} (${share(allocated)})`],
    ['available', `${available} (${share(available)})`, `${freed} of them freed before`],
  ]
}

/** As JSON has it: there is no number for a u64, so addresses are hex strings and bytes decimal ones. */
function describe({ path, kind, allocator }: RestoredPool): object {
  if (!(allocator instanceof AddressAllocator)) {
    return { path, kind, base: allocator.base, end: allocator.end, ...allocator.stats() }
  }
  const stats = Object.entries(allocator.stats()).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? value.toString() : value,
  ])
  const { base, end } = allocator
  return { path, kind, base: formatAddress(base), end: formatAddress(end), ...Object.fromEntries(stats) }
}
