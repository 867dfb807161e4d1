import { closeSync, openSync, readSync } from 'node:fs'

// Reads the parts of 64-bit ELF files, of either byte order, that the loader, the doctor and the release check need.

const CLASS_64 = 2
const BIG_ENDIAN = 2

const LOAD = 1
const DYNAMIC = 2
const INTERPRETER = 3

const DT_NEEDED = 1
const DT_STRING_TABLE = 5
const DT_STRING_TABLE_SIZE = 10
const DT_VERSIONS = 0x6ffffffe
const DT_VERSION_COUNT = 0x6fffffff

interface Segment {
  readonly type: number
  readonly offset: number
  readonly address: number
  readonly size: number
}

/** The shared libraries that a file needs, and the symbol versions, such as `GLIBC_2.17`. */
export interface ElfNeeds {
  readonly libraries: readonly string[]
  readonly versions: readonly string[]
}

/** Opens a file for reading, and returns what `use` returns. Throws what opening throws. */
export function withFile<Result>(path: string, use: (file: number) => Result): Result {
  const file = openSync(path, 'r')
  try {
    return use(file)
  } finally {
    closeSync(file)
  }
}

/** Reads up to `size` bytes at `offset`; fewer at the end of the file. */
export function readAt(file: number, offset: number, size: number): Buffer {
  const buffer = Buffer.alloc(size)
  return buffer.subarray(0, readSync(file, buffer, 0, size, offset))
}

/** Reads numbers from a part of a file, in the byte order of its header. */
export class ElfFields {
  readonly bytes: Buffer
  readonly #view: DataView
  readonly #little: boolean

  constructor(bytes: Buffer, little: boolean) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#little = little
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, this.#little)
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, this.#little)
  }

  /** A u64 that is a size, an offset or a tag, all of which are below 2⁵³ in a valid file. */
  u64(offset: number): number {
    return Number(this.#view.getBigUint64(offset, this.#little))
  }
}

/** The fields of an ELF header. Byte 5 is the byte order. */
export function elfHeader(bytes: Buffer): ElfFields {
  return new ElfFields(bytes, bytes[5] !== BIG_ENDIAN)
}

/** Whether a header is that of a 64-bit file. */
export function is64Bits(header: ElfFields): boolean {
  return header.bytes[4] === CLASS_64
}

/** The size in bytes according to an ELF header: the section headers come last. */
export function elfSize(header: ElfFields): number {
  return header.u64(40) + header.u16(58) * header.u16(60)
}

/** The dynamic loader of an executable, from which its libc follows. */
export function elfInterpreter(path: string): string | undefined {
  return withFile(path, (file) => {
    const segment = segments(elfFile(file)).find(({ type }) => type === INTERPRETER)
    return segment && text(readAt(file, segment.offset, segment.size), 0)
  })
}

/** What a shared library needs from the system. */
export function elfNeeds(path: string): ElfNeeds {
  return withFile(path, (file) => readNeeds(elfFile(file)))
}

/** Opens the parts of a file by offset and size; `undefined` if it isn't a 64-bit file. */
type ElfFile = ((offset: number, size: number) => ElfFields) | undefined

function elfFile(file: number): ElfFile {
  const header = elfHeader(readAt(file, 0, 64))
  if (header.bytes.length < 64 || !is64Bits(header)) return undefined
  const little = header.bytes[5] !== BIG_ENDIAN
  return (offset, size) => new ElfFields(readAt(file, offset, size), little)
}

function readNeeds(read: ElfFile): ElfNeeds {
  const all = segments(read)
  const dynamic = all.find(({ type }) => type === DYNAMIC)
  if (read === undefined || dynamic === undefined) return { libraries: [], versions: [] }
  const entries = dynamicEntries(read(dynamic.offset, dynamic.size))
  const value = (tag: number) => entries.find((entry) => entry.tag === tag)?.value ?? 0
  const at = (address: number, size: number) => read(fileOffset(all, address), size)
  const strings = at(value(DT_STRING_TABLE), value(DT_STRING_TABLE_SIZE)).bytes
  const libraries = entries.filter(({ tag }) => tag === DT_NEEDED).map((entry) => text(strings, entry.value))
  const versions = versionNames((offset) => at(value(DT_VERSIONS) + offset, 16), value(DT_VERSION_COUNT))
  return { libraries, versions: versions.map((offset) => text(strings, offset)) }
}

/** The newest glibc among symbol versions; `undefined` if there is none. */
export function newestGlibc(versions: readonly string[]): string | undefined {
  const found = versions.flatMap((version) => /^GLIBC_(\d[\d.]*)$/.exec(version)?.[1] ?? [])
  return found.sort(compareVersions).at(-1)
}

/** Compares dotted versions; negative if `left` is older. */
export function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true })
}

function segments(read: ElfFile): Segment[] {
  if (read === undefined) return []
  const header = read(0, 64)
  const size = header.u16(54)
  const table = read(header.u64(32), size * header.u16(56))
  return Array.from({ length: size === 0 ? 0 : table.bytes.length / size }, (_, index) => ({
    type: table.u32(index * size),
    offset: table.u64(index * size + 8),
    address: table.u64(index * size + 16),
    size: table.u64(index * size + 32),
  }))
}

function dynamicEntries(table: ElfFields): { tag: number; value: number }[] {
  return Array.from({ length: Math.floor(table.bytes.length / 16) }, (_, index) => ({
    tag: table.u64(index * 16),
    value: table.u64(index * 16 + 8),
  }))
}

/** The offsets of version names in the string table. There is a list for each library, each with a list of versions. */
function versionNames(entryAt: (offset: number) => ElfFields, libraries: number): number[] {
  const names: number[] = []
  let library = 0
  for (let index = 0; index < libraries; index++) {
    const entry = entryAt(library)
    let version = library + entry.u32(8)
    for (let count = entry.u16(2); count > 0; count--) {
      names.push(entryAt(version).u32(8))
      version += entryAt(version).u32(12)
    }
    library += entry.u32(12)
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
