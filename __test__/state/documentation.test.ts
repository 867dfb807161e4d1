// docs/snapshots.md: all examples are one program, and a line with a comment at its end evaluates to that.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { ROOT } from '../support/process.ts'
import { runScript } from './run-script.ts'

const text = readFileSync(`${ROOT}docs/snapshots.md`, 'utf8')
const program = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block).join('')
const CLAIM = /^(\S.*) \/\/ (.*)$/gm

test('the page has examples with results', (t) => {
  t.true([...program.matchAll(CLAIM)].length >= 15)
})

test('the examples evaluate to what the page says', async (t) => {
  const claims: string[] = []
  const body = program.replaceAll(CLAIM, (_, expression, expected) => {
    claims.push(`${expression} // ${expected}`)
    return `results.push(inspect(${expression}, { breakLength: Infinity, maxStringLength: Infinity }))`
  })
  const { stdout, stderr } = await runScript(
    `import { inspect } from 'node:util'\nconst results = []\n${body}\nprocess.stdout.write(JSON.stringify(results))`,
  )
  t.is(stderr, '')
  const expressions = claims.map((claim) => claim.slice(0, claim.indexOf(' // ')))
  const found = JSON.parse(stdout).map((result: string, index: number) => {
    return `${expressions[index]} // ${result.replace(/^\[ (.*) \]$/, '[$1]')}`
  })
  t.deepEqual(found, claims)
})
