/** What is wrong with a JSON text, and where. */
export class JsonFault extends Error {}

const code = (character: string): number => character.charCodeAt(0)

const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [code('{'), code('}'), code('['), code(']')]
const [QUOTE, BACKSLASH, COLON, COMMA] = [code('"'), code('\\'), code(':'), code(',')]
const [MINUS, PLUS, POINT, ZERO, NINE] = [code('-'), code('+'), code('.'), code('0'), code('9')]
const [LOWER_E, UPPER_E, LOWER_U] = [code('e'), code('E'), code('u')]
const [SPACE, TAB, LINE_FEED, CARRIAGE_RETURN] = [code(' '), code('\t'), code('\n'), code('\r')]
const ESCAPABLE: ReadonlySet<number | undefined> = new Set(Buffer.from('"\\/bfnrt'))
/** The characters that escapes such as `\\n` stand for; any other stands for itself. */
const ESCAPED: ReadonlyMap<number, number> = new Map(
  Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(([name, character]) => [
    code(name),
    code(character),
  ]),
)
/** The length of an escape such as `\\u00e9`, in bytes. */
const ESCAPE_LENGTH = 6
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })
const LITERALS = ['true', 'false', 'null'].map((literal) => Buffer.from(literal))

type Visit = 'stop' | undefined | void

/** The deepest nesting that `serde_json` reads by default. */
const DEEPEST = 128

/**
 * Walks through a JSON text and reports where its values are, so that a part can be passed on byte for byte:
 * `JSON.parse` would round every u64 above 2⁵³. What it skips is valid JSON, except that the UTF-8 in strings isn't
 * checked.
 */
export class JsonScanner {
  readonly #bytes: Uint8Array
  #at = 0
  #depth = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Where the next value starts, in bytes. After {@link skip}, where the skipped value ended. */
  get position(): number {
    return this.#at
  }

  /** The kind of the next value. */
  next(): 'object' | 'array' | 'string' | 'other' {
    const byte = this.#peek()
    if (byte === OPEN_BRACE) return 'object'
    if (byte === OPEN_BRACKET) return 'array'
    return byte === QUOTE ? 'string' : 'other'
  }

  /** Reads an object. `visit` must read or skip each member's value, or end the walk with `'stop'`. */
  members(visit: (name: string) => Visit): void {
    this.#container(OPEN_BRACE, CLOSE_BRACE, () => visit(this.#name()))
  }

  /** Reads an array. `visit` must read or skip each element, or end the walk with `'stop'`. */
  elements(visit: (index: number) => Visit): void {
    let index = 0
    this.#container(OPEN_BRACKET, CLOSE_BRACKET, () => visit(index++))
  }

  /** Skips a value of any kind. */
  skip(): void {
    const byte = this.#peek()
    if (byte === OPEN_BRACE) this.#container(OPEN_BRACE, CLOSE_BRACE, this.#skipMember)
    else if (byte === OPEN_BRACKET) this.#container(OPEN_BRACKET, CLOSE_BRACKET, this.#skipElement)
    else if (byte === QUOTE) this.#string()
    else if (byte === MINUS || isDigit(byte)) this.#number()
    else this.#literal()
  }

  /** Reads a string. */
  string(): string {
    return DECODER.decode(this.stringBytes())
  }

  /** Reads a string as UTF-8, without a copy unless it has escapes. */
  stringBytes(): Uint8Array {
    this.#peek()
    const start = this.#at + 1
    const hasEscapes = this.#string()
    const written = this.#bytes.subarray(start, this.#at - 1)
    return hasEscapes ? resolveEscapes(written) : written
  }

  /** Throws if anything follows. */
  end(): void {
    if (this.#peek() !== undefined) throw this.#unexpected()
  }

  readonly #skipElement = (): Visit => this.skip()

  readonly #skipMember = (): Visit => {
    this.#peek()
    this.#string()
    this.#expect(COLON)
    this.skip()
  }

  #container(open: number, close: number, item: () => Visit): void {
    this.#expect(open)
    if (++this.#depth > DEEPEST) throw this.#fault(`is nested more than ${DEEPEST} levels deep`)
    if (!this.#take(close)) {
      do if (item() === 'stop') return
      while (this.#take(COMMA))
      this.#expect(close)
    }
    this.#depth--
  }

  /** Reads a member's name and its colon. */
  #name(): string {
    const name = this.string()
    this.#expect(COLON)
    this.#peek()
    return name
  }

