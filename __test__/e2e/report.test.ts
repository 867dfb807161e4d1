// Opens the HTML report of the conformance kit in headless Chromium from its file, and uses it like a person: search,
// filter, keyboard, light and dark, screen readers. Needs `chromium` or `google-chrome` on the PATH.
//   npm run test:report -- [folder for screenshots]
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { checkConformance } from '../../lib/conformance/index.ts'
import { htmlReport } from '../../lib/conformance/reports/html.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { FAULTS } from '../conformance/faults.ts'
import { importPlanted } from '../conformance/planted.ts'
import { launchBrowser } from './support/browser.ts'
import { openPage, violations } from './support/open-page.ts'

const FOLDER = process.argv[2] ?? join(ROOT, 'target', 'report')
const PAGE = join(FOLDER, 'report.html')
const NARROW = { width: 390, height: 800 }
const WIDE = { width: 1280, height: 900 }

/** A report that contains everything: failures with maps and without, known deviations, and what is unsupported. */
async function writeReport(): Promise<void> {
  const fault = FAULTS.find(({ name }) => name === 'the range before is forgotten')
  assert(fault !== undefined)
  const port = (await importPlanted(fault)) as Record<string, unknown>
  const { IdAllocator: _, ...rest } = port
  const known = [
    { tag: 'deviation:D4', reason: 'Known <for> "this" test.', link: 'https://example.org/why?a=1&b=2' },
    { id: 'range-length', reason: 'Gone.' },
  ]
  const report = await checkConformance(
    { ...rest, conformance: { name: 'port <&>', len: () => 1n } },
    { runs: 200, seed: 3, known },
  )
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(PAGE, htmlReport(report, './port.ts'))
}

async function open(context: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  return openPage(await context.newPage(), pathToFileURL(PAGE).href)
}

async function shown(page: Page, selector: string): Promise<number> {
  return page.locator(`${selector}:visible`).count()
}

let browser: Browser
let wide: BrowserContext

test.before('a report and a browser are available', async () => {
  await writeReport()
  browser = await launchBrowser()
  wide = await browser.newContext({ viewport: WIDE })
})

test.after.always(() => browser?.close())

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    test.serial(`${colorScheme}, ${width}: no violation of axe-core, nothing on the console, no request`, async (t) => {
      const context = await browser.newContext({ colorScheme, viewport })
      const { page, complaints } = await open(context)
      await page.screenshot({ path: join(FOLDER, `${colorScheme}-${width}.png`) })
      for (const element of await page.locator('details').all())
        await element.evaluate((node) => node.setAttribute('open', ''))
      t.deepEqual(await violations(page), [])
      t.deepEqual(complaints, [])
      await context.close()
    })
  }
}

test.serial('the colours follow the system', async (t) => {
  const { page } = await open(wide)
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await background()
  await page.emulateMedia({ colorScheme: 'dark' })
  t.not(await background(), light)
})
test.serial('search narrows failures and cases, and shows how many are left', async (t) => {
  const { page } = await open(wide)
  const all = await shown(page, '#list tbody tr')
  await page.getByRole('searchbox', { name: 'Search' }).fill('D1 layouts')
  const left = await shown(page, '#list tbody tr')
  t.true(left < all)
  await page.getByRole('searchbox', { name: 'Search' }).fill('address-free-both-neighbours-nowhere')
  t.is(await shown(page, '#list tbody tr'), 0)
  t.is(await shown(page, '.failure'), 0)
  t.is(await page.getByRole('status').innerText(), '0 failures, 0 cases')
  await page.getByRole('searchbox', { name: 'Search' }).fill('')
  t.is(await shown(page, '#list tbody tr'), all)
})
test.serial('the filters show what they name', async (t) => {
  const { page } = await open(wide)
  const failures = await shown(page, '.failure')
  await page.getByLabel('Status').selectOption('unsupported')
  t.is(await shown(page, '.failure'), 0)
  t.is(await shown(page, '#list tbody tr'), await page.locator('#list tr[data-status=unsupported]').count())
  await page.getByLabel('Status').selectOption('all')
  await page.getByLabel('Way to fail').selectOption('wrong-ranges')
  const some = await shown(page, '.failure')
  t.true(some > 0 && some < failures)
  t.is(some, await page.locator('.failure[data-way=wrong-ranges]').count())
})
test.serial('everything can be reached and used by keyboard', async (t) => {
  const { page } = await open(wide)
  await page.keyboard.press('Tab')
  t.is(await page.evaluate('document.activeElement.textContent'), 'Skip to the failures')
  await page.keyboard.press('Enter')
  t.is(await page.evaluate('document.activeElement.id'), 'failures')
  const summary = page.locator('.failure summary').nth(1)
  await summary.focus()
  await page.keyboard.press('Enter')
  t.is(await page.locator('.failure').nth(1).getAttribute('open'), '')
  await page.keyboard.press('Tab')
  t.is(await page.evaluate('document.activeElement.getAttribute("role")'), 'group')
  const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
  t.is(outline, 'solid')
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('layouts')
  await page.keyboard.press('Enter')
  t.is(page.url().replace(/#.*/, ''), pathToFileURL(PAGE).href)
  t.true((await shown(page, '#list tbody tr')) > 0)
})
test.serial('a screen reader meets headings, regions, tables with headers, and named maps', async (t) => {
  const { page } = await open(wide)
  for (const name of ['Summary', 'Failures', 'Known deviations', 'What was exercised', 'Cases'])
    await page.getByRole('region', { name, exact: true }).first().waitFor()
  await page.getByRole('heading', { level: 1, name: 'port <&> failed' }).waitFor()
  await page.getByRole('search', { name: 'Failures and cases' }).waitFor()
  const matrix = page.getByRole('table', { name: /Calls by the crate's answer/ })
  await matrix.getByRole('columnheader', { name: 'Policy' }).waitFor()
  t.true((await matrix.getByRole('rowheader', { name: 'allocate', exact: true }).count()) === 3)
  t.regex(await matrix.innerText(), /\d+ failed/)
  await page
    .getByRole('img', { name: /The crate's ranges/, includeHidden: true })
    .first()
    .waitFor({ state: 'attached' })
  await page.getByRole('link', { name: 'https://example.org/why?a=1&b=2' }).first().waitFor()
})
