// Follows docs/conformance.md literally, in an empty folder, with the packed packages (scripts/pack.ts) and nothing else.
//   npm run test:e2e -- guide [FOLDER [node 22.18 or later]]
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import test from 'ava'
import { packedForHost } from '../../scripts/pack.ts'
import { follow, type Printed, stepsOf } from '../conformance/guide.ts'

const [folder = mkdtempSync(join(tmpdir(), 'vm-allocator-guide-')), node = process.execPath] = process.argv.slice(2)
const FOLDER = resolve(folder)

function run(command: string): Printed {
  // Before publication, the tarballs replace the package.
  const tarballs = packedForHost()
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

test('the guide leads from nothing to a passing CI job', (t) => {
  mkdirSync(FOLDER, { recursive: true })
  t.deepEqual(readdirSync(FOLDER), [], `${FOLDER} must be empty`)
  writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }\n')
  const steps = stepsOf('From nothing to a passing CI job')
  for (const { command, printed, expected } of follow(steps, FOLDER, run))
    for (const text of expected) t.true(printed.output.includes(text), `${command} doesn't print:\n${text}`)
  const job = steps.find(({ kind }) => kind === 'yaml')?.code ?? ''
  // `npm ci` needs the packages of all platforms, which only a release publishes; install.test.ts runs it.
  for (const [, command = ''] of job.matchAll(/- run: (npx .*)/g)) t.is(run(command).status, 0)
})
