import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { ROOT } from '../support/process.ts'

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a module's source in a process of its own, in the package's folder. */
export async function runScript(source: string): Promise<Ending> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]))
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code, signal] = await ended
  return { code, signal, stdout, stderr }
}
