import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { defineConfig } from 'rolldown'
import { minifySync } from 'rolldown/utils'
import { ENTRY_POINTS } from './scripts/support/entry-points.js'

/** What is started: the command, and the thread that a port runs in. */
const started = [
  { name: 'cli', source: 'lib/cli/index.ts' },
  { name: 'conformance-worker', source: 'lib/conformance/worker.ts' },
]

/** Libraries that are bundled, each into a script of its own. Their licences are collected by scripts/pack.ts. */
const libraries = [
  { name: 'commander', test: /node_modules.commander/ },
  { name: 'fast-check', test: /node_modules.(fast-check|pure-rand)/ },
]

/** What `index` shares with the commands, in one script: each takes half a millisecond to load. */
const shared = {
  name: 'load',
  test: /^(?!.*node_modules).*(lib.argument|lib.platform-packages|lib.binding.(?!index|connect|mailbox)|package\.json|rolldown.runtime)/,
}

/** Our own scripts whose white space takes tens of kilobytes. Their names stay, as stack traces show them. */
const LONG = ['layout', 'report', 'conformance-command', 'failure-text', 'layout-input', 'check']

/** Minifies what others wrote, and says whose it is: scripts/pack.ts looks for that. */
const minifyLibraries = {
  name: 'minify-libraries',
  renderChunk(code, { name, fileName, moduleIds }) {
    if (LONG.includes(name)) return minifySync(fileName, code, { module: false, mangle: false, compress: false }).code
    if (!libraries.some((library) => library.name === name)) return null
    const packages = new Set(moduleIds.flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []))
    const head = [...packages].sort().map((each) => `// from node_modules/${each}/\n`)
    return `${head.join('')}${minifySync(fileName, code, { module: false }).code}`
  },
}

/**
 * Beside each script that people import, an ES module of the same names from the same instance. Between them is a short
 * script: in Node 18 and 20 nobody can catch what a CommonJS module throws that an ES module imports, and each Node reads
 * every character of such a module in search of names.
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

/** The WebAssembly engine as text: every bundler takes a script along, and a page may come from a file. */
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

/** Puts the WebAssembly engine in the place of the native file. */
const useEngine = (format) => ({
  name: 'use-engine',
  resolveId(source, importer) {
    // A CommonJS module takes the text that Node takes.
    if (source === 'virtual:engine') return format === 'cjs' ? { id: '../wasm.cjs', external: true } : source
    // Pages that load modules themselves know no names of packages.
    const own = ENTRY_POINTS.find(({ name }) => source === (name === 'index' ? 'vm-allocator' : `vm-allocator/${name}`))
    if (own) return join(process.cwd(), own.source)
    return /binding\/index\.ts$/.test(source) && importer ? join(process.cwd(), 'lib', 'binding', 'browser.ts') : null
  },
  load(id) {
    return id === 'virtual:engine' ? `export const code = "${engineText()}"` : null
  },
})

/** For bundlers that build for browsers, and for pages that load modules themselves. */
const forBrowsers = (format, extension) => ({
  input: Object.fromEntries(ENTRY_POINTS.filter(({ browser }) => browser).map(({ name, source }) => [name, source])),
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
    // As for the libraries above: scripts/pack.ts looks for that.
    postBanner: ({ moduleIds }) =>
      moduleIds.some((id) => id.includes('node_modules/fflate')) ? '// from node_modules/fflate/' : '',
  },
})

const forNode = {
  input: Object.fromEntries([...ENTRY_POINTS, ...started].map(({ name, source }) => [name, source])),
  // The package's own entry points, so that a command shares the classes with those who import them; and the platforms'
  // packages, which `npm install` chooses among.
  external: /^@?vm-allocator|dist\/wasm\.cjs$/,
  platform: 'node',
  transform: { target: 'node18.15' },
  plugins: [minifyLibraries, addModules, addEngine],
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    codeSplitting: { groups: [shared, ...libraries] },
    strict: true,
    // They are in the typings.
    comments: { jsdoc: false },
    minify: false,
    cleanDir: true,
  },
}

export default defineConfig(
  existsSync(ENGINE) ? [forNode, forBrowsers('esm', 'mjs'), forBrowsers('cjs', 'cjs')] : forNode,
)
