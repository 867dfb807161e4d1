// Writes the files of npm/<platform>/, except for the native file, from the table of platforms.
//   npm run build:npm
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileName, PLATFORMS, type Platform, packageName } from '../lib/binding/platforms.ts'
import { ROOT, readManifest } from './support/toolbox.ts'

/** The files with licences and contents of third-party code in each package. */
export const NOTICES = ['THIRD-PARTY-LICENSES.md', 'sbom.cdx.json']
export const LICENSES = ['LICENSE-APACHE', 'LICENSE-BSD-3-Clause']

const SYSTEMS = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }

/** The texts for a platform's folder, by name. */
export function platformFolder(platform: Platform): Record<string, string> {
  const description = `The native file of vm-allocator for ${describe(platform)}`
  return {
    'package.json': `${JSON.stringify(manifest(platform, description), null, 2)}\n`,
    'README.md': `${description}. Install \`vm-allocator\`, which depends on it.\n`,
  }
}

function describe({ os, cpu, libc, glibcFloor }: Platform): string {
  const withLibc = libc === undefined ? '' : ` with ${libc}`
  return `${SYSTEMS[os]} on ${cpu}${withLibc}${glibcFloor === undefined ? '' : ` ${glibcFloor} or newer`}`
}

function manifest({ name, os, cpu, libc }: Platform, description: string): object {
  const { version, license, engines } = readManifest(ROOT)
  const file = fileName(name)
  return {
    name: packageName(name),
    version,
    description,
    license,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    engines,
    main: file,
    files: [file, ...NOTICES, ...LICENSES],
    preferUnplugged: true,
    publishConfig: { access: 'public' },
  }
}

function write(platform: Platform): void {
  const folder = join(ROOT, 'npm', platform.name)
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(platformFolder(platform))) writeFileSync(join(folder, name), text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const platform of PLATFORMS) write(platform)
