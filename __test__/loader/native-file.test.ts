import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { compareVersions, elfInterpreter, elfNeeds, newestGlibc } from '../../lib/binding/elf.ts'
import { readFileHeader } from '../../lib/binding/file-header.ts'
import { nativeFile } from '../support/process.ts'
import { forBigEndian } from './broken-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-header-'))
test.after.always(() => rmSync(folder, { recursive: true }))

/** A file that starts with these bytes. */
function fileOf(...fields: (readonly [offset: number, bytes: readonly number[]])[]): string {
  const content = Buffer.alloc(256)
  for (const [offset, bytes] of fields) content.set(bytes, offset)
  const path = join(folder, `${fields.length}-${Math.random()}`)
  writeFileSync(path, content)
  return path
}

// The numbers are those of the formats' own definitions: mach/machine.h and the PE format's specification.
const HEADERS = [
  ['Mach-O for x64', 'darwin', ['x64'], fileOf([0, [0xcf, 0xfa, 0xed, 0xfe]], [4, [7, 0, 0, 1]])],
  ['Mach-O for arm64', 'darwin', ['arm64'], fileOf([0, [0xcf, 0xfa, 0xed, 0xfe]], [4, [12, 0, 0, 1]])],
  [
    'universal Mach-O',
    'darwin',
    ['x64', 'arm64'],
    fileOf([0, [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2]], [8, [1, 0, 0, 7]], [28, [1, 0, 0, 12]]),
  ],
  ['PE for x64', 'win32', ['x64'], fileOf([0, [0x4d, 0x5a]], [60, [0x80]], [0x80, [0x50, 0x45, 0, 0, 0x64, 0x86]])],
  ['PE for arm64', 'win32', ['arm64'], fileOf([0, [0x4d, 0x5a]], [60, [0x80]], [0x80, [0x50, 0x45, 0, 0, 0x64, 0xaa]])],
] as const

for (const [name, os, cpus, path] of HEADERS) {
  test(`the header of ${name}`, (t) => {
    const header = readFileHeader(path)
    t.is(header?.os, os)
    t.deepEqual(header?.cpus, [...cpus])
  })
}

const onLinux = process.platform === 'linux' ? test : test.skip // elsewhere, the native file is not an ELF file

onLinux('a file of the other byte order is read as well', (t) => {
  const path = join(folder, 'big-endian')
  const [little, big] = [readFileSync(nativeFile()), forBigEndian(readFileSync(nativeFile()))]
  big.writeUInt16BE(22, 18) // EM_S390
  writeFileSync(path, big)
  t.deepEqual(elfNeeds(path), elfNeeds(nativeFile()))
  t.true(elfNeeds(path).libraries.includes('libc.so.6'))
  const { cpus, size, announcedSize } = readFileHeader(path) ?? {}
  t.deepEqual({ cpus, size, announcedSize }, { cpus: ['s390x'], size: little.length, announcedSize: little.length })
})

test('a text file has no header', (t) => {
  const path = join(folder, 'text')
  writeFileSync(path, 'text'.repeat(100))
  t.is(readFileHeader(path), undefined)
})

const hasReadelf = process.platform === 'linux' && succeeds('readelf', '--version')
const withReadelf = hasReadelf ? test : test.skip

for (const [name, path] of [
  ['Node', process.execPath],
  ['the binding', nativeFile()],
] as const) {
  withReadelf(`readelf agrees about ${name}`, (t) => {
    const printed = execFileSync('readelf', ['-dVl', '--wide', path], { encoding: 'utf8', maxBuffer: 2 ** 26 })
    const all = (pattern: RegExp) => [...printed.matchAll(pattern)].map(([, found = '']) => found)
    const { libraries, versions } = elfNeeds(path)
    t.deepEqual(libraries, all(/\(NEEDED\).*\[(.+)\]/g))
    t.deepEqual([...versions].sort(), all(/ Name: (\S+) +Flags: /g).sort())
    t.deepEqual([elfInterpreter(path)].filter(Boolean), all(/interpreter: (.+)\]/g))
    t.true(versions.includes(`GLIBC_${newestGlibc(versions)}`))
  })
}

test('versions are compared by their numbers', (t) => {
  t.true(compareVersions('2.9', '2.17') < 0)
  t.true(compareVersions('2.17', '2.4') > 0)
  t.is(newestGlibc(['GLIBC_2.9', 'GLIBC_2.17', 'GCC_3.0', 'GLIBC_2.2.5', 'GLIBC_PRIVATE']), '2.17')
})

function succeeds(command: string, parameter: string): boolean {
  try {
    execFileSync(command, [parameter], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
