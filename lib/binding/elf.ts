import { closeSync, openSync, readSync } from './builtins.ts'

// What the loader, the doctor and the release check ask of an ELF file: 64 bits, little endian, as all of ours are.

const LOAD = 1
const DYNAMIC = 2
const INTERPRETER = 3

const DT_NEEDED = 1n
const DT_STRING_TABLE = 5n
const DT_STRING_TABLE_SIZE = 10n
const DT_VERSIONS = 0x6ffffffen
const DT_VERSION_COUNT = 0x6fffffffn

interface Segment {
  readonly type: number
  readonly offset: number
  readonly address: number
  readonly size: number
}

/** The shared libraries that a file asks for, and the symbol versions, such as `GLIBC_2.17`. */
export interface ElfNeeds {
  readonly libraries: readonly string[]
  readonly versions: readonly string[]
}

/** What `use` makes of a file that is open for reading. Throws what opening it throws. */
export function withFile<Result>(path: string, use: (file: number) => Result): Result {
  const file = openSync(path, 'r')
  try {
    return use(file)
  } finally {
    closeSync(file)
  }
}

/** Up to `size` bytes at `offset`; fewer at the end of the file. */
export function readAt(file: number, offset: number, size: number): Buffer {
  const buffer = Buffer.alloc(size)
  return buffer.subarray(0, readSync(file, buffer, 0, size, offset))
}

/** The size in bytes that an ELF header announces: the section headers come last. */
export function elfSize(header: Buffer): number {
  return Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60)
}

/** The dynamic loader that an executable asks for, which tells its libc. */
export function elfInterpreter(path: string): string | undefined {
  return withFile(path, (file) => {
    const segment = segments(file).find(({ type }) => type === INTERPRETER)
    return segment && text(readAt(file, segment.offset, segment.size), 0)
  })
}

/** What a shared library asks of the system. */
export function elfNeeds(path: string): ElfNeeds {
  return withFile(path, readNeeds)
}

function readNeeds(file: number): ElfNeeds {
  const all = segments(file)
  const dynamic = all.find(({ type }) => type === DYNAMIC)
  if (dynamic === undefined) return { libraries: [], versions: [] }
  const entries = dynamicEntries(readAt(file, dynamic.offset, dynamic.size))
  const value = (tag: bigint) => entries.find((entry) => entry.tag === tag)?.value ?? 0
  const at = (address: number, size: number) => readAt(file, fileOffset(all, address), size)
  const strings = at(value(DT_STRING_TABLE), value(DT_STRING_TABLE_SIZE))
  const libraries = entries.filter(({ tag }) => tag === DT_NEEDED).map((entry) => text(strings, entry.value))
  const versions = versionNames((offset) => at(value(DT_VERSIONS) + offset, 16), value(DT_VERSION_COUNT))
  return { libraries, versions: versions.map((offset) => text(strings, offset)) }
}

/** The newest glibc among symbol versions; `undefined` when none is asked for. */
export function newestGlibc(versions: readonly string[]): string | undefined {
  const found = versions.flatMap((version) => /^GLIBC_(\d[\d.]*)$/.exec(version)?.[1] ?? [])
  return found.sort(compareVersions).at(-1)
}

/** Negative when `left` is the older of two dotted versions. */
export function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true })
}

function segments(file: number): Segment[] {
  const header = readAt(file, 0, 64)
  const size = header.readUInt16LE(54)
  const table = readAt(file, Number(header.readBigUInt64LE(32)), size * header.readUInt16LE(56))
  return Array.from({ length: size === 0 ? 0 : table.length / size }, (_, index) => ({
    type: table.readUInt32LE(index * size),
    offset: Number(table.readBigUInt64LE(index * size + 8)),
    address: Number(table.readBigUInt64LE(index * size + 16)),
    size: Number(table.readBigUInt64LE(index * size + 32)),
  }))
}

function dynamicEntries(table: Buffer): { tag: bigint; value: number }[] {
  return Array.from({ length: Math.floor(table.length / 16) }, (_, index) => ({
    tag: table.readBigInt64LE(index * 16),
    value: Number(table.readBigUInt64LE(index * 16 + 8)),
  }))
}

/** Where in the string table the names of the versions are: a list a library, each with a list of versions. */
function versionNames(entryAt: (offset: number) => Buffer, libraries: number): number[] {
  const names: number[] = []
  let library = 0
  for (let index = 0; index < libraries; index++) {
    const entry = entryAt(library)
    let version = library + entry.readUInt32LE(8)
    for (let count = entry.readUInt16LE(2); count > 0; count--) {
      names.push(entryAt(version).readUInt32LE(8))
      version += entryAt(version).readUInt32LE(12)
    }
    library += entry.readUInt32LE(12)
  }
  return names
}

function fileOffset(all: readonly Segment[], address: number): number {
  const inside = ({ type, address: start, size }: Segment) =>
    type === LOAD && start <= address && address < start + size
  const segment = all.find(inside)
  return segment === undefined ? address : address - segment.address + segment.offset
}

function text(strings: Buffer, offset: number): string {
  return strings.toString('latin1', offset, strings.indexOf(0, offset))
}
