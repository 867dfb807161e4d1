// The page on bundlers matches their end-to-end test.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { WAYS } from '../e2e/ways/index.ts'
import { bundlersPage } from '../e2e/ways/page.ts'

const page = readFileSync(join(ROOT, 'docs', 'bundlers.md'), 'utf8')

test('the page has the tables of the list: npm run test:bundlers -- --update writes them', (t) => {
  t.is(page, bundlersPage(page))
  for (const { name } of WAYS) t.true(page.includes(name), name)
})

test('each name belongs to one way', (t) => {
  t.is(new Set(WAYS.map(({ name }) => name)).size, WAYS.length)
})
