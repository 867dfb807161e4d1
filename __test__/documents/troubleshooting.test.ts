// docs/troubleshooting.md has every code and every reason.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { ROOT } from '../support/process.ts'

const page = readFileSync(`${ROOT}docs/troubleshooting.md`, 'utf8')

/** The words of a union in a source. */
function words(path: string, start: string): string[] {
  const source = readFileSync(ROOT + path, 'utf8')
  const union = source.slice(source.indexOf(start)).split('\n\n', 1)[0] ?? ''
  return [...union.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, word = '']) => word)
}

test('each reason of a native file that is not loaded has a remedy', (t) => {
  const reasons = words('lib/binding/load-error.ts', 'export type Reason =')
  t.true(reasons.length >= 12)
  for (const reason of reasons) t.regex(page, new RegExp(`^\\| \`${reason}\` \\| \\S`, 'm'))
})

test("each of the crate's errors has its code and a line", (t) => {
  const vectors = readFileSync(`${ROOT}vectors/schema.json`, 'utf8')
  const kinds = [...page.matchAll(/^\| `([A-Z][A-Za-z]+)` `(ERR_VM_ALLOCATOR_[A-Z_]+)` \| \S/gm)]
  t.is(kinds.length, 12)
  for (const [, kind = '', code] of kinds) {
    t.true(vectors.includes(`"${kind}"`), kind)
    t.is(code, `ERR_VM_ALLOCATOR${kind.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`)
  }
})
