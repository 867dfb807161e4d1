import { basename } from 'node:path'
import type { Command } from 'commander'
import { renderMap } from 'vm-allocator/map'
import { Failure } from './failure.ts'
import { listPools, type RestoredPool, restoreFile } from './file-pools.ts'
import { inputName, isInput } from './input.ts'
import { type Labels, readLabels } from './labels.ts'
import { print } from './output.ts'
import { poolName } from './pools.ts'
import { replaceFile } from './replace-file.ts'
import { wholeNumberFrom } from './whole-number.ts'

/** Completes the `map` command. */
export function declare(command: Command): void {
  command
    .argument('<file>', 'a file of snapshots; - for standard input')
    .option('--svg <out>', 'draw an SVG into this file; - for standard output')
    .option('--pool <name>', 'only this pool of a file that holds several')
    .option('--labels <file>', 'JSON with names for allocated ranges, by their first address')
    .option('--title <text>', 'heading of the map')
    .option(
      '--width <number>',
      'columns of the text (40 to 1000), or pixels of the SVG (480 to 10000)',
      wholeNumberFrom(),
    )
    .option('--ascii', 'draw the text with ASCII characters only')
    .option('--color', 'colour the text, also where no terminal reads it')
    .option('--no-color', "don't colour the text")
    .addHelpText('after', HELP)
    .action(map)
}

const HELP = `
Labels are an object such as {"0xd0000000": "virtio-net"}, in a file of several
pools one for each: {"mmio32": {"0xd0000000": "virtio-net"}}.

Examples:
  vm-allocator map mmio.json
  vm-allocator map --ascii --width 100 vm-state.json > maps.txt
  vm-allocator map --pool mmio32 --labels names.json --svg mmio32.svg vm-state.json`

interface Options {
  readonly svg?: string
  readonly pool?: string
  readonly labels?: string
  readonly title?: string
  readonly width?: number
  readonly ascii?: boolean
  /** Absent unless `--color` or `--no-color` is given. */
  readonly color?: boolean
}

async function map(file: string, options: Options): Promise<void> {
  const pools = await restoreFile(file, options.pool)
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
    throw new Failure(inputName(file), `holds ${pools.length} pools: choose one by --pool (${listPools(pools)})`)
  }
  const svg = draw(file, pool, options, labels)
  if (target === '-') return print(svg)
  if (isInput(target, file)) throw new Failure(target, 'is the file that is read')
  await replaceFile(target, svg)
}

function draw(file: string, pool: RestoredPool, options: Options, labels: Labels | undefined): string {
  const format = options.svg === undefined ? 'text' : 'svg'
  const name = poolName(pool)
  const title = [options.title, name].filter((part) => part !== undefined).join(': ') || defaultTitle(file)
  const { width, ascii, color } = options
  return renderMap(pool.allocator, { format, width, ascii, color, title, labels: labels?.of(name) })
}

function defaultTitle(file: string): string | undefined {
  return file === '-' ? undefined : basename(file)
}
