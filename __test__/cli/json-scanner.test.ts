import test from 'ava'
import fc from 'fast-check'
import { JsonFault, JsonScanner } from '../../lib/cli/json-scanner.ts'
import { runsOr } from '../support/runs.ts'

/** Whether the scanner accepts a text as valid JSON. */
function accepts(text: string | Uint8Array): boolean {
  const scanner = new JsonScanner(Buffer.from(text))
  try {
    scanner.skip()
    scanner.end()
    return true
  } catch (error) {
    if (error instanceof JsonFault) return false
    throw error
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('the output of JSON.stringify is accepted', (t) => {
  const property = fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t', ' \r\n'), (value, indent) => {
    t.true(accepts(JSON.stringify(value, null, indent)))
  })
  t.notThrows(() => fc.assert(property, { numRuns: runsOr(200) }))
})

test('the scanner accepts the same texts as JSON.parse, also with some characters changed', (t) => {
  const change = fc.record({
    at: fc.nat(200),
    remove: fc.nat(2),
    insert: fc.string({ unit: fc.constantFrom(...'-+.eE0159"\\{}[],:nutrefals\u0000 \n'), maxLength: 3 }),
  })
  const property = fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(change, { maxLength: 3 }), (value, changes) => {
    let text = JSON.stringify(value)
    for (const { at, remove, insert } of changes) {
      const index = at % (text.length + 1)
      text = text.slice(0, index) + insert + text.slice(index + remove)
    }
    t.is(accepts(text), parses(text), text)
  })
  t.notThrows(() => fc.assert(property, { numRuns: runsOr(2000) }))
})

const EDGES = [
  ...[
    '',
    ' ',
    '-',
    '0',
    '-0',
    '00',
    '01',
    '1.',
    '.1',
    '1.5',
    '1e',
    '1e+',
    '1e5',
    '1E-5',
    '+1',
    '1 2',
    'NaN',
    'Infinity',
  ],
  ...[
    'tru',
    'true',
    'truex',
    'nul',
    'null',
    'False',
    '"',
    '"a',
    '"\\"',
    '"\\x"',
    '"\\u12g4"',
    '"\\u1234"',
    '"\t"',
    '"\u007f"',
  ],
  ...[
    '[',
    ']',
    '[]',
    '[,]',
    '[1,]',
    '[1,2]',
    '[1 2]',
    '{',
    '{}',
    '{,}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
  ],
  ...['{"a":1}{', '\u00a01', '\ufeff1', '/**/1', '"\u2028"', '"\ud800"'],
]

test('at the edges of the grammar it agrees with JSON.parse', (t) => {
  for (const text of EDGES) t.is(accepts(text), parses(text), JSON.stringify(text))
})

test('it reports where values are', (t) => {
  const text = '{"é": [1, {"b": "x"}], "c\\n":-2e3}'
  const bytes = Buffer.from(text)
  const scanner = new JsonScanner(bytes)
  const found: [string, string][] = []
  scanner.members((name) => {
    const start = scanner.position
    scanner.skip()
    found.push([name, bytes.subarray(start, scanner.position).toString()])
  })
  t.deepEqual(found, [
    ['é', '[1, {"b": "x"}]'],
    ['c\n', '-2e3'],
  ])
})

test('a fault has its line and column, in characters', (t) => {
  const scanner = new JsonScanner(Buffer.from('{"é":\n "ü😀" x'))
  const error = t.throws(() => scanner.skip(), { instanceOf: JsonFault })
  t.is(error?.message, 'is not valid JSON: unexpected character, at line 2, column 7')
})

test('at most 128 levels are read', (t) => {
  t.true(accepts('['.repeat(128) + ']'.repeat(128)))
  t.false(accepts('['.repeat(129) + ']'.repeat(129)))
  t.false(accepts('{"a":'.repeat(1e6)))
})
