// Every command of the project that takes arguments explains them.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { ROOT } from '../../scripts/support/toolbox.ts'

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

for (const [name, command] of Object.entries(scripts)) {
  const [, file] = /(?:^|&& )tsx (\S+\.ts)$/.exec(command) ?? []
  if (file === undefined || !/commander|process\.argv\.slice/.test(text(file))) continue
  test(`npm run ${name} -- --help`, (t) => {
    const { status, stdout } = spawnSync('npx', ['tsx', file, '--help'], { cwd: ROOT, encoding: 'utf8' })
    t.is(status, 0)
    t.regex(stdout, /^(Usage: )?(npm|npx) /m)
  })
}
