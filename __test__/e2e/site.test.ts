// Opens the site of `npm run docs` from its file in a browser: search, light and dark, the map on the front page, and every
// link between its pages.
//   npm run test:e2e -- site [FOLDER for screenshots]
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import type { Browser, Page } from 'playwright-core'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { launchBrowser } from './support/browser.ts'

const SITE = join(ROOT, 'target', 'site')
const FRONT = pathToFileURL(join(SITE, 'index.html')).href
const [pictures] = process.argv.slice(2)

let browser: Browser

test.before('a browser is there', async () => {
  browser = await launchBrowser()
})

test.after.always(() => browser?.close())

const looks = test.macro({
  async exec(t, colorScheme: 'light' | 'dark', extreme: string) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 1000 } })
    await page.goto(FRONT)
    const width = await page
      .locator('img[src*="map-mmio32"]')
      .evaluate((image: { naturalWidth: number }) => image.naturalWidth)
    t.true(width > 0, 'the front page has no map')
    const background = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    t.true(near(background, extreme), background)
    await picture(page, colorScheme)
    await page.keyboard.press('/')
    await page.keyboard.type('allocateId')
    const found = page.locator('#tsd-search-results li').first()
    await found.waitFor({ timeout: 10_000 })
    t.regex(await found.innerText(), /allocateId/)
    await picture(page, `${colorScheme}-search`)
    await found.locator('a').click()
    await t.notThrowsAsync(page.waitForURL(/IdAllocator\.html#allocateid/i))
    await page.close()
  },
  title: (_, colorScheme: string) => `${colorScheme}: the front page shows the map, and a search leads to its entry`,
})

test.serial(looks, 'light', 'rgb(255, 255, 255)')
test.serial(looks, 'dark', 'rgb(0, 0, 0)')

/** Whether a colour is nearer to white than to black, by luminance. */
function near(color: string, extreme: string): boolean {
  const sum = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 3).reduce((all, part) => all + Number(part), 0)
  return Math.abs(sum(color) - sum(extreme)) < 382
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

test.serial('every link between the pages leads somewhere', (t) => {
  const pages = readdirSync(SITE, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.html'))
  const broken: string[] = []
  let links = 0
  for (const name of pages) {
    const file = join(SITE, name)
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/(?:href|src)="([^"#:]+)(?:#[^"]*)?"/g)) {
      links++
      if (!existsSync(join(dirname(file), decodeURI(target)))) broken.push(`${name}: ${target}`)
    }
  }
  t.true(pages.length > 0 && links > pages.length)
  t.deepEqual(broken, [])
})
