// The code blocks of all pages, and how each is tested.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { ROOT } from '../support/process.ts'

/** A fenced block of a page, or of a comment in `lib/`. */
export interface CodeBlock {
  readonly page: string
  /** The number of its first line, from 1. */
  readonly line: number
  readonly heading: string
  readonly language: string
  readonly code: string
  /** The HTML comment before it: `<!-- not run: why -->` or `<!-- types only: why -->`. */
  readonly mark: { readonly kind: 'not run' | 'types only'; readonly reason: string } | undefined
  readonly treatment: Treatment
}

export type Treatment =
  /** Run, and its output and values compared with the page. */
  | 'executed'
  /** The output of the block before it, which is compared. */
  | 'compared'
  | 'type-checked'
  /** Only its syntax is checked. */
  | 'parsed'
  /** Run by `cargo test`, on the unmodified crate. */
  | 'executed in Rust'
  /** Run by separate tests. */
  | 'executed elsewhere'
  /** Only shown, with a mark that says why. */
  | 'marked'
  /** Not tested at all, which is a fault. */
  | 'unmarked'

/** Pages whose blocks have separate tests. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'docs/conformance.md': '__test__/conformance/guide.test.ts',
  ...Object.fromEntries(filesIn('docs/upstream', '.md').map((page) => [page, '__test__/e2e/upstream.test.ts'])),
  'docs/vectors.md': '__test__/conformance/python.test.ts',
}

/** Pages where all blocks of a kind are only shown, and why. */
const SHOWN: Readonly<Record<string, string>> = {
  'SECURITY.md': 'commands that check a release',
  'docs/electron.md': "commands and settings for the reader's app",
  'docs/performance.md': 'commands that measure for minutes',
  'docs/platforms.md': 'commands that build and install for minutes',
  'docs/reliability.md': 'commands that search for faults for minutes',
}

const MARK = /^<!-- (not run|types only): (.+) -->$/
const FENCE = /^```(\w*)$/

/** The pages, in the order of the list. */
export function pages(): string[] {
  const documents = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md']
  return [...documents, ...filesIn('docs', '.md'), ...filesIn('lib', '.ts')].filter((page) => existsSync(ROOT + page))
}

function filesIn(folder: string, ending: string): string[] {
  const names = readdirSync(ROOT + folder, { encoding: 'utf8', recursive: true })
  const paths = names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
  return paths.filter((path) => path.endsWith(ending)).sort()
}

/** All blocks of a page. */
export function blocksOf(page: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  const lines = linesOf(page)
  let heading = ''
  let mark: CodeBlock['mark']
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string
    const [, kind, reason] = MARK.exec(line) ?? []
    if (reason !== undefined) mark = { kind: kind as 'not run', reason }
    heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading
    const language = FENCE.exec(line)?.[1]
    if (language === undefined) continue
    const end = lines.indexOf('```', index + 1)
    const code = lines.slice(index + 1, end).join('\n')
    const block = { page, line: index + 1, heading, language, code, mark }
    blocks.push({ ...block, treatment: treatmentOf(block, blocks.at(-1)) })
    index = end
    mark = undefined
  }
  return blocks
}

/** Why a block is only shown. */
export function reasonOf({ page, mark }: CodeBlock): string {
  return mark?.reason ?? SHOWN[page] ?? ''
}

/** The lines of a page, or those of a source's documentation comments, at their places. */
function linesOf(page: string): string[] {
  const lines = readFileSync(ROOT + page, 'utf8').split('\n')
  return page.endsWith('.md') ? lines : lines.map((line) => /^ *\* ?(.*)$/.exec(line)?.[1] ?? '')
}

function treatmentOf(block: Omit<CodeBlock, 'treatment'>, before: CodeBlock | undefined): Treatment {
  const { page, language, mark } = block
  if (mark !== undefined) return mark.kind === 'not run' ? 'marked' : 'type-checked'
  if (page in ELSEWHERE) return 'executed elsewhere'
  if (language === 'ts' || language === 'typescript' || language === 'console') return 'executed'
  if (language === 'rust') return 'executed in Rust'
  if (language === 'json' || language === 'js') return 'parsed'
  if (language === 'text' && before?.treatment === 'executed' && before.code.includes('console.log(')) return 'compared'
  return page in SHOWN ? 'marked' : 'unmarked'
}
