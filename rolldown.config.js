import { defineConfig } from 'rolldown'

export default defineConfig({
  input: { index: 'lib/index.ts' },
  platform: 'node',
  output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js', minify: false, cleanDir: true },
})
