// The doctor's report from where a platform's file was loaded, kept beside the file: npm/<platform>/loaded.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileName } from '../../lib/binding/platforms.ts'
import { digest } from './dependencies.ts'

const NAME = 'loaded.json'

/** Stores what the doctor printed. */
export function writeLoadReport(folder: string, printed: string): void {
  writeFileSync(join(folder, NAME), printed)
}

/** Why the file in a folder may not be published: it must be exactly the one that was loaded. */
export function loadFaults(folder: string, platform: string, version: string): string[] {
  const [file, report] = [join(folder, fileName(platform)), join(folder, NAME)]
  if (!existsSync(file)) return [`${platform}: its file was not built`]
  if (!existsSync(report)) return [`${platform}: its file was not loaded`]
  const { platform: loadedOn, nativeFile } = JSON.parse(readFileSync(report, 'utf8'))
  if (loadedOn !== platform) return [`${platform}: a file was loaded on ${loadedOn}`]
  if (nativeFile?.version !== version) return [`${platform}: version ${nativeFile?.version} was loaded`]
  return nativeFile.sha256 === digest(readFileSync(file)) ? [] : [`${platform}: another file was loaded`]
}
