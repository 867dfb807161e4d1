import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Place, PROGRAM, type Way } from './way.ts'

/** The versions, by their installed names. */
export const VERSIONS = ['5.4', '5.9', '6.0', '7.0']

/** A usual configuration: `module`, `moduleResolution`, and the file to compile. */
interface Setting {
  readonly module: string
  readonly moduleResolution: string
  readonly file: 'main.mts' | 'main.cts' | 'main.ts'
  /** The versions that support the setting. */
  readonly from?: string
  readonly until?: string
  /** The version for every run. */
  readonly everyRun?: string
}

const SETTINGS: readonly Setting[] = [
  { module: 'node16', moduleResolution: 'node16', file: 'main.cts', everyRun: '5.4' },
  { module: 'node16', moduleResolution: 'node16', file: 'main.mts', everyRun: '5.4' },
  { module: 'nodenext', moduleResolution: 'nodenext', file: 'main.cts', everyRun: '7.0' },
  { module: 'nodenext', moduleResolution: 'nodenext', file: 'main.mts', everyRun: '7.0' },
  { module: 'esnext', moduleResolution: 'bundler', file: 'main.mts', everyRun: '7.0' },
  { module: 'commonjs', moduleResolution: 'node10', file: 'main.ts', until: '5.9', everyRun: '5.4' },
  { module: 'commonjs', moduleResolution: 'bundler', file: 'main.ts', from: '6.0' },
]

/** Treats the classes of both typings as the same. */
const MIXED = `import { AddressAllocator } from 'vm-allocator'
export const take = (allocator: AddressAllocator): bigint => allocator.base
`

function compile(version: string, setting: Setting): Way['run'] {
  const { module, moduleResolution, file } = setting
  return (place) => {
    place.write(file, PROGRAM.esm)
    const files: string[] = [file]
    if (moduleResolution.startsWith('node') && file === 'main.mts') files.push(...writeMixed(place))
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom'], types: [] },
      ...{ strict: true, skipLibCheck: false, esModuleInterop: true, outDir: 'out', rootDir: '.' },
    }
    place.write('tsconfig.json', JSON.stringify({ compilerOptions, files }))
    const tsc = `ts${version}/${existsSync(join(place.folder, 'node_modules', `ts${version}`, 'bin', 'tsc')) ? 'bin/tsc' : 'bin/tsc.js'}`
    const printed = place.tool(tsc, '--project', '.')
    const script = join('out', file.replace('ts', 'js'))
    return `${printed}${printed === '' ? place.node(script) : ''}`
  }
}

/** A file of each kind of module, of which one passes an allocator to the other. */
function writeMixed(place: Place): string[] {
  place.write('mixed-cjs.cts', MIXED)
  const give = `import { AddressAllocator } from 'vm-allocator'\nimport { take } from './mixed-cjs.cjs'\n`
  place.write('mixed.mts', `${give}take(new AddressAllocator(0n, 8n))\n`)
  return ['mixed-cjs.cts', 'mixed.mts']
}

function describe({ module, moduleResolution, file }: Setting): string {
  const kind = { 'main.mts': 'ES module', 'main.cts': 'CommonJS', 'main.ts': 'CommonJS' }[file]
  return module === moduleResolution ? `${module}, ${kind}` : `${module} with ${moduleResolution}, ${kind}`
}

function takes({ from, until }: Setting, version: string): boolean {
  return Number(from ?? version) <= Number(version) && Number(version) <= Number(until ?? version)
}

export const COMPILERS: readonly Way[] = VERSIONS.flatMap((version) =>
  SETTINGS.filter((setting) => takes(setting, version)).map((setting) => ({
    name: `TypeScript ${version}, ${describe(setting)}`,
    weekly: setting.everyRun !== version,
    ships: '',
    run: compile(version, setting),
  })),
)
