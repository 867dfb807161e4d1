// Rolls up the public typings of each entry point: index.d.ts and types/, which are committed.
//   npm run build:types
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateDtsBundle } from 'dts-bundle-generator'
import { ENTRY_POINTS } from './support/entry-points.js'
import { ROOT, run } from './support/toolbox.ts'

type EntryPoint = (typeof ENTRY_POINTS)[number]

const SELF = 'vm-allocator'
/** Installs the package where a compiler finds libraries. */
const LIBRARY = join(ROOT, 'target', 'typings', 'node_modules', SELF)
/** The settings with which the other entry points find it. */
const SETTINGS = join(ROOT, 'target', 'typings', 'tsconfig.json')

/** The entry points whose classes others import. Each imports only from those before it. */
const SHARED = ['index', 'system']
const isShared = ({ name }: EntryPoint) => SHARED.includes(name)

const texts = new Map<EntryPoint, string>()
for (const name of SHARED) {
  rollUp(ENTRY_POINTS.filter((entryPoint) => entryPoint.name === name))
  offerAsLibrary()
}
rollUp(ENTRY_POINTS.filter((entryPoint) => !isShared(entryPoint)))
for (const [entryPoint, text] of texts) write(entryPoint, text)
const files = ENTRY_POINTS.map(({ typings }) => typings)
run(process.execPath, [join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'format', '--write', ...files])

/** Imports the classes of shared entry points, because a repeated class with private members is a different type. */
function rollUp(entryPoints: readonly EntryPoint[]): void {
  const sources = entryPoints.map(({ source }) => ({
    filePath: join(ROOT, source),
    noCheck: true,
    libraries: { importedLibraries: [SELF] },
    output: { noBanner: true, exportReferencedTypes: false },
  }))
  const preferredConfigPath = texts.size === 0 ? join(ROOT, 'tsconfig.json') : SETTINGS
  const rolledUp = generateDtsBundle(sources, { preferredConfigPath })
  for (const [at, entryPoint] of entryPoints.entries()) texts.set(entryPoint, rolledUp[at] ?? '')
}

/** Offers what is rolled up as typings of a library. */
function offerAsLibrary(): void {
  mkdirSync(LIBRARY, { recursive: true })
  writeFileSync(join(LIBRARY, 'package.json'), JSON.stringify({ name: SELF, version: '0.0.0', types: 'index.d.ts' }))
  const paths: Record<string, string[]> = {}
  for (const [{ name }, text] of texts) {
    const file = join(LIBRARY, `${name}.d.ts`)
    writeFileSync(file, text)
    paths[name === 'index' ? SELF : `${SELF}/${name}`] = [file]
  }
  const settings = { extends: '../../tsconfig.json', compilerOptions: { paths }, include: ['../../lib'] }
  writeFileSync(SETTINGS, JSON.stringify(settings))
}

/** Makes links to pages relative to the file of typings instead of the file in lib/. */
function write({ typings }: EntryPoint, rolledUp: string): void {
  const up = typings.includes('/') ? '../' : './'
  writeFileSync(join(ROOT, typings), rolledUp.replace(/\]\((?:\.\.\/)+docs\//g, `](${up}docs/`))
}
