import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'
import type { Results } from '../../benchmark/results.ts'

const execute = promisify(execFile)

function benchmark(...words: string[]): Promise<{ stdout: string; stderr: string }> {
  const script = fileURLToPath(new URL('../../benchmark/index.ts', import.meta.url))
  return execute(process.execPath, ['--import=tsx', script, ...words])
}

test('prints the results of the selection as JSON', async (t) => {
  const rivals = ['vm-allocator', 'typescript-number']
  const { stdout } = await benchmark(
    'first-match-10',
    'ids-pair',
    ...rivals,
    '--json',
    '--repeats=2',
    '--milliseconds=1',
  )
  const { results, ...run } = JSON.parse(stdout) as Results
  t.like(run, { format: 1, repeats: 2, budget: 1 })
  t.is(run.machine.node, process.version)
  t.deepEqual(
    results.map(({ workload, rival }) => `${workload} ${rival}`),
    ['first-match-10', 'ids-pair'].flatMap((workload) => rivals.map((rival) => `${workload} ${rival}`)),
  )
  for (const { workload, unit, median, trials, operations, answers } of results) {
    t.is(unit, 'ns per pair')
    t.is(trials.length, 2)
    t.true(trials.every((trial) => trial > 0) && median > 0)
    t.true((operations ?? 0) >= 2)
    t.is(answers, workload === 'ids-pair' ? 'dfde6ac5' : '4bc32f45') // the crate's: answers.test.ts
  }
})

test('prints the goals of the selection', async (t) => {
  const { stdout } = await benchmark(
    'first-match-10',
    'vm-allocator',
    'typescript-number',
    '--goals',
    '--repeats=1',
    '--milliseconds=1',
  )
  const [head, ...goals] = stdout
    .slice(stdout.indexOf('\ngoal ') + 1)
    .replace(/\n\n.*/s, '')
    .split('\n')
  t.regex(head ?? '', /^goal +bound +measured +met$/)
  t.is(goals.length, 1)
  t.regex(goals[0] ?? '', /^FirstMatch, below 200 live, ÷ the best port's +≤ 2\.3 +[\d.]+ +(yes|NO) +at 10 live$/)
  t.regex(stdout, /\nFirstMatch, typescript-number +– .*(everywhere|not up to 10)\n/)
})

test('measures lists and searches, which only the package has', async (t) => {
  const { stdout } = await benchmark(
    'ranges',
    'fit-10',
    'ids-freed-3',
    'vm-allocator',
    '--json',
    '--repeats=1',
    '--milliseconds=1',
  )
  const { results } = JSON.parse(stdout) as Results
  t.deepEqual(
    results.map(({ workload, unit, answers }) => [workload, unit, answers !== undefined]),
    [
      ['ids-freed-3', 'ns per pair', true],
      ['fit-10', 'ns per call', true],
      ['ranges', 'ns per call', false],
    ],
  )
  t.true(results.every(({ median }) => median > 0))
})

test('prints what can be selected', async (t) => {
  const { stdout } = await benchmark('--list', 'trace', 'koffi')
  t.regex(stdout, /^Rivals:\n {2}koffi .*\n\nWorkloads:\n {2}trace .*\n$/)
})

test('refuses unknown words and invalid numbers of repeats', async (t) => {
  const unknown = await t.throwsAsync<Error & { code: number; stderr: string }>(benchmark('no-such-word'))
  t.is(unknown?.code, 1)
  t.is(unknown?.stderr, 'No workload and no rival is called no-such-word; --list shows what there is.\n')
  const repeats = await t.throwsAsync<Error & { code: number; stderr: string }>(benchmark('--repeats', '0'))
  t.is(repeats?.code, 1)
  t.regex(repeats?.stderr ?? '', /--repeats.*It must be 1 or more/s)
})
