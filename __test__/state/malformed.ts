import { readFileSync } from 'node:fs'
import { ROOT } from '../support/process.ts'

/** A document of `vectors/malformed`, with the path and the reason of its first fault. */
export interface MalformedDocument {
  readonly id: string
  /** The first part of the id. */
  readonly category: string
  readonly bytes: Uint8Array
  /** `undefined` if the bytes aren't UTF-8. */
  readonly text: string | undefined
  readonly mode: 'both' | 'sound' | 'canonical'
  readonly path: string
  readonly reason: string
}

type Part = string | { readonly repeat: number; readonly text: string }

interface Vector {
  readonly id: string
  readonly document: string | { readonly hex: string } | { readonly parts: readonly Part[] }
  readonly mode: MalformedDocument['mode']
  readonly path: string
  readonly reason: string
}

/** Reads all documents of one kind of snapshot. */
export function readMalformed(kind: 'address' | 'id'): MalformedDocument[] {
  const file = JSON.parse(readFileSync(`${ROOT}vectors/malformed/${kind}.json`, 'utf8'))
  if (file.format !== 1 || file.kind !== kind) throw new Error(`${kind}.json has an unknown format`)
  return file.vectors.map(({ document, ...vector }: Vector) => {
    const text = textOf(document)
    const bytes =
      typeof document === 'object' && 'hex' in document ? Buffer.from(document.hex, 'hex') : Buffer.from(text)
    const isText = Buffer.from(bytes.toString('utf8')).equals(bytes)
    return { ...vector, category: vector.id.split('/', 1)[0], bytes, text: isText ? bytes.toString('utf8') : undefined }
  })
}

function textOf(document: Vector['document']): string {
  if (typeof document === 'string') return document
  if ('hex' in document) return ''
  return document.parts.map((part) => (typeof part === 'string' ? part : part.text.repeat(part.repeat))).join('')
}
