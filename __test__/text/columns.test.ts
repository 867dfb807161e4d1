import test from 'ava'
import { columnsOf, fitColumns } from '../../lib/text/columns.ts'

test('columns are those of a terminal', (t) => {
  const columns = ['abc', '漢字かな', '😀', 'e\u0301', '☎', '☎\ufe0f', '👩‍💻', 'می‌خواهم'].map(columnsOf)
  t.deepEqual(columns, [3, 8, 2, 1, 1, 2, 4, 7])
})

test('a cut leaves whole characters and is marked', (t) => {
  t.is(fitColumns('abcdef', 6, '…'), 'abcdef')
  t.is(fitColumns('abcdefg', 6, '…'), 'abcde…')
  t.is(fitColumns('漢字漢字', 6, '…'), '漢字…')
  t.is(fitColumns('e\u0301'.repeat(7), 6, '…'), `${'e\u0301'.repeat(5)}…`)
  t.is(fitColumns('abc', 1, '...'), '')
  t.is(fitColumns('☎\ufe0f☎\ufe0f', 3, '…'), '☎\ufe0f…')
})

test('a text that is mostly marks is cut too, and quickly', (t) => {
  const stacked = `a${'\u0301'.repeat(20_000_000)}`
  t.is(fitColumns(stacked, 80, '…'), `a${'\u0301'.repeat(8)}…`)
  t.is(fitColumns(`a${'\u0301'.repeat(20)}b`, 80, '…'), `a${'\u0301'.repeat(8)}b`)
  t.true(fitColumns('\u0301'.repeat(20_000_000), 80, '…').length <= 10)
})
