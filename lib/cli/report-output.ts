// Keeps the report clean of the port's output. A port, or a process that it starts, may write to the descriptor of
// standard output. So the command runs in a child process whose standard output is the parent's standard error, and
// which has the real standard output under another descriptor.
import { spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'
import { CommandFailure, isSystemError, systemFailure } from './failure.ts'

/** Set in that child process. */
const VARIABLE = 'VM_ALLOCATOR_REPORT_DESCRIPTOR'
const DESCRIPTOR = 3

/** Other runtimes need other arguments, and Deno needs permission to read the environment. */
function isOther(): boolean {
  return process.versions['bun'] !== undefined || 'Deno' in globalThis
}

/** Whether standard output is already out of the port's reach, or can't be put there. */
export function isOutOfReach(): boolean {
  return isOther() || process.env[VARIABLE] === `${DESCRIPTOR}`
}

/** Runs this command in a child process, and returns its exit status. */
export function runOutOfReach(): number {
  const [, script = '', ...rest] = process.argv
  const { status, signal, error } = spawnSync(process.execPath, [...process.execArgv, script, ...rest], {
    stdio: [0, 2, 2, 1],
    env: { ...process.env, [VARIABLE]: `${DESCRIPTOR}` },
  })
  if (error !== undefined) throw systemFailure(process.execPath, error)
  if (signal !== null) throw new CommandFailure('the check', `was ended by ${signal}`)
  return status ?? 1
}

/** Writes a report to the real standard output; `false` if that is {@link process.stdout}. */
export function writeOutOfReach(text: string): boolean {
  if (isOther() || process.env[VARIABLE] !== `${DESCRIPTOR}`) return false
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(DESCRIPTOR, bytes, at)
    } catch (error) {
      if (isSystemError(error, 'EPIPE')) process.exit()
      if (!isSystemError(error, 'EAGAIN')) throw systemFailure('standard output', error)
      // The pipe is full: give its reader a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return true
}
