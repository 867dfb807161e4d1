// The differences between the repository and the package: links to files that aren't shipped, and the vectors' format.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The Markdown pages and typings in a folder. */
export function pagesIn(folder: string): string[] {
  return filesIn(folder).filter((path) => /\.(md|d\.c?ts)$/.test(path))
}

/** The links of a page to files that don't exist. */
export function deadLinks(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(LINK)].flatMap(([, , , target = '']) =>
    isDead(page, target) ? [target] : [],
  )
}

/**
 * Makes links to files that aren't shipped lead to the repository; if that isn't known, they become text. A picture
 * that isn't shipped becomes its description.
 */
export function repairLinks(folder: string, repository: string | undefined, version: string): void {
  for (const page of pagesIn(folder)) {
    const text = readFileSync(page, 'utf8')
    const repaired = text.replace(LINK, (whole, mark: string, label: string, target: string) => {
      if (!isDead(page, target)) return whole
      if (repository === undefined) return mark === '!' ? `*${label}*` : label
      const path = posix.join(relative(folder, dirname(page)).replaceAll('\\', '/'), target)
      return `${mark}[${label}](${repository}/${mark === '!' ? 'raw' : 'blob'}/v${version}/${path})`
    })
    if (repaired !== text) writeFileSync(page, repaired)
  }
}

const LINK = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g

function isDead(page: string, target: string): boolean {
  if (/^(\w+:|#)/.test(target)) return false
  return !existsSync(join(dirname(page), target.replace(/#.*$/, '')))
}

/** Each file of vectors, compressed with gzip and named `.json.gz`; it contains the same JSON without indentation. */
export function packVectors(folder: string): void {
  for (const path of filesIn(folder).filter((name) => name.endsWith('.json') && !name.endsWith('schema.json'))) {
    writeFileSync(`${path}.gz`, gzipSync(`${JSON.stringify(JSON.parse(readFileSync(path, 'utf8')))}\n`, { level: 9 }))
    rmSync(path)
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
}
