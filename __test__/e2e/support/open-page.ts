// A page as people open it, with its console messages, its network requests, and the findings of axe-core.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Opens a URL. Every console message and every request, except for the page itself and data URLs, is a fault. */
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

/** The faults that axe-core finds, one per line. Frames are separate pages, and are left out. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`document.querySelector('meta[http-equiv]')?.remove()`)
  const run = `(async () => { ${AXE}; return (await axe.run({ iframes: false })).violations })()`
  const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate(run)
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}
