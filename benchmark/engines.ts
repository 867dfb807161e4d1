// Compares the WebAssembly engine with the native file: pairs of allocate and free, with each engine in its own
// processes in alternation, and the median of five in processor time. Both must be built.
//   npm run benchmark:engines
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { AddressAllocator } from 'vm-allocator'

const LIVE = [10, 1000, 10_000]
const ROUNDS = 5
const PAIRS = 100_000
const PAGE = 0x1000n

new Command('npm run benchmark:engines')
  .description('Times allocate + free on the WebAssembly engine and on the native file, and prints the ratios.')
  .action(compare)
  .addCommand(
    new Command('run').action(() => console.log(JSON.stringify(LIVE.map(pairTime)))),
    { hidden: true },
  )
  .parse()

/** The time of a pair in nanoseconds, with `live` ranges allocated. */
function pairTime(live: number): number {
  const pool = new AddressAllocator(0n, 1n << 40n)
  for (let count = 0; count < live; count++) pool.allocate(PAGE, PAGE)
  const pairs = () => {
    for (let count = 0; count < PAIRS; count++) pool.free(pool.allocate(PAGE, PAGE))
  }
  pairs()
  const begin = process.cpuUsage()
  pairs()
  const { user, system } = process.cpuUsage(begin)
  return ((user + system) * 1000) / PAIRS
}

function compare(): void {
  const ratios: number[][] = LIVE.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    const [native, wasm] = [times({}), times({ VM_ALLOCATOR_BINDING: 'wasm' })]
    for (const [index] of LIVE.entries()) ratios[index]?.push((wasm[index] ?? 0) / (native[index] ?? 0))
  }
  for (const [index, live] of LIVE.entries()) {
    const median = ratios[index]?.sort((one, other) => one - other)[(ROUNDS - 1) / 2]
    console.log(`${live} live: WebAssembly takes ${median?.toFixed(2)} times as long as native`)
  }
}

function times(env: Record<string, string>): number[] {
  const words = [...process.execArgv, fileURLToPath(import.meta.url), 'run']
  const { stdout, stderr } = spawnSync(process.execPath, words, { env: { ...process.env, ...env }, encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}
