import test from 'ava'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { drawCharts } from '../../benchmark/charts.ts'
import { formatRatio, formatValue } from '../../benchmark/format.ts'
import { goals, isMet } from '../../benchmark/goals.ts'
import { formatGoals } from '../../benchmark/goals-table.ts'
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

test('values have three digits and a unit of their size', (t) => {
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

test('what is too wide for the terminal is continued below', (t) => {
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
  t.deepEqual(named('in empty calls'), { measured: 6, met: true, where: undefined })
  t.deepEqual(named("first-match, any size, ÷ koffi's"), { measured: 1.2, met: false, where: 'at 10 live' })
  t.deepEqual(named('import'), { measured: undefined, met: undefined, where: undefined })
  t.regex(formatGoals(judged), /allocate \+ free, 0 live.* ≤ 2\.5 +2\.51 +NO/)
  t.regex(formatGoals(judged), /import, in ms +≤ 10 +– +not measured/)
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
