// Reads an SVG map back: its elements, its tooltips and its ranges.
import { XMLParser } from 'fast-xml-parser'
import { type MapOptions, type MapSource, renderMap } from '../../lib/map/index.ts'
import { type ListedRange, unfold } from './sources.ts'

/** The map as SVG. */
export const svgOf = (layout: MapSource, more: MapOptions = {}): string => renderMap(layout, { format: 'svg', ...more })

/** An element from fast-xml-parser, in a simpler form. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  /** Its own text, without that of its children. */
  readonly text: string
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  htmlEntities: true,
})

export function parse(svg: string): Element {
  const [root, ...others] = (parser.parse(svg) as Node[]).map(toElement).filter((element) => element.name !== '#text')
  if (root === undefined || others.length > 0) throw new Error('not one element')
  return root
}

type Node = Readonly<Record<string, unknown>>

function toElement(node: Node): Element {
  const name = Object.keys(node).find((key) => key !== ':@') ?? ''
  if (name === '#text') return { name, attributes: {}, children: [], text: String(node[name]) }
  const all = (node[name] as Node[]).map(toElement)
  const text = all.map((child) => (child.name === '#text' ? child.text : '')).join('')
  const children = all.filter((child) => child.name !== '#text')
  return { name, attributes: (node[':@'] ?? {}) as Record<string, string>, children, text }
}

export function* all(element: Element): Generator<Element> {
  yield element
  for (const child of element.children) yield* all(child)
}

export function part(svg: string, name: string): Element {
  const found = parse(svg).children.find((child) => child.attributes['class'] === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}

/** The tooltips of a part and the shapes that they belong to. */
export function tooltips(element: Element): { text: string; shapes: Element[] }[] {
  return [...all(element)]
    .filter(({ name, children }) => name === 'g' && children[0]?.name === 'title')
    .map(({ children: [title, ...shapes] }) => ({ text: title?.text ?? '', shapes }))
}

/** The ranges in the tooltips of the list. */
export function listed(svg: string): ListedRange[] {
  return tooltips(part(svg, 'ranges')).flatMap(({ text }) => {
    const shown =
      /(0x[\da-f]+) – (0x[\da-f]+), (.*?)( every .*?)?, (allocated|free|lost)(?:, outside)?(?:, part of .*)?$/.exec(
        text,
      )
    const [, start = '', end = '', size = '', note = '', state = ''] = shown ?? []
    return unfold(BigInt(start), BigInt(end), size, state, note)
  })
}
