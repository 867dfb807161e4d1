// Measures what loading the package adds to starting Node, as ratios to `node -e 0` in one run. It compares processor
// time, which other programs on the machine hardly change.
//   npm run benchmark:startup -- --help
import { spawnSync } from 'node:child_process'
import { Command } from 'commander'
import { wholeNumberFrom } from '../lib/cli/whole-number.ts'
import { packageFile } from './files.ts'
import { median } from './statistics.ts'

const { runs } = new Command('npm run benchmark:startup --')
  .description('Measures how long Node takes to start with and without the package, as ratios to `node -e 0`.')
  .option('--runs <number>', 'number of runs of each', wholeNumberFrom(1), 100)
  .parse()
  .opts<{ runs: number }>()

type Way = readonly [type: 'commonjs' | 'module', name: string, source: string]

const WAYS: readonly Way[] = [
  ['commonjs', 'node -e 0', '0'],
  ['commonjs', 'require of the package', "require('vm-allocator')"],
  ['module', 'an empty ES module', '0'],
  ['module', 'import of the package', "import 'vm-allocator'"],
]

// In alternation, so that other load on the machine affects all.
const times = WAYS.map(() => [] as number[])
for (let run = 0; run < runs; run++) {
  for (const [index, way] of WAYS.entries()) times[index]?.push(processorTime(way))
}
const [base = Number.NaN, ...others] = times.map(median)
for (const [index, [, name]] of WAYS.entries()) {
  console.log(`${name.padEnd(24)} ${((index === 0 ? base : (others[index - 1] ?? Number.NaN)) / base).toFixed(3)}`)
}

/** The processor time of a Node process in microseconds, from start to end. */
function processorTime([type, , source]: Way): number {
  const measured = `${source}; process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log(user + system) })`
  const parameters = [`--input-type=${type}`, '--eval', measured]
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, {
    cwd: packageFile('.'),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return Number(stdout)
}
