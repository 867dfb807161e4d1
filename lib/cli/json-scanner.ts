/** What is wrong with a JSON text, and where. */
export class JsonFault extends Error {}

const code = (character: string): number => character.charCodeAt(0)

const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [code('{'), code('}'), code('['), code(']')]
const [QUOTE, BACKSLASH, COLON, COMMA] = [code('"'), code('\\'), code(':'), code(',')]
const [MINUS, PLUS, POINT, ZERO, NINE] = [code('-'), code('+'), code('.'), code('0'), code('9')]
const [LOWER_E, UPPER_E, LOWER_U] = [code('e'), code('E'), code('u')]
const [SPACE, TAB, LINE_FEED, CARRIAGE_RETURN] = [code(' '), code('\t'), code('\n'), code('\r')]
const ESCAPABLE: ReadonlySet<number | undefined> = new Set(Buffer.from('"\\/bfnrt'))
/** What an escape such as `\\n` stands for; the others stand for the character itself. */
const ESCAPED: ReadonlyMap<number, number> = new Map(
  Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(([name, character]) => [
    code(name),
    code(character),
  ]),
)
/** Bytes of an escape such as `\\u00e9`. */
const ESCAPE_LENGTH = 6
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })
const LITERALS = ['true', 'false', 'null'].map((literal) => Buffer.from(literal))

type Visit = 'stop' | undefined | void

/** As deep as `serde_json` reads by default. */
const DEEPEST = 128

/**
 * Walks through a JSON text and says where its values lie, so that a part of it can be handed on byte for byte:
 * `JSON.parse` would round every u64 beyond 2⁵³. Whatever it passes over is valid JSON, except for the UTF-8 in strings.
 */
export class JsonScanner {
  readonly #bytes: Uint8Array
  #at = 0
  #depth = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Where the next value starts, in bytes; after {@link skip}: where the value before it has ended. */
  get position(): number {
    return this.#at
  }

  /** What comes next. */
  next(): 'object' | 'array' | 'string' | 'other' {
    const byte = this.#peek()
    if (byte === OPEN_BRACE) return 'object'
    if (byte === OPEN_BRACKET) return 'array'
    return byte === QUOTE ? 'string' : 'other'
  }

  /** Passes over an object; `visit` has to pass over the value of each member, or to end the walk with `'stop'`. */
  members(visit: (name: string) => Visit): void {
    this.#container(OPEN_BRACE, CLOSE_BRACE, () => visit(this.#name()))
  }

  /** Passes over an array; `visit` has to pass over each element, or to end the walk with `'stop'`. */
  elements(visit: (index: number) => Visit): void {
    let index = 0
    this.#container(OPEN_BRACKET, CLOSE_BRACKET, () => visit(index++))
  }

  /** Passes over a value of any kind. */
  skip(): void {
    const byte = this.#peek()
    if (byte === OPEN_BRACE) this.#container(OPEN_BRACE, CLOSE_BRACE, this.#skipMember)
    else if (byte === OPEN_BRACKET) this.#container(OPEN_BRACKET, CLOSE_BRACKET, this.#skipElement)
    else if (byte === QUOTE) this.#string()
    else if (byte === MINUS || isDigit(byte)) this.#number()
    else this.#literal()
  }

  /** Passes over a string and returns it. */
  string(): string {
    return DECODER.decode(this.stringBytes())
  }

  /** Passes over a string and returns it as UTF-8; without an escape it isn't copied, however long it is. */
  stringBytes(): Uint8Array {
    this.#peek()
    const start = this.#at + 1
    const hasEscapes = this.#string()
    const written = this.#bytes.subarray(start, this.#at - 1)
    return hasEscapes ? resolveEscapes(written) : written
  }

  /** Makes sure that nothing follows. */
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

  /** Passes over a member's name and its colon. */
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

  /** Leaves the position at the last character of an escape. */
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
    // In variables: reading two private members for each byte takes ten times as long.
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

/** Where a byte lies in a text; by index, since an iterator takes a hundred times as long over 256 MiB. */
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

/** Whether a byte goes on with a character of UTF-8 that has begun before it. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

/** The bytes of a valid string without its quotes, its escapes resolved; a lone surrogate becomes U+FFFD. */
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

/** One UTF-16 unit of an escape such as `\u00e9`, or two that are the halves of one character. */
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
