// docs/cli.md: what it shows is what is printed.
import { execFile } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { ROOT } from '../support/process.ts'
import { COMMAND, folderWith, interrupts, mmio } from './command.ts'

const text = readFileSync(`${ROOT}docs/cli.md`, 'utf8')
const sessions = [...text.matchAll(/^```console\n\$ (.*)\n([\s\S]*?)^```$/gm)].map(([, command, output]) => ({
  command: command ?? '',
  output: output ?? '',
}))

test('the page has sessions', (t) => {
  t.true(sessions.length >= 5)
})

for (const { command, output } of sessions) {
  test(`$ ${command}`, async (t) => {
    const folder = folderWith(t, {
      'mmio.json': mmio().snapshot(),
      'vm.json': `{"version":3,"mmio32":${mmio().snapshot()},"lines":{"legacy":${interrupts().snapshot()}}}`,
      'vm-allocator': `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`,
    })
    chmodSync(join(folder, 'vm-allocator'), 0o755)
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, NODE_OPTIONS: '', NO_COLOR: '1' }
    // The exit status is that of a refusal in some.
    const { stdout } = await promisify(execFile)('sh', ['-c', `{ ${command}\n} 2>&1 || true`], { cwd: folder, env })
    t.is(stdout, output)
  })
}
