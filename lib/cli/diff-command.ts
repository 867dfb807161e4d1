import type { Command } from 'commander'
import {
  diffLayouts,
  type LayoutChange,
  type LayoutDiff,
  type LayoutFormat,
  type LayoutRange,
} from 'vm-allocator/layout'
import { formatAddress, formatSize } from '../map/format.ts'
import { printable } from '../text/terminal.ts'
import { inputName } from './input.ts'
import { formatOption, readLayouts } from './layout-input.ts'
import { unplacedText } from './layout-text.ts'
import { print, printJson } from './output.ts'

/** Completes the `diff` command. */
export function declare(command: Command): void {
  command
    .argument('<old>', 'the file with the old layout; - for standard input')
    .argument('<new>', 'the file with the new layout')
    .addOption(formatOption())
    .option('--json', 'print the differences as JSON')
    .addHelpText('after', HELP)
    .action(diff)
}

const HELP = `
Ranges are matched by name: a range with the same name at a different address has
moved, and one with a different size was resized. The exit status is 0 if nothing
differs, otherwise 1.

Examples:
  vm-allocator diff before.iomem after.iomem
  vm-allocator diff --json release-1.json release-2.json | jq '.changes[]'`

interface Options {
  readonly format?: LayoutFormat
  readonly json?: boolean
}

async function diff(before: string, after: string, { format, json }: Options): Promise<void> {
  const found = diffLayouts(await readLayouts([before], format), await readLayouts([after], format))
  process.exitCode = found.same ? 0 : 1
  if (json === true) return printJson(describe(before, after, found))
  await print(asText(found))
}

const MARKS = { added: '+', removed: '-', moved: '>', resized: '~', changed: '~' } as const

function asText({ changes, ids, unplaced, same }: LayoutDiff): string {
  if (same) return 'no difference\n'
  const lines = [
    ...changes.map((change) => `${MARKS[change.kind]} ${change.space}  ${changeText(change)}`),
    ...ids.map(({ kind, id }) =>
      `${MARKS[kind]} id ${id.id}  ${[id.owner, id.pool].filter(Boolean).join('  ')}`.trimEnd(),
    ),
    ...unplaced.map(({ kind, bar }) => `${MARKS[kind]} no place  ${unplacedText(bar)}`),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

function changeText({ kind, label, before, after }: LayoutChange): string {
  if (before === undefined || after === undefined)
    return `${boundsOf((after ?? before) as LayoutRange)}  ${label}  ${kind}`
  if (kind === 'moved') return `${boundsOf(before)} → ${boundsOf(after)}  ${label}  moved`
  return `${boundsOf(before)} (${formatSize(before.size)}) → ${boundsOf(after)} (${formatSize(after.size)})  ${label}  ${kind === 'changed' ? 'moved and resized' : kind}`
}

function boundsOf({ start, end }: LayoutRange): string {
  return `${formatAddress(start)} – ${formatAddress(end)}`
}

function describe(old: string, fresh: string, { changes, ids, unplaced, same }: LayoutDiff): object {
  const ends = (range: LayoutRange | undefined): object | undefined =>
    range && { start: formatAddress(range.start), end: formatAddress(range.end) }
  return {
    old: inputName(old),
    new: inputName(fresh),
    same,
    changes: changes.map(({ kind, space, label, before, after }) => ({
      ...{ kind, space, label, before: ends(before), after: ends(after) },
    })),
    ids: ids.map(({ kind, id }) => ({ kind, ...id })),
    unplaced: unplaced.map(({ kind, bar }) => ({ kind, ...bar, size: bar.size?.toString() })),
  }
}
