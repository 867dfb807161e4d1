// Builds the native file of each named platform: `npm run build:platform -- --help`.
// Files for Linux are linked by zig, which links with any libc on any machine. The others are built on their own
// system.
import { copyFileSync, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Command } from 'commander'
import { fileName, PLATFORMS, type Platform } from '../lib/binding/platforms.ts'
import { nativeFaults, nativeSummary } from './support/native-check.ts'
import { rustEnvironment } from './support/rust-toolchain.ts'
import { pythonTools, ROOT, run } from './support/toolbox.ts'

/** As in the scripts of package.json. */
const PROFILE = 'addon'
const ZIG = ['ziglang==0.17.1', 'cargo-zigbuild==0.24.0']

const { args } = new Command('npm run build:platform --')
  .description('Builds the native file of each named platform, checks it and puts it into npm/<platform>.')
  .argument('<platforms...>', PLATFORMS.map(({ name }) => name).join(', '))
  .parse()
for (const platform of args.map(findPlatform)) build(platform)

function findPlatform(name: string): Platform {
  return PLATFORMS.find((platform) => platform.name === name) ?? fail(`there is no platform ${name}`)
}

function build(platform: Platform): void {
  const { name, os } = platform
  const built = os === 'linux' ? buildForLinux(platform) : buildForOwnSystem(platform)
  const file = join(ROOT, 'npm', name, fileName(name))
  copyFileSync(built, file)
  const faults = nativeFaults(file, platform)
  if (faults.length > 0) fail(`${file}: ${faults.join('; ')}`)
  console.log(`${name}: ${nativeSummary(file)}`)
}

function buildForLinux({ target, libc, glibcFloor }: Platform): string {
  const zig = pythonTools('zig', ZIG)
  const env = {
    ...rustEnvironment(target),
    PATH: [join(zig, 'bin'), process.env['PATH']].join(delimiter),
    CARGO_ZIGBUILD_ZIG_PATH: join(zig, 'ziglang', 'zig'),
    RUSTFLAGS: rustFlags(libc === 'musl' ? ['-Ctarget-feature=-crt-static'] : []),
  }
  const suffix = libc === 'glibc' ? `.${glibcFloor}` : ''
  run('cargo-zigbuild', ['zigbuild', `--profile=${PROFILE}`, '--locked', '--target', `${target}${suffix}`], { env })
  return join(targetFolder(), target, PROFILE, 'libvm_allocator_binding.so')
}

function buildForOwnSystem({ target, os }: Platform): string {
  const env = {
    ...rustEnvironment(target),
    MACOSX_DEPLOYMENT_TARGET: '11.0',
    // Links the Visual C++ runtime statically, so that users don't have to install it.
    RUSTFLAGS: rustFlags(os === 'win32' ? ['-Ctarget-feature=+crt-static'] : []),
  }
  run('cargo', ['build', `--profile=${PROFILE}`, '--locked', '--target', target], { env })
  const library = os === 'win32' ? 'vm_allocator_binding.dll' : 'libvm_allocator_binding.dylib'
  return join(targetFolder(), target, PROFILE, library)
}

/** Makes the build reproducible: panic messages contain paths of sources, so replace those of this machine. */
function rustFlags(flags: readonly string[]): string {
  const registry = join(process.env['CARGO_HOME'] ?? join(homedir(), '.cargo'), 'registry', 'src')
  return [...flags, `--remap-path-prefix=${registry}=`, `--remap-path-prefix=${ROOT}=`].join(' ')
}

function targetFolder(): string {
  const folder = process.env['CARGO_TARGET_DIR'] ?? join(ROOT, 'target')
  return existsSync(folder) ? folder : fail(`cargo has built nothing in ${folder}`)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
