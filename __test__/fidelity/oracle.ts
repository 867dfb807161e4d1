// The bare crate in a process of its own: the program in crates/oracle/, which knows neither the binding nor the engine.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PROGRAM = fileURLToPath(
  new URL(`../../target/release/vm-allocator-oracle${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
)
const MEBIBYTE = 1 << 20

/** Builds the program where it is missing; `npm test` has built it before. */
function program(): string {
  if (!existsSync(PROGRAM)) execFileSync('npm', ['run', '--silent', 'build:oracle'], { cwd: ROOT })
  return PROGRAM
}

/** What the oracle prints for a command; throws with its message when it fails. */
export function runOracle(args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program(), args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1024 * MEBIBYTE,
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`the oracle ended with ${status}: ${stderr}`)
  return stdout
}

/** The fields that the bare crate answers to a sequence; their form is described in crates/oracle/src/answer.rs. */
export function askCrate(fields: readonly string[]): string[] {
  return runOracle(['answer'], `${fields.join('\t')}\n`)
    .trimEnd()
    .split('\t')
}
