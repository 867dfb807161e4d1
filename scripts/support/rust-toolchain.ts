// Chooses the rustc for a target: rustup's, if it has the target's standard library; otherwise Debian's, whose packages
// include the standard library for arm64, and its source, from which those for musl and riscv64 can be built.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { debianDependencies, debianTools } from './debian.ts'
import { output } from './toolbox.ts'

/** The variables that make cargo compile for a target. */
export function rustEnvironment(target: string): Record<string, string> {
  if (hasStandardLibrary('rustc', target)) return {}
  if (process.platform !== 'linux') throw new Error(`rustup target add ${target}`)
  const rustc = debianRustc()
  if (hasStandardLibrary(rustc, target)) return { RUSTC: rustc }
  const buildsStandardLibrary = { RUSTC_BOOTSTRAP: '1', CARGO_UNSTABLE_BUILD_STD: 'std,panic_abort' }
  return { RUSTC: rustc, ...buildsStandardLibrary }
}

function hasStandardLibrary(rustc: string, target: string): boolean {
  const folder = output(rustc, ['--print', 'target-libdir', '--target', target]).trim()
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('libstd-'))
}

/** Debian's compiler, unpacked in target/tools, with a wrapper that finds its libraries. */
function debianRustc(): string {
  const needed = debianDependencies('rustc-web', /^(libllvm|libstd-rust-web)/)
  const packages = ['rustc-web:amd64', ...[...needed].map((name) => `${name}:amd64`)]
  const folder = debianTools('debian-rust', [...packages, 'libstd-rust-web-dev:arm64', 'rust-web-src'])
  const wrapper = join(folder, 'rustc')
  if (!existsSync(wrapper)) {
    const libraries = ['usr/lib', 'usr/lib/x86_64-linux-gnu'].map((name) => join(folder, name)).join(':')
    const script = `#!/bin/sh\nLD_LIBRARY_PATH=${libraries} exec ${folder}/usr/bin/rustc "$@"\n`
    writeFileSync(wrapper, script, { mode: 0o755 })
    linkSource(folder, output(wrapper, ['--print', 'sysroot']).trim())
  }
  return wrapper
}

/** Links the source of the standard library to where cargo expects it. */
function linkSource(folder: string, sysroot: string): void {
  const source = join(folder, 'usr', 'src')
  const name = readdirSync(source).find((entry) => entry.startsWith('rust')) as string
  const place = join(sysroot, 'lib', 'rustlib', 'src')
  mkdirSync(place, { recursive: true })
  if (!existsSync(join(place, 'rust'))) symlinkSync(join(source, name), join(place, 'rust'))
}
