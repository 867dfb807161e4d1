// The pages have the figures of the committed run. To update them:
//   npm run --silent benchmark -- --json > benchmark/results/linux-x64.json
//   npm run benchmark -- --from benchmark/results/linux-x64.json --docs
import { readFileSync } from 'node:fs'
import test from 'ava'
import { drawCharts } from '../../benchmark/charts.ts'
import { PAGES, refreshPage } from '../../benchmark/documents.ts'
import type { Results } from '../../benchmark/results.ts'
import { ROOT } from '../support/process.ts'

const results = JSON.parse(read('benchmark/results/linux-x64.json')) as Results

function read(file: string): string {
  return readFileSync(`${ROOT}${file}`, 'utf8')
}

for (const page of PAGES) {
  test(`${page} says what was measured`, (t) => {
    t.is(read(page), refreshPage(page, read(page), results))
  })
}

test('a figure that is not the measured one is replaced, in tables and in sentences', (t) => {
  for (const page of PAGES) {
    const digit = /(take this package |\nFirstMatch, empty \(pair\) +)[1-9]/
    const stale = read(page).replace(digit, '$1777')
    t.not(stale, read(page))
    t.is(refreshPage(page, stale, results), read(page))
  }
})

test('a page without the place of a figure is refused', (t) => {
  const page = read('README.md').replace('take this package', 'takes this package')
  t.throws(() => refreshPage('README.md', page, results), {
    message: /^README.md has no figure between "live ranges take/,
  })
})

for (const [name, svg] of drawCharts(results.results)) {
  test(`docs/images/benchmark-${name}.svg is drawn from the results`, (t) => {
    t.is(read(`docs/images/benchmark-${name}.svg`), svg)
  })
}
