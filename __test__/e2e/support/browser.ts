import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'google-chrome']

/** Starts the Chromium on the PATH, without a window. */
export function launchBrowser(): Promise<Browser> {
  // Its sandbox doesn't start for root, as in containers; only files of this repository are opened.
  return chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox'] })
}

function browserPath(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
  if (found === undefined) throw new Error('no chromium on the PATH: install it (apt-get install chromium)')
  return found
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
