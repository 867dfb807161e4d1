import { spawnSync } from 'node:child_process'
import { packageFile, rivalLibrary } from './files.ts'
import { median } from './statistics.ts'

const PAIRS = 5

/** The time in milliseconds that importing a rival adds to `node -e 0`: the median of a few pairs of runs. */
export function importTime(rival: string): number {
  const args = ['--input-type=module', '--eval', importStatement(rival)]
  const differences = Array.from({ length: PAIRS }, () => {
    const without = elapsed(['--eval', '0'])
    return elapsed(args) - without
  })
  return median(differences)
}

function importStatement(rival: string): string {
  switch (rival) {
    case 'plain-napi':
      return `process.dlopen({ exports: {} }, ${JSON.stringify(rivalLibrary('plain_napi'))})`
    case 'npm-packages':
      return "import 'sorted-btree'; import 'number-allocator'"
    default:
      return `import ${JSON.stringify(rival)}`
  }
}

function elapsed(args: string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: packageFile('benchmark'), encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stderr}`)
  return performance.now() - start
}
