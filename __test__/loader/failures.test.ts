import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { glibcVersion, hostLibc, hostPlatform } from '../../lib/binding/host.ts'
import { fileName, packageName } from '../../lib/binding/platforms.ts'
import { nativeFile } from '../support/process.ts'
import { forGlibc299, forMusl, forOtherProcessor } from './broken-files.ts'
import { type ImportFailure, Installation, type Running } from './installation.ts'

const PLATFORM = hostPlatform()
const PACKAGE = packageName(PLATFORM)
const GOOD = readFileSync(nativeFile())
const onGlibc = hostLibc() === 'glibc' ? test : test.skip
const NOBODY = 65534

/** What is expected of a failure; strings have to be part of the text. */
interface Expected {
  readonly reason: string
  readonly tried: string
  readonly remedy: string
  readonly causeCode?: string
}

async function fails(t: ExecutionContext, made: Installation, expected: Expected, running?: Running) {
  const failure: ImportFailure = await made.import(running)
  const lines = failure.message.split('\n')
  t.log(failure.message.replaceAll(made.folder, '…'))
  t.is(failure.code, 'ERR_VM_ALLOCATOR_BINDING')
  t.is(failure.reason, expected.reason)
  t.regex(
    lines[0] ?? '',
    new RegExp(`^vm-allocator \\S+ can't load its native file for .*, Node.js ${process.versions.node}.$`),
  )
  t.is(lines[1], 'Tried:')
  t.true(
    lines.slice(2, -1).some((line) => line.startsWith('- ') && line.includes(expected.tried)),
    failure.message,
  )
  t.true(lines.at(-1)?.includes(expected.remedy), failure.message)
  t.is(failure.cause.code, expected.causeCode)
}

test('a right file is loaded', async (t) => {
  t.is((await new Installation().install(GOOD).import()).id, 3)
})

test('a local build comes before the platform package', async (t) => {
  const made = new Installation().install('text')
  writeFileSync(join(made.main, fileName(PLATFORM)), GOOD)
  t.is((await made.import()).id, 3)
})

test('an explicit path comes first, and is taken relative to the working folder', async (t) => {
  const made = new Installation().install('text')
  writeFileSync(join(made.folder, 'own.node'), GOOD)
  t.is((await made.import({ environment: { VM_ALLOCATOR_BINDING: 'own.node' } })).id, 3)
})

test('an explicit path is the only one that is tried', async (t) => {
  const environment = { VM_ALLOCATOR_BINDING: '/nowhere/own.node' }
  const expected = {
    reason: 'absent',
    tried: 'VM_ALLOCATOR_BINDING /nowhere/own.node: there is no such file',
    remedy: 'Correct the path in VM_ALLOCATOR_BINDING, or unset it.',
    causeCode: 'ENOENT',
  }
  const made = new Installation().install(GOOD)
  await fails(t, made, expected, { environment })
  t.false((await made.import({ environment })).message.includes(PACKAGE))
})

test('the platform package is absent', (t) =>
  fails(t, new Installation(), {
    reason: 'absent',
    tried: `platform package ${PACKAGE}: it is not installed`,
    remedy: 'npm install --include=optional',
    causeCode: 'MODULE_NOT_FOUND',
  }))

test('a local build that is damaged says more than a package that is absent', async (t) => {
  const made = new Installation()
  writeFileSync(join(made.main, fileName(PLATFORM)), 'text'.repeat(100))
  const tried = `platform package ${PACKAGE}: it is not installed`
  const remedy = 'it is no native file. Build it again: npm run build:native.'
  await fails(t, made, { reason: 'damaged', tried, remedy, causeCode: 'ERR_DLOPEN_FAILED' })
})

test('node_modules was installed for another operating system', (t) =>
  fails(t, new Installation().install(GOOD, 'win32-arm64-msvc'), {
    reason: 'architecture',
    tried: `platform package ${PACKAGE}: it is not installed`,
    remedy: 'node_modules was installed for win32-arm64-msvc',
    causeCode: 'MODULE_NOT_FOUND',
  }))

onGlibc('node_modules was installed for another libc', (t) =>
  fails(t, new Installation().install(GOOD, PLATFORM.replace('-gnu', '-musl')), {
    reason: 'libc',
    tried: `platform package ${PACKAGE}: it is not installed`,
    remedy: `--os=linux --cpu=${process.arch} --libc=glibc`,
    causeCode: 'MODULE_NOT_FOUND',
  }),
)

test('there is no package for the platform', (t) =>
  fails(
    t,
    new Installation(),
    {
      reason: 'unsupported',
      tried: 'it is not installed',
      remedy: 'build one with Rust',
      causeCode: 'MODULE_NOT_FOUND',
    },
    { parameters: ['--import', 'data:text/javascript,Object.defineProperty(process,"arch",{value:"riscv64"})'] },
  ))

test('the package is there without its file', (t) =>
  fails(t, new Installation().install(), {
    reason: 'damaged',
    tried: `${fileName(PLATFORM)}'`,
    remedy: `Install it again: remove node_modules/${PACKAGE}`,
    causeCode: 'ENOENT',
  }))

// Some of these lengths make the system's loader end the process with SIGBUS.
for (const length of [64, 4096, Math.floor(GOOD.length / 2), GOOD.length - 1]) {
  onGlibc(`the file ends after ${length} bytes`, (t) =>
    fails(t, new Installation().install(GOOD.subarray(0, length)), {
      reason: 'damaged',
      tried: `it has ${length} of ${GOOD.length} bytes`,
      remedy: `The file is damaged. Install it again: remove node_modules/${PACKAGE}`,
    }),
  )
}

