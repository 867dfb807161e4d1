// Uses the playground of `npm run docs` from its file in headless Chromium: layouts, `fit`, both modes, keyboard,
// light and dark. Needs `chromium` or `google-chrome` on the PATH.
//   npm run test:e2e -- playground [folder for screenshots]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import type { Browser, Page } from 'playwright-core'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { launchBrowser } from './support/browser.ts'
import { openPage, violations } from './support/open-page.ts'

const PAGE = pathToFileURL(join(ROOT, 'target', 'site', 'playground.html')).href
const FOLDER = process.argv[2] ?? join(ROOT, 'target', 'playground')
const SAMPLES = join(ROOT, '__test__', 'layout', 'samples', 'real')

/** Deviation D7: the last one is free, but can't be allocated. */
const PORTS = ['0x60', '0x62', '0x64', '0x66', '0x61']

let browser: Browser

test.before('a browser is there', async () => {
  mkdirSync(FOLDER, { recursive: true })
  browser = await launchBrowser()
})

test.after.always(() => browser?.close())

async function open(colorScheme: 'light' | 'dark' = 'light'): Promise<{ page: Page; complaints: string[] }> {
  return openPage(await browser.newPage({ colorScheme, viewport: { width: 1280, height: 1500 } }), PAGE)
}

const answers = async (page: Page) => [
  await page.locator('#canonical .answer').innerText(),
  await page.locator('#sound .answer').innerText(),
]

async function allocate(page: Page, address: string): Promise<void> {
  await page.getByLabel('Policy').selectOption('ExactMatch')
  await page.getByLabel('Address, for ExactMatch').fill(address)
  await page.getByRole('button', { name: 'Allocate' }).click()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.serial(`${colorScheme}: no violation of axe-core, nothing on the console, no request`, async (t) => {
    const { page, complaints } = await open(colorScheme)
    await page.getByRole('button', { name: 'Look' }).click()
    for (const address of PORTS) await allocate(page, address)
    await page.frameLocator('#map').locator('.stage .r').first().waitFor()
    await page.screenshot({ path: join(FOLDER, `${colorScheme}.png`), fullPage: true })
    t.deepEqual(await violations(page), [])
    t.deepEqual(complaints, [])
    await page.close()
  })
}

test.serial('files of a machine are read and drawn, and a size finds its place', async (t) => {
  const { page, complaints } = await open()
  await page.getByLabel('Or files about one machine').setInputFiles(join(SAMPLES, 'aarch64-virt.dtb'))
  await page.getByText(/^Read as fdt/).waitFor()
  await page.getByLabel('Or files about one machine').setInputFiles(join(SAMPLES, 'hotplug-nospace-iomem.txt'))
  await page.getByText(/^Read as linux-iomem/).waitFor()
  await page.frameLocator('#map').getByRole('heading', { name: 'hotplug-nospace-iomem.txt' }).waitFor()
  // The kernel found 0x80000000 to 0xafffffff empty: see the sample.
  await page.getByLabel('Would this fit?').fill('256M')
  await page.getByRole('button', { name: 'Look' }).click()
  t.regex(await page.locator('#fits').innerText(), /PCI Bus 0000:00\s+0x80000000 – 0xafffffff\s+fits at 0x80000000/)
  t.deepEqual(complaints, [])
  await page.close()
})

test.serial('input that is not a layout or a size is reported', async (t) => {
  const { page } = await open()
  await page.locator('#text').fill('nothing known')
  await page.getByRole('button', { name: 'Read the text' }).click()
  t.is(await page.locator('#read-status.bad').count(), 1)
  await page.getByLabel('Would this fit?').fill('much')
  await page.getByRole('button', { name: 'Look' }).click()
  t.regex(await page.locator('#fits').innerText(), /“much” is not a size/)
  await page.close()
})

test.serial('deviation D7: a free port that canonical mode refuses, and sound mode allocates', async (t) => {
  const { page } = await open()
  for (const address of PORTS) await allocate(page, address)
  const [canonical = '', sound = ''] = await answers(page)
  t.regex(canonical, /^ERR_VM_ALLOCATOR_/)
  t.is(sound, 'Allocated 0x61 – 0x61.')
  t.is(await page.locator('#sound li').count(), 5)
  await page.close()
})

test.serial('by keyboard: a range is allocated and freed', async (t) => {
  const { page } = await open()
  await page.getByLabel('Bytes').focus()
  await page.keyboard.press('Enter')
  t.deepEqual(await answers(page), ['Allocated 0x60 – 0x60.', 'Allocated 0x60 – 0x60.'])
  await page.locator('#sound li button').focus()
  await page.keyboard.press('Enter')
  t.deepEqual(await answers(page), ['Freed 0x60 – 0x60.', 'Freed 0x60 – 0x60.'])
  t.is(await page.locator('article li').count(), 0)
  await page.close()
})

test.serial('a window of the layout becomes the pool of both', async (t) => {
  const { page } = await open()
  await page.getByRole('button', { name: 'Look' }).click()
  await page.getByRole('button', { name: 'Use memory: PCI Bus 0000:00 as the pool' }).nth(1).click()
  t.is(await page.getByLabel('Base').inputValue(), '0xc0000000')
  for (const answer of await answers(page)) t.regex(answer, /^3 ranges of the window are allocated/)
  await page.close()
})
