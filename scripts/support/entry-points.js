import { readFileSync } from 'node:fs'

const { exports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** What people import, from package.json: `./map` is made of lib/map/index.ts, and its typings are types/map.d.ts. */
export const ENTRY_POINTS = Object.keys(exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => {
    const name = path.slice(2)
    const browser = 'browser' in exports[path]
    return path === '.'
      ? { name: 'index', source: 'lib/index.ts', typings: 'index.d.ts', browser }
      : { name, source: `lib/${name}/index.ts`, typings: `types/${name}.d.ts`, browser }
  })
