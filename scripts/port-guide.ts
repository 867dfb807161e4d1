// Follows docs/conformance.md literally, in an empty folder, with the packed packages (scripts/pack.ts) and nothing else.
//   npx tsx scripts/port-guide.ts FOLDER [node 22.18 or later]
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, resolve } from 'node:path'
import { follow, type Printed, stepsOf } from '../__test__/conformance/guide.ts'
import { packed } from './pack.ts'

const [folder = '', node = process.execPath] = process.argv.slice(2)
const FOLDER = resolve(folder)
mkdirSync(FOLDER, { recursive: true })
assert.deepEqual(readdirSync(FOLDER), [], `${FOLDER} must be empty`)

function run(command: string): Printed {
  // Before it is published, its tarballs stand for the package.
  const tarballs = packed().map(({ path }) => path)
  const line = command.replace(/^npm install --save-dev vm-allocator$/, `npm install --save-dev ${tarballs.join(' ')}`)
  console.log(`$ ${command}`)
  const PATH = `${dirname(resolve(node))}${delimiter}${process.env['PATH']}`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: FOLDER,
    encoding: 'utf8',
    env: { ...process.env, PATH, NODE_OPTIONS: '' },
  })
  const output = stdout + stderr
  console.log(`${output.split('\n').slice(-7).join('\n')}exit status ${status}\n`)
  return { status, output }
}

writeFileSync(`${FOLDER}/package.json`, '{ "type": "module" }\n')
const steps = stepsOf('From nothing to a passing CI job')
for (const { command, printed, expected } of follow(steps, FOLDER, run))
  for (const text of expected) assert(printed.output.includes(text), `${command} doesn't print:\n${text}`)
const job = steps.find(({ kind }) => kind === 'yaml')?.code ?? ''
// `npm ci` wants the packages of all platforms, which are published only with a release; scripts/test-install.ts runs it.
for (const [, command = ''] of job.matchAll(/- run: (npx .*)/g)) assert.equal(run(command).status, 0)
console.log('The guide leads from nothing to a passing CI job.')
