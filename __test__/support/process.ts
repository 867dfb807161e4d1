import { type ChildProcessWithoutNullStreams, execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The folder of the package, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The native file for this platform that was last built in the package's folder. */
export function nativeFile(): string {
  const explicit = process.env['VM_ALLOCATOR_BINDING']
  if (explicit !== undefined) return explicit
  const name = readdirSync(ROOT).find((file) => file.startsWith(`vm-allocator.${process.platform}-${process.arch}`))
  if (name === undefined) throw new Error(`there is no native file in ${ROOT}: run npm run build`)
  return ROOT + name
}

/** Runs Node in the package's folder, and returns its output. Rejects unless it exits with 0. */
export async function node(...parameters: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, parameters, {
    cwd: ROOT,
    maxBuffer: 2 ** 26,
    env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' },
  })
  return stdout
}

/** The output of a process, and how it ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Waits for the end of a process. The output of a stream that was closed before is empty. */
export async function ending(child: ChildProcessWithoutNullStreams): Promise<Ending> {
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]))
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout).catch(() => ''), text(child.stderr)])
  const [code, signal] = await ended
  return { code, signal, stdout, stderr }
}
