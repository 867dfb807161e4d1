import { shipPackage, type Way } from './way.ts'

const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)`
const NO_LOADER = 'No loader is configured for ".node" files'
const BESIDE = 'the native file, which the tool copies'
const INSTALLED = '`node_modules` with the package'

/** Bundles with esbuild; the line has options of its command. */
function esbuild(format: 'cjs' | 'esm'): Way['run'] {
  const script = format === 'esm' ? 'main.mjs' : 'main.js'
  return (place, line) => {
    const options = [
      '--bundle',
      '--platform=node',
      `--format=${format}`,
      '--log-level=warning',
      `--outfile=out/${script}`,
    ]
    const words = line.match(/'[^']*'|--banner:js="[^"]*"|\S+/g) ?? []
    const given = words.map((word) => word.replace(/"(.*)"$/, '$1'))
    const printed = place.esbuild('main.mjs', ...options, ...given)
    if (line.includes('--external')) shipPackage(place, 'out')
    return `${printed}${place.deploy('out', script)}`
  }
}

/** Bundles with webpack; the line is a member of its configuration. */
function webpack(mode: 'production' | 'development'): Way['run'] {
  return (place, line) => {
    const output = "output: { path: require('node:path').resolve('out'), filename: 'main.js' }"
    place.write(
      'webpack.config.cjs',
      `module.exports = { mode: '${mode}', target: 'node', entry: './main.mjs', ${output}, ${line} }`,
    )
    const printed = place.tool('webpack/bin/webpack.js', '--config', 'webpack.config.cjs')
    if (printed.includes('Module parse failed')) return printed
    if (line.includes('externals')) shipPackage(place, 'out')
    return `${printed}${place.deploy('out', 'main.js')}`
  }
}

/** Bundles with Rollup and its CommonJS plugin; the line is a member of its configuration. */
function rollup(format: 'es' | 'cjs'): Way['run'] {
  const script = format === 'es' ? 'main.mjs' : 'main.cjs'
  return (place, line) => {
    place.write(
      'rollup.config.mjs',
      `import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
const output = { file: 'out/${script}', format: '${format}' }
export default { input: 'main.mjs', output, plugins: [nodeResolve(), commonjs()], ${line} }`,
    )
    const printed = place.tool('rollup/dist/bin/rollup', '--config', 'rollup.config.mjs', '--silent')
    if (printed.includes('Unexpected character')) return printed
    if (line.includes('/^vm')) shipPackage(place, 'out')
    else if (line !== '') place.ship('@vm-allocator', 'out')
    return `${printed}${place.deploy('out', script)}`
  }
}

/** Bundles with Vite; the line is a member of its configuration's `build`. */
function vite(how: string, script: string): Way['run'] {
  return (place, line) => {
    place.write('vite.config.mjs', `export default { logLevel: 'warn', build: { ${how}, ${line} } }`)
    const printed = place.tool('vite/bin/vite.js', 'build', '--outDir=out')
    shipPackage(place, 'out')
    return `${printed}${place.deploy('out', script)}`
  }
}

export const BUNDLERS: readonly Way[] = [
  {
    name: 'esbuild, CommonJS, bundled',
    line: '--loader:.node=copy',
    stopsWith: NO_LOADER,
    ships: BESIDE,
    run: esbuild('cjs'),
  },
  {
    name: 'esbuild, CommonJS, external',
    line: '--external:vm-allocator',
    stopsWith: NO_LOADER,
    ships: INSTALLED,
    run: esbuild('cjs'),
  },
  {
    name: 'esbuild, ES module, bundled',
    line: `--loader:.node=copy --banner:js="${REQUIRE}"`,
    stopsWith: NO_LOADER,
    ships: BESIDE,
    run: esbuild('esm'),
  },
  {
    name: 'esbuild, ES module, external',
    line: '--external:vm-allocator',
    stopsWith: NO_LOADER,
    ships: INSTALLED,
    run: esbuild('esm'),
  },
  ...(['production', 'development'] as const).flatMap((mode) => [
    {
      name: `webpack 5, ${mode}, bundled`,
      line: "module: { rules: [{ test: /\\.node$/, loader: 'node-loader' }] }",
      stopsWith: "Module parse failed: Unexpected character '\u007f'",
      ships: BESIDE,
      run: webpack(mode),
    },
    {
      name: `webpack 5, ${mode}, external`,
      line: "externals: { 'vm-allocator': 'commonjs vm-allocator', 'vm-allocator/map': 'commonjs vm-allocator/map' }",
      stopsWith: "Module parse failed: Unexpected character '\u007f'",
      ships: INSTALLED,
      run: webpack(mode),
    },
  ]),
  {
    name: 'Rollup with its CommonJS plugin, CommonJS',
    line: 'external: /^@vm-allocator/',
    stopsWith: "Unexpected character '\\u{7f}'",
    ships: '`node_modules/@vm-allocator`',
    run: rollup('cjs'),
  },
  {
    name: 'Rollup with its CommonJS plugin, ES module',
    line: 'external: /^vm-allocator/',
    stopsWith: "Unexpected character '\\u{7f}'",
    ships: INSTALLED,
    run: rollup('es'),
  },
  {
    name: 'Vite, SSR',
    weekly: true,
    ships: INSTALLED,
    run: vite("ssr: 'main.mjs'", 'main.mjs'),
  },
  {
    name: 'Vite, library (members of `build`)',
    weekly: true,
    line: 'rolldownOptions: { external: /^vm-allocator/ }',
    stopsWith: 'stream did not contain valid UTF-8',
    ships: INSTALLED,
    run: vite("lib: { entry: 'main.mjs', formats: ['es'], fileName: () => 'main.mjs' }", 'main.mjs'),
  },
]
