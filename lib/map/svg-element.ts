import { escapeXml } from '../text/xml.ts'

/** Attributes of an element; `undefined` leaves one out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/** Writes an element around markup; without content, as an empty-element tag. */
export function element(name: string, attributes: Attributes, content = ''): string {
  let tag = `<${name}`
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) tag += ` ${attribute}="${typeof value === 'number' ? round(value) : escapeXml(value)}"`
  }
  return content === '' ? `${tag}/>` : `${tag}>${content}</${name}>`
}

/** Hundredths of a pixel are enough. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}
