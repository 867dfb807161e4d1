// `npm run build:tests`: compiles the tests, and the sources that they import, into target/tests/. A test file's
// process then starts in a third of the time that it takes with tsx.
import { readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'rolldown'
import { transformSync } from 'rolldown/utils'

/** A compiled file looks for other files from where its source is. */
const atTheSource: Plugin = {
  name: 'at-the-source',
  resolveId(source, importer) {
    if (importer === undefined || !/^\..*\.(c?js|mjs|json)$/.test(source)) return null
    return { id: pathToFileURL(resolve(dirname(importer), source)).href, external: true }
  },
  transform: {
    filter: { code: 'import.meta' },
    handler(code, id) {
      const define = {
        'import.meta.url': JSON.stringify(pathToFileURL(id).href),
        'import.meta.dirname': JSON.stringify(dirname(id)),
      }
      return transformSync(id, code, { define, sourcemap: true })
    },
  },
}

const files = readdirSync('__test__', { encoding: 'utf8', recursive: true })
const tests = files.filter((file) => file.endsWith('.test.ts') && !file.startsWith('e2e'))

await build({
  input: tests.map((file) => join('__test__', file)),
  platform: 'node',
  // Packages and Node's own modules, but no paths, not even those of Windows.
  external: /^(?!\w:)[^./]/,
  treeshake: false,
  plugins: [atTheSource],
  output: {
    dir: 'target/tests',
    cleanDir: true,
    preserveModules: true,
    preserveModulesRoot: '.',
    sourcemap: true,
  },
})
