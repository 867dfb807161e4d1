// Writes a failure as tests to paste: of the port in TypeScript, and of the crate in Rust.
import { basename } from 'node:path'
import { printable } from '../../text/terminal.ts'
import type { Level } from '../judging/judge.ts'
import type { PortProgram } from '../port/profile.ts'
import type { Failure } from './report.ts'
import { rustTest } from './reproduce-rust.ts'
import { typescriptTest } from './reproduce-typescript.ts'

/** What the tests depend on besides the failure. */
export interface ProgramContext {
  /** The port's file as given on the command line. */
  readonly port: string
  readonly level: Level
  readonly program?: PortProgram | undefined
  /** The options that run only this failure. */
  readonly again: string
}

/** These ports end or block their process, so the test starts another one. */
const ENDING = ['hang', 'crash', 'memory', 'floating-rejection']
/** Failures that plain calls don't show, or only awkwardly. */
const UNSEEN = ['mutation', 'shared-state']

/** Writes the test of the port, which fails as long as the port differs. */
export function portTest(failure: Failure, context: ProgramContext): string {
  const { vector, divergence } = failure
  if (divergence === undefined) return ''
  const file = `./${printable(basename(context.port)).replace(/['\\]/g, '\\$&')}`
  const title = JSON.stringify(`${vector.id}: ${vector.title}`)
  if (ENDING.includes(divergence.status)) return commandTest(title, file, context.again)
  const plain =
    context.program?.calls !== 'adapter' && vector.resumed === undefined && !UNSEEN.includes(divergence.status)
  if (!plain) return kitTest(failure, title, file, context.level)
  return typescriptTest(vector, divergence, { file, title, level: context.level, program: context.program })
}

/** Writes the test of the crate; `undefined` if the expected answers aren't the bare crate's. */
export function crateTest({ vector, divergence }: Failure): string | undefined {
  if (divergence === undefined || vector.oracle === 'sound' || vector.resumed !== undefined) return undefined
  return rustTest(vector, divergence.step)
}

function commandTest(title: string, file: string, again: string): string {
  return `import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'

test(${title}, () => {
  const words = 'vm-allocator conformance ${file} ${again}'.split(' ')
  const { status, stdout } = spawnSync('npx', words, { cwd: import.meta.dirname, encoding: 'utf8' })
  assert.equal(status, 0, stdout)
})
`
}

function kitTest({ vector, divergence }: Failure, title: string, file: string, level: Level): string {
  const { rationale: _, resumed: _r, operations, ...rest } = vector
  const replayed = { ...rest, operations: operations.slice(0, (divergence?.step ?? 0) + 1) }
  return `import assert from 'node:assert/strict'
import test from 'node:test'
import { checkConformance, type Vector } from 'vm-allocator/conformance'
import * as port from '${file}'

test(${title}, async () => {
  const vector = ${JSON.stringify(replayed, undefined, 2).replaceAll('\n', '\n  ')} satisfies Vector
  const options = { replay: [vector], only: [vector.id], runs: 0, level: '${level}' } as const
  const { failures, totals } = await checkConformance(port, options)
  assert.deepEqual(failures.map(({ divergence }) => divergence), [])
  assert.notEqual(totals.passed, 0)
})
`
}
