// docs/performance.md and README.md say what the committed run has measured. To renew them:
//   npm run benchmark -- --json > benchmark/results/linux-x64.json
//   npm run benchmark -- --from benchmark/results/linux-x64.json --goals --charts docs/images
import { readFileSync } from 'node:fs'
import test from 'ava'
import { LIVE_RANGES } from '../../benchmark/catalogue.ts'
import { drawCharts } from '../../benchmark/charts.ts'
import { formatFloor } from '../../benchmark/floor-table.ts'
import { goals } from '../../benchmark/goals.ts'
import { formatGoals } from '../../benchmark/goals-table.ts'
import { find, type Results } from '../../benchmark/results.ts'
import { formatTable } from '../../benchmark/table.ts'
import { ROOT } from '../support/process.ts'

const PAGE_WIDTH = 120

const results = JSON.parse(read('benchmark/results/linux-x64.json')) as Results

function read(file: string): string {
  return readFileSync(`${ROOT}${file}`, 'utf8')
}

const blocks = {
  'all results': formatTable(results, PAGE_WIDTH),
  goals: formatGoals(goals(results.results)),
  floor: formatFloor(results.results),
}

for (const [name, text] of Object.entries(blocks)) {
  test(`docs/performance.md shows the table of ${name}`, (t) => {
    const shown = read('docs/performance.md').split('\n')
    t.deepEqual(
      text.split('\n').filter((line) => !shown.includes(line)),
      [],
    )
  })
}

for (const [name, svg] of drawCharts(results.results)) {
  test(`docs/images/benchmark-${name}.svg is drawn from the results`, (t) => {
    t.is(read(`docs/images/benchmark-${name}.svg`), svg)
  })
}

test('README.md gives the ratios to the crate', (t) => {
  const ratios = LIVE_RANGES.map((live) => {
    const [own, crate] = ['vm-allocator', 'crate'].map((rival) => find(results.results, `first-match-${live}`, rival))
    return Number(((own?.median ?? 0) / (crate?.median ?? 0)).toPrecision(2)).toString()
  })
  t.true(read('README.md').includes(ratios.join(', ')), ratios.join(', '))
})
