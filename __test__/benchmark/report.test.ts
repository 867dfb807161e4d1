import test from 'ava'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { drawCharts } from '../../benchmark/charts.ts'
import { formatRatio, formatValue } from '../../benchmark/format.ts'
import { goals, isMet } from '../../benchmark/goals.ts'
import { formatGoals } from '../../benchmark/goals-table.ts'
import { formatPorts } from '../../benchmark/ports-table.ts'
import { find, type Result, type Results, summarise, thisMachine } from '../../benchmark/results.ts'
import { select } from '../../benchmark/selection.ts'
import { median, medianDeviation } from '../../benchmark/statistics.ts'
import { formatTable } from '../../benchmark/table.ts'

function result(workload: string, rival: string, ...trials: number[]): Result {
  return summarise({ workload, rival, unit: 'ns per pair' }, trials)
}

function results(...all: Result[]): Results {
  return {
    format: 1,
    date: '2000-01-01T00:00:00.000Z',
    machine: thisMachine(),
    repeats: 3,
    budget: 1,
    waited: 0,
    results: all,
  }
}

test('median and median absolute deviation', (t) => {
  t.is(median([5]), 5)
  t.is(median([30, 1, 2]), 2)
  t.is(median([4, 1, 3, 2]), 2.5)
  t.is(medianDeviation([1, 1, 2, 2, 4, 6, 9]), 1)
})

test('values have three digits and a suitable unit', (t) => {
  t.is(formatValue(88.12, 'ns per pair'), '88.1 ns')
  t.is(formatValue(999.4, 'ns per pair'), '999 ns')
  t.is(formatValue(999.6, 'ns per pair'), '1.00 µs')
  t.is(formatValue(1_536_000, 'ns per call'), '1.54 ms')
  t.is(formatValue(530_928, 'bytes'), '531 kB')
  t.is(formatValue(64, 'bytes per live range'), '64.0 B')
  t.is(formatRatio(0.00142), '0.00142')
})

test('words select workloads and rivals', (t) => {
  const { workloads, rivals } = select(['exhaustion', 'ids-pair', 'crate'])
  t.deepEqual(
    workloads.map(({ name }) => name),
    ['exhaustion', 'ids-pair'],
  )
  t.deepEqual(
    rivals.map(({ name }) => name),
    ['crate'],
  )
  t.true(select(['koffi']).workloads.length > 20)
  t.true(select(['ids']).rivals.length > 5)
  t.deepEqual(
    select(['empty'])
      .workloads.map(({ name }) => name)
      .sort(),
    ['exact-match-0', 'first-match-0', 'last-match-0', 'numbers'],
  )
  t.throws(() => select(['ids', 'idz', 'kofi']), { message: /idz, kofi/ })
})

test('the table has a row for each workload, and ratios to the crate', (t) => {
  const table = formatTable(
    results(
      result('first-match-0', 'crate', 80, 100, 120),
      result('first-match-0', 'vm-allocator', 240, 250, 260),
      result('ids-pair', 'vm-allocator', 70, 70, 70),
    ),
    200,
  )
  const [head, empty, ids] = table.split('\n')
  t.regex(head ?? '', /^ +crate +vm-allocator$/)
  t.regex(empty ?? '', /^FirstMatch, empty \(pair\) +100 ns ±20% +250 ns ±4% 2\.50×$/)
  t.regex(ids ?? '', /^ids, one live \(pair\) +– +70\.0 ns ±0%$/)
})

test('columns too wide for the terminal are continued below', (t) => {
  const rivals = ['crate', 'vm-allocator', 'koffi', 'plain-napi']
  const table = formatTable(results(...rivals.map((rival) => result('first-match-0', rival, 100, 100))), 70)
  const lines = table.split('\n')
  t.true(lines.every((line) => line.length <= 70))
  t.is(lines.filter((line) => line.startsWith('FirstMatch')).length, 2)
  for (const rival of rivals) t.true(table.includes(rival))
})

test('goals are judged by the medians', (t) => {
  const judged = goals([
    result('first-match-0', 'crate', 100),
    result('first-match-0', 'vm-allocator', 200, 251, 300),
    result('first-match-0', 'koffi', 500),
    result('first-match-10', 'vm-allocator', 300),
    result('first-match-10', 'koffi', 250),
    result('ids-pair', 'crate', 20),
    result('ids-pair', 'vm-allocator', 74),
    result('empty-call', 'node-api', 9),
  ])
  const named = (text: string) => {
    const goal = judged.find(({ goal }) => goal.includes(text))
    return goal && { measured: goal.measured, met: isMet(goal), where: goal.where }
  }
  t.deepEqual(named('allocate + free, 0 live'), { measured: 2.51, met: false, where: undefined })
  t.deepEqual(named('in empty calls'), { measured: 6, met: false, where: undefined })
  t.deepEqual(named("FirstMatch, any size, ÷ koffi's"), { measured: 1.2, met: false, where: 'at 10 live' })
  t.deepEqual(named('import'), { measured: undefined, met: undefined, where: undefined })
  t.regex(formatGoals(judged), /allocate \+ free, 0 live.* ≤ 1\.5 +2\.51 +NO/)
  t.regex(formatGoals(judged), /import, in ms +≤ 10 +– +not measured/)
})

