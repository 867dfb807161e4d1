// Runs the portable tests on the WebAssembly engine in headless Chromium, in a page and in a worker: as the modules of
// dist/browser/ from http://127.0.0.1, and bundled into one script from a file. Needs the results of `npm run
// build:wasm` and `npm run build:js`, and `chromium` or `google-chrome` on the PATH.
//   npm run test:browser [-- --atomic]
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import type { Browser, Page } from 'playwright-core'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { launchBrowser } from './support/browser.ts'
import { bundleScript, serveModules } from './support/page-scripts.ts'

const FOLDER = join(ROOT, 'target', 'browser')
const SCRIPTS = ['portable.mjs', 'entry-points.mjs']
/** Takes more than a minute. */
const LONG = process.argv.includes('--atomic') ? ['atomic.mjs'] : []

let browser: Browser
let server: Server
let origin: string

test.before('a browser and a server are available', async () => {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, 'index.html'), '<!doctype html><title>vm-allocator</title>')
  ;({ server, origin } = await serveModules())
  browser = await launchBrowser()
})

test.after.always(async () => {
  await browser?.close()
  server?.close()
})

/** Collects the output. */
const LISTEN = `const lines = []; console.log = (line) => lines.push(String(line));`

const inPage = (load: string) => `(async () => { ${LISTEN} ${load}; return lines })()`

/** Runs a script in a worker that the page starts from the script's text. */
const inWorker = (load: string) => `new Promise((resolve, reject) => {
  const text = ${JSON.stringify(`(async () => { ${LISTEN} ${load}; postMessage(lines) })().catch((error) => postMessage([String(error.stack)]))`)}
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))
  worker.onmessage = ({ data }) => resolve(data)
  worker.onerror = ({ message }) => reject(new Error(message))
})`

async function open(url: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  return { page, complaints }
}

for (const [where, wrap] of Object.entries({ page: inPage, worker: inWorker })) {
  for (const script of [...SCRIPTS, ...LONG]) {
    const passes = test.macro({
      async exec(t, url: () => string, load: () => Promise<string>) {
        const { page, complaints } = await open(url())
        const lines = await page.evaluate<string[]>(wrap(await load()))
        t.deepEqual(
          lines.filter((line) => !line.startsWith('ok ')),
          [`${lines.length - 1} passed, 0 failed`],
        )
        t.true(lines.length > 1)
        t.deepEqual(complaints, [])
        t.log(lines.at(-1))
        await page.close()
      },
      title: (kind) => `${script} in a ${where}, ${kind}`,
    })
    test.serial(
      'modules from a server',
      passes,
      () => origin,
      async () => `await import('${origin}/tests/${script}')`,
    )
    test.serial(
      'a bundle from a file',
      passes,
      () => pathToFileURL(join(FOLDER, 'index.html')).href,
      () => bundleScript(script),
    )
  }
}
