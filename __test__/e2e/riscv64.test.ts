// Runs the portable tests and the doctor on the packed tarballs for riscv64, with Debian's Node for it in an emulator (qemu).
//   npx tsx scripts/build-platform.ts linux-riscv64-gnu && npm run test:e2e -- riscv64 [--packed]
// With --packed, uses the existing tarballs in target/packages.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { packageName } from '../../lib/binding/platforms.ts'
import { pack, packed } from '../../scripts/pack.ts'
import { debianTools, emulator } from '../../scripts/support/debian.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { installTarballs, passes } from './support/portable-run.ts'

const PLATFORM = 'linux-riscv64-gnu'
const FOLDER = join(ROOT, 'target', 'riscv64')
const LIBRARIES = [
  'libnode115',
  'libbrotli1',
  'libc6',
  'libcares2',
  'libgcc-s1',
  'libicu76',
  'libnghttp2-14',
  'libssl3t64',
  'libstdc++6',
  'libuv1t64',
  'libzstd1',
  'zlib1g',
]
/** Debian's Node loads these from files. */
const SCRIPTS = [
  'node-acorn',
  'node-balanced-match',
  'node-brace-expansion',
  'node-cjs-module-lexer',
  'node-minimatch',
  'node-undici',
]

// npm has no Node for this architecture, and Debian has one from this release on.
const root = debianTools(
  'riscv64-root',
  [...['nodejs', ...LIBRARIES].map((name) => `${name}:riscv64`), ...SCRIPTS],
  'trixie',
)
const command = [emulator('riscv64'), '-L', root, join(root, 'usr', 'bin', 'nodejs')]

installTarballs(PLATFORM, FOLDER, process.argv.includes('--packed') ? packed() : pack())

test.serial('node on riscv64: the portable tests and the doctor', (t) => {
  t.true(passes({ name: 'node on riscv64', command }, PLATFORM, FOLDER))
})

test.serial('node on riscv64, without the native file: the error names a remedy, which works', (t) => {
  rmSync(join(FOLDER, 'node_modules', packageName(PLATFORM)), { recursive: true })
  const report = '({ code, reason, message }) => console.log(code, reason, message)'
  const printed = (script: string, env = {}) => {
    const [program = '', ...parameters] = [...command, '--eval', script]
    return spawnSync(program, parameters, { cwd: FOLDER, env: { ...process.env, ...env }, encoding: 'utf8' }).stdout
  }
  const failure = printed(`import('vm-allocator').catch(${report})`)
  t.regex(failure, /^ERR_VM_ALLOCATOR_BINDING absent .*linux-riscv64-gnu/)
  t.regex(failure, /VM_ALLOCATOR_BINDING=wasm/)
  const use = "console.log(new (require('vm-allocator').IdAllocator)(3, 9).allocateId())"
  t.is(printed(use, { VM_ALLOCATOR_BINDING: 'wasm' }), '3\n')
})
