import { existsSync } from 'node:fs'
import { type Command, Option } from 'commander'
import {
  type Explanation,
  explain,
  type Fit,
  type FitRequest,
  fitIn,
  type Layout,
  type LayoutFormat,
} from 'vm-allocator/layout'
import { formatAddress, formatSize } from '../map/format.ts'
import { printable } from '../text/terminal.ts'
import { CommandFailure } from './failure.ts'
import { inputName } from './input.ts'
import { formatOption, readLayouts } from './layout-input.ts'
import { noteLines } from './layout-text.ts'
import { print, printJson } from './output.ts'
import { parseSize } from './size.ts'

/** Completes the `fit` command. */
export function declare(command: Command): void {
  command
    .usage('[options] [size] <files...>')
    .argument(
      '<files...>',
      'files about one machine, or - for standard input. Put a size before them, such as 16G, 64KiB or 0x4000, to ask where it fits; without a size, each BAR without an address is explained',
    )
    .option('--align <size>', 'alignment of the first address; by default the size, rounded up to a power of two')
    .addOption(new Option('--32bit', 'only below 4 GiB').conflicts('64bit'))
    .addOption(new Option('--64bit', 'only at or above 4 GiB'))
    .option('--prefetchable', 'skip bridge windows that are not prefetchable')
    .option('--space <name>', 'only in this space, such as memory or io')
    .addOption(formatOption())
    .option('--json', 'print JSON, with addresses (hex) and byte counts (decimal) as strings')
    .addHelpText('after', HELP)
    .action(fit)
}

const HELP = `
Several files are merged into one layout: the kernel log lists the BARs without an
address, /proc/iomem and lspci -vv list the windows. The exit status is 0 if the
size fits somewhere, or, without a size, if every BAR has an address; otherwise 1.

Examples:
  vm-allocator fit 16G --64bit iomem.txt
  vm-allocator fit 16G --64bit --prefetchable lspci.txt iomem.txt
  vm-allocator fit dmesg.txt
  vm-allocator fit dmesg.txt lspci.txt iomem.txt`

interface Options {
  readonly align?: string
  readonly '32bit'?: boolean
  readonly '64bit'?: boolean
  readonly prefetchable?: boolean
  readonly space?: string
  readonly format?: LayoutFormat
  readonly json?: boolean
}

const FILTERS = ['align', '32bit', '64bit', 'prefetchable', 'space'] as const

async function fit([first, ...rest]: readonly [string, ...string[]], options: Options): Promise<void> {
  const size = rest.length === 0 || existsSync(first) ? undefined : parseSize(first)
  if (size === undefined && rest.length > 0 && !existsSync(first) && first !== '-') {
    throw new CommandFailure(first, 'is neither a size, such as 16G or 0x4000, nor a file')
  }
  if (size === undefined) refuseFilters(options)
  const files = size === undefined ? [first, ...rest] : rest
  const layout = await readLayouts(files, options.format)
  if (size === undefined) return explainAll(layout, files, options)
  await findPlaces(layout, files, size, options)
}

/** Refuses options that only choose windows for a size. */
function refuseFilters(options: Options): void {
  const given = FILTERS.find((name) => options[name] !== undefined)
  if (given !== undefined) throw new CommandFailure(`--${given}`, 'needs a size')
}

async function explainAll(layout: Layout, files: readonly string[], options: Options): Promise<void> {
  const explanations = explain(layout)
  process.exitCode = explanations.length === 0 ? 0 : 1
  if (options.json === true)
    return printJson({ files: files.map(inputName), unplaced: explanations.map(describeExplanation) })
  if (explanations.length === 0) {
    const what = layout.formats.some(
      (format) => format === 'dmesg' || format === 'lspci-vv' || format === 'qmp-query-pci',
    )
    const answer = what
      ? 'every BAR has a place'
      : 'no file says whether a BAR has no place: give a kernel log, or a size'
    return print(`${[answer, ...noteLines(layout)].join('\n')}\n`)
  }
  await print(explanations.map(({ sentences }) => `${sentences.map(printable).join('\n  ')}\n`).join('\n'))
}

function describeExplanation({ bar, sentences, room, missing }: Explanation): object {
  return {
    ...{ device: bar.device, bar: bar.bar, space: bar.space, size: bar.size?.toString(), width: bar.width },
    ...{ prefetchable: bar.prefetchable, reason: bar.reason, text: sentences.join(' '), missing },
    room: room.map(({ window, start }) => ({ window: window.label, start: formatAddress(start) })),
  }
}

async function findPlaces(layout: Layout, files: readonly string[], size: bigint, options: Options): Promise<void> {
  const align = options.align === undefined ? undefined : requireAlign(options.align)
  const request: FitRequest = {
    ...{ size, align, prefetchable: options.prefetchable, space: options.space },
    width: options['32bit'] === true ? '32bit' : options['64bit'] === true ? '64bit' : undefined,
  }
  const fits = fitIn(layout, request)
  process.exitCode = fits.some(({ start }) => start !== undefined) ? 0 : 1
  if (options.json === true) return printJson({ files: files.map(inputName), windows: fits.map(describeFit) })
  if (fits.length === 0) return print('no window is left to look in\n')
  const lines = fits.map((found) => printable(fitText(found, size)))
  const unknown = options.prefetchable === true && fits.every(({ window }) => window.prefetchable === undefined)
  if (unknown) lines.push('note: no file says which windows are prefetchable: add the output of lspci -vv')
  await print(`${lines.join('\n')}\n`)
}

function requireAlign(text: string): bigint {
  const align = parseSize(text)
  if (align !== undefined && (align & (align - 1n)) === 0n) return align
  throw new CommandFailure('--align', `must be a power of two, such as 4K or 0x1000, not ${JSON.stringify(text)}`)
}

function fitText({ space, window, start, largest }: Fit, size: bigint): string {
  const name = `${space}  ${formatAddress(window.start)} – ${formatAddress(window.end)}  ${window.label}`
  if (start !== undefined) return `${name}: fits at ${formatAddress(start)}`
  if (window.size < size) return `${name}: too small, ${formatSize(window.size)}`
  if (largest === undefined) return `${name}: nothing is free at this alignment`
  const place = `${formatAddress(largest.start)} – ${formatAddress(largest.end)}, ${formatSize(largest.end - largest.start + 1n)}`
  const beside = [largest.below, largest.above].flatMap((range) => range?.label ?? [])
  return `${name}: doesn't fit; the largest place is ${place}${beside.length === 0 ? '' : `, beside ${beside.join(' and ')}`}`
}

function describeFit({ space, window, start, largest }: Fit): object {
  return {
    ...{ space, window: window.label, base: formatAddress(window.start), end: formatAddress(window.end) },
    fits: start !== undefined,
    ...(start !== undefined && { start: formatAddress(start) }),
    ...(largest !== undefined && {
      largest: {
        ...{ start: formatAddress(largest.start), end: formatAddress(largest.end) },
        beside: [largest.below, largest.above].flatMap((range) => range?.label ?? []),
      },
    }),
  }
}
