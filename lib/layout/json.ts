import { LayoutError } from './layout-error.ts'

/** A JSON value. An integer of 16 or more digits is a string, which {@link u64} reads. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object, without a prototype. */
export interface JsonObject {
  readonly [name: string]: Json
}

/** An integer of 16 or more digits outside strings, which `JSON.parse` would round. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g
/**
 * The same after a character that precedes numbers. Faster, but it also matches in strings, and makes them invalid
 * JSON.
 */
const LONG_INTEGER = /([:[,]\s*)(-?\d{16,})(?=[\s,\]}])/g
const MARK = '\u0000u64:'
// biome-ignore lint/suspicious/noControlCharactersInRegex: no text has it
const MARKED = /^\u0000u64:\d{16,20}$/

/**
 * Reads the JSON values of a text: one, or several in a row as QMP writes them. Lines between them that aren't JSON,
 * such as a prompt, are skipped. Integers keep all their digits.
 *
 * @throws LayoutError with the line, if no value can be read
 */
export function readJson(text: string): Json[] {
  try {
    return [parseJson(text)]
  } catch (error) {
    const values = readSeveral(text)
    if (values.length > 0) return values
    throw new LayoutError(`isn't valid JSON: ${reasonOf(error)}`, undefined, lineOf(text, error))
  }
}

/** Whether a value is an object with members. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The elements of an array; none for any other value. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** Returns a u64, or `undefined` if the value isn't one. */
export function u64(value: Json | undefined): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined
  if (typeof value !== 'string' || !MARKED.test(value)) return undefined
  const integer = BigInt(value.slice(MARK.length))
  return integer < 2n ** 64n ? integer : undefined
}

/** Returns a small whole number, or `undefined` if the value isn't one. */
export function count(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

/**
 * Parses one JSON value. Integers keep all their digits.
 *
 * @throws SyntaxError if it isn't valid JSON
 */
export function parseJson(text: string): Json {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  try {
    return JSON.parse(text.replace(LONG_INTEGER, `$1"\\u0000u64:$2"`))
  } catch {
    // A string matched too, or the text isn't valid.
    return JSON.parse(
      text.replace(STRING_OR_LONG_INTEGER, (token) => (token.startsWith('"') ? token : `"\\u0000u64:${token}"`)),
    )
  }
}

/** Each failure may have read the whole text, so stop after a few. */
const MOST_FAILURES = 8

/** What follows the bracket of a value of some length, and not that of a prompt such as `[root@guest ~]#`. */
const BEGINS_VALUE = /^(?:\{\s*(?:"|$)|\[\s*(?:[{["]|$))/

/**
 * Reads values that start on a line of their own, possibly after a prompt such as `(QEMU) `. Returns none if one is cut
 * short: the complete values inside it would pass for the whole.
 */
function readSeveral(text: string): Json[] {
  const values: Json[] = []
  let failures = 0
  const start = /^[^\S\n]*(?:\([^()\n]*\)[^\S\n]*)*[{[]/gm
  for (let match = start.exec(text); match !== null && failures < MOST_FAILURES; match = start.exec(text)) {
    const from = start.lastIndex - 1
    const end = endOf(text, from)
    if (end === undefined && BEGINS_VALUE.test(text.slice(from, from + 200))) return []
    try {
      values.push(parseJson(text.slice(from, end)))
      start.lastIndex = end ?? text.length
    } catch {
      failures++ // not JSON, but the next line may be
    }
  }
  return values
}

/** Where the value that starts at a bracket ends. Visits each bracket once, up to the first that isn't closed. */
function endOf(text: string, from: number): number | undefined {
  const token = /"(?:[^"\\\n]|\\.)*"|[{}[\]]/g
  token.lastIndex = from
  let depth = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [first] = match[0]
    if (first === '{' || first === '[') depth++
    else if (first !== '"' && --depth === 0) return token.lastIndex
  }
  return undefined
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return /end of/i.test(message) ? 'it ends too early' : 'unexpected character'
}

/** Each engine has its own message. */
function lineOf(text: string, error: unknown): number | undefined {
  const message = error instanceof Error ? error.message : ''
  const line = /\bline (\d+)/.exec(message)?.[1]
  if (line !== undefined) return Number(line)
  const position = /position (\d+)/.exec(message)?.[1]
  const upTo = position === undefined ? text : text.slice(0, Number(position))
  return upTo.split('\n').length
}
