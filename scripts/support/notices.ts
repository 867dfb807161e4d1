// The files that ship with third-party code: its licences, and the bill of materials (CycloneDX 1.6).
import { bundledModules, digest, licenseTexts, linkedCrates, type Part } from './dependencies.ts'

/** The contents of a package. */
export interface Contents {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly parts: readonly Part[]
  /** The names of the platform packages, of which an installation adds one. */
  readonly bindings: readonly string[]
}

/** The third-party code inside the main package, or inside the native file for a target. */
export function partsOf(target?: string): Part[] {
  return target === undefined ? bundledModules() : linkedCrates(target)
}

/** The licences of all parts, each text once. */
export function licenseFile({ name, version, parts }: Contents): string {
  const texts = new Map<string, { text: string; users: string[] }>()
  for (const part of parts) {
    const own = licenseTexts(part)
    for (const text of own.length > 0 ? own : standardTexts(part)) {
      const key = digest(text.replace(/\s+/g, ' ')) // they differ only in indentation
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

/** The bill of materials. It contains no time and no random number, so the same code gives the same file. */
export function billOfMaterials({ name, version, license, parts, bindings }: Contents): object {
  const own = (each: string) => component({ kind: 'npm', name: each, version, license })
  const root = packageUrl({ kind: 'npm', name, version })
  const hasCrates = parts.some(({ kind }) => kind === 'cargo')
  const bindingUrls = bindings.map((binding) => packageUrl({ kind: 'npm', name: binding, version }))
  const direct = parts.filter((part) => part.direct).map(packageUrl)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: own(name) },
    components: [
      ...parts.map((part) => ({ ...component(part), hashes: [part.hash] })),
      ...(hasCrates ? [RUST_COMPONENT] : []),
      ...bindings.map((binding) => ({ ...own(binding), scope: 'optional' })),
    ],
    dependencies: [
      { ref: root, dependsOn: [...direct, ...(hasCrates ? [RUST_COMPONENT['bom-ref']] : []), ...bindingUrls] },
      ...parts.map((part) => ({ ref: packageUrl(part), dependsOn: usedParts(part, parts).map(packageUrl) })),
    ],
  }
}

const RUST_LIBRARY = '- the Rust standard library: MIT OR Apache-2.0'

/** Its version is the compiler's, which may not be installed on the machine that packs. */
const RUST_COMPONENT = {
  type: 'library',
  'bom-ref': 'rust-std',
  name: 'std',
  description: 'The Rust standard library',
  licenses: [{ expression: 'MIT OR Apache-2.0' }],
}

type Identity = Pick<Part, 'kind' | 'name' | 'version'>

function component(part: Identity & { readonly license: string }): object {
  return {
    type: 'library',
    'bom-ref': packageUrl(part),
    name: part.name,
    version: part.version,
    purl: packageUrl(part),
    licenses: [{ expression: part.license }],
  }
}

function packageUrl({ kind, name, version }: Identity): string {
  return `pkg:${kind}/${name.replace('@', '%40')}@${version}`
}

function usedParts({ uses }: Part, parts: readonly Part[]): Part[] {
  return parts.filter(({ name }) => uses.includes(name))
}

/** For the few parts that name their licence but don't include its text. */
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
