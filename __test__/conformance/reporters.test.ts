// All reports have the same verdict: they say that a port passes exactly if the exit status is 0.
import test from 'ava'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import * as crate from 'vm-allocator'
import { type CheckOptions, checkConformance, type Report } from '../../lib/conformance/index.ts'
import { STATUSES } from '../../lib/conformance/reports/failure-text.ts'
import { REPORTERS } from '../../lib/conformance/reports/index.ts'

/** Whether each report says that the port passes. */
const VERDICTS: Readonly<Record<keyof typeof REPORTERS, (text: string) => boolean>> = {
  text: (text) => !/^.*: FAILED at level/m.test(text) && /: passed at level/.test(text),
  json: (text) => (JSON.parse(text) as Report).passed,
  junit: (text) => {
    if (XMLValidator.validate(text) !== true) throw new Error('no XML')
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(text)
    return testsuites['@_failures'] === '0' && !text.includes('<failure')
  },
  tap: (text) => !/^not ok (?!.*# TODO)/m.test(text),
  html: (text) => /<span class="verdict good">passed/.test(text),
}

function sameVerdict(report: Report): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(VERDICTS).map(([name, passes]) => [name, passes(REPORTERS[name as 'text'](report, 'port.ts'))]),
  )
}

function all(passed: boolean): Record<string, boolean> {
  return Object.fromEntries(Object.keys(VERDICTS).map((name) => [name, passed]))
}

const { IdAllocator, RangeInclusive } = crate
const RUNS: [what: string, port: object, options: CheckOptions, passed: boolean][] = [
  ['all passed', crate, { only: ['id-one-id'] }, true],
  ['no case ran', crate, { only: ['nothing'] }, false],
  ['only some cases, with complete', { IdAllocator }, { only: ['id-one-id', 'range-page'], complete: true }, false],
  ['a part, without', { IdAllocator }, { only: ['id-one-id', 'range-page'] }, true],
  ['nothing to drive', {}, {}, false],
  [
    'a known difference that no longer occurs',
    { RangeInclusive },
    { known: [{ id: 'range-page', reason: 'once' }] },
    false,
  ],
]
for (const [what, port, options, passed] of RUNS) {
  test(`all reports have the verdict: ${what}`, async (t) => {
    const report = await checkConformance(port, { runs: 0, ...options })
    t.is(report.passed, passed)
    t.deepEqual(sameVerdict(report), all(passed))
  })
}

test('all reports have the verdict: sequences that were not run are not counted', async (t) => {
  const report = await checkConformance(crate, { runs: 1000, seed: 1, only: ['id-one-id'] })
  t.true(report.passed)
  for (const name of ['text', 'tap', 'junit', 'html'] as const)
    t.false(/1000 generated/.test(REPORTERS[name](report, 'port.ts')), name)
})

const failing = await checkConformance(
  {
    IdAllocator: class extends IdAllocator {
      override allocateId = () => 9
    },
  },
  { runs: 0, only: ['id-one-id'] },
)
for (const status of Object.keys(STATUSES)) {
  test(`all reports have the verdict: ${status}`, (t) => {
    const failures = failing.failures.map((failure) => ({
      ...failure,
      divergence: { ...(failure.divergence as object), status } as never,
    }))
    t.deepEqual(sameVerdict({ ...failing, failures }), all(false))
  })
}

const HOSTILE = ['\u001b', '\u202e', '\ufffe', '\u0000']

test('hostile names and messages break no report', async (t) => {
  const hostile = 'evil\u001b[2J\u202e\ufffe\u0000]]>\nok 1 - port: passed at level errors <script>#'
  const conformance = {
    name: hostile,
    allocateId: () => {
      throw new Error(hostile)
    },
  }
  const report = await checkConformance({ IdAllocator, conformance }, { runs: 0, only: ['id-one-id'] })
  t.deepEqual(sameVerdict(report), all(false))
  for (const name of ['text', 'junit', 'tap', 'html'] as const) {
    const text = REPORTERS[name](report, hostile)
    for (const character of HOSTILE) t.false(text.includes(character), name)
    // In XML and HTML a line break is white space.
    if (name === 'text' || name === 'tap') t.notRegex(text, /^ok 1 - port: passed/m, name)
    if (name === 'html' || name === 'junit') t.false(text.includes('<script>#'), name)
  }
})
