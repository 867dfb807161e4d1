import type { Command } from 'commander'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import type { Layout, LayoutFormat } from 'vm-allocator/layout'
import { formatAddress, formatShare, formatSize } from '../map/format.ts'
import { printableLines } from '../text/terminal.ts'
import { type RestoredPool, restorePools } from './file-pools.ts'
import { inputName } from './input.ts'
import { formatOption, readContent } from './layout-input.ts'
import { type ChosenWindow, chooseWindows } from './layout-windows.ts'
import { print, printJson } from './output.ts'

/** Completes the `stats` command. */
export function declare(command: Command): void {
  command
    .argument('<files...>', 'a file with snapshots, or several files about one machine; - for standard input')
    .option('--pool <name>', 'show only this pool, or this window of a layout')
    .addOption(formatOption())
    .option('--json', 'print JSON, with addresses (hex) and byte counts (decimal) as strings')
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
  const pools = restorePools(file, content, options.pool)
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
  return { space, window: window.label, ...figures(allocator) }
}

function headingOf({ kind: of, name }: RestoredPool): string {
  const kind = of === 'address' ? 'address space' : 'ids'
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

function rowsOf(allocator: RestoredPool['allocator']): Row[] {
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

function idRows(allocator: Exclude<RestoredPool['allocator'], AddressAllocator>): Row[] {
  const { base, end } = allocator
  const { allocated, available } = allocator.stats()
  const total = end - base + 1
  const share = (ids: number): string => formatShare(BigInt(ids), BigInt(total))
  const rows: Row[] = [
    ['range', `${base} – ${end}`, `${total} ids`],
    ['allocated', `${allocated} (${share(allocated)})`],
  ]
  const availableShare = `${available} (${share(available)})`
  if (allocator instanceof IdAllocator) {
    return [...rows, ['available', availableShare, `${allocator.stats().freed} of them freed before`]]
  }
  return [...rows, ['available', availableShare], ['largest run', `${allocator.stats().largestFreeRun} ids`]]
}

function describe({ path, kind, name, allocator }: RestoredPool): object {
  return { path, kind, name, ...figures(allocator) }
}

/** JSON has no number for a u64, so addresses are hex strings and bytes decimal ones. */
function figures(allocator: RestoredPool['allocator']): object {
  if (!(allocator instanceof AddressAllocator)) {
    return { base: allocator.base, end: allocator.end, ...allocator.stats() }
  }
  const stats = Object.entries(allocator.stats()).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? value.toString() : value,
  ])
  const { base, end } = allocator
  return { base: formatAddress(base), end: formatAddress(end), ...Object.fromEntries(stats) }
}
