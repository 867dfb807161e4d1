import { basename } from 'node:path'
import type { Command } from 'commander'
import { IdAllocator } from 'vm-allocator'
import type { LayoutFormat } from 'vm-allocator/layout'
import { renderMap } from 'vm-allocator/map'
import { SVG_WIDTH, TEXT_WIDTH } from '../map/options.ts'
import { addressRange } from './address-range.ts'
import { CommandFailure } from './failure.ts'
import { listPools, type RestoredPool, restorePools } from './file-pools.ts'
import { inputName, refuseInput } from './input.ts'
import { type Labels, readLabels } from './labels.ts'
import { formatOption, readContent } from './layout-input.ts'
import { mapLayout, writePage } from './map-layout.ts'
import { print } from './output.ts'
import { replaceFile } from './replace-file.ts'
import { wholeNumberFrom } from './whole-number.ts'

const MOST_FREED = 4_000_000

/** Completes the `map` command. */
export function declare(command: Command): void {
  command
    .argument('<files...>', 'a file with snapshots, or several files about one machine; - for standard input')
    .option('--svg <out>', 'write an SVG to this file; - for standard output')
    .option('--html <out>', 'write an interactive page to this file; - for standard output')
    .option('--compare <file>', 'with --html: a second layout to show next to the first')
    .option('--pool <name>', 'draw only this pool, or this window of a layout to scale')
    .addOption(formatOption())
    .option('--labels <file>', 'JSON with names for allocated ranges, keyed by first address')
    .option('--title <text>', 'heading of the map')
    .option(
      '--width <number>',
      'width of the text in columns (40 to 1000), or of the SVG in pixels (480 to 10000)',
      wholeNumberFrom(TEXT_WIDTH.least),
    )
    .option('--window <start-end>', 'draw only this part: two addresses, both inclusive', addressRange)
    .option('--ascii', 'use only ASCII characters in the text')
    .option('--color', 'colour the text even if the output is not a terminal')
    .option('--no-color', "don't colour the text")
    .addHelpText('after', HELP)
    .action(map)
}

const HELP = `
A layout is drawn as a tree of ranges; --pool draws one of its windows to scale,
such as --pool 'PCI Bus 0000:00@0x80000000'.

Labels are a JSON object such as {"0xd0000000": "virtio-net"}, or, if the file has
several pools, one object for each: {"mmio32": {"0xd0000000": "virtio-net"}}.

Examples:
  vm-allocator map iomem.txt
  vm-allocator map --html layout.html dmesg.txt lspci.txt iomem.txt
  vm-allocator map mmio.json
  vm-allocator map --ascii --width 100 vm-state.json > maps.txt
  vm-allocator map --pool mmio32 --labels names.json --svg mmio32.svg vm-state.json`

interface Options {
  readonly svg?: string
  readonly html?: string
  readonly compare?: string
  readonly format?: LayoutFormat
  readonly pool?: string
  readonly labels?: string
  readonly title?: string
  readonly width?: number
  readonly window?: { readonly start: bigint; readonly end: bigint }
  readonly ascii?: boolean
  /** `undefined` unless `--color` or `--no-color` is given. */
  readonly color?: boolean
}

async function map(files: readonly string[], options: Options): Promise<void> {
  const [file] = files as [string]
  const { html } = options
  checkOptions(files, options)
  if (options.compare !== undefined && html === undefined) throw new CommandFailure('--compare', 'needs --html')
  if (html !== undefined) return writePage(html, files, options)
  const content = await readContent(files, options.format)
  if (content.kind === 'layout') return mapLayout(files, content.layout, options)
  const pools = restorePools(file, content, options.pool)
  const labels = options.labels === undefined ? undefined : await readLabels(options.labels)
  if (options.svg !== undefined) return drawSvg(file, options.svg, pools, options, labels)
  const maps = pools.map((pool) => draw(file, pool, options, labels))
  await print(maps.join('\n')) // each ends with a line feed
}

async function drawSvg(
  file: string,
  target: string,
  pools: readonly RestoredPool[],
  options: Options,
  labels: Labels | undefined,
): Promise<void> {
  const [pool, ...others] = pools
  if (pool === undefined || others.length > 0) {
    throw new CommandFailure(inputName(file), `has ${pools.length} pools: choose one with --pool (${listPools(pools)})`)
  }
  const svg = draw(file, pool, options, labels)
  if (target === '-') return print(svg)
  await replaceFile(target, svg)
}

function draw(file: string, pool: RestoredPool, options: Options, labels: Labels | undefined): string {
  const format = options.svg === undefined ? 'text' : 'svg'
  const { name } = pool
  const title = [options.title, name].filter((part) => part !== undefined).join(': ') || defaultTitle(file)
  const { width, ascii, color, window } = options
  refuseTooMany(file, pool)
  return renderMap(pool.allocator, {
    format,
    width,
    ascii,
    color,
    title,
    window,
    labels: labels?.of(name) ?? pool.labels,
  })
}

/** Refuses bad options before anything is read. */
function checkOptions(files: readonly string[], { svg, html, compare, labels, width }: Options): void {
  if (labels === '-' && files.includes('-'))
    throw new CommandFailure('--labels', 'standard input is already used for the snapshots')
  const [{ least, most }, what] = svg === undefined ? [TEXT_WIDTH, 'text'] : [SVG_WIDTH, 'an SVG']
  if (width !== undefined && (width < least || width > most)) {
    throw new CommandFailure('--width', `must be from ${least} to ${most} for ${what}, but is ${width}`)
  }
  for (const target of [svg, html]) {
    if (target !== undefined && target !== '-') refuseInput(target, [...files, labels, compare])
  }
}

/** Refuses a map that would need too much memory: a run of ids is far larger there than in a file. */
function refuseTooMany(file: string, { allocator }: RestoredPool): void {
  if (!(allocator instanceof IdAllocator) || allocator.stats().freed <= MOST_FREED) return
  throw new CommandFailure(inputName(file), `has more than ${MOST_FREED} freed ids: too many for a map`)
}

function defaultTitle(file: string): string | undefined {
  return file === '-' ? undefined : basename(file)
}
