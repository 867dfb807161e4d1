// The crate's recorded answers, validated before they are used.
import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

type Hex = string

export interface RangeText {
  start: Hex
  end: Hex
}

export type PolicyText = { kind: 'FirstMatch' | 'LastMatch' } | { kind: 'ExactMatch'; address: Hex }

export type Create =
  | { type: 'RangeInclusive'; start: Hex; end: Hex }
  | { type: 'Constraint'; size: Hex; align: Hex; policy: PolicyText }
  | { type: 'AddressAllocator'; base: Hex; size: Hex }
  | { type: 'IdAllocator'; base: number; end: number }

export interface Recorded {
  result?: unknown
  error?: object
  ranges?: { start: Hex; end: Hex; state: 'Free' | 'Allocated' }[]
  next?: number | null
  freed?: number[]
  snapshot?: string
}

export type Operation = Recorded & { op: string } & Partial<{
    size: Hex
    align: Hex
    policy: PolicyText
    range: RangeText | { result: number }
    id: number | { result: number }
  }>

export interface Vector {
  id: string
  title: string
  tags: string[]
  create: Create
  created?: Recorded & Record<string, unknown>
  error?: object
  operations: Operation[]
  snapshot?: string
}

const DIRECTORY = new URL('../../vectors/', import.meta.url)
const validate = new Ajv2020({ strict: false, allErrors: false }).compile(
  JSON.parse(readFileSync(new URL('schema.json', DIRECTORY), 'utf8')),
)

/** The names of the answer files. */
export function vectorFiles(): string[] {
  return readdirSync(DIRECTORY).filter((name) => name.endsWith('.json') && name !== 'schema.json')
}

/** The vectors of a committed answer file. */
export function readVectors(name: string): Vector[] {
  return parseVectors(name, readFileSync(new URL(name, DIRECTORY), 'utf8'))
}

/** The vectors of an answer file's text; throws with the place and the reason when it is malformed. */
export function parseVectors(name: string, text: string): Vector[] {
  let document: { vectors: Vector[] }
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw new Error(`${name}: $: ${(error as Error).message}`)
  }
  if (validate(document)) return document.vectors
  const [error] = validate.errors ?? []
  throw new Error(`${name}: $${error?.instancePath.replaceAll('/', '.')}: ${error?.message}`)
}
