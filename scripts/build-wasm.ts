// Builds the engine for WebAssembly: target/wasm/vm-allocator.wasm, which `npm run build:js` packs into dist/.
//   npx tsx scripts/build-wasm.ts
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rustEnvironment } from './support/rust-toolchain.ts'
import { npmTools, output, ROOT, run } from './support/toolbox.ts'

const TARGET = 'wasm32-unknown-unknown'
const PROFILE = 'wasm'
const BINARYEN = 'binaryen@132.0.0'
/** The limits in bytes, as built and as packed. */
const LIMITS = { size: 230_000, compressed: 90_000 }

const env = { ...rustEnvironment(TARGET), CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker() }
const words = [
  'build',
  '--quiet',
  `--profile=${PROFILE}`,
  '--locked',
  '--package',
  'vm-allocator-wasm',
  '--target',
  TARGET,
]
run('cargo', words, { env })

const folder = join(ROOT, 'target', 'wasm')
const file = join(folder, 'vm-allocator.wasm')
mkdirSync(folder, { recursive: true })
shrink(join(process.env['CARGO_TARGET_DIR'] ?? join(ROOT, 'target'), TARGET, PROFILE, 'vm_allocator_wasm.wasm'))
check()

/** Binaryen removes another tenth of the size. */
function shrink(built: string): void {
  const optimizer = join(npmTools('binaryen', [BINARYEN]), 'node_modules', '.bin', 'wasm-opt')
  const features = [
    '--enable-bulk-memory',
    '--enable-sign-ext',
    '--enable-nontrapping-float-to-int',
    '--enable-mutable-globals',
  ]
  run(optimizer, ['-Oz', ...features, '--strip-producers', '--strip-target-features', built, '-o', file])
}

function check(): void {
  const code = readFileSync(file)
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(code))
  const compressed = gzipSync(code, { level: 9 }).length
  console.log(`vm-allocator.wasm: ${code.length} bytes, ${compressed} compressed, ${imports.length} imports`)
  if (code.length > LIMITS.size || compressed > LIMITS.compressed || imports.length > 0) {
    throw new Error(`at most ${LIMITS.size} bytes, ${LIMITS.compressed} compressed and no imports are allowed`)
  }
}

/** rustup's toolchains include a linker; otherwise use LLVM's, from Debian's package lld. */
function linker(): string {
  const host = join(output('rustc', ['--print', 'sysroot']).trim(), 'lib', 'rustlib')
  const own = readdirSync(host)
    .map((name) => join(host, name, 'bin', 'rust-lld'))
    .find((path) => existsSync(path))
  return own ?? 'wasm-ld'
}
