import { Option } from 'commander'
import {
  LAYOUT_FORMATS,
  type Layout,
  LayoutError,
  type LayoutFormat,
  mergeLayouts,
  readLayout,
} from 'vm-allocator/layout'
import { CommandFailure } from './failure.ts'
import { inputName, readInput } from './input.ts'
import { findPools, SnapshotFault } from './pools.ts'
import { withProgress } from './progress.ts'

/** What the files of a command hold: snapshots of allocators or of a `SystemAllocator`, in one file, or a layout. */
export type Content =
  | { readonly kind: 'snapshots' | 'system'; readonly bytes: Uint8Array }
  | { readonly kind: 'layout'; readonly layout: Layout }

/** The option that forces a format. */
export function formatOption(): Option {
  return new Option('--format <format>', 'format of the files; by default detected from their content').choices(
    Object.keys(LAYOUT_FORMATS),
  )
}

/** Reads the files of a command. Several make one layout. */
export async function readContent(files: readonly string[], format?: LayoutFormat): Promise<Content> {
  const [file, ...others] = files as [string, ...string[]]
  if (others.length > 0 || (format !== undefined && format !== 'crate-json' && format !== 'system-snapshot')) {
    return { kind: 'layout', layout: await readLayouts(files, format) }
  }
  const bytes = await readInput(file)
  if (format === 'system-snapshot') return { kind: 'system', bytes }
  const fault = await withProgress(`reading ${inputName(file)}`, bytes.length, () => faultOf(bytes))
  if (fault === undefined || format === 'crate-json') return { kind: 'snapshots', bytes }
  try {
    const layout = await withProgress(`reading ${inputName(file)}`, bytes.length, () => readLayout(bytes))
    // It has snapshots, and something that is wrong with it: commands tell what.
    if (layout.formats.includes('crate-json')) return { kind: 'snapshots', bytes }
    if (layout.formats.includes('system-snapshot')) return { kind: 'system', bytes }
    return { kind: 'layout', layout }
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error
    if (error.format === 'system-snapshot') return { kind: 'system', bytes }
    // The file is neither: what it looks like decides which of the two reasons is reported.
    if (error.format === undefined && looksLikeJson(bytes)) return { kind: 'snapshots', bytes }
    throw failureOf(file, error)
  }
}

/** Reads files as one layout. */
export async function readLayouts(files: readonly string[], format?: LayoutFormat): Promise<Layout> {
  const layouts: Layout[] = []
  for (const file of files) {
    const bytes = await readInput(file)
    try {
      layouts.push(await withProgress(`reading ${inputName(file)}`, bytes.length, () => readLayout(bytes, { format })))
    } catch (error) {
      throw failureOf(file, error)
    }
  }
  return mergeLayouts(layouts)
}

function failureOf(file: string, error: unknown): unknown {
  return error instanceof LayoutError ? new CommandFailure(inputName(file), error.message, { cause: error }) : error
}

function faultOf(bytes: Uint8Array): SnapshotFault | undefined {
  try {
    findPools(bytes)
    return undefined
  } catch (error) {
    if (error instanceof SnapshotFault) return error
    throw error
  }
}

/** Whether the first character is one that JSON begins with, or a byte order mark; so does nothing at all. */
function looksLikeJson(bytes: Uint8Array): boolean {
  // By index: a callback for each byte takes long over 256 MiB.
  let at = 0
  while ((bytes[at] ?? 0xff) <= 0x20) at++
  const first = bytes[at]
  return first === undefined || /[[{"\d\-\u00ef\u00fe\u00ff]/.test(String.fromCharCode(first))
}
