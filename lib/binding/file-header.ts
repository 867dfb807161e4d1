import { fstatSync } from 'node:fs'
import { elfHeader, elfSize, is64Bits, readAt, withFile } from './elf.ts'

/** What the first bytes of a file say about it. */
export interface FileHeader {
  readonly format: 'ELF' | 'Mach-O' | 'PE'
  /** The system, as in `process.platform`. */
  readonly os: 'linux' | 'darwin' | 'win32'
  /**
   * The architectures, as in `process.arch`. A universal Mach-O file has several; one with unknown architectures has
   * none.
   */
  readonly cpus: readonly string[]
  /** The size in bytes. */
  readonly size: number
  /** The smallest size in bytes that fits the header. Only for ELF. */
  readonly announcedSize: number
}

const ELF_CPUS: Record<number, string> = {
  3: 'ia32',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
}
const MACH_CPUS: Record<number, string> = { 16777223: 'x64', 16777228: 'arm64' }
const PE_CPUS: Record<number, string> = { 34404: 'x64', 43620: 'arm64', 332: 'ia32' }

/** Reads a file's header; `undefined` if it isn't a native file. Throws what `open` throws. */
export function readFileHeader(path: string): FileHeader | undefined {
  return withFile(path, (file) => parse(readAt(file, 0, 4096), fstatSync(file).size))
}

function parse(bytes: Buffer, size: number): FileHeader | undefined {
  if (bytes.length < 64) return undefined
  const magic = bytes.readUInt32BE(0)
  if (magic === 0x7f454c46) {
    const header = elfHeader(bytes)
    const announcedSize = is64Bits(header) ? elfSize(header) : 0
    return { format: 'ELF', os: 'linux', cpus: known(ELF_CPUS, header.u16(18)), size, announcedSize }
  }
  const rest = { size, announcedSize: 0 }
  if (magic === 0xcffaedfe) {
    return { format: 'Mach-O', os: 'darwin', cpus: known(MACH_CPUS, bytes.readUInt32LE(4)), ...rest }
  }
  if (magic === 0xcafebabe) return { format: 'Mach-O', os: 'darwin', cpus: universalCpus(bytes), ...rest }
  if (bytes.readUInt16BE(0) === 0x4d5a) {
    const start = bytes.readUInt32LE(60)
    const cpus = start + 6 <= bytes.length ? known(PE_CPUS, bytes.readUInt16LE(start + 4)) : []
    return { format: 'PE', os: 'win32', cpus, ...rest }
  }
  return undefined
}

function universalCpus(bytes: Buffer): string[] {
  const count = Math.min(bytes.readUInt32BE(4), 8)
  return Array.from({ length: count }, (_, index) => known(MACH_CPUS, bytes.readUInt32BE(8 + index * 20))).flat()
}

function known(names: Record<number, string>, code: number): string[] {
  const name = names[code]
  return name === undefined ? [] : [name]
}
