import { execFileSync } from 'node:child_process'
import { rolldown } from 'rolldown'
import { benchmarkFile, packageFile } from './files.ts'
import type { Selection } from './selection.ts'

/** Builds what the trials of a selection run. */
export async function prepare({ rivals, workloads }: Selection): Promise<void> {
  const measuresMemory = workloads.some(({ unit }) => unit === 'bytes per live range')
  if (measuresMemory || rivals.some(({ needsCargo }) => needsCargo)) buildNative()
  if (workloads.some(({ words }) => words.includes('state'))) buildEngineExample()
  await bundleTrial()
}

function buildNative(): void {
  cargo('build', '--manifest-path', benchmarkFile('rivals/Cargo.toml'))
}

function buildEngineExample(): void {
  const example = ['--package', 'vm-allocator-engine', '--example', 'serde_cost']
  cargo('build', '--manifest-path', packageFile('Cargo.toml'), ...example)
}

function cargo(...words: string[]): void {
  try {
    execFileSync('cargo', [...words, '--release', '--locked', '--quiet'], { stdio: ['ignore', 2, 2] })
  } catch (cause) {
    throw new Error('The rivals in Rust could not be built; select others by name, such as vm-allocator.', { cause })
  }
}

/** Trials run plain JavaScript: a TypeScript loader would take time in each, and change the code that V8 sees. */
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
