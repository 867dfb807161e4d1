// Opens the site of `npm run docs` from its file in a browser: search, light and dark, the map on the front page, and every
// link between its pages.
//   npx tsx scripts/check-site.ts [--pictures FOLDER]
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from './support/browser.ts'
import { ROOT } from './support/toolbox.ts'

const SITE = join(ROOT, 'target', 'site')
const FRONT = pathToFileURL(join(SITE, 'index.html')).href
const pictures = process.argv[2] === '--pictures' ? process.argv[3] : undefined

const browser = await launchBrowser()
try {
  await look(browser, 'light', 'rgb(255, 255, 255)')
  await look(browser, 'dark', 'rgb(0, 0, 0)')
  checkLinks()
} finally {
  await browser.close()
}

async function look(from: Browser, colorScheme: 'light' | 'dark', extreme: string): Promise<void> {
  const page = await from.newPage({ colorScheme, viewport: { width: 1280, height: 1000 } })
  await page.goto(FRONT)
  const width = await page
    .locator('img[src*="map-mmio32"]')
    .evaluate((image: { naturalWidth: number }) => image.naturalWidth)
  expect(width > 0, `${colorScheme}: the front page shows the map`)
  const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
  expect(near(String(background), extreme), `${colorScheme}: the background is ${background}`)
  await picture(page, colorScheme)
  await page.keyboard.press('/')
  await page.keyboard.type('allocateId')
  const found = page.locator('#tsd-search-results li').first()
  await found.waitFor({ timeout: 10_000 })
  expect(/allocateId/.test(await found.innerText()), `${colorScheme}: the search finds allocateId`)
  await picture(page, `${colorScheme}-search`)
  await found.locator('a').click()
  await page.waitForURL(/IdAllocator\.html#allocateid/i)
  expect(true, `${colorScheme}: what is found opens`)
  await page.close()
}

/** Whether a colour is nearer to white or to black, as it should be. */
function near(color: string, extreme: string): boolean {
  const sum = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 3).reduce((all, part) => all + Number(part), 0)
  return Math.abs(sum(color) - sum(extreme)) < 382
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

function checkLinks(): void {
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
  expect(
    broken.length === 0,
    `${links} links between ${pages.length} pages lead somewhere ${broken.slice(0, 5).join(', ')}`,
  )
}

function expect(holds: boolean, what: string): void {
  console.log(`${holds ? 'ok' : 'not ok'} ${what}`)
  if (!holds) process.exitCode = 1
}
