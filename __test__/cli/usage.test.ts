import { readFileSync } from 'node:fs'
import test from 'ava'
import { ROOT } from '../support/process.ts'
import { COMMAND, fails, run, succeeds } from './command.ts'

const COMMANDS = ['map', 'stats', 'check', 'diff', 'fit']

/** The name of a command's first argument. */
function argumentOf(command: string): string {
  return command === 'diff' ? 'old' : 'files'
}

test('the tool is a script for node', (t) => {
  t.true(readFileSync(COMMAND, 'utf8').startsWith('#!/usr/bin/env node\n'))
})

test('--version prints that of the package', async (t) => {
  const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'))
  t.is(succeeds(t, await run(['--version'])), `${version}\n`)
  t.is(succeeds(t, await run(['-V'])), `${version}\n`)
})

test('--help names every command and has examples', async (t) => {
  const help = succeeds(t, await run(['--help']))
  for (const command of COMMANDS) t.regex(help, new RegExp(`^  ${command} .*\\w`, 'm'))
  t.regex(help, /^Examples:\n {2}vm-allocator /m)
  t.is(succeeds(t, await run(['-h'])), help)
  t.is(succeeds(t, await run(['help'])), help)
})

for (const command of COMMANDS) {
  test(`${command} --help has its options and examples`, async (t) => {
    const help = succeeds(t, await run([command, '--help']))
    t.regex(help, new RegExp(`^Usage: vm-allocator ${command} \\[options\\] .*<${argumentOf(command)}\\b`))
    t.regex(help, new RegExp(`^Examples:\n {2}.*vm-allocator ${command} `, 'm'))
    for (const line of help.split('\n')) t.true(line.length <= 84, line)
    t.is(succeeds(t, await run(['help', command])), help)
  })

  test(`${command} without a file is refused`, async (t) => {
    fails(t, await run([command]), `missing required argument '${argumentOf(command)}'`)
  })

  test(`${command} with an unknown option is refused, with a suggestion`, async (t) => {
    fails(t, await run([command, '--nothing', 'file']), "unknown option '--nothing'")
    fails(t, await run([command, '--hlp']), "unknown option '--hlp' (Did you mean --help?)")
  })
}

test('without a command, the tool prints the help as an error', async (t) => {
  const { code, stdout, stderr } = await run([])
  t.deepEqual([code, stdout], [1, ''])
  t.is(stderr, (await run(['--help'])).stdout)
})

test('an unknown command is refused, with a suggestion', async (t) => {
  fails(t, await run(['chekc', 'file']), "unknown command 'chekc' (Did you mean check?)")
  fails(t, await run(['frobnicate']), "unknown command 'frobnicate'")
})
