// Tests what an editor shows of the published typings.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { ROOT } from '../support/process.ts'

// TypeScript takes braces after `@throws` for a type, which breaks a link in them.
test('thrown errors are named as text, which every editor shows', (t) => {
  const files = ['index.d.ts', ...['map', 'layout', 'system', 'conformance'].map((name) => `types/${name}.d.ts`)]
  for (const file of files) {
    const text = readFileSync(`${ROOT}${file}`, 'utf8')
    t.true(text.includes('@throws'), file)
    t.deepEqual(text.match(/@throws \{.*/g) ?? [], [], file)
  }
})
