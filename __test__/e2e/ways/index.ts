// The ways in which people ship and test code that uses the package: docs/bundlers.md has the table.
import { BUNDLERS } from './bundlers.ts'
import { RUNNERS } from './runners.ts'
import { TRACERS } from './tracers.ts'
import { COMPILERS, VERSIONS } from './typescript.ts'
import type { Way } from './way.ts'

export const WAYS: readonly Way[] = [...BUNDLERS, ...TRACERS, ...RUNNERS, ...COMPILERS]

const TYPESCRIPTS = VERSIONS.map((version) => `ts${version}@npm:typescript@${version}`)

/** The tools of every run, by their names in npm. */
export const TOOLS = [
  'esbuild@0.28.2',
  'webpack@5.112.2',
  'webpack-cli@7.3.1',
  'node-loader@2.1.0',
  'rollup@4.68.8',
  '@rollup/plugin-commonjs@29.0.3',
  '@rollup/plugin-node-resolve@16.0.3',
  '@vercel/nft@1.11.5',
  'jest@30.5.2',
  'tsx@4.23.15',
  ...TYPESCRIPTS,
]

/** The heavy ones. */
export const WEEKLY_TOOLS = [
  'vite@8.3.8',
  'vitest@4.1.12',
  '@vercel/ncc@0.45.0',
  'next@16.4.6',
  'react@19',
  'react-dom@19',
  'postject@1.0.0-alpha.6',
  'esbuild@0.28.2',
  ...TYPESCRIPTS,
  `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : process.arch}@1`,
  `node24@npm:node-linux-${process.arch}@24`,
]

/** The table of docs/bundlers.md. */
export function waysTable(): string {
  const rows = WAYS.filter((way) => way.ships !== '').map(({ name, line, stopsWith, ships }) => {
    const without =
      line === undefined
        ? 'works'
        : stopsWith === undefined
          ? 'fails with `bundled`'
          : `stops: \`${inTable(stopsWith)}\``
    return `| ${name} | ${without} | ${line === undefined ? '' : `\`${inTable(line)}\``} | ${ships} |`
  })
  return [
    '| tool | works unconfigured | the line it needs | goes with the result |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

/** The list of what works without configuration, in docs/bundlers.md. */
export function worksList(): string {
  return WAYS.filter((way) => way.ships === '')
    .map(({ name }) => `- ${name}`)
    .join('\n')
}

function inTable(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\u007f', '␡')
}
