// Runs the portable tests and the doctor on the packed tarballs, with each runtime that npm has for this Linux.
//   npx tsx scripts/test-runtimes.ts [--packed] [node20 node22 node24 node26 bun deno | current]
// `current` is the Node that runs this script: on other systems than Linux there is only that. With --packed the
// tarballs in target/packages are taken as they are.
import { join } from 'node:path'
import { hostPlatform } from '../lib/binding/host.ts'
import { pack, packed } from './pack.ts'
import { installTarballs, passes, type Runtime } from './support/portable-run.ts'
import { npmTools, ROOT } from './support/toolbox.ts'

const FOLDER = join(ROOT, 'target', 'runtimes')
const NODE_LINES = ['20', '22', '24', '26']

const wanted = process.argv.slice(2).filter((word) => word !== '--packed')
installTarballs(hostPlatform(), FOLDER, process.argv.includes('--packed') ? packed() : pack())
const failed = chosenRuntimes().filter((runtime) => !passes(runtime, hostPlatform(), FOLDER))
console.log(failed.length === 0 ? 'every runtime passed' : `failed: ${failed.map(({ name }) => name).join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

function chosenRuntimes(): Runtime[] {
  if (wanted.includes('current')) return [{ name: 'current', command: [process.execPath] }]
  const chosen = fetchRuntimes().filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  if (chosen.length === 0) throw new Error(`there is none of ${wanted.join(', ')}`)
  return chosen
}

function fetchRuntimes(): Runtime[] {
  const { arch } = process
  const [bun, deno] = [`@oven/bun-linux-${arch === 'arm64' ? 'aarch64' : arch}`, `@deno/linux-${arch}-glibc`]
  const nodes = NODE_LINES.map((line) => `node${line}@npm:node-linux-${arch}@${line}`)
  const folder = npmTools('runtimes', ['--no-bin-links', ...nodes, bun, deno])
  const inside = (...parts: string[]) => join(folder, 'node_modules', ...parts)
  return [
    ...NODE_LINES.map((line) => ({ name: `node${line}`, command: [inside(`node${line}`, 'bin', 'node')] })),
    { name: 'bun', command: [inside(bun, 'bin', 'bun')] },
    { name: 'deno', command: [inside(deno, 'deno'), 'run', '--allow-ffi', '--allow-read', '--allow-env'] },
  ]
}
