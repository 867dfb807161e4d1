// Opens the page of `map --html` in headless Chromium from its file, and uses it like a person: zoom, search, keyboard,
// links, light and dark, screen readers. Needs `chromium` or `google-chrome` on the PATH.
//   npm run test:e2e -- layout-page [folder for screenshots]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { layoutPage, mergeLayouts, readLayout } from 'vm-allocator/layout'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { layoutOf } from '../layout/samples.ts'
import { launchBrowser } from './support/browser.ts'
import { openPage, violations } from './support/open-page.ts'

const FOLDER = process.argv[2] ?? join(ROOT, 'target', 'layout-page')
const VIEWPORT = { width: 1280, height: 900 }
const MANY = 100_000
/** The meaning of "a few thousand". */
const MOST_ELEMENTS = 3000

/** A bus with many devices of several sizes, and hostile names. */
function manyRanges(): string {
  const lines = Array.from({ length: MANY }, (_, at) => {
    const start = 0x1_0000_0000n + BigInt(at) * 0x1_0000n
    return `  ${start.toString(16)}-${(start + 0xfffn * BigInt((at % 7) + 1)).toString(16)} : dev ${at} </script><b>`
  })
  return `100000000-3ffffffff : PCI Bus 0000:00\n${lines.join('\n')}\n`
}

const guest = mergeLayouts([
  layoutOf('real/hotplug-nospace-dmesg.txt'),
  layoutOf('real/hotplug-nospace-lspci-vv.txt'),
  layoutOf('real/hotplug-nospace-iomem.txt'),
])
const PAGES = {
  guest: layoutPage(guest, { title: 'Guest <&>' }),
  comparison: layoutPage(layoutOf('real/hotplug-before-iomem.txt'), {
    ...{ title: 'before', compared: layoutOf('real/hotplug-nospace-iomem.txt'), comparedTitle: 'after' },
  }),
  overlaps: layoutPage(layoutOf('written/vm-info.json')),
  many: layoutPage(readLayout(manyRanges())),
}

let browser: Browser
let context: BrowserContext

test.before('pages and a browser are available', async () => {
  mkdirSync(FOLDER, { recursive: true })
  for (const [name, page] of Object.entries(PAGES)) writeFileSync(join(FOLDER, `${name}.html`), page)
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: VIEWPORT })
})

test.after.always(() => browser?.close())

async function open(of: BrowserContext, name: keyof typeof PAGES): Promise<{ page: Page; complaints: string[] }> {
  return openPage(await of.newPage(), pathToFileURL(join(FOLDER, `${name}.html`)).href)
}

function elements(page: Page): Promise<number> {
  return page.evaluate(`document.querySelectorAll('*').length`)
}

function view(page: Page): Promise<string> {
  return page.locator('#view').innerText()
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const name of ['guest', 'comparison', 'overlaps'] as const) {
    test.serial(`${name}, ${colorScheme}: no violation of axe-core, nothing on the console, no request`, async (t) => {
      const own = await browser.newContext({ colorScheme, viewport: VIEWPORT })
      const { page, complaints } = await open(own, name)
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) })
      t.deepEqual(await violations(page), [])
      t.deepEqual(complaints, [])
      await own.close()
    })
  }
}

test.serial('a hundred thousand ranges take a few thousand elements at any zoom, and names are text', async (t) => {
  const { page, complaints } = await open(context, 'many')
  let most = await elements(page)
  for (let step = 0; step < 26; step++) {
    await page.getByRole('button', { name: 'Zoom in' }).click()
    most = Math.max(most, await elements(page))
  }
  t.true(most < MOST_ELEMENTS, `${most} elements`)
  t.log(`at most ${most} elements`)
  t.is(await page.locator('b b').count(), 0)
  t.deepEqual(complaints, [])
})

test.serial('search finds by name and by address, the innermost first', async (t) => {
  const { page } = await open(context, 'guest')
  await page.getByRole('searchbox').fill('0xfe800010')
  t.regex(await page.locator('#results li').first().innerText(), /^0000:01:00\.0 BAR 0/)
  await page.keyboard.press('Enter')
  t.regex(await page.locator('#details').innerText(), /0000:01:00\.0 BAR 0[\s\S]*0xfe800000 – 0xfe8000ff 256 B/)
  await page.getByRole('searchbox').fill('mmconfig')
  t.is(await page.locator('#results li').count(), 1)
  await page.getByRole('searchbox').fill('nothing of the kind')
  t.is(await page.locator('#results').getByRole('status').innerText(), 'nothing found')
})

test.serial('a BAR without a place links to where it would fit', async (t) => {
  const { page } = await open(context, 'guest')
  await page.getByRole('button', { name: /^BAR 2 of 0000:01:00\.0 needs 256 MiB/ }).click()
  t.is(await page.locator('.mark').count(), 1)
  t.regex(await page.locator('#details').innerText(), /PCI Bus 0000:00[\s\S]*0x80000000 – 0xafffffff/)
})

test.serial('a problem links to the part that both claim', async (t) => {
  const { page } = await open(context, 'overlaps')
  await page.getByRole('button', { name: /overlaps root BAR 0/ }).click()
  t.is(await page.locator('.mark').count(), 1)
  t.regex(await view(page), /^0xe7/)
})

test.serial('a difference links to its place, highlighted in its map', async (t) => {
  const { page } = await open(context, 'comparison')
  await page.getByRole('button', { name: /^0000:01:00\.0 added/ }).click()
  t.is(await page.locator('.stage').count(), 2)
  t.is(await page.locator('.stage').nth(0).locator('.changed').count(), 0)
  t.is(await page.locator('.stage').nth(1).locator('.changed').count(), 1)
})

test.serial('everything can be reached and used by keyboard', async (t) => {
  const { page } = await open(context, 'guest')
  await page.keyboard.press('/')
  t.is(await page.evaluate('document.activeElement.id'), 'query')
  await page.keyboard.type('0xc0000000')
  await page.keyboard.press('Enter')
  const focused = () => page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? ""')
  t.regex(await focused(), /^PCI Bus 0000:00, window, 0xc0000000 to 0xfebfffff, 1004 MiB/)
  await page.keyboard.press('ArrowDown')
  t.regex(await focused(), /^0000:00:01\.0 BAR 0, device, 0xfd000000 to 0xfdffffff/)
  await page.keyboard.press('ArrowRight')
  t.regex(await focused(), /^0000:00:04\.0 prefetchable memory window, window, 0xfe000000/)
  await page.keyboard.press('ArrowUp')
  t.regex(await focused(), /^PCI Bus 0000:00/)
  const before = await view(page)
  await page.keyboard.press('+')
  t.not(await view(page), before)
  await page.keyboard.press('Escape')
  t.is(await view(page), before)
  await page.keyboard.press('Enter')
  t.regex(await view(page), /^0xc0000000 – 0xfebfffff {1,2}1004 MiB/)
})
