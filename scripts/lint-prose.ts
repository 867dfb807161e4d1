// Checks spelling, grammar and style in every tracked page, and in comments and messages of the sources.
//   npm run lint:prose -- --help
// Harper checks the pages; scripts/prose/words.txt adds words to its dictionary. The phrases of
// scripts/prose/phrases.txt are searched for in the sources as well. Code blocks are left out.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { Dialect, type Lint, LocalLinter } from 'harper.js'
import { binary } from 'harper.js/binary'
import { output, ROOT } from './support/toolbox.ts'

/** Rules that ask for a style these pages don't use, each with the reason. */
const RULES_OFF: Readonly<Record<string, string>> = {
  UseTitleCase: 'headings are in sentence case',
  SentenceCapitalization: 'cells of tables and items of lists are not sentences',
  OxfordComma: 'British lists do without it',
  ExpandMemoryShorthands: 'MiB and kB are the units that the tools print',
  ExpandTimeShorthands: 'so are ms',
  NumericRangeEnDash: '2^64-2 is a subtraction',
  PhrasalVerbAsCompoundNoun: 'a plugin is a noun',
  MassNouns: 'a binding and a static are terms of the field',
  OrthographicConsistency: 'names of files and packages keep their own case',
}
const PAGES = ['*.md', 'docs/**/*.md', 'crates/**/*.md', 'vectors/**/*.md', 'examples/**/*.md', '.github/**/*.md']
const SOURCES = [
  'lib/**',
  'src/**',
  'crates/**/*.rs',
  'crates/oracle/scenarios/*.txt',
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
const { args: named } = new Command('npm run lint:prose --')
  .description('Checks the spelling, grammar and style of what people read.')
  .argument('[files...]', 'tracked files; all by default')
  .parse()
const wanted = (patterns: readonly string[]) =>
  tracked(patterns).filter((file) => named.length === 0 || named.includes(file))

const linter = await makeLinter()
let faults = 0
for (const file of wanted(PAGES)) await lintPage(file)
for (const file of wanted([...PAGES, ...SOURCES])) findPhrases(file)
console.log(faults === 0 ? 'No faults found.' : `Faults found: ${faults}.`)
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
  const found = await linter.organizedLints(text, { language: 'markdown' })
  for (const [rule, lints] of Object.entries(found)) {
    for (const lint of lints) {
      const { start } = lint.span()
      report(file, text, start, `${lint.get_problem_text()}: ${lint.message()}${suggested(lint)} [${rule}]`)
    }
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

/** Replaces code blocks with blanks, so that line numbers and offsets stay the same. */
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
