// Where a report for machines goes while a port runs. A port may write to the descriptor of standard output itself, or a
// process that it starts may: so the command runs in a process whose standard output is standard error, and which has
// the real one under another number.
import { spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'
import { CommandFailure, isSystemError, systemFailure } from './failure.ts'

/** Says that this is that process. */
const VARIABLE = 'VM_ALLOCATOR_REPORT_DESCRIPTOR'
const DESCRIPTOR = 3

/** Other runtimes are started otherwise; and Deno would have to be allowed to read the environment. */
function isOther(): boolean {
  return process.versions['bun'] !== undefined || 'Deno' in globalThis
}

/** Whether standard output is out of a port's reach, or can't be kept out of it. */
export function isOutOfReach(): boolean {
  return isOther() || process.env[VARIABLE] === `${DESCRIPTOR}`
}

/** Runs this command in a process of its own, and returns its exit status. */
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

/** Writes a report to the real standard output; `false` where that is {@link process.stdout}. */
export function writeOutOfReach(text: string): boolean {
  if (isOther() || process.env[VARIABLE] !== `${DESCRIPTOR}`) return false
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(DESCRIPTOR, bytes, at)
    } catch (error) {
      if (isSystemError(error, 'EPIPE')) process.exit()
      if (!isSystemError(error, 'EAGAIN')) throw systemFailure('standard output', error)
      // A full pipe: its reader needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return true
}
