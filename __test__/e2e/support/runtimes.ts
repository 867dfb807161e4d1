// The runtimes that npm has for this Linux.
import { join } from 'node:path'
import { npmTools } from '../../../scripts/support/toolbox.ts'
import type { Runtime } from './portable-run.ts'

const NODE_LINES = ['18.15', '18', '20', '22', '24', '26']

/** The permissions that the portable tests need on Deno. */
export const DENO_PERMISSIONS = ['--allow-ffi', '--allow-read', '--allow-env']

/** Fetches them into target/tools, once. */
export function fetchRuntimes(denoPermissions: readonly string[]): Runtime[] {
  const { arch } = process
  const [bun, deno] = [`@oven/bun-linux-${arch === 'arm64' ? 'aarch64' : arch}`, `@deno/linux-${arch}-glibc`]
  const nodes = NODE_LINES.map((line) => `node${line}@npm:node-linux-${arch}@${line}`)
  const folder = npmTools('runtimes', ['--no-bin-links', ...nodes, bun, deno])
  const inside = (...parts: string[]) => join(folder, 'node_modules', ...parts)
  return [
    ...NODE_LINES.map((line) => ({ name: `node${line}`, command: [inside(`node${line}`, 'bin', 'node')] })),
    { name: 'bun', command: [inside(bun, 'bin', 'bun')] },
    { name: 'deno', command: [inside(deno, 'deno'), 'run', ...denoPermissions] },
  ]
}
