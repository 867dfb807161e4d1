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

const [index, ...others] = ENTRY_POINTS as [EntryPoint, ...EntryPoint[]]
const [text = ''] = rollUp([index], join(ROOT, 'tsconfig.json'))
offerAsLibrary(text)
const texts = rollUp(others, SETTINGS)
write(index, text)
for (const [at, entryPoint] of others.entries()) write(entryPoint, texts[at] ?? '')
const files = ENTRY_POINTS.map(({ typings }) => typings)
run(process.execPath, [join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'format', '--write', ...files])

/** The other entry points import the classes, because a repeated class with private members is a different type. */
function rollUp(entryPoints: readonly EntryPoint[], preferredConfigPath: string): string[] {
  const sources = entryPoints.map(({ source }) => ({
    filePath: join(ROOT, source),
    noCheck: true,
    libraries: { importedLibraries: [SELF] },
    output: { noBanner: true, exportReferencedTypes: false },
  }))
  return generateDtsBundle(sources, { preferredConfigPath })
}

function offerAsLibrary(typings: string): void {
  mkdirSync(LIBRARY, { recursive: true })
  writeFileSync(join(LIBRARY, 'index.d.ts'), typings)
  writeFileSync(join(LIBRARY, 'package.json'), JSON.stringify({ name: SELF, version: '0.0.0', types: 'index.d.ts' }))
  const paths = { [SELF]: [join(LIBRARY, 'index.d.ts')] }
  const settings = { extends: '../../tsconfig.json', compilerOptions: { paths }, include: ['../../lib'] }
  writeFileSync(SETTINGS, JSON.stringify(settings))
}

/** Makes links to pages relative to the file of typings instead of the file in lib/. */
function write({ typings }: EntryPoint, rolledUp: string): void {
  const up = typings.includes('/') ? '../' : './'
  writeFileSync(join(ROOT, typings), rolledUp.replace(/\]\((?:\.\.\/)+docs\//g, `](${up}docs/`))
}
