import { isUint8Array, plainBytes, readOptionsOf, wrongType } from '../argument.ts'
import { addEntryPoints, beginStackAt } from '../caller.ts'
import { detectJson, detectText, requireText, unwrap } from './detect.ts'
import { isFormat, LAYOUT_FORMATS, type LayoutFormat } from './format.ts'
import { type Json, readJson } from './json.ts'
import type { Layout } from './layout.ts'
import { LayoutError } from './layout-error.ts'
import { isVmInfo, readLargeVmInfo, readVmInfo, readVmState } from './readers/cloud-hypervisor.ts'
import { readCrateJson } from './readers/crate-json.ts'
import { readDmesg } from './readers/dmesg.ts'
import { readFdt } from './readers/fdt.ts'
import { isFdt } from './readers/fdt-blob.ts'
import { readFirecracker } from './readers/firecracker.ts'
import { readIomem, readIoports } from './readers/iomem.ts'
import { readLspci } from './readers/lspci.ts'
import { readMtree } from './readers/mtree.ts'
import { isQueryPci, readQueryPci } from './readers/query-pci.ts'
import { readSystemSnapshot } from './readers/system-snapshot.ts'

/** Options of {@link readLayout}. */
export interface ReadLayoutOptions {
  /** The format of the file. Default: detected from the content. */
  readonly format?: LayoutFormat | undefined
}

const TEXT_READERS: Partial<Record<LayoutFormat, (text: string) => Layout>> = {
  dmesg: readDmesg,
  'linux-iomem': readIomem,
  'linux-ioports': readIoports,
  'lspci-vv': readLspci,
  'qemu-mtree-flat': readMtree,
  'firecracker-info-vmstate': readFirecracker,
}

/**
 * Reads the output of a VMM or a guest. Takes time linear in its length.
 *
 * @example
 * ```ts
 * const layout = readLayout('c0000000-dfffffff : PCI Bus 0000:00\n  c0000000-c0000fff : 0000:00:02.0\n')
 * layout.formats // ['linux-iomem']
 * layout.window('PCI Bus 0000:00').allocate(0x1000n, 0x1000n) // RangeInclusive [0xc0001000, 0xc0001fff]
 * ```
 * @param content - the file, as text or as bytes; a device tree blob as bytes
 * @param options - see {@link ReadLayoutOptions}
 * @throws LayoutError if the format isn't recognised or the file can't be read, with the line if there is one
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `content` is neither text nor bytes, for an unknown option and when
 *   `format` is not a string
 */
export function readLayout(content: string | Uint8Array, options: ReadLayoutOptions = {}): Layout {
  const { format } = readOptionsOf(options, ['format'])
  if (format !== undefined && typeof format !== 'string') {
    throw wrongType('options.format', 'the name of a format', format)
  }
  if (typeof content !== 'string' && !isUint8Array(content)) {
    throw wrongType('content', 'a string or a Uint8Array', content)
  }
  try {
    return readContent(typeof content === 'string' ? content : plainBytes(content), format)
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error
    const isLacking = error.format === undefined && format !== undefined && isFormat(format)
    throw beginStackAt(readLayout, isLacking ? new LayoutError(error.reason, format, error.line) : error)
  }
}

addEntryPoints(readLayout)

function readContent(content: string | Uint8Array, format: LayoutFormat | undefined): Layout {
  if (format !== undefined && !isFormat(format)) {
    throw new LayoutError(
      `${JSON.stringify(format)} is not a format; the formats are: ${Object.keys(LAYOUT_FORMATS).join(', ')}`,
    )
  }
  if (typeof content === 'string') {
    if (format === 'fdt') throw new LayoutError('a device tree blob is bytes, not text', format)
    return readText(content, format)
  }
  if (format === 'fdt' || (format === undefined && isFdt(content))) return readFdt(content)
  requireText(content)
  return readText(decode(content), format)
}

function readText(text: string, forced: LayoutFormat | undefined): Layout {
  if (looksLikeJson(text)) {
    if (forced === undefined || forced === 'cloud-hypervisor-vm-info') {
      const large = readLargeVmInfo(text)
      if (large !== undefined) return large
    }
    const values = jsonOf(text, forced)
    if (values !== undefined) return readValues(values, forced)
  }
  const format = forced ?? detectText(text)
  const read = TEXT_READERS[format]
  if (read !== undefined) return read(text)
  return readValues(readJson(text), format)
}

/** A kernel log also starts with a bracket. */
function looksLikeJson(text: string): boolean {
  return (
    /^\s*(?:\{|\[\s*(?:[[{"\]]|$))/.test(text.slice(0, 1000)) ||
    // The prompt of qmp-shell, and what `curl -i` prints before the body.
    /^\s*\([A-Z]+\)[^\n]*\n\s*\{/.test(text.slice(0, 1000)) ||
    /^HTTP\/\d/.test(text)
  )
}

function jsonOf(text: string, forced: LayoutFormat | undefined): Json[] | undefined {
  try {
    return readJson(text)
  } catch (error) {
    // A file of lines may start with a bracket too, if the caller gives the format.
    if (forced !== undefined && TEXT_READERS[forced] !== undefined) return undefined
    throw error
  }
}

function readValues(values: readonly Json[], forced: LayoutFormat | undefined): Layout {
  const { format, value } =
    forced === undefined ? detectJson(values) : { format: forced, value: chosen(values, forced) }
  const read = TEXT_READERS[format]
  if (read !== undefined) {
    if (typeof value === 'string') return read(value)
    throw new LayoutError('is JSON without any text in it', format)
  }
  if (format === 'qmp-query-pci') return readQueryPci(value)
  if (format === 'cloud-hypervisor-vm-info') return readVmInfo(value)
  if (format === 'cloud-hypervisor-state') return readVmState(value)
  if (format === 'system-snapshot') return readSystemSnapshot(value)
  return readCrateJson(forced === undefined ? (value as readonly Json[]) : values)
}

/** Picks the wanted value from those of a QMP session. */
function chosen(values: readonly Json[], format: LayoutFormat): Json {
  const inner = values.map(unwrap)
  if (format === 'qmp-query-pci') return inner.find(isQueryPci) ?? inner[0] ?? null
  if (format === 'cloud-hypervisor-vm-info') return inner.find(isVmInfo) ?? inner[0] ?? null
  if (TEXT_READERS[format] !== undefined) return inner.find((value) => typeof value === 'string') ?? null
  return inner[0] ?? null
}

/** Decodes UTF-8, or UTF-16 with a byte order mark, which PowerShell writes. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}
