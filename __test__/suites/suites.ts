import { availableParallelism } from 'node:os'

/** The result of a suite, from its output. */
export interface Outcome {
  /** `undefined` if the tool doesn't count. */
  passed: number | undefined
  failed: number
  /** The output without the lines of passed tests. */
  details: string
}

export interface Suite {
  name: string
  command: string[]
  read: (text: string) => Outcome
}

/** One file more than there are processors: many wait for processes of their own. AVA would take two in CI. */
const CONCURRENCY = `--concurrency=${availableParallelism() + 1}`

/** In the order in which they run: the fastest to fail first. */
export const SUITES: Suite[] = [
  { name: 'rust', command: ['npm', 'run', '--silent', 'test:rust'], read: readCargo },
  { name: 'typescript', command: ['npm', 'run', '--silent', 'test:js', '--', CONCURRENCY], read: readAva },
  { name: 'typings', command: ['npm', 'run', '--silent', 'test:types'], read: readUncounted },
]

/** `cargo test --quiet` prints a result for each test program. */
export function readCargo(text: string): Outcome {
  const results = [...text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)]
  const sum = (group: number) => results.reduce((total, result) => total + Number(result[group]), 0)
  return {
    passed: sum(1),
    failed: sum(2),
    details: without(text, /^(running \d+ tests?|[.i]+( \d+\/\d+)?|test result: ok.*)$/),
  }
}

/** AVA prints a line for each test, and after the last one, the details of failures. */
export function readAva(text: string): Outcome {
  const count = (line: RegExp) => text.match(line)?.length ?? 0
  return { passed: count(/^ *✔ /gm), failed: count(/^ *✘ /gm), details: without(text, /^ *✔ /) }
}

function readUncounted(text: string): Outcome {
  return { passed: undefined, failed: 0, details: text }
}

function without(text: string, noise: RegExp): string {
  const lines = text.split('\n').filter((line) => !noise.test(line))
  return lines.join('\n').replaceAll(/\n{3,}/g, '\n\n')
}
