import test from 'ava'
import { printable, printableLines } from '../../lib/text/terminal.ts'

test('controls become pictures; other invisible characters, and those that change the direction, become a mark', (t) => {
  t.is(printable('a\u0000\t\n\r\u001b[31m\u007f'), 'a␀␉␊␍␛[31m␡')
  for (const code of [
    0x80, 0x85, 0x9b, 0x61c, 0x200b, 0x200e, 0x202e, 0x2028, 0x2029, 0x2066, 0xfeff, 0xfffe, 0xe000,
  ]) {
    t.is(printable(`a${String.fromCodePoint(code)}b`), 'a\ufffdb', code.toString(16))
  }
  t.is(printable('\ud800 \udfff'), '\ufffd \ufffd')
})

test('a joiner stays where a script or an emoji needs it, and nowhere else', (t) => {
  for (const name of ['👩‍💻', '👩🏽‍🚀', '❤️‍🔥', 'می‌خواهم', 'क्‍ष', 'ශ්‍රී']) {
    t.regex(name, /[\u200c\u200d]/)
    t.is(printable(name), name)
  }
  for (const text of ['\u200d', 'a\u200d', '\u200da', ' \u200d ', 'a\u200d\u200db', '1\u200d2']) {
    t.notRegex(printable(text), /\u200d/, JSON.stringify(text))
  }
})

test('line breaks stay in a text of several lines', (t) => {
  t.is(printableLines('one\r\n\ttwo\rthree\n\u001b[2J'), 'one\n\ttwo␍three\n␛[2J')
})
