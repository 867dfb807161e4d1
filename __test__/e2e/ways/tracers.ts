import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Place, PROGRAM, type Way } from './way.ts'

/** Copies only the files that nft finds. */
function trace(script: string): Way['run'] {
  return (place) => {
    place.write(
      'trace.mjs',
      `import { cpSync } from 'node:fs'
import { nodeFileTrace } from '@vercel/nft'
const { fileList } = await nodeFileTrace(['${script}'])
for (const file of fileList) cpSync(file, 'out/' + file)`,
    )
    return `${place.node('trace.mjs')}${place.deploy('out', script)}`
  }
}

/** Builds one executable with Bun, with nothing beside it. */
function compileWithBun(place: Place): string {
  const printed = place.start(bun(place), ['build', '--compile', 'main.mjs', '--outfile', 'out/app'])
  return `${printed}${place.deploy('out', '', ['./app'])}`
}

function bun(place: Place): string {
  return join(
    place.folder,
    'node_modules',
    `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : 'x64'}`,
    'bin',
    'bun',
  )
}

/** Makes a single executable of Node 24, with the platform's package beside it. */
function makeSingleExecutable(place: Place, line: string): string {
  const node = join(place.folder, 'node_modules', 'node24', 'bin', 'node')
  const options = ['--bundle', '--platform=node', '--log-level=warning', '--outfile=bundle.js']
  const bundled = place.esbuild('main.mjs', ...options, ...line.split(' ').filter(Boolean))
  place.write('sea.json', '{ "main": "bundle.js", "output": "blob", "disableExperimentalSEAWarning": true }')
  const blob = place.start(node, ['--experimental-sea-config', 'sea.json'])
  mkdirSync(join(place.folder, 'out'))
  copyFileSync(node, join(place.folder, 'out', 'app'))
  const fuse = ['--sentinel-fuse', 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2']
  const injected = place.tool('postject/dist/cli.js', 'out/app', 'NODE_SEA_BLOB', 'blob', ...fuse)
  if (line !== '') place.ship('@vm-allocator', 'out')
  return `${bundled}${blob}${injected}${place.deploy('out', '', ['./app'])}`
}

/** A route of a Next application, served only by the standalone server. */
function serveNext(place: Place, line: string): string {
  place.write(
    'next.config.mjs',
    `export default { output: 'standalone', outputFileTracingRoot: import.meta.dirname, ${line} }`,
  )
  place.write('app/layout.jsx', 'export default ({ children }) => <html><body>{children}</body></html>')
  const [imports = '', look = ''] = [
    PROGRAM.esm.split('const pool')[0],
    `const pool${PROGRAM.esm.split('const pool')[1]}`,
  ]
  place.write(
    'app/look/route.js',
    `${imports}export const dynamic = 'force-dynamic'
export function GET() {
${look.replace('console.log(', 'return new Response([').replace(/\)\n$/, "].join(' '))")}
}`,
  )
  const printed = place.tool('next/dist/bin/next', 'build')
  if (!printed.includes('Compiled successfully')) return printed
  const port = String(20_000 + (process.pid % 10_000))
  const script = `process.env.PORT = '${port}'; process.env.HOSTNAME = '127.0.0.1'; require('./server.js')
const ask = (left) => fetch('http://127.0.0.1:${port}/look').then((answer) => answer.text(), (error) => {
  if (left === 0) throw error
  return new Promise((done) => setTimeout(done, 250)).then(() => ask(left - 1))
})
ask(80).then((text) => { console.log(text); process.exit(0) })`
  place.write('.next/standalone/ask.cjs', script)
  return `${printed}${place.deploy('.next/standalone', 'ask.cjs')}`
}

export const TRACERS: readonly Way[] = [
  { name: '@vercel/nft, ES module', ships: 'the files that it lists', run: trace('main.mjs') },
  { name: '@vercel/nft, CommonJS', ships: 'the files that it lists', run: trace('main.cjs') },
  {
    name: '@vercel/ncc',
    weekly: true,
    ships: 'the native file, which the tool copies',
    run: (place) => {
      const printed = place.tool('@vercel/ncc/dist/ncc/cli.js', 'build', 'main.mjs', '--out', 'out', '--quiet')
      return `${printed}${place.deploy('out', 'index.mjs')}`
    },
  },
  { name: '`bun build --compile`', weekly: true, ships: 'nothing', run: compileWithBun },
  {
    name: 'single executable of Node 24, bundled with esbuild',
    weekly: true,
    line: '--external:@vm-allocator/*',
    stopsWith: 'No loader is configured for ".node" files',
    ships: '`node_modules/@vm-allocator`',
    run: makeSingleExecutable,
  },
  {
    name: 'Next 16, standalone',
    weekly: true,
    line: "serverExternalPackages: ['vm-allocator']",
    stopsWith: 'non-ecmascript placeable asset',
    ships: 'the files that it traces',
    run: serveNext,
  },
]
