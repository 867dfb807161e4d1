import { printableLines } from './terminal.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Writes any text so that it is content or an attribute's value of XML or HTML, and nothing else. What XML has no way
 * to write, and what turns the reading direction, is shown as `printable` shows it; lines stay.
 */
export function escapeXml(text: string): string {
  return printableLines(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
