// Lists what `npm test` does with each code block of the pages.
//   npx tsx __test__/documents/list-code-blocks.ts [--all]
// --all lists every block; otherwise, only those that are merely shown, with the reason.
import { blocksOf, type CodeBlock, ELSEWHERE, pages, reasonOf } from './code-blocks.ts'

const blocks = pages().flatMap(blocksOf)
const byPage = new Map(pages().map((page) => [page, blocks.filter((block) => block.page === page)]))

function counts(list: readonly CodeBlock[]): string {
  const kinds = [...new Set(list.map(({ treatment }) => treatment))].sort()
  return kinds.map((kind) => `${list.filter(({ treatment }) => treatment === kind).length} ${kind}`).join(', ')
}

for (const [page, list] of byPage) if (list.length > 0) console.log(`${page}: ${counts(list)}`)
console.log(`\nall ${blocks.length}: ${counts(blocks)}\n`)
const listed = process.argv.includes('--all') ? blocks : blocks.filter(({ treatment }) => /marked/.test(treatment))
for (const block of listed) {
  const { page, line, language, treatment } = block
  const why = treatment === 'executed elsewhere' ? ELSEWHERE[page] : reasonOf(block)
  console.log(`${page}:${line} ${language}: ${treatment}${why ? ` (${why})` : ''}`)
}
