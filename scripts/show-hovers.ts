// Prints what an editor shows of public items: `npm run docs:hovers -- --help`.
// Asks TypeScript's language service about the published typings, as an editor does.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import ts from 'typescript'
import { ROOT } from './support/toolbox.ts'

const FILES = ['index.d.ts', 'types/map.d.ts', 'types/layout.d.ts', 'types/system.d.ts', 'types/conformance.d.ts'].map(
  (name) => join(ROOT, name),
)
const { args: wanted } = new Command('npm run docs:hovers --')
  .description('Prints what an editor shows of every public item.')
  .argument('[names...]', 'items by name; all by default')
  .parse()

const service = ts.createLanguageService({
  getScriptFileNames: () => FILES,
  getScriptVersion: () => '1',
  getScriptSnapshot: (name) =>
    ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, 'utf8')) : undefined,
  getCurrentDirectory: () => ROOT,
  getCompilationSettings: () => ({ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, strict: true }),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
})

for (const file of FILES) {
  const source = service.getProgram()?.getSourceFile(file)
  if (source === undefined) throw new Error(`there is no ${file}: npm run build:types`)
  ts.forEachChild(source, (node) => show(file, node, ''))
}

/** Prints the hover of a declaration and of its members. */
function show(file: string, node: ts.Node, owner: string): void {
  const name = (node as Partial<ts.NamedDeclaration>).name
  const title = `${owner}${name?.getText() ?? ''}`
  if (name !== undefined && (wanted.length === 0 || wanted.some((each) => title.includes(each)))) {
    print(title, service.getQuickInfoAtPosition(file, name.getStart()))
  }
  const inside = name === undefined ? owner : `${title}.`
  ts.forEachChild(node, (child) => {
    if (ts.isTypeElement(child) || ts.isClassElement(child) || !('name' in child)) show(file, child, inside)
  })
}

function print(title: string, info: ts.QuickInfo | undefined): void {
  if (info === undefined) return
  console.log(`── ${title}\n${ts.displayPartsToString(info.displayParts)}`)
  if (info.documentation?.length) console.log(ts.displayPartsToString(info.documentation))
  for (const { name, text } of info.tags ?? []) console.log(`@${name} ${ts.displayPartsToString(text)}`)
  console.log()
}
