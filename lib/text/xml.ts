import { printableLines } from './terminal.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Escapes any text for use as content or an attribute's value in XML or HTML. Characters that XML can't contain, and
 * those that change the text direction, are shown as `printable` shows them. Line breaks stay.
 */
export function escapeXml(text: string): string {
  return printableLines(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
