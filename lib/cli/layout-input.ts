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

/** The content of a command's files: snapshots of allocators or of a `SystemAllocator` in one file, or a layout. */
export type Content =
  | { readonly kind: 'snapshots' | 'system'; readonly bytes: Uint8Array }
  | { readonly kind: 'layout'; readonly layout: Layout }

/** The option that forces a format. */
export function formatOption(): Option {
  return new Option('--format <format>', 'format of the files; by default detected from their content').choices(
    Object.keys(LAYOUT_FORMATS),
  )
}

/** Reads the files of a command. Several files make one layout. */
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
    // The file has snapshots, but is faulty: the command reports the fault.
    if (layout.formats.includes('crate-json')) return { kind: 'snapshots', bytes }
    if (layout.formats.includes('system-snapshot')) return { kind: 'system', bytes }
    return { kind: 'layout', layout }
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error
    if (error.format === 'system-snapshot') return { kind: 'system', bytes }
    // The file is neither: report the reason that fits what it looks like.
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

/** Whether a file could be JSON: it is empty, or starts with a byte order mark or as JSON does. */
function looksLikeJson(bytes: Uint8Array): boolean {
  // Loop by index: a callback for each byte takes long over 256 MiB.
  let at = 0
  while ((bytes[at] ?? 0xff) <= 0x20) at++
  const first = bytes[at]
  return first === undefined || /[[{"\d\-\u00ef\u00fe\u00ff]/.test(String.fromCharCode(first))
}
