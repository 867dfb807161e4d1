// docs/conformance.md as a list of steps: files to write, changes to them, commands, and their output.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A block of the guide. */
export interface Step {
  readonly kind: string
  readonly code: string
}

/** The output of a command, and its exit status. */
export interface Printed {
  readonly status: number | null
  readonly output: string
}

/** The blocks under `## heading`. */
export function stepsOf(heading: string): Step[] {
  const text = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = '', code = '']) => ({ kind, code }))
}

/** The file that a block names in its first line. */
export function fileOf({ code }: Step): string | undefined {
  return /^ ?(?:\/\/|#) ([\w./-]+)\n/.exec(code)?.[1]
}

/** Follows each block in a folder. Returns the output of every command, and the text expected in it. */
export function follow(
  steps: readonly Step[],
  folder: string,
  run: (command: string) => Printed,
): { command: string; printed: Printed; expected: string[] }[] {
  const done: { command: string; printed: Printed; expected: string[] }[] = []
  for (const step of steps) {
    const file = fileOf(step)
    if (step.kind === 'typescript' && file !== undefined) writeFileSync(join(folder, file), step.code)
    if (step.kind === 'diff' && file !== undefined) change(join(folder, file), step.code)
    if (step.kind === 'text') done.at(-1)?.expected.push(step.code.trimEnd())
    if (step.kind === 'sh')
      for (const command of step.code.trim().split('\n')) done.push({ command, printed: run(command), expected: [] })
  }
  return done
}

/** Replaces the lines with `-` with those with `+`. */
function change(file: string, diff: string): void {
  const lines = (sign: string) =>
    diff.split('\n').flatMap((line) => (line.startsWith(sign) ? [`${line.slice(1)}\n`] : []))
  const text = readFileSync(file, 'utf8')
  const gone = lines('-').join('')
  if (text.split(gone).length !== 2) throw new Error(`${file} doesn't have this once:\n${gone}`)
  writeFileSync(
    file,
    text.replace(gone, () => lines('+').join('')),
  )
}
