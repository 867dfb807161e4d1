import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { defineConfig } from 'rolldown'
import { parseAst } from 'rolldown/parseAst'
import { minifySync } from 'rolldown/utils'
import { ENTRY_POINTS } from './scripts/support/entry-points.js'

/** The scripts that are started: the command, and the thread of a port. */
const started = [
  { name: 'cli', source: 'lib/cli/index.ts' },
  { name: 'conformance-worker', source: 'lib/conformance/worker.ts' },
]

/** Bundled libraries, each in a separate script. scripts/pack.ts collects their licences. */
const libraries = [
  { name: 'commander', test: /node_modules.commander/ },
  { name: 'fast-check', test: /node_modules.(fast-check|pure-rand)/ },
]

/** What `index` shares with others, in few scripts, because each takes half a millisecond to load. */
const shared = [
  // Browsers load it too, through `map` and `layout`, so it uses nothing of Node's.
  { name: 'argument', test: /lib.(adopted|argument|caller|partition-point)\.ts$/ },
  {
    name: 'load',
    test: /^(?!.*node_modules).*(lib.platform-packages|lib.binding.(?!index|connect|mailbox)|package\.json)/,
  },
]

/**
 * Reads platform-packages.cjs as an ES module: as CommonJS, it would need rolldown's runtime, one more script to load.
 */
const plainPlatformPackages = {
  name: 'plain-platform-packages',
  resolveId(source) {
    return source.endsWith('/platform-packages.cjs') ? join(process.cwd(), 'lib', 'platform-packages.js') : null
  },
  load(id) {
    if (!/lib.platform-packages\.js$/.test(id)) return null
    const code = readFileSync(id.replace(/\.js$/, '.cjs'), 'utf8')
    return code.replaceAll(/^exports\.(\w+) =/gm, 'export const $1 =')
  },
}

/**
 * Minifies. Other people's code keeps a comment with its origin, which scripts/pack.ts needs. In our own scripts,
 * functions and classes keep their names, for stack traces, and each statement has its own line, because Node prints
 * the line of an uncaught error.
 */
const minifyScripts = {
  name: 'minify-scripts',
  renderChunk(code, { name, fileName, moduleIds }) {
    if (!libraries.some((library) => library.name === name)) {
      return breakLines(
        minifySync(fileName, code, { module: false, mangle: { keepNames: true }, compress: false }).code,
      )
    }
    const packages = new Set(moduleIds.flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []))
    const head = [...packages].sort().map((each) => `// from node_modules/${each}/\n`)
    return `${head.join('')}${minifySync(fileName, code, { module: false }).code}`
  },
}

/** Puts each statement of a script, and each member of a class, on its own line. */
function breakLines(code) {
  const starts = []
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node.body)) starts.push(...node.body.map(({ start }) => start))
    for (const child of Object.values(node)) visit(child)
  }
  visit(parseAst(code, { sourceType: 'script' }))
  const ends = [...new Set(starts)].filter((start) => start > 0).sort((a, b) => a - b)
  return [0, ...ends].map((start, index) => code.slice(start, ends[index])).join('\n')
}

/**
 * Adds an ES module beside each script that people import, with the same names from the same instance. A short script
 * connects them: in Node 18 and 20, an error that a CommonJS module throws during an import by an ES module can't be
 * caught, and every Node scans all of such a CommonJS module for names.
 */
const addModules = {
  name: 'add-modules',
  generateBundle(_, bundle) {
    for (const { name } of ENTRY_POINTS) {
      const between = `"use strict";

try {
	exports.names = require("./${name}.cjs");
} catch (error) {
	exports.error = error;
}
`
      const module = `import loaded from "./${name}.import.cjs";

if (loaded.error) throw loaded.error;
export const { ${bundle[`${name}.cjs`].exports.join(', ')} } = loaded.names;
`
      this.emitFile({ type: 'asset', fileName: `${name}.import.cjs`, source: between })
      this.emitFile({ type: 'asset', fileName: `${name}.mjs`, source: module })
    }
  },
}

const ENGINE = 'target/wasm/vm-allocator.wasm'

/** Adds the WebAssembly engine as text: every bundler includes scripts, and a page loaded from disk can read them. */
const engineText = () => gzipSync(readFileSync(ENGINE), { level: 9 }).toString('base64')

const addEngine = {
  name: 'add-engine',
  generateBundle() {
    if (!existsSync(ENGINE)) return
    this.emitFile({
      type: 'asset',
      fileName: 'wasm.cjs',
      source: `"use strict";\n\nexports.code = "${engineText()}";\n`,
    })
  },
}

/** Replaces the native file with the WebAssembly engine. */
const useEngine = (format) => ({
  name: 'use-engine',
  resolveId(source, importer) {
    // CommonJS modules use the same text as Node.
    if (source === 'virtual:engine') return format === 'cjs' ? { id: '../wasm.cjs', external: true } : source
    // Pages that load modules directly can't resolve package names.
    const own = ENTRY_POINTS.find(({ name }) => source === (name === 'index' ? 'vm-allocator' : `vm-allocator/${name}`))
    if (own) return join(process.cwd(), own.source)
    return /binding\/index\.ts$/.test(source) && importer ? join(process.cwd(), 'lib', 'binding', 'browser.ts') : null
  },
  load(id) {
    return id === 'virtual:engine' ? `export const code = "${engineText()}"` : null
  },
})

/** For bundlers that build for browsers, and for pages that load modules directly. */
const forBrowsers = (kind, format, extension) => ({
  input: Object.fromEntries(
    ENTRY_POINTS.filter(({ forBrowsers }) => forBrowsers.includes(kind)).map(({ name, source }) => [name, source]),
  ),
  platform: 'browser',
  transform: { target: 'es2022' },
  plugins: [useEngine(format)],
  output: {
    dir: 'dist/browser',
    format,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `[name].${extension}`,
    codeSplitting: { groups: [{ name: 'engine', test: /virtual:engine/ }] },
    minify: true,
    keepNames: true,
    // Names the origin for scripts/pack.ts, as above.
    postBanner: ({ moduleIds }) =>
      moduleIds.some((id) => id.includes('node_modules/fflate')) ? '// from node_modules/fflate/' : '',
  },
})

const forNode = {
  input: Object.fromEntries([...ENTRY_POINTS, ...started].map(({ name, source }) => [name, source])),
  // The package's own entry points, so that commands share the classes with those who import them; and the platform
  // packages, of which `npm install` chooses one.
  external: /^@?vm-allocator|dist\/wasm\.cjs$/,
  platform: 'node',
  transform: { target: 'node18.15' },
  checks: { pluginTimings: false },
  plugins: [plainPlatformPackages, minifyScripts, addModules, addEngine],
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    codeSplitting: { groups: [...shared, ...libraries] },
    strict: true,
    // The typings have them.
    comments: { jsdoc: false },
    minify: false,
    cleanDir: true,
  },
}

export default defineConfig(
  existsSync(ENGINE) ? [forNode, forBrowsers('import', 'esm', 'mjs'), forBrowsers('require', 'cjs', 'cjs')] : forNode,
)
