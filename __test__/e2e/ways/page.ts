import { waysTable, worksList } from './index.ts'

/** The page with the tables from the list of ways. */
export function bundlersPage(page: string): string {
  return replaced(replaced(page, 'ways', waysTable()), 'works', worksList())
}

function replaced(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: npm run test:bundlers -- --update -->`, `<!-- end of ${name} -->`]
  const [before, after] = [page.indexOf(begin), page.indexOf(end)]
  if (before < 0 || after < 0) throw new Error(`the page has no place for ${name}`)
  return `${page.slice(0, before)}${begin}\n${text}\n${page.slice(after)}`
}