  /** Whether the string has escapes. */
  #string(): boolean {
    const bytes = this.#bytes
    let hasEscapes = false
    if (bytes[this.#at] !== QUOTE) throw this.#unexpected()
    for (let at = this.#at + 1; ; at++) {
      const byte = bytes[at] ?? 0
      if (byte !== QUOTE && byte !== BACKSLASH && byte >= 0x20) continue
      this.#at = at
      if (byte === QUOTE) break
      if (byte < 0x20) throw this.#unexpected()
      hasEscapes = true
      this.#escape()
      at = this.#at
    }
    this.#at++
    return hasEscapes
  }

  /** Checks an escape, and stops at its last character. */
  #escape(): void {
    const byte = this.#bytes[++this.#at]
    if (byte === LOWER_U) {
      for (let digit = 0; digit < 4; digit++) if (!isHexDigit(this.#bytes[++this.#at])) throw this.#unexpected()
    } else if (!ESCAPABLE.has(byte)) throw this.#unexpected()
  }

  #number(): void {
    if (this.#bytes[this.#at] === MINUS) this.#at++
    if (this.#bytes[this.#at] === ZERO) this.#at++
    else this.#digits()
    if (this.#bytes[this.#at] === POINT) {
      this.#at++
      this.#digits()
    }
    if (this.#bytes[this.#at] !== LOWER_E && this.#bytes[this.#at] !== UPPER_E) return
    const sign = this.#bytes[++this.#at]
    if (sign === PLUS || sign === MINUS) this.#at++
    this.#digits()
  }

  #digits(): void {
    if (!isDigit(this.#bytes[this.#at])) throw this.#unexpected()
    while (isDigit(this.#bytes[this.#at])) this.#at++
  }

  #literal(): void {
    const literal = LITERALS.find((bytes) => bytes[0] === this.#bytes[this.#at])
    if (literal === undefined) throw this.#unexpected()
    for (const byte of literal) {
      if (this.#bytes[this.#at] !== byte) throw this.#unexpected()
      this.#at++
    }
  }

  #expect(byte: number): void {
    if (!this.#take(byte)) throw this.#unexpected()
  }

  #take(byte: number): boolean {
    if (this.#peek() !== byte) return false
    this.#at++
    return true
  }

  /** The next byte that isn't white space. */
  #peek(): number | undefined {
    // Use local variables: reading two private members for each byte takes ten times as long.
    const bytes = this.#bytes
    let at = this.#at
    let byte = bytes[at]
    while (byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB) byte = bytes[++at]
    this.#at = at
    return byte
  }

  #unexpected(): JsonFault {
    const ended = this.#at >= this.#bytes.length
    return this.#fault(ended ? 'ends too early' : 'is not valid JSON: unexpected character')
  }

  #fault(reason: string): JsonFault {
    const { line, column } = positionOf(this.#bytes, this.#at)
    return new JsonFault(`${reason}, at line ${line}, column ${column}`)
  }
}

/** The line and column of a byte. Loops by index: an iterator takes a hundred times as long over 256 MiB. */
function positionOf(bytes: Uint8Array, end: number): { readonly line: number; readonly column: number } {
  let line = 1
  let column = 1
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] as number
    if (byte === LINE_FEED) {
      line++
      column = 1
    } else if (!isContinuation(byte)) column++
  }
  return { line, column }
}

/** Whether a byte is a continuation byte of UTF-8. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

/** Decodes a valid string without its quotes: resolves escapes, and turns a lone surrogate into U+FFFD. */
function resolveEscapes(written: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(written.length)
  let length = 0
  for (let at = 0; at < written.length; at++) {
    const byte = written[at] as number
    const escaped = written[at + 1] as number
    if (byte !== BACKSLASH) bytes[length++] = byte
    else if (escaped !== LOWER_U) {
      bytes[length++] = ESCAPED.get(escaped) ?? escaped
      at++
    } else {
      const units = unitsAt(written, at)
      length += bytes.write(String.fromCharCode(...units), length, 'utf8')
      at += units.length * ESCAPE_LENGTH - 1
    }
  }
  return bytes.subarray(0, length)
}

/** The UTF-16 unit of an escape such as `\u00e9`, or both units of a surrogate pair. */
function unitsAt(written: Uint8Array, at: number): number[] {
  const unit = unitAt(written, at)
  const next = written[at + ESCAPE_LENGTH] === BACKSLASH ? unitAt(written, at + ESCAPE_LENGTH) : 0
  return (unit & 0xfc00) === 0xd800 && (next & 0xfc00) === 0xdc00 ? [unit, next] : [unit]
}

function unitAt(written: Uint8Array, at: number): number {
  if (written[at + 1] !== LOWER_U) return 0
  return Number.parseInt(Buffer.from(written.subarray(at + 2, at + ESCAPE_LENGTH)).toString('latin1'), 16)
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}

function isHexDigit(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && /[a-f]/i.test(String.fromCharCode(byte)))
}
