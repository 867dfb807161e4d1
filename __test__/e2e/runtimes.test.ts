// Runs the portable tests and the doctor on the packed tarballs, on either engine, with each runtime that npm has for this Linux.
//   npm run test:runtimes -- [--packed] [--suite] [node18.15 node18 node20 … node26 bun deno | current]
// `current` is the Node that runs this script, and the only choice on systems other than Linux. With --packed, uses the
// existing tarballs in target/packages. With --suite, every Node also runs the whole test suite with the platform's
// published file, which takes minutes each.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import test from 'ava'
import { hostPlatform } from '../../lib/binding/host.ts'
import { fileName } from '../../lib/binding/platforms.ts'
import { pack, packed } from '../../scripts/pack.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { installTarballs, passes, passesOnWasm, type Runtime } from './support/portable-run.ts'
import { DENO_PERMISSIONS, fetchRuntimes } from './support/runtimes.ts'

const FOLDER = join(ROOT, 'target', 'runtimes')

const HERE = hostPlatform()

const { values: options, positionals: wanted } = parseArgs({
  options: { packed: { type: 'boolean' }, suite: { type: 'boolean' } },
  allowPositionals: true,
})
installTarballs(HERE, FOLDER, options.packed ? packed() : pack())

for (const runtime of chosenRuntimes()) {
  test.serial(`${runtime.name}: the portable tests on the WebAssembly engine`, (t) =>
    t.true(passesOnWasm(runtime, FOLDER)),
  )
  test.serial(`${runtime.name}: the portable tests and the doctor`, (t) => t.true(passes(runtime, HERE, FOLDER)))
  // Only Node can run the test runner, from version 20.
  if (options.suite && /^(node2\d|current)$/.test(runtime.name)) {
    test.serial(`${runtime.name}: the test-suite`, (t) => t.is(suiteStatus(runtime), 0))
  }
}

const deno = chosenRuntimes().find(({ name }) => name === 'deno')
const withDeno = deno === undefined ? test.skip : test.serial // another runtime was asked for
withDeno('deno without permissions says which it needs', (t) => {
  const script = join(FOLDER, 'denied.mjs')
  writeFileSync(
    script,
    "import('vm-allocator').catch(({ code, reason, message }) => console.log(code, reason, message))",
  )
  const [program = ''] = deno?.command ?? []
  const { stdout } = spawnSync(program, ['run', '--no-prompt', script], { cwd: FOLDER, encoding: 'utf8' })
  t.regex(stdout, /^ERR_VM_ALLOCATOR_BINDING permission /)
  t.regex(stdout, /run it with --allow-ffi and --allow-read\.$/m)
})

function chosenRuntimes(): Runtime[] {
  if (wanted.includes('current')) return [{ name: 'current', command: [process.execPath] }]
  const chosen = fetchRuntimes(DENO_PERMISSIONS).filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  if (chosen.length === 0) throw new Error(`none of these is available: ${wanted.join(', ')}`)
  return chosen
}

/** The outcome of the test suite with the platform's published file. */
function suiteStatus({ command: [program = ''] }: Runtime): number | null {
  const runner = join(ROOT, 'node_modules', 'ava', 'entrypoints', 'cli.mjs')
  const env = { ...process.env, VM_ALLOCATOR_BINDING: join(ROOT, 'npm', HERE, fileName(HERE)) }
  return spawnSync(program, [runner], { cwd: ROOT, env, stdio: 'inherit' }).status
}
