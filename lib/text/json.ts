/** What `JSON.stringify` writes as it is, and a terminal or a reader's eye is misled by. Its own line feeds stay. */
const MISLEADING = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** A value as indented JSON in printable characters: controls and text directions in strings are written as `\u…`. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(MISLEADING, (character) => {
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}
