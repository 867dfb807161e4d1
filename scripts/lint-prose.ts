// Spelling, grammar and style of what people read: every tracked page, and the comments and messages in the sources.
//   npx tsx scripts/lint-prose.ts [FILE …]
// Harper checks the pages, with the words of scripts/prose/words.txt added to its dictionary. The phrases of
// scripts/prose/phrases.txt are looked for in the sources, too. A code block is no prose.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Dialect, type Lint, LocalLinter } from 'harper.js'
import { binary } from 'harper.js/binary'
import { output, ROOT } from './support/toolbox.ts'

/** Rules that ask for another style than that of these pages, each with the reason. */
const RULES_OFF: Readonly<Record<string, string>> = {
  UseTitleCase: 'headings are in sentence case',
  SentenceCapitalization: 'cells of tables and items of lists are no sentences',
}
const PAGES = ['*.md', 'docs/**/*.md', 'crates/**/*.md', 'vectors/**/*.md', 'examples/**/*.md', '.github/**/*.md']
const SOURCES = [
  'lib/**',
  'src/**',
  'crates/**/*.rs',
  'scripts/**/*.ts',
  '__test__/**/*.ts',
  'examples/**/*.ts',
  'benchmark/**/*.ts',
  '.ci/run',
  '.github/**/*.yml',
]

interface Phrase {
  readonly pattern: RegExp
  readonly instead: string
}

const phrases = lines('phrases.txt').map((line): Phrase => {
  const [phrase = '', instead = ''] = line.split(' => ')
  return { pattern: new RegExp(`(?<![\\w-])${phrase}(?![\\w-])`, 'gi'), instead }
})
const named = process.argv.slice(2)
const wanted = (patterns: readonly string[]) =>
  tracked(patterns).filter((file) => named.length === 0 || named.includes(file))

const linter = await makeLinter()
let faults = 0
for (const file of wanted(PAGES)) await lintPage(file)
for (const file of wanted([...PAGES, ...SOURCES])) findPhrases(file)
console.log(faults === 0 ? 'No fault was found.' : `${faults} faults were found.`)
if (faults > 0) process.exitCode = 1

async function makeLinter(): Promise<LocalLinter> {
  const made = new LocalLinter({ binary, dialect: Dialect.British })
  await made.setup()
  const rules = await made.getDefaultLintConfig()
  for (const rule of Object.keys(RULES_OFF)) rules[rule] = false
  await made.setLintConfig(rules)
  await made.importWords(lines('words.txt'))
  return made
}

async function lintPage(file: string): Promise<void> {
  const text = withoutCode(readFileSync(join(ROOT, file), 'utf8'))
  for (const lint of await linter.lint(text, { language: 'markdown' })) {
    report(file, text, lint.span().start, `${lint.get_problem_text()}: ${lint.message()}${suggested(lint)}`)
  }
}

function suggested(lint: Lint): string {
  const [first] = lint.suggestions()
  return first === undefined ? '' : ` Suggested: ${first.get_replacement_text() || 'leave it out'}`
}

function findPhrases(file: string): void {
  const text = withoutCode(readFileSync(join(ROOT, file), 'utf8'))
  for (const { pattern, instead } of phrases) {
    for (const { index, 0: found } of text.matchAll(pattern)) report(file, text, index, `"${found}": ${instead}`)
  }
}

/** Blanks instead of code blocks and of what stands in backticks, so that places in the text stay the same. */
function withoutCode(text: string): string {
  return text.replaceAll(/^```.*?^```$|<!--.*?-->/gms, (block) => block.replaceAll(/[^\n]/g, ' '))
}

function report(file: string, text: string, index: number, message: string): void {
  faults += 1
  console.log(`${file}:${text.slice(0, index).split('\n').length}: ${message}`)
}

function tracked(patterns: readonly string[]): string[] {
  const specs = patterns.map((pattern) => `:(glob)${pattern}`)
  return output('git', ['ls-files', '--', ...specs])
    .split('\n')
    .filter((file) => file !== '' && !file.startsWith('scripts/prose/'))
}

/** The lines of a list, without comments. */
function lines(name: string): string[] {
  const text = readFileSync(join(ROOT, 'scripts', 'prose', name), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}
