import { execFileSync } from 'node:child_process'
import { rolldown } from 'rolldown'
import { benchmarkFile } from './files.ts'
import type { Selection } from './selection.ts'

/** Builds what the trials of a selection run. */
export async function prepare({ rivals, workloads }: Selection): Promise<void> {
  const measuresMemory = workloads.some(({ unit }) => unit === 'bytes per live range')
  if (measuresMemory || rivals.some(({ needsCargo }) => needsCargo)) buildNative()
  await bundleTrial()
}

function buildNative(): void {
  const args = ['build', '--release', '--locked', '--quiet', '--manifest-path', benchmarkFile('rivals/Cargo.toml')]
  try {
    execFileSync('cargo', args, { stdio: ['ignore', 2, 2] })
  } catch (cause) {
    throw new Error('The rivals in Rust could not be built; select others by name, such as vm-allocator.', { cause })
  }
}

/** Trials run plain JavaScript: a TypeScript loader would take time in each, and alter what V8 sees. */
async function bundleTrial(): Promise<void> {
  const bundle = await rolldown({
    input: { trial: benchmarkFile('trial.ts') },
    platform: 'node',
    external: /^[^./]/,
    logLevel: 'warn',
  })
  await bundle.write({ dir: benchmarkFile('build'), format: 'esm', chunkFileNames: '[name].js' })
  await bundle.close()
}
