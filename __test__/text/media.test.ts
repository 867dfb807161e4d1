// Any text, written into any medium, is only data there.
import test from 'ava'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { formatJson } from '../../lib/text/json.ts'
import { webLink } from '../../lib/text/link.ts'
import { printableLines } from '../../lib/text/terminal.ts'
import { escapeXml } from '../../lib/text/xml.ts'
import { HOSTILE } from '../map/sources.ts'
import { runsOr } from '../support/runs.ts'

const texts = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }))

/** Characters that may mislead a terminal or a reader, except for line feeds and tabs. */
const MISLEADING = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufffe\uffff]/u

test('XML contains exactly that text, as content and as an attribute', (t) => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    trimValues: false,
    htmlEntities: true,
  })
  const property = fc.property(texts, (text) => {
    const escaped = escapeXml(text)
    t.notRegex(escaped, MISLEADING)
    const xml = `<a b="${escaped}">x${escaped}</a>`
    t.is(XMLValidator.validate(xml), true)
    const { a } = parser.parse(xml) as { a: { '#text': string; b: string } }
    t.is(a['#text'], `x${printableLines(text)}`)
    t.is(a.b, printableLines(text))
  })
  fc.assert(property, { numRuns: runsOr(200), examples: HOSTILE.map((text) => [text]) })
})

test('JSON has the same value, in printable characters', (t) => {
  const property = fc.property(fc.dictionary(texts, texts), (value) => {
    const json = formatJson(value)
    t.notRegex(json, MISLEADING)
    t.is(JSON.stringify(JSON.parse(json)), JSON.stringify(value))
  })
  fc.assert(property, { numRuns: runsOr(200), examples: HOSTILE.map((text) => [{ [text]: text }]) })
  t.is(formatJson({ a: '\u009b\u202e\u{e0001}' }), '{\n  "a": "\\u009b\\u202e\\udb40\\udc01"\n}')
})

test('only the address of a page becomes a link', (t) => {
  t.is(webLink('https://example.org/issue?id=1'), 'https://example.org/issue?id=1')
  t.is(webLink('HTTP://example.org'), 'http://example.org/')
  for (const value of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' \u0001javascript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    '//example.org',
    'issue 5',
    '',
    5,
    null,
    undefined,
    {},
  ]) {
    t.is(webLink(value), undefined, String(value))
  }
})
