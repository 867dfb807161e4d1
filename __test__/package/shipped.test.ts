// What packing changes: links, vectors, the fields that name the repository.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import test from 'ava'
import { missingFacts, repositoryFields } from '../../scripts/support/repository.ts'
import { deadLinks, packVectors, repairLinks } from '../../scripts/support/shipped.ts'

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-shipped-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const PAGE = `[a page](there.md#part), [code \`x[0]\`](../lib/code.ts), ![a picture](images/p.png), [web](https://example.org/x)\n`

test('links to what is not shipped lead to the repository, or become text', (t) => {
  const make = () => folderWith({ 'docs/page.md': PAGE, 'docs/there.md': '' })
  const [known, unknown] = [make(), make()]
  t.teardown(() => [known, unknown].map((folder) => rmSync(folder, { recursive: true })))
  t.deepEqual(deadLinks(join(known, 'docs/page.md')), ['../lib/code.ts', 'images/p.png'])
  repairLinks(known, 'https://example.org/repo', '1.2.3')
  t.is(
    readFileSync(join(known, 'docs/page.md'), 'utf8'),
    '[a page](there.md#part), [code `x[0]`](https://example.org/repo/blob/v1.2.3/lib/code.ts), ' +
      '![a picture](https://example.org/repo/raw/v1.2.3/docs/images/p.png), [web](https://example.org/x)\n',
  )
  repairLinks(unknown, undefined, '1.2.3')
  t.is(
    readFileSync(join(unknown, 'docs/page.md'), 'utf8'),
    '[a page](there.md#part), code `x[0]`, *a picture*, [web](https://example.org/x)\n',
  )
})

test('vectors are compressed without changing their content', (t) => {
  const text = '{\n  "id": 4294967295,\n  "base": "0xffffffffffffffff"\n}\n'
  const folder = folderWith({ 'malformed/id.json': text, 'schema.json': text })
  t.teardown(() => rmSync(folder, { recursive: true }))
  packVectors(folder)
  t.is(
    gunzipSync(readFileSync(join(folder, 'malformed/id.json.gz'))).toString(),
    '{"id":4294967295,"base":"0xffffffffffffffff"}\n',
  )
  t.is(readFileSync(join(folder, 'schema.json'), 'utf8'), text)
})

test('a package that does not name its repository is not published', (t) => {
  t.deepEqual(missingFacts({ name: 'x' }), ['repository', 'homepage', 'bugs'])
  t.deepEqual(missingFacts({ name: 'x', ...repositoryFields('https://example.org/repo') }), [])
  t.deepEqual(repositoryFields(undefined), {})
})
