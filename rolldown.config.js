import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'

/** Ships the licences of the libraries that are bundled. */
const licenses = {
  name: 'third-party-licenses',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}))
    const folders = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? [])
    const texts = [...new Set(folders)].sort().map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`
    })
    this.emitFile({ type: 'asset', fileName: 'third-party-licenses.txt', source: texts.join('\n') })
  },
}

export default defineConfig({
  input: {
    index: 'lib/index.ts',
    map: 'lib/map/index.ts',
    cli: 'lib/cli/index.ts',
    conformance: 'lib/conformance/index.ts',
    'conformance-worker': 'lib/conformance/worker.ts',
  },
  // The package's own entry points, so that a command shares the classes with those who import them.
  external: /^vm-allocator/,
  platform: 'node',
  plugins: [licenses],
  output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js', minify: false, cleanDir: true },
})
