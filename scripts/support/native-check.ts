// Checks a native file before it is put into a package.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { compareVersions, elfNeeds, newestGlibc } from '../../lib/binding/elf.ts'
import { readFileHeader } from '../../lib/binding/file-header.ts'
import type { Platform } from '../../lib/binding/platforms.ts'

const GLIBC_LIBRARIES = /^(libc\.so\.6|libgcc_s\.so\.1|libm\.so\.6|libdl\.so\.2|libpthread\.so\.0|ld-linux-.*\.so\.\d)$/
const MUSL_LIBRARIES = /^(libc\.so|libc\.musl-.*\.so\.1|libgcc_s\.so\.1)$/

/** The faults of a file for a platform; empty if it is valid. */
export function nativeFaults(path: string, platform: Platform): string[] {
  const header = readFileHeader(path)
  if (header === undefined) return ['it is not a native file']
  const faults: string[] = []
  if (header.os !== platform.os) faults.push(`it is for ${header.os}`)
  if (!header.cpus.includes(platform.cpu)) faults.push(`it is for ${header.cpus.join(', ')}`)
  if (header.size < header.announcedSize) faults.push('it is truncated')
  if (readFileSync(path).includes(homedir())) faults.push(`it carries paths of this machine, below ${homedir()}`)
  return header.format === 'ELF' ? [...faults, ...elfFaults(path, platform)] : faults
}

/** A line about what a file needs. */
export function nativeSummary(path: string): string {
  const header = readFileHeader(path)
  const kind = `${header?.format} for ${header?.cpus.join(', ')}, ${header?.size} bytes`
  if (header?.format !== 'ELF') return kind
  const { libraries, versions } = elfNeeds(path)
  return `${kind}, needs ${libraries.join(' ')}, glibc ${newestGlibc(versions) ?? 'none'}`
}

function elfFaults(path: string, { libc, glibcFloor = '' }: Platform): string[] {
  const { libraries, versions } = elfNeeds(path)
  const allowed = libc === 'musl' ? MUSL_LIBRARIES : GLIBC_LIBRARIES
  const faults = libraries.filter((name) => !allowed.test(name)).map((name) => `it needs the library ${name}`)
  const newest = newestGlibc(versions)
  if (libc === 'musl') return newest === undefined ? faults : [...faults, `it needs glibc ${newest}`]
  if (newest === undefined || compareVersions(newest, glibcFloor) <= 0) return faults
  return [...faults, `it needs glibc ${newest}, the floor is ${glibcFloor}`]
}
