// The typings have no errors in themselves. Most projects don't check them (`skipLibCheck`), and there an undeclared
// name is silently `any`.
import test from 'ava'
import ts from 'typescript'
import { ENTRY_POINTS } from '../../scripts/support/entry-points.js'
import { ROOT } from '../support/process.ts'

const { ESNext } = ts.ScriptTarget

for (const module of [ts.ModuleKind.NodeNext, ts.ModuleKind.Preserve]) {
  test(`the typings are valid with module ${ts.ModuleKind[module]}`, (t) => {
    const files = ENTRY_POINTS.map(({ typings }) => `${ROOT}${typings}`)
    const options = {
      module,
      target: ESNext,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: ['node'],
    }
    const program = ts.createProgram(files, options)
    const faults = files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(program.getSourceFile(file)),
      ...program.getSemanticDiagnostics(program.getSourceFile(file)),
    ])
    t.is(files.filter((file) => program.getSourceFile(file) !== undefined).length, files.length)
    t.deepEqual(
      faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      [],
    )
  })
}
