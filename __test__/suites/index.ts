// `npm test [-- SUITE…]`: runs the suites with a line each, and shows a suite's output only if something failed.
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { ROOT } from '../support/process.ts'
import { type Outcome, SUITES, type Suite } from './suites.ts'

const PROGRESS_INTERVAL = 1000
const USAGE = `npm test [-- SUITE…]\n\nSUITE is one of ${SUITES.map(({ name }) => name).join(', ')}; all of them by default.`

process.exitCode = await main(process.argv.slice(2))

async function main(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name))
  if (unknown.length > 0) {
    const help = names.some((name) => name === '--help' || name === '-h')
    if (help) console.log(USAGE)
    else console.error(`There is no suite ${unknown.join(', ')}.\n\n${USAGE}`)
    return help ? 0 : 1
  }
  const failed: string[] = []
  for (const suite of SUITES) {
    if (names.length > 0 && !names.includes(suite.name)) continue
    if (!(await passes(suite))) failed.push(suite.name)
  }
  console.log(failed.length === 0 ? 'All tests passed.' : `FAILED: ${failed.join(', ')}. The details are above.`)
  return failed.length === 0 ? 0 : 1
}

async function passes(suite: Suite): Promise<boolean> {
  const start = performance.now()
  const seconds = () => `${Math.round((performance.now() - start) / 1000)} s`
  const { status, text } = await run(suite, (count) => `${suite.name}: ${counted(count)} in ${seconds()} …`)
  const outcome = suite.read(text)
  if (status === 0 && outcome.failed === 0) {
    console.log(`${suite.name}: ${passed(outcome)} in ${seconds()}`)
    return true
  }
  console.log(`${outcome.details.trim()}\n`)
  const count = outcome.failed > 0 ? `${counted(outcome.failed)} FAILED` : `FAILED with exit status ${status}`
  console.log(`${suite.name}: ${count}, ${passed(outcome)} in ${seconds()}`)
  return false
}

function passed(outcome: Outcome): string {
  return outcome.passed === undefined ? 'passed' : `${counted(outcome.passed)} passed`
}

function counted(count: number): string {
  return count.toLocaleString('en')
}

/** Runs a suite's command. On a terminal, a line counts the tests passed so far. */
function run(suite: Suite, progress: (count: number) => string): Promise<{ status: number | null; text: string }> {
  const [command = '', ...args] = suite.command
  const { NO_COLOR: _, ...environment } = process.env // Node warns if both are set
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...environment, FORCE_COLOR: '0', CARGO_TERM_COLOR: 'never' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  const show = () => process.stdout.write(`\x1b[2K${progress(suite.read(text).passed ?? 0)}\r`)
  const ticking = process.stdout.isTTY ? setInterval(show, PROGRESS_INTERVAL) : undefined
  return new Promise((resolve) => {
    child.on('error', (error) => {
      text += error.message
    })
    child.on('close', (status) => {
      clearInterval(ticking)
      if (ticking) process.stdout.write('\x1b[2K')
      resolve({ status, text })
    })
  })
}
