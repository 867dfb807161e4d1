// The bare crate in a child process: the program in crates/oracle/, which uses neither the binding nor the engine.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Answer, Call, Create } from '../../lib/conformance/cases/vector.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PROGRAM = fileURLToPath(
  new URL(`../../target/release/vm-allocator-oracle${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
)
const MEBIBYTE = 1 << 20

/** Builds the program if it is missing; `npm test` builds it before. */
function program(): string {
  if (!existsSync(PROGRAM)) execFileSync('npm', ['run', '--silent', 'build:oracle'], { cwd: ROOT })
  return PROGRAM
}

/** Returns what the oracle prints for a command; throws its message if it fails. */
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

/** A sequence of calls on a new allocator, or on one restored from its text. */
export type Request = (
  | { readonly create: Create }
  | { readonly restore: { readonly type: 'AddressAllocator' | 'IdAllocator'; readonly text: string } }
) & {
  readonly operations: readonly Call[]
  /** Whether the reply has the state after the construction and after each call. */
  readonly states?: boolean
}

/** The bare crate's answers to a sequence, as described in crates/oracle/src/answer.rs. */
export interface Reply {
  readonly created: Answer
  readonly answers: readonly Answer[]
  /** The state after the last call, as `serde_json` writes it. */
  readonly snapshot: string
  readonly states: readonly string[]
}

/** Lets the bare crate answer sequences. */
export function askCrate<const Requests extends readonly Request[]>(
  ...requests: Requests
): { [_ in keyof Requests]: Reply } {
  const lines = runOracle(['answer'], requests.map((request) => `${JSON.stringify(request)}\n`).join(''))
  const replies = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const malformed = replies.find((reply) => 'malformed' in reply)
  if (malformed !== undefined) throw new Error(malformed.malformed)
  return replies as never
}
