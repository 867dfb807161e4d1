// Builds the app into a folder that Electron can start: npx tsx examples/electron/build.ts [folder]
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))

/** Compiles each script separately; the package is linked, not copied. */
export function buildApp(folder: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  for (const name of ['main', 'preload', 'page']) {
    // The page's script is not a module. The others are CommonJS, as a sandboxed preload script must be.
    const module = name === 'page' ? ts.ModuleKind.None : ts.ModuleKind.CommonJS
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module }
    const source = readFileSync(join(HERE, `${name}.ts`), 'utf8')
    writeFileSync(join(folder, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText)
  }
  for (const name of ['index.html', 'page.css']) copyFileSync(join(HERE, name), join(folder, name))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'layout', version: '1.0.0', main: 'main.js' }))
  symlinkSync(PACKAGE, join(folder, 'node_modules', 'vm-allocator'), 'dir')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? join(PACKAGE, 'target', 'electron-example'))
  buildApp(folder)
  console.log(`Start it with: electron ${folder}`)
}
