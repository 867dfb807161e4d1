/** Characters that `JSON.stringify` doesn't escape, but that mislead a terminal or a reader. Line feeds stay. */
const MISLEADING = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** Writes a value as indented JSON in printable characters. Controls and text directions in strings become `\u…`. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(MISLEADING, (character) => {
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}