test('the goals of the ports count the fastest of them, and the worst size', (t) => {
  const judged = goals([
    result('first-match-0', 'vm-allocator', 90),
    result('first-match-0', 'typescript-bigint', 100),
    result('first-match-0', 'typescript-number', 60),
    result('first-match-10', 'vm-allocator', 120),
    result('first-match-10', 'typescript-number', 50),
    result('first-match-10', 'npm-packages', 200),
    result('first-match-200', 'vm-allocator', 300),
    result('first-match-200', 'npm-packages', 400),
  ])
  const named = (goal: string) => judged.find((one) => one.goal.startsWith(goal))
  t.like(named('FirstMatch, empty, ÷ typescript-bigint'), { measured: 0.9 })
  t.like(named('FirstMatch, below 200 live'), { measured: 2.4, where: 'at 10 live', bound: { atMost: 2.3 } })
  t.like(named('FirstMatch, from 200 live on'), { measured: 0.75, where: 'at 200 live', bound: { atMost: 1 } })
  t.like(named('LastMatch, from 60 live on'), { measured: undefined })
})

test('states and searches are compared with their references', (t) => {
  const judged = goals([
    result('snapshot', 'crate', 10),
    result('snapshot', 'vm-allocator', 14),
    result('restore-bytes', 'crate', 20),
    result('restore-bytes', 'vm-allocator', 30),
    result('rebuild', 'vm-allocator', 6),
    result('allocate-10', 'vm-allocator', 100),
    result('fit-10', 'vm-allocator', 90),
    result('allocate-1000', 'vm-allocator', 200),
    result('fit-1000', 'vm-allocator', 210),
  ])
  const named = (goal: string) => judged.find((one) => one.goal.startsWith(goal))
  t.like(named('snapshot()'), { measured: 1.4, bound: { atMost: 1.5 } })
  t.like(named('restore(bytes)'), { measured: 1.5, bound: { atMost: 1.9 } })
  t.like(named('rebuild of 100,000 nodes'), { measured: 0.2, bound: { atMost: 0.1 } })
  t.like(named('fit alone'), { measured: 1.05, where: 'at 1,000 live', bound: { atMost: 1 } })
  t.like(named('at alone'), { measured: undefined, bound: { atMost: 1 } })
})

test('the table of the ports shows from which size the package is faster', (t) => {
  const pairs = [1, 3, 10, 30].flatMap((live, index) => [
    result(`first-match-${live}`, 'vm-allocator', 100),
    result(`first-match-${live}`, 'typescript-number', [25, 50, 100, 400][index] as number),
    result(`exact-match-${live}`, 'vm-allocator', 100),
    result(`exact-match-${live}`, 'typescript-number', 50),
    result(`last-match-${live}`, 'vm-allocator', 100),
    result(`last-match-${live}`, 'typescript-number', [25, 50, 50, 200][index] as number),
  ])
  const rows = formatPorts(pairs).split('\n')
  const named = (title: string) => rows.find((row) => row.startsWith(title))
  t.regex(named('FirstMatch, typescript-number') ?? '', / 4\.00 +2\.00 +1\.00 +0\.250 .* from 10 on$/)
  t.regex(named('LastMatch, the best port') ?? '', / from 18 on$/) // halfway between 10 and 30 on a logarithmic axis
  t.regex(named('ExactMatch, typescript-number') ?? '', / not up to 30$/)
  t.is(named('ids'), undefined)
  t.is(formatPorts([]), '')
})

test('a chart is a self-contained SVG with a line for each rival', (t) => {
  const measured = ['crate', 'vm-allocator'].flatMap((rival) =>
    [0, 10, 100].map((live) => result(`first-match-${live}`, rival, 90 + live * 15)),
  )
  const charts = drawCharts([...measured, result('last-match-0', 'crate', 90)])
  t.deepEqual([...charts.keys()], ['first-match'])
  const svg = charts.get('first-match') ?? ''
  t.true(XMLValidator.validate(svg))
  const parser = new XMLParser({ ignoreAttributes: false })
  const { g: lines, text: texts } = parser.parse(svg).svg
  t.deepEqual(
    lines.map((line: Record<string, unknown>) => line['@_class']),
    ['line crate', 'line vm-allocator'],
  )
  t.deepEqual(
    lines.map((line: { circle: unknown[] }) => line.circle.length),
    [3, 3],
  )
  const labels = texts.map((text: Record<string, unknown>) => text['#text'])
  for (const label of ['crate', 'vm-allocator', '100 ns', '10 µs']) t.true(labels.includes(label), label)
  t.notRegex(svg.replace('http://www.w3.org/2000/svg', ''), /https?:|href|NaN/)
})

test('what was not measured is not found', (t) => {
  t.is(find([result('ids-pair', 'crate', 1)], 'ids-pair', 'koffi'), undefined)
})
