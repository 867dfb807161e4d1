import { defineConfig } from 'rolldown'

/** Libraries that are bundled, each into a script of its own. Their licences are collected by scripts/pack.ts. */
const libraries = [
  { name: 'commander', test: /node_modules.commander/ },
  { name: 'fast-check', test: /node_modules.(fast-check|pure-rand)/ },
]

/** What `index` shares with the commands, in one script: each takes half a millisecond to import. */
const shared = { name: 'load', test: /^(?!.*node_modules).*(lib.argument|lib.binding.(?!index)|package\.json)/ }

export default defineConfig({
  input: {
    index: 'lib/index.ts',
    map: 'lib/map/index.ts',
    layout: 'lib/layout/index.ts',
    cli: 'lib/cli/index.ts',
    conformance: 'lib/conformance/index.ts',
    'conformance-worker': 'lib/conformance/worker.ts',
  },
  // The package's own entry points, so that a command shares the classes with those who import them.
  external: /^vm-allocator/,
  platform: 'node',
  output: {
    dir: 'dist',
    format: 'esm',
    chunkFileNames: '[name].js',
    codeSplitting: { groups: [shared, ...libraries] },
    minify: false,
    cleanDir: true,
  },
})
