// Every way in which loading the native file can fail: how to really provoke it, and what its error must say. The test
// checks them, and __test__/loader/show-load-failures.ts prints their messages.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { glibcVersion, hostLibc, hostPlatform } from '../../lib/binding/host.ts'
import { fileName, packageName } from '../../lib/binding/platforms.ts'
import { nativeFile } from '../support/process.ts'
import { forGlibc299, forMusl, forOtherProcessor } from './broken-files.ts'
import { canMount, Installation, type Running } from './installation.ts'

/** What to expect of a failure; strings must be part of the text. */
interface Expected {
  readonly reason: string
  readonly tried: string
  readonly remedy: string
  /** The code of the `cause`; `undefined` if the package itself rejected the file. */
  readonly causeCode?: string
}

export interface Provocation {
  readonly name: string
  /** An installation with the fault, and the command to run it. */
  provoke(): { made: Installation; running?: Running }
  readonly expected: Expected
  /** Why it can't be provoked on this system. */
  readonly impossible?: string | false
}

const PLATFORM = hostPlatform()
const PACKAGE = packageName(PLATFORM)
const NOBODY = 65534
export const GOOD = readFileSync(nativeFile())

const notGlibc = hostLibc() !== 'glibc' && 'made from a file for glibc'
// Windows has no such modes, and only root may run the import as another user, who may not read root's files.
const noModes = process.platform === 'win32' && 'needs the permissions of POSIX'
const reader = process.getuid?.() === 0 ? { user: NOBODY } : {}
const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'

/** A platform package with this content as its file. */
const packaged = (content: Buffer | string) => () => ({ made: new Installation().install(content) })
/** A valid installation that is run in this way. */
const running = (how: Running) => () => ({ made: new Installation().install(GOOD), running: how })
/** Another file, named by the variable. */
const explicit = (path: string, prepare: (made: Installation) => void = () => {}) => {
  return () => {
    const made = new Installation()
    prepare(made)
    return { made, running: { environment: { VM_ALLOCATOR_BINDING: path } } }
  }
}
const VERSION: string = JSON.parse(readFileSync('package.json', 'utf8')).version
const ONLY_NAMED = 'Correct the path in VM_ALLOCATOR_BINDING, or unset it.'

