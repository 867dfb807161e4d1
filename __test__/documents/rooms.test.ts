// The layout of the repository: the root stays small, and ARCHITECTURE.md names every room.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import test from 'ava'
import { ROOT } from '../support/process.ts'

const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trimEnd().split('\n')

test('the root has at most 40 entries', (t) => {
  const entries = new Set(files.map((file) => file.split('/', 1)[0]))
  // With .git, which is there too.
  t.true(entries.size + 1 <= 40, [...entries].join(' '))
})

test('ARCHITECTURE.md names every folder at the root, and those in lib/, crates/ and __test__/', (t) => {
  const page = readFileSync(`${ROOT}ARCHITECTURE.md`, 'utf8')
  const folders = new Set(
    files.flatMap((file) => {
      const [top = '', next] = dirname(file).split('/')
      if (top === '.' || top.startsWith('.')) return []
      return next !== undefined && ['lib', 'crates', '__test__'].includes(top) ? [`${top}/${next}`] : [top]
    }),
  )
  const unnamed = [...folders].filter((folder) => {
    const [top, next] = folder.split('/')
    return !page.includes(`\`${folder}/\``) && !(top === '__test__' && page.includes(`\`${next}/\``))
  })
  t.deepEqual(unnamed, [])
})
