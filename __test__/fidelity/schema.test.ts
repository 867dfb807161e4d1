// The schema of the crate's recorded answers: every file conforms to it, and it finds faults.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import test from 'ava'
import { ROOT } from '../support/process.ts'

const FOLDER = join(ROOT, 'vectors')
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
const validate = new Ajv2020({ strict: false }).compile(read('schema.json'))

/** Where and why a document is invalid; `undefined` if it is valid. */
function fault(document: unknown): string | undefined {
  if (validate(document)) return undefined
  const [error] = validate.errors ?? []
  return `$${error?.instancePath.replaceAll('/', '.')}: ${error?.message}`
}

for (const name of readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'schema.json')) {
  test(`${name} conforms to the schema`, (t) => t.is(fault(read(name)), undefined))
}

const WRONG: readonly [title: string, change: (document: object) => unknown, message: RegExp][] = [
  ['another format', (document) => ({ ...document, format: 2 }), /^\$\.format: must be/],
  ['no vectors', (document) => ({ ...document, vectors: [] }), /^\$\.vectors: must NOT/],
  [
    'an address that is not a hex string',
    (document) => JSON.parse(JSON.stringify(document).replace('"start":"0x', '"start":"')),
    /^\$\.vectors\.0\.create\.start: must match pattern/,
  ],
  ['an unknown member', (document) => ({ ...document, extra: true }), /^\$: must NOT have additional properties/],
]

for (const [title, change, message] of WRONG) {
  test(`the schema refuses ${title}`, (t) => t.regex(fault(change(read('range.json'))) ?? '', message))
}
