// Shell sessions: lines that start with `$ ` are commands, the others their output.
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
 * Runs a command in a folder with `mmio.json` and `vm.json`, as in docs/cli.md, the samples of layouts, and the files
 * that the pages' programs wrote. Returns its output.
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
  // Some of them are refusals, with their exit status.
  const { stdout } = await promisify(execFile)('sh', ['-c', `{ ${command}\n} 2>&1 || true`], { cwd: folder, env })
  return stdout
}
