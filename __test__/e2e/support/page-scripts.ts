// The portable tests for pages and workers: as modules from a server, and as plain scripts that include the package.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { ROOT } from '../../../scripts/support/toolbox.ts'

const SUPPORT = join(ROOT, '__test__', 'e2e', 'support')
const BROWSER_DIST = join(ROOT, 'dist', 'browser')
/** What replaces Node's modules in pages. */
const SUBSTITUTES = join(ROOT, '__test__', 'e2e', 'browser')
const SUBSTITUTED: Record<string, string> = {
  'node:assert/strict': 'assert.mjs',
  'node:process': 'process.mjs',
  'node:util': 'util.mjs',
}

/** A script with everything that it imports, as a bundler for browsers makes it. */
export async function bundleScript(name: string): Promise<string> {
  const bundle = await rolldown({
    input: join(SUPPORT, name),
    platform: 'browser',
    resolve: {
      alias: Object.fromEntries(Object.entries(SUBSTITUTED).map(([from, to]) => [from, join(SUBSTITUTES, to)])),
    },
  })
  const { output } = await bundle.generate({ format: 'iife', codeSplitting: false })
  await bundle.close()
  if (output.length !== 1) throw new Error(`${output.length} scripts instead of one`)
  return output[0].code
}

/**
 * Serves the scripts and dist/browser/ on the loopback address, with package names replaced so that a page can import
 * them.
 */
export async function serveModules(): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const served = moduleAt(pathname)
    const type = pathname === '/' ? 'text/html' : 'text/javascript'
    response.writeHead(served === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` }).end(served)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function moduleAt(path: string): string | undefined {
  if (path === '/') return '<!doctype html><title>vm-allocator</title><link rel="icon" href="data:,">'
  const [, folder, name] = /^\/(package|tests|substitutes)\/([\w-]+\.mjs)$/.exec(path) ?? []
  if (name === undefined) return undefined
  if (folder === 'package') return readFileSync(join(BROWSER_DIST, name), 'utf8')
  return withPaths(readFileSync(join(folder === 'tests' ? SUPPORT : SUBSTITUTES, name), 'utf8'))
}

function withPaths(script: string): string {
  return script.replace(/(?<= from ')[^'.]+(?=')/g, (name) => {
    const substitute = SUBSTITUTED[name]
    return substitute === undefined
      ? `/package/${name.replace(/^vm-allocator\/?/, '') || 'index'}.mjs`
      : `/substitutes/${substitute}`
  })
}
