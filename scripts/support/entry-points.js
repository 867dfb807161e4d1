import { readFileSync } from 'node:fs'

const { exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/**
 * The package's entry points, from package.json: `./map` is built from lib/map/index.ts, and its typings are
 * types/map.d.ts. `forBrowsers` has the conditions, `import` or `require`, for which browsers have a separate script.
 * Otherwise they use Node's script, which then needs nothing of Node.
 */
export const ENTRY_POINTS = Object.keys(exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => {
    const name = path.slice(2)
    const { browser = {} } = exports[path]
    const forBrowsers = Object.keys(browser).filter((kind) => browser[kind].default.startsWith('./dist/browser/'))
    return path === '.'
      ? { name: 'index', source: 'lib/index.ts', typings: 'index.d.ts', forBrowsers }
      : { name, source: `lib/${name}/index.ts`, typings: `types/${name}.d.ts`, forBrowsers }
  })