export const PROVOCATIONS: readonly Provocation[] = [
  {
    name: 'the platform package is absent',
    provoke: () => ({ made: new Installation() }),
    expected: {
      reason: 'absent',
      tried: `platform package ${PACKAGE}: it is not installed`,
      remedy: 'npm install --include=optional',
      causeCode: 'MODULE_NOT_FOUND',
    },
  },
  {
    name: 'node_modules was installed for another operating system',
    provoke: () => ({ made: new Installation().install(GOOD, 'win32-arm64-msvc') }),
    expected: {
      reason: 'architecture',
      tried: `platform package ${PACKAGE}: it is not installed`,
      remedy: 'node_modules was installed for win32-arm64-msvc',
      causeCode: 'MODULE_NOT_FOUND',
    },
    impossible: PLATFORM === 'win32-arm64-msvc' && 'this is that system',
  },
  {
    name: 'node_modules was installed for another libc',
    provoke: () => ({ made: new Installation().install(GOOD, PLATFORM.replace('-gnu', '-musl')) }),
    expected: {
      reason: 'libc',
      tried: `platform package ${PACKAGE}: it is not installed`,
      remedy: `--os=linux --cpu=${process.arch} --libc=glibc`,
      causeCode: 'MODULE_NOT_FOUND',
    },
    impossible: notGlibc,
  },
  {
    name: 'the package is installed without its file',
    provoke: () => ({ made: new Installation().install() }),
    expected: {
      reason: 'damaged',
      tried: `${fileName(PLATFORM)}'`,
      remedy: `its file is missing. Reinstall it: remove node_modules/${PACKAGE}`,
      causeCode: 'ENOENT',
    },
  },
  // Some of these lengths make the system's loader end the process with SIGBUS.
  ...[64, 4096, Math.floor(GOOD.length / 2), GOOD.length - 1].map((length) => ({
    name: `the file ends after ${length} bytes`,
    provoke: packaged(GOOD.subarray(0, length)),
    expected: {
      reason: 'damaged',
      tried: `it has ${length} of ${GOOD.length} bytes`,
      remedy: `The file is damaged. Reinstall it: remove node_modules/${PACKAGE}`,
    },
    impossible: notGlibc,
  })),
  {
    name: 'the file is empty',
    provoke: packaged(''),
    expected: {
      reason: 'damaged',
      tried: process.platform === 'linux' ? 'file too short' : fileName(PLATFORM),
      remedy: 'it is not a native file',
      causeCode: 'ERR_DLOPEN_FAILED',
    },
  },
  {
    name: 'the file is a text',
    provoke: packaged('<!doctype html><title>404 Not Found</title>'.repeat(100)),
    expected: {
      reason: 'damaged',
      tried: process.platform === 'linux' ? 'invalid ELF header' : fileName(PLATFORM),
      remedy: 'it is not a native file',
      causeCode: 'ERR_DLOPEN_FAILED',
    },
  },
  {
    name: 'a local build is damaged, which matters more than a missing package',
    provoke: () => {
      const made = new Installation()
      writeFileSync(join(made.main, fileName(PLATFORM)), 'text'.repeat(100))
      return { made }
    },
    expected: {
      reason: 'damaged',
      tried: `platform package ${PACKAGE}: it is not installed`,
      remedy: 'it is not a native file. Build it again: npm run build:native.',
      causeCode: 'ERR_DLOPEN_FAILED',
    },
  },
  {
    name: 'the file is for another architecture',
    provoke: () => packaged(forOtherProcessor(GOOD))(),
    expected: {
      reason: 'architecture',
      tried: 'cannot open shared object file',
      remedy: `The file is for linux ${process.arch === 'x64' ? 'arm64' : 'x64'}, but this is ${PLATFORM}.`,
      causeCode: 'ERR_DLOPEN_FAILED',
    },
    impossible: notGlibc,
  },
  {
    name: 'the file is for musl',
    provoke: () => packaged(forMusl(GOOD))(),
    expected: {
      reason: 'libc',
      tried: 'libc.so: ',
      remedy: 'The file is for musl, but this process uses glibc.',
      causeCode: 'ERR_DLOPEN_FAILED',
    },
    impossible: notGlibc,
  },
  {
    name: 'the file needs a newer glibc',
    provoke: () => packaged(forGlibc299(GOOD))(),
    expected: {
      reason: 'glibc',
      tried: "version `GLIBC_2.99' not found",
      remedy: `The file needs glibc 2.99 or newer, but this system has ${glibcVersion()}.`,
      causeCode: 'ERR_DLOPEN_FAILED',
    },
    impossible: notGlibc,
  },
  {
    name: 'native files are switched off',
    provoke: running({ parameters: ['--no-addons'] }),
    expected: {
      reason: 'no-addons',
      tried: 'loading addons is disabled',
      remedy: 'Run Node.js without --no-addons.',
      causeCode: 'ERR_DLOPEN_DISABLED',
    },
  },
  {
    name: 'the permission model forbids native files',
    provoke: running({ parameters: [permission, '--allow-fs-read=*'] }),
    expected: {
      reason: 'permission',
      tried: 'loading addons is disabled',
      remedy: 'run Node.js with --allow-addons as well',
      causeCode: 'ERR_DLOPEN_DISABLED',
    },
  },
  {
    name: 'the permission model disallows reading the platform package',
    provoke: () => {
      const made = new Installation().install(GOOD)
      const parameters = [permission, '--allow-addons', `--allow-fs-read=${made.main}`]
      return { made, running: { parameters } }
    },
    expected: {
      reason: 'permission',
      tried: `platform package ${PACKAGE}: Access to this API has been restricted`,
      remedy: 'allow its folder with --allow-fs-read',
      causeCode: 'ERR_ACCESS_DENIED',
    },
  },
  {
    name: 'the folder of the package may not be read',
    provoke: () => {
      const made = new Installation().install(GOOD)
      chmodSync(made.binding(), 0)
      return { made, running: reader }
    },
    expected: {
      reason: 'unreadable',
      tried: 'EACCES: permission denied',
      remedy: 'This user has no permission to read',
      causeCode: 'EACCES',
    },
    impossible: noModes,
  },
  {
    name: 'the file may not be read',
    provoke: () => {
      const made = new Installation().install(GOOD)
      chmodSync(made.file(), 0)
      return { made, running: reader }
    },
    expected: {
      reason: 'unreadable',
      tried: 'EACCES: permission denied',
      remedy: `${fileName(PLATFORM)}: grant it, and access to the folders above.`,
      causeCode: 'EACCES',
    },
    impossible: noModes,
  },
  {
    name: 'the platform package has another version',
    provoke: () => ({ made: ofVersion(new Installation().install(GOOD), '99.0.0') }),
    expected: {
      reason: 'version',
      tried: `its version is ${VERSION}`,
      remedy: `The file does not belong to vm-allocator 99.0.0. Reinstall it: remove node_modules/${PACKAGE}`,
    },
  },
  {
    name: 'the file is the addon of another package',
    provoke: explicit('other.node', ({ folder }) => cpSync(anotherAddon(), join(folder, 'other.node'))),
    expected: { reason: 'version', tried: 'it is the addon of another package', remedy: ONLY_NAMED },
  },
  {
    name: 'the path in the variable leads nowhere',
    provoke: explicit('/nowhere/own.node'),
    expected: { reason: 'absent', tried: ': there is no such file', remedy: ONLY_NAMED, causeCode: 'ENOENT' },
  },
  {
    name: 'the name of the file is not that of an addon',
    provoke: explicit('libvm_allocator.so', ({ folder }) => writeFileSync(join(folder, 'libvm_allocator.so'), GOOD)),
    expected: { reason: 'absent', tried: 'its name has to end in .node', remedy: ONLY_NAMED },
  },
  {
    name: 'the path in the variable is a pipe without a writer',
    provoke: explicit('pipe.node', ({ folder }) => void execFileSync('mkfifo', [join(folder, 'pipe.node')])),
    expected: { reason: 'not-a-file', tried: 'it is not a regular file', remedy: ONLY_NAMED },
    impossible: noModes,
  },
  {
    name: 'the path in the variable is a folder',
    provoke: explicit('folder.node', ({ folder }) => mkdirSync(join(folder, 'folder.node'))),
    expected: { reason: 'not-a-file', tried: 'it is not a regular file', remedy: ONLY_NAMED },
  },
  {
    name: 'the file system is mounted with noexec',
    provoke: () => {
      const made = new Installation().install(GOOD)
      made.mountWithoutExecution()
      return { made }
    },
    expected: {
      reason: 'noexec',
      tried: 'failed to map segment from shared object',
      remedy: 'copy the file to one and name it in VM_ALLOCATOR_BINDING',
      causeCode: 'ERR_DLOPEN_FAILED',
    },
    impossible: notGlibc || (!canMount() && 'needs permission to mount'),
  },
  {
    name: 'a bundler left the native file out',
    provoke: () => {
      const made = new Installation()
      made.bundle()
      return { made }
    },
    expected: {
      reason: 'bundled',
      tried: `bundle ${PACKAGE}: it is not in the bundle`,
      remedy: "external: ['vm-allocator']",
      causeCode: 'MODULE_NOT_FOUND',
    },
  },
  {
    name: 'the file is inside an asar archive',
    provoke: explicit('resources/app.asar/binding.node', ({ folder }) => {
      mkdirSync(join(folder, 'resources'))
      writeFileSync(join(folder, 'resources', 'app.asar'), 'an archive is one file')
    }),
    expected: { reason: 'asar', tried: 'ENOTDIR', remedy: 'unpack it (asarUnpack', causeCode: 'ENOTDIR' },
    impossible: process.platform === 'win32' && 'Windows reports only that there is no such file',
  },
]

/** Makes the main package believe that it has another version. */
function ofVersion(made: Installation, version: string): Installation {
  for (const name of readdirSync(join(made.main, 'dist')).filter((name) => /\.[cm]js$/.test(name))) {
    const script = join(made.main, 'dist', name)
    writeFileSync(script, readFileSync(script, 'utf8').replaceAll(`=\`${VERSION}\``, `=\`${version}\``))
  }
  return made
}

/** Another package's native file: the bundler's. */
function anotherAddon(): string {
  const file = `@rolldown/binding-${PLATFORM}/rolldown-binding.${PLATFORM}.node`
  return join(import.meta.dirname, '../../node_modules', file)
}
