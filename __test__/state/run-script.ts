import { spawn } from 'node:child_process'
import { type Ending, ending, ROOT } from '../support/process.ts'

/** Runs a module's source in a child process, in the package's folder. */
export function runScript(source: string): Promise<Ending> {
  const env = { ...process.env, NODE_OPTIONS: '' }
  return ending(spawn(process.execPath, ['--input-type=module', '--eval', source], { cwd: ROOT, env }))
}
