// Sessions of a shell: lines that start with `$ ` are typed, the others are what is printed.
import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import type { ExecutionContext } from 'ava'
import { COMMAND, folderWith, interrupts, mmio } from '../cli/command.ts'
import { ROOT } from '../support/process.ts'
import { FOLDER } from './program.ts'

export interface Session {
  readonly command: string
  readonly output: string
}

export function sessionsOf(code: string): Session[] {
  return [...`${code}\n`.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command = '', output = '']) => ({
    command,
    output,
  }))
}

/**
 * Types a command in a folder that holds `mmio.json` and `vm.json`, as docs/cli.md tells, the samples of layouts, and what the programs of
 * the pages wrote; all that is printed.
 */
export async function type(t: ExecutionContext, command: string): Promise<string> {
  const folder = folderWith(t, {
    'mmio.json': mmio().snapshot(),
    'vm.json': `{"version":3,"mmio32":${mmio().snapshot()},"lines":{"legacy":${interrupts().snapshot()}}}`,
    'vm-allocator': `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`,
    npx: '#!/bin/sh\nexec "$@"\n',
  })
  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.json'))) {
    copyFileSync(`${FOLDER}${name}`, `${folder}/${name}`)
  }
  for (const samples of ['real', 'written'])
    cpSync(`${ROOT}__test__/layout/samples/${samples}`, folder, { recursive: true })
  for (const name of ['vm-allocator', 'npx']) chmodSync(`${folder}/${name}`, 0o755)
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, NODE_OPTIONS: '', NO_COLOR: '1' }
  // The exit status is that of a refusal in some.
  const { stdout } = await promisify(execFile)('sh', ['-c', `{ ${command}\n} 2>&1 || true`], { cwd: folder, env })
  return stdout
}
