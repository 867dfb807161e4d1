// Runs the portable tests and the doctor on the packed tarballs, with each runtime that npm has for this Linux.
//   npx tsx scripts/test-runtimes.ts [--packed] [--suite] [node20 node22 node24 node26 bun deno | current]
// `current` is the Node that runs this script: on other systems than Linux there is only that. With --packed the
// tarballs in target/packages are taken as they are. With --suite every Node also runs the whole test-suite on the
// platform's published file: minutes each.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hostPlatform } from '../lib/binding/host.ts'
import { fileName } from '../lib/binding/platforms.ts'
import { pack, packed } from './pack.ts'
import { installTarballs, passes, type Runtime } from './support/portable-run.ts'
import { npmTools, ROOT } from './support/toolbox.ts'

const FOLDER = join(ROOT, 'target', 'runtimes')
const NODE_LINES = ['20', '22', '24', '26']

const HERE = hostPlatform()

const { values: options, positionals: wanted } = parseArgs({
  options: { packed: { type: 'boolean' }, suite: { type: 'boolean' } },
  allowPositionals: true,
})
installTarballs(HERE, FOLDER, options.packed ? packed() : pack())
const failed = chosenRuntimes().filter((runtime) => {
  const passed = passes(runtime, HERE, FOLDER)
  return !passed || (options.suite && !passesSuite(runtime))
})
console.log(failed.length === 0 ? 'every runtime passed' : `failed: ${failed.map(({ name }) => name).join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

function chosenRuntimes(): Runtime[] {
  if (wanted.includes('current')) return [{ name: 'current', command: [process.execPath] }]
  const chosen = fetchRuntimes().filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  if (chosen.length === 0) throw new Error(`there is none of ${wanted.join(', ')}`)
  return chosen
}

/** Only Node can run the test runner: the others pass. */
function passesSuite({ name, command: [program = ''] }: Runtime): boolean {
  if (!/^(node\d+|current)$/.test(name)) return true
  const runner = join(ROOT, 'node_modules', 'ava', 'entrypoints', 'cli.mjs')
  const env = { ...process.env, VM_ALLOCATOR_BINDING: join(ROOT, 'npm', HERE, fileName(HERE)) }
  const { status } = spawnSync(program, [runner], { cwd: ROOT, env, stdio: 'inherit' })
  console.log(`${name}: the test-suite: exit status ${status}`)
  return status === 0
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
