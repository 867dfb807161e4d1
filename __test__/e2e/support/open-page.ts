// A page as people open it: what it says on the console, what it asks of the network, and what axe-core finds in it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Goes to a URL; whatever the page says on the console or asks of the network, but itself and data, is a complaint. */
export async function openPage(page: Page, url: string): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (!/^(data:|about:)/.test(request.url()) && request.url() !== url) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  return { page, complaints }
}

/** What axe-core finds wrong, a line each; not in frames, which are pages of their own. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`document.querySelector('meta[http-equiv]')?.remove()`)
  const run = `(async () => { ${AXE}; return (await axe.run({ iframes: false })).violations })()`
  const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate(run)
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}
