import { defineConfig } from 'rolldown'

export default defineConfig({
  input: { index: 'lib/index.ts', map: 'lib/map/index.ts', cli: 'lib/cli/index.ts' },
  // The package's own entry points, so that a command shares the classes with those who import them.
  external: /^vm-allocator/,
  platform: 'node',
  output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js', minify: false, cleanDir: true },
})
