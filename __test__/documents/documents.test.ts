// Every code block of every page is run, compared or checked, or says why it isn't. To list them all:
//   npx tsx __test__/documents/list-code-blocks.ts
import { readFileSync } from 'node:fs'
import test from 'ava'
import ts from 'typescript'
import { ROOT } from '../support/process.ts'
import { blocksOf, pages, reasonOf } from './code-blocks.ts'
import { prepareFolder, programsOf, runProgram, writeSource } from './program.ts'
import { sessionsOf, type } from './session.ts'

const blocks = pages().flatMap(blocksOf)
const programs = pages().flatMap((page) => programsOf(blocksOf(page)))
prepareFolder()

// In order, because a session may read what an earlier program wrote.
for (const program of programs.filter(({ run }) => run)) {
  test.serial(`${program.page}:${program.line}: ${program.heading}`, async (t) => {
    const { claimed, evaluated, printed } = await runProgram(program)
    t.deepEqual(evaluated, claimed)
    t.deepEqual(printed, program.printed)
  })
}

for (const { page, line, code } of blocks.filter(({ language, treatment }) => {
  return language === 'console' && treatment === 'executed'
})) {
  for (const { command, output } of sessionsOf(code)) {
    test.serial(`${page}:${line}: $ ${command}`, async (t) => t.is(await type(t, command), output))
  }
}

test('all programs are well typed', (t) => {
  const checked = ts.createProgram(programs.map(writeSource), {
    ...{ target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], types: ['node'], module: ts.ModuleKind.NodeNext },
    ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true },
    moduleDetection: ts.ModuleDetectionKind.Force,
  })
  const faults = ts.getPreEmitDiagnostics(checked).map(({ file, start, messageText }) => {
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
    return `${file?.fileName}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
  t.deepEqual(faults, [])
})

for (const { page, line, language, code } of blocks.filter(({ treatment }) => treatment === 'parsed')) {
  test(`${page}:${line}: ${language} that can be parsed`, (t) => {
    if (language === 'json') return void t.notThrows(() => JSON.parse(code))
    const { diagnostics } = ts.transpileModule(code, { reportDiagnostics: true, fileName: 'block.js' })
    t.deepEqual(
      diagnostics?.map(({ messageText }) => messageText),
      [],
    )
  })
}

test('cargo test runs the Rust of each page that has some', (t) => {
  const runner = readFileSync(`${ROOT}crates/oracle/src/lib.rs`, 'utf8')
  const included = [...runner.matchAll(/#\[doc = include_str!\("\.\.\/\.\.\/\.\.\/(.*)"\)\]/g)].map(([, page]) => page)
  const rust = blocks.filter(({ treatment }) => treatment === 'executed in Rust').map(({ page }) => page)
  t.deepEqual(included.sort(), [...new Set(rust)].sort())
})

test('a block that is neither run nor checked says why', (t) => {
  const unmarked = blocks.filter(({ treatment }) => treatment === 'unmarked')
  t.deepEqual(
    unmarked.map(({ page, line, language }) => `${page}:${line}: ${language}`),
    [],
  )
  for (const block of blocks.filter(({ treatment }) => treatment === 'marked')) t.truthy(reasonOf(block))
})

test('docs/deviations.md shows every deviation in TypeScript and in Rust', (t) => {
  const text = readFileSync(`${ROOT}docs/deviations.md`, 'utf8')
  const sections = text.split(/^## /m).slice(1)
  t.deepEqual(
    sections.map((section) => section.slice(0, section.indexOf(':'))),
    Array.from({ length: 16 }, (_, index) => `D${index + 1}`),
  )
  for (const section of sections) t.regex(section, /^```ts\n[\s\S]*^```rust\n/m)
})
