// The files that ship beside the code of other people: their licences, and the bill of materials (CycloneDX 1.6).
import { bundledModules, digest, licenseTexts, linkedCrates, type Part } from './dependencies.ts'

/** What a file is made of. */
export interface Contents {
  /** The name and version of the package, and which of both kinds its parts are. */
  readonly name: string
  readonly version: string
  readonly parts: readonly Part[]
}

/** What is inside of the main package, or of the native file for a target. */
export function partsOf(target?: string): Part[] {
  return target === undefined ? bundledModules() : linkedCrates(target)
}

/** The licences of all parts, each text once. */
export function licenseFile({ name, version, parts }: Contents): string {
  const texts = new Map<string, { text: string; users: string[] }>()
  for (const part of parts) {
    const own = licenseTexts(part)
    for (const text of own.length > 0 ? own : standardTexts(part)) {
      const key = digest(text.replace(/\s+/g, ' ')) // they differ in indentation alone
      const entry = texts.get(key) ?? { text, users: [] }
      texts.set(key, { text, users: [...entry.users, part.name] })
    }
  }
  const rust = parts.some(({ kind }) => kind === 'cargo') ? [RUST_LIBRARY] : []
  const list = [...parts.map((part) => `- ${part.name} ${part.version}: ${part.license}`), ...rust]
  const sections = [...texts.values()].map(
    ({ text, users }) => `## ${users.join(', ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`,
  )
  const title = `# Licences of the software inside ${name} ${version}`
  return [title, '', ...list, '', ...sections].join('\n')
}

/** The bill of materials. It holds no time and no random number: the same code gives the same file. */
export function billOfMaterials({ name, version, parts }: Contents): object {
  const root = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'library', 'bom-ref': root, name, version, purl: root } },
    components: parts.map(component),
    dependencies: [
      { ref: root, dependsOn: topLevel(parts).map(packageUrl) },
      ...parts.map((part) => ({ ref: packageUrl(part), dependsOn: usedParts(part, parts).map(packageUrl) })),
    ],
  }
}

const RUST_LIBRARY = '- the Rust standard library: MIT OR Apache-2.0'

function component(part: Part): object {
  return {
    type: 'library',
    'bom-ref': packageUrl(part),
    name: part.name,
    version: part.version,
    purl: packageUrl(part),
    licenses: [{ expression: part.license }],
    ...(part.sha256 && { hashes: [{ alg: 'SHA-256', content: part.sha256 }] }),
  }
}

function packageUrl({ kind, name, version }: Part): string {
  return `pkg:${kind}/${name.replace('@', '%40')}@${version}`
}

function usedParts({ uses }: Part, parts: readonly Part[]): Part[] {
  return parts.filter(({ name }) => uses.includes(name))
}

/** Those that no other part uses. */
function topLevel(parts: readonly Part[]): Part[] {
  return parts.filter(({ name }) => !parts.some(({ uses }) => uses.includes(name)))
}

/** For the few that name their licence and come without its text. */
function standardTexts({ name, license, authors }: Part): string[] {
  if (!license.split(' OR ').includes('MIT')) throw new Error(`${name}: no text of its licence, ${license}, was found`)
  return [MIT.replace('HOLDERS', authors.join(', '))]
}

const MIT = `MIT License

Copyright (c) HOLDERS

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
