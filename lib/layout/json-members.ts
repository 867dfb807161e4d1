import { type Json, type JsonObject, parseJson } from './json.ts'

/** Members are parsed in pieces of about this many characters: large enough to be fast, small enough to save memory. */
const CHUNK = 1 << 16

/**
 * Calls `visit` with some of an object's members at a time, and returns where the object ends. Parsing all of them at
 * once with `JSON.parse` takes several times the memory of the text.
 *
 * @param open - the index of the object's `{`
 * @returns the index after its `}`
 * @throws SyntaxError if it isn't valid JSON
 */
export function eachMembers(text: string, open: number, visit: (members: JsonObject) => void): number {
  let from = open + 1
  const flush = (past: number): void => {
    const slice = text.slice(from, past)
    if (from > open + 1 && slice.trim() === '') throw new SyntaxError('a comma without a member behind it')
    visit(parseJson(`{${slice}}`) as JsonObject)
    from = past + 1
  }
  const end = scan(text, open, (comma) => {
    if (comma - from >= CHUNK) flush(comma)
  })
  flush(end - 1)
  return end
}

/**
 * A JSON text with the value of one member of its outermost object replaced with `{}`, where that value starts, and the
 * comma or brace after it: the caller, who reads the value, checks that nothing else is in between.
 * `undefined` if it isn't an object, or has no such member.
 */
export function withoutMember(text: string, name: string): { rest: Json; open: number; past: number } | undefined {
  const open = /^\s*\{/.exec(text)?.[0].length
  if (open === undefined) return undefined
  const member = new RegExp(`\\s*"${name}"\\s*:\\s*\\{`, 'y')
  let value: number | undefined
  let past: number | undefined
  const look = (at: number): void => {
    member.lastIndex = at
    if (value !== undefined) past ??= at - 1
    else if (member.test(text)) value = member.lastIndex - 1
  }
  look(open)
  const end = scan(text, open - 1, (comma) => look(comma + 1))
  if (value === undefined) return undefined
  past ??= end - 1
  return { rest: parseJson(`${text.slice(0, value)}{}${text.slice(past)}`), open: value, past }
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]

/** Where the value that starts at a bracket ends. Calls `comma` for each comma between its members. */
function scan(text: string, open: number, comma: (at: number) => void): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === 0x7b || code === 0x5b) depth++
    else if (code === 0x7d || code === 0x5d) {
      if (--depth === 0) return at + 1
    } else if (code === COMMA && depth === 1) comma(at)
  }
  throw new SyntaxError('it ends inside an object')
}

/** Where the string that starts at a quote ends: at its last quote. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return text.length
}
