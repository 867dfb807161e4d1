import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { hostLibc, hostPlatform } from '../../lib/binding/host.ts'
import { fileName, PLATFORMS, packageName } from '../../lib/binding/platforms.ts'
import { canMount, Installation } from './installation.ts'
import { GOOD, PROVOCATIONS } from './provocations.ts'

const PLATFORM = hostPlatform()

for (const { name, provoke, expected, impossible } of PROVOCATIONS) {
  // The provocation says why it can't be provoked here.
  const where = impossible ? test.skip : test
  where(name, async (t) => {
    const { made, running } = provoke()
    const failure = await made.import(running)
    const [title = '', tried, ...rest] = failure.message.split('\n')
    const alternative = rest.pop() ?? ''
    const remedy = rest.pop() ?? ''
    t.is(failure.code, 'ERR_VM_ALLOCATOR_BINDING')
    t.is(failure.reason, expected.reason)
    t.regex(title, /^vm-allocator \S+ can't load its native file for \S+ on Node\.js \S+\.$/)
    t.true(title.endsWith(` ${process.versions.node}.`))
    t.is(tried, 'Tried:')
    t.true(
      rest.every((line) => line.startsWith('- ')),
      failure.message,
    )
    t.true(
      rest.some((line) => line.includes(expected.tried)),
      failure.message,
    )
    t.true(remedy.includes(expected.remedy), failure.message)
    t.regex(alternative, /VM_ALLOCATOR_BINDING=wasm/)
    t.is(failure.cause.code, expected.causeCode)
    // The message contains the system's own text, unless the package has a shorter one.
    if (failure.cause.code === 'ERR_DLOPEN_FAILED') t.true(failure.message.includes(firstLine(failure.cause.message)))
  })
}

/** The platforms that this machine can pretend to be: the libc is detected from Node's own file. */
const PRETENDED = PLATFORMS.filter(({ os, libc }) =>
  process.platform === 'linux' ? libc === undefined || libc === hostLibc() : os === process.platform,
)
for (const { name, os, cpu } of PRETENDED) {
  test(`on ${name}, a missing native file is reported, with WebAssembly as the remedy`, async (t) => {
    const { code, reason, message } = await new Installation().import({ parameters: pretend(os, cpu) })
    t.is(code, 'ERR_VM_ALLOCATOR_BINDING')
    t.is(reason, 'absent')
    t.true(message.includes(`platform package ${packageName(name)}: it is not installed`), message)
    t.regex(message, /VM_ALLOCATOR_BINDING=wasm/)
  })
}

test('on a platform without a native file, a missing WebAssembly engine is reported', async (t) => {
  const made = new Installation()
  rmSync(join(made.main, 'dist', 'wasm.cjs'), { force: true })
  const { code, reason, message } = await made.import({ parameters: pretend(process.platform, 's390x') })
  t.is(code, 'ERR_VM_ALLOCATOR_BINDING')
  t.is(reason, 'unsupported')
  t.regex(message, /can't load its WebAssembly engine.*npm run build:wasm/)
})

test('a valid file is loaded', async (t) => {
  t.is((await new Installation().install(GOOD).import()).id, 3)
})

const withMounts = canMount() ? test : test.skip // needs permission to mount
withMounts('a file copied from a file system mounted with noexec is loaded', async (t) => {
  const made = new Installation().install(GOOD)
  made.mountWithoutExecution()
  const copy = join(made.folder, 'copy.node')
  copyFileSync(made.file(), copy)
  t.is((await made.import({ environment: { VM_ALLOCATOR_BINDING: copy } })).id, 3)
})

test('a local build comes before the platform package', async (t) => {
  const made = new Installation().install('text')
  writeFileSync(join(made.main, fileName(PLATFORM)), GOOD)
  t.is((await made.import()).id, 3)
})

test('an explicit path comes first, and is relative to the working folder', async (t) => {
  const made = new Installation().install('text')
  writeFileSync(join(made.folder, 'own.node'), GOOD)
  t.is((await made.import({ environment: { VM_ALLOCATOR_BINDING: 'own.node' } })).id, 3)
})

test('an explicit path is the only one that is tried', async (t) => {
  const environment = { VM_ALLOCATOR_BINDING: '/nowhere/own.node' }
  const { message } = await new Installation().install(GOOD).import({ environment })
  t.is(message.split('\n').filter((line) => line.startsWith('- ')).length, 1)
  t.false(message.includes(packageName(PLATFORM)))
})

// Electron shows an archive as a folder, as here, and can't load a native file from it.
test('the file of a package in an asar archive is loaded from where it was unpacked', async (t) => {
  const made = new Installation().install()
  const unpacked = join(made.folder, 'app.asar.unpacked', 'node_modules', packageName(PLATFORM))
  mkdirSync(unpacked, { recursive: true })
  writeFileSync(join(unpacked, fileName(PLATFORM)), GOOD)
  mkdirSync(join(made.folder, 'app.asar'))
  renameSync(join(made.folder, 'node_modules'), join(made.folder, 'app.asar', 'node_modules'))
  t.is((await made.import({ inside: 'app.asar' })).id, 3)
})

test('an explicit path into an asar archive means the unpacked file', async (t) => {
  const made = new Installation()
  mkdirSync(join(made.folder, 'app.asar.unpacked'))
  writeFileSync(join(made.folder, 'app.asar'), 'an archive is one file')
  writeFileSync(join(made.folder, 'app.asar.unpacked', 'own.node'), GOOD)
  t.is((await made.import({ environment: { VM_ALLOCATOR_BINDING: 'app.asar/own.node' } })).id, 3)
})

/** The parameters that make Node believe it runs on another machine. */
function pretend(platform: string, arch: string): string[] {
  const values = JSON.stringify({ platform: { value: platform }, arch: { value: arch } })
  return ['--import', `data:text/javascript,Object.defineProperties(process,${values})`]
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