test('the file is empty', (t) =>
  fails(t, new Installation().install(''), {
    reason: 'damaged',
    tried: process.platform === 'linux' ? 'file too short' : fileName(PLATFORM),
    remedy: 'it is no native file',
    causeCode: 'ERR_DLOPEN_FAILED',
  }))

test('the file is a text', (t) =>
  fails(t, new Installation().install('<!doctype html><title>404 Not Found</title>'.repeat(100)), {
    reason: 'damaged',
    tried: process.platform === 'linux' ? 'invalid ELF header' : fileName(PLATFORM),
    remedy: 'it is no native file',
    causeCode: 'ERR_DLOPEN_FAILED',
  }))

onGlibc('the file is for another processor', (t) =>
  fails(t, new Installation().install(forOtherProcessor(GOOD)), {
    reason: 'architecture',
    tried: 'cannot open shared object file',
    remedy: `The file is for linux ${process.arch === 'x64' ? 'arm64' : 'x64'}, this is ${PLATFORM}.`,
    causeCode: 'ERR_DLOPEN_FAILED',
  }),
)

onGlibc('the file is for musl', (t) =>
  fails(t, new Installation().install(forMusl(GOOD)), {
    reason: 'libc',
    tried: 'libc.so: ',
    remedy: 'The file is for musl, this process uses glibc.',
    causeCode: 'ERR_DLOPEN_FAILED',
  }),
)

onGlibc('the file needs a newer glibc', (t) =>
  fails(t, new Installation().install(forGlibc299(GOOD)), {
    reason: 'glibc',
    tried: "version `GLIBC_2.99' not found",
    remedy: `The file needs glibc 2.99 or newer, this system has ${glibcVersion()}.`,
    causeCode: 'ERR_DLOPEN_FAILED',
  }),
)

test('native files are switched off', (t) =>
  fails(
    t,
    new Installation().install(GOOD),
    {
      reason: 'no-addons',
      tried: 'loading addons is disabled',
      remedy: 'Run Node.js without --no-addons.',
      causeCode: 'ERR_DLOPEN_DISABLED',
    },
    { parameters: ['--no-addons'] },
  ))

test('the permission model forbids native files', (t) => {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
  return fails(
    t,
    new Installation().install(GOOD),
    {
      reason: 'permission',
      tried: 'loading addons is disabled',
      remedy: 'run Node.js with --allow-addons as well',
      causeCode: 'ERR_DLOPEN_DISABLED',
    },
    { parameters: [flag, '--allow-fs-read=*'] },
  )
})

// Root may read everything, so there the import runs as another user.
const user = process.getuid?.() === 0 ? { user: NOBODY } : {}
const withPermissions = process.platform === 'win32' ? test.skip : test

withPermissions('the folder of the package may not be read', async (t) => {
  const made = new Installation().install(GOOD)
  chmodSync(made.binding(), 0)
  const remedy = 'This user may not read'
  await fails(t, made, { reason: 'unreadable', tried: 'EACCES: permission denied', remedy, causeCode: 'EACCES' }, user)
})

withPermissions('the file may not be read', async (t) => {
  const made = new Installation().install(GOOD)
  chmodSync(made.file(), 0)
  const remedy = `This user may not read ${made.file()}`
  await fails(t, made, { reason: 'unreadable', tried: 'EACCES: permission denied', remedy, causeCode: 'EACCES' }, user)
})

test('the platform package has another version', async (t) => {
  const made = new Installation().install(GOOD)
  const { version } = JSON.parse(readFileSync(join(made.main, 'package.json'), 'utf8'))
  for (const name of readdirSync(join(made.main, 'dist'))) {
    const script = join(made.main, 'dist', name)
    writeFileSync(script, readFileSync(script, 'utf8').replace(`version = "${version}"`, 'version = "99.0.0"'))
  }
  await fails(t, made, {
    reason: 'version',
    tried: `its version is ${version}`,
    remedy: `The file is not of version 99.0.0. Install it again: remove node_modules/${PACKAGE}`,
  })
})

test('the file is another addon', async (t) => {
  const other = join(new Installation().folder, 'other.node')
  cpSync(anotherAddon(), other)
  const environment = { VM_ALLOCATOR_BINDING: other }
  const remedy = 'Correct the path in VM_ALLOCATOR_BINDING'
  await fails(t, new Installation(), { reason: 'version', tried: 'its version is unknown', remedy }, { environment })
})

test('the name of the file is not that of an addon', async (t) => {
  const made = new Installation()
  writeFileSync(join(made.folder, 'libvm_allocator.so'), GOOD)
  const environment = { VM_ALLOCATOR_BINDING: 'libvm_allocator.so' }
  const remedy = 'Correct the path in VM_ALLOCATOR_BINDING'
  await fails(t, made, { reason: 'absent', tried: 'its name has to end in .node', remedy }, { environment })
})

test('the file is inside an asar archive', async (t) => {
  const made = new Installation()
  mkdirSync(join(made.folder, 'resources'))
  writeFileSync(join(made.folder, 'resources', 'app.asar'), 'an archive is one file')
  const environment = { VM_ALLOCATOR_BINDING: 'resources/app.asar/binding.node' }
  const remedy = 'have it unpacked (asarUnpack'
  await fails(t, made, { reason: 'asar', tried: 'ENOTDIR', remedy, causeCode: 'ENOTDIR' }, { environment })
})

/** A native file of another package: the bundler's own. */
function anotherAddon(): string {
  const file = `@rolldown/binding-${PLATFORM}/rolldown-binding.${PLATFORM}.node`
  return join(import.meta.dirname, '../../node_modules', file)
}
