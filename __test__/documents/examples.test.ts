// Every TypeScript example of these documents is a program that runs to its end.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const ROOT = new URL('../../', import.meta.url)
// Inside the package, so that the examples import it by its name.
const PROGRAMS = new URL('target/documents/', ROOT)
// Those of docs/snapshots.md build on one another and have a test of their own, in ../state/.
const DOCUMENTS = ['README.md', 'docs/deviations.md']

/** The TypeScript blocks of a document with the headings that they stand under. */
function blocks(document: string): { heading: string; code: string }[] {
  const found: { heading: string; code: string }[] = []
  const text = readFileSync(new URL(document, ROOT), 'utf8')
  let heading = ''
  for (const [, title, code] of text.matchAll(/^#+ (.*)$|^```ts\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) heading = title
    if (code !== undefined) found.push({ heading, code })
  }
  return found
}

mkdirSync(PROGRAMS, { recursive: true })
for (const document of DOCUMENTS) {
  for (const [index, { heading, code }] of blocks(document).entries()) {
    test(`${document}: ${heading} (${index + 1})`, async (t) => {
      const program = new URL(`${document.replaceAll(/[/.]/g, '-')}-${index + 1}.ts`, PROGRAMS)
      writeFileSync(program, code)
      await t.notThrowsAsync(import(fileURLToPath(program)))
    })
  }
}

test('docs/deviations.md shows every deviation in TypeScript and in Rust', (t) => {
  const text = readFileSync(new URL('docs/deviations.md', ROOT), 'utf8')
  const sections = text.split(/^## /m).slice(1)
  t.deepEqual(
    sections.map((section) => section.slice(0, section.indexOf(':'))),
    Array.from({ length: 16 }, (_, index) => `D${index + 1}`),
  )
  for (const section of sections) t.regex(section, /^```ts\n[\s\S]*^```rust\n/m)
})
