// Links inside the repository: each leads to a tracked file, and to a heading in that file. The same is checked for the
// installed package by __test__/e2e/install.test.ts, and for the documentation site by __test__/e2e/site.test.ts.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import test from 'ava'
import { ROOT } from '../support/process.ts'

const LINK = /\[(?:[^[\]]|\[[^\]]*\])*\]\((?!\w+:)([^()\s]+)\)/g

const files = execFileSync('git', ['ls-files', '*.md', 'lib/**/*.ts', 'index.d.ts', 'types/*.d.ts'], { cwd: ROOT })
  .toString()
  .trimEnd()
  .split('\n')

test('every link between pages, and from doc comments to pages, leads somewhere', (t) => {
  let links = 0
  const dead = files.flatMap((file) =>
    linksOf(file).flatMap((target) => {
      links += 1
      return isAlive(file, target) ? [] : [`${file}: ${target}`]
    }),
  )
  t.deepEqual(dead, [])
  t.true(links > 100, `${links} links`)
})

test('a link to a missing file or heading is found', (t) => {
  t.true(isAlive('README.md', 'docs/system.md'))
  t.true(isAlive('README.md', 'docs/getting-started.md#in-ci'))
  t.false(isAlive('README.md', 'docs/missing.md'))
  t.false(isAlive('README.md', 'docs/getting-started.md#in-space'))
})

/** The link targets inside the repository: all in a page, or those in a source's comments. */
function linksOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const prose = file.endsWith('.md')
    ? text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`/g, '``')
    : [...text.matchAll(/\/\*\*.*?\*\//gs)].join('\n')
  return [...prose.matchAll(LINK)].map(([, target = '']) => target)
}

function isAlive(file: string, target: string): boolean {
  const [path = '', heading] = target.split('#')
  const page = path === '' ? file : relative(ROOT, join(ROOT, dirname(file), path))
  if (!existsSync(join(ROOT, page))) return false
  return heading === undefined || !page.endsWith('.md') || headingsOf(page).has(heading)
}

/** The anchors that GitHub gives to a page's headings. */
function headingsOf(page: string): Set<string> {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```.*?^```$/gms, '')
  return new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => anchorOf(title)))
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
}
