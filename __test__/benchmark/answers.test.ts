import { readFileSync } from 'node:fs'
import test from 'ava'
import { Answers } from '../../benchmark/answers.ts'
import type { Rival } from '../../benchmark/rival.ts'
import { rival as npmPackages } from '../../benchmark/rivals/npm-packages.ts'
import { rival as typescriptBigint } from '../../benchmark/rivals/typescript-bigint.ts'
import { rival as typescriptNumber } from '../../benchmark/rivals/typescript-number.ts'
import { rival as vmAllocator } from '../../benchmark/rivals/vm-allocator.ts'
import { compareAnswers } from '../../benchmark/schedule.ts'
import { deviceAttachTrace } from '../../benchmark/trace/device-attach.ts'
import { makeTask } from '../../benchmark/workloads/task.ts'

/** What the crate answers: `crate-benchmark check WORKLOAD`, of benchmark/rivals/crate. */
const CRATE: Readonly<Record<string, { readonly answers: string; readonly count: number }>> = {
  'first-match-0': { answers: '94496f45', count: 32 },
  'first-match-10': { answers: '4bc32f45', count: 32 },
  'first-match-1000': { answers: '40536f45', count: 32 },
  'last-match-0': { answers: 'db52b745', count: 32 },
  'last-match-10': { answers: '9fe2f945', count: 32 },
  'last-match-1000': { answers: '6a4c3945', count: 32 },
  'exact-match-0': { answers: '94496f45', count: 32 },
  'exact-match-10': { answers: '4bc32f45', count: 32 },
  'exact-match-1000': { answers: '40536f45', count: 32 },
  numbers: { answers: '94496f45', count: 32 },
  'fragmented-first-match-100': { answers: '67592345', count: 128 },
  'fragmented-first-match-1000': { answers: '47b08345', count: 128 },
  'fragmented-last-match-100': { answers: '4e733445', count: 128 },
  'fragmented-last-match-1000': { answers: '4a27d445', count: 128 },
  exhaustion: { answers: 'e88171e5', count: 2050 },
  'ids-pair': { answers: 'dfde6ac5', count: 128 },
  'ids-churn': { answers: '0530fbc5', count: 128 },
  trace: { answers: '014bc586', count: 2242 },
}

const RIVALS: Readonly<Record<string, Rival>> = {
  'vm-allocator': vmAllocator,
  'typescript-bigint': typescriptBigint,
  'typescript-number': typescriptNumber,
  'npm-packages': npmPackages,
}

for (const [name, rival] of Object.entries(RIVALS)) {
  for (const [workload, expected] of Object.entries(CRATE)) {
    const takesNumbers = workload !== 'numbers' || rival.numbers !== undefined
    if (!takesNumbers) continue
    test(`${name} answers like the crate at ${workload}, and again after a timed run`, (t) => {
      const task = makeTask(workload, rival)
      if (task === undefined) return t.fail(`${name} can't do ${workload}`)
      t.deepEqual(check(), expected)
      // The churn of ids continues from its last state; only the others end as they started.
      if (workload.startsWith('ids-') && workload !== 'ids-pair') return
      task.run(1)
      t.deepEqual(check(), expected)

      function check() {
        const answers = new Answers(rival.kind ?? String)
        task?.check(answers)
        return { answers: answers.checksum, count: answers.count }
      }
    })
  }
}

test('a rival that does not support a workload has no task for it', (t) => {
  t.is(makeTask('numbers', typescriptBigint), undefined)
  t.is(makeTask('empty-call', vmAllocator), undefined)
  t.is(makeTask('first-match-', vmAllocator), undefined)
  t.is(makeTask('no-such-workload', vmAllocator), undefined)
})

test('the checksum depends on each address, on refusals and on their kind', (t) => {
  const checksum = (note: (answers: Answers) => void) => {
    const answers = new Answers(String)
    note(answers)
    return answers.checksum
  }
  const refuse = (kind: string) => () => {
    throw kind
  }
  const checksums = [
    checksum(() => {}),
    checksum((answers) => answers.range(() => ({ start: 1n, end: 2n }))),
    checksum((answers) => answers.range(() => ({ start: 1n, end: 3n }))),
    checksum((answers) => answers.range(() => ({ start: 1n, end: 2n + (1n << 32n) }))),
    checksum((answers) => answers.range(refuse('Overflow'))),
    checksum((answers) => answers.range(refuse('Underflow'))),
    checksum((answers) => answers.id(() => 7)),
  ]
  t.is(new Set(checksums).size, checksums.length)
  t.is(
    checksum((answers) => answers.range(() => ({ start: 1, end: 2 }))),
    checksum((answers) => answers.range(() => ({ start: 1n, end: 2n }))),
  )
})

test('rivals that answer differently are not timed', (t) => {
  const answered = (workload: string, rival: string, answers: string | undefined) => ({
    workload: { name: workload },
    rival: { name: rival },
    answers,
  })
  const alike = [
    answered('trace', 'crate', 'aa'),
    answered('trace', 'koffi', 'aa'),
    answered('ids-pair', 'koffi', 'bb'),
  ]
  t.notThrows(() => compareAnswers([...alike, answered('import', 'koffi', undefined)]))
  t.throws(() => compareAnswers([...alike, answered('ids-pair', 'crate', 'cc')]), {
    message: 'The answers at ids-pair differ: koffi bb, crate cc',
  })
})

test('the trace is what its generator writes', (t) => {
  const file = new URL('../../benchmark/trace/device-attach.txt', import.meta.url)
  t.is(readFileSync(file, 'utf8'), deviceAttachTrace())
})
