import { randomBytes } from 'node:crypto'
import { rmSync, type Stats } from 'node:fs'
import { open, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { CommandFailure, isSystemError, systemFailure } from './failure.ts'

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

/** Errors for which a file can't be replaced but may still be written: it is a mount, or its folder is read-only. */
const IN_PLACE = ['EBUSY', 'EACCES', 'EPERM', 'EROFS', 'EXDEV']
/** The number of symbolic links that Linux follows. */
const MOST_LINKS = 40

/**
 * Writes a file completely or not at all: to a temporary file beside it, which is renamed once it is on the disk. An
 * existing file keeps its owner and permissions, except for the set-user-ID and set-group-ID bits, which every write
 * clears. Symbolic links stay links, even if the target doesn't exist yet. If a file can't be replaced (it is mounted,
 * its folder is read-only, or its owner can't be kept), it is written in place, and so is anything that isn't a file,
 * such as `/dev/stdout`.
 */
export async function replaceFile(target: string, content: string): Promise<void> {
  try {
    const file = await followLinks(target)
    const existing = await stat(file).catch(orMissing(undefined))
    if (existing?.isDirectory()) throw new CommandFailure(target, 'is a directory')
    if (existing !== undefined && !existing.isFile()) return await writeFile(file, content)
    await writeBeside(file, content, existing).catch((error: unknown) => {
      const mayWriteInPlace = existing !== undefined && IN_PLACE.some((name) => isSystemError(error, name))
      if (!mayWriteInPlace) throw error
      return writeInPlace(file, content)
    })
  } catch (error) {
    throw systemFailure(target, error)
  }
}

/** Follows symbolic links to the file, which need not exist. */
async function followLinks(target: string): Promise<string> {
  let file = target
  for (let count = 0; count < MOST_LINKS; count++) {
    const next = await readlink(file).catch(() => undefined)
    if (next === undefined) return await realpath(file).catch(orMissing(file))
    file = resolve(await realpath(dirname(file)), next)
  }
  return await realpath(target)
}

async function writeBeside(file: string, content: string, existing: Stats | undefined): Promise<void> {
  const temporary = join(dirname(file), `.vm-allocator-${randomBytes(8).toString('hex')}.tmp`)
  const forget = removeWhenKilled(temporary)
  try {
    await writeNew(temporary, content, existing)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    forget()
  }
}

async function writeNew(file: string, content: string, existing: Stats | undefined): Promise<void> {
  const handle = await open(file, 'wx', existing === undefined ? 0o666 : 0o600)
  try {
    if (existing !== undefined) {
      const made = await handle.stat()
      if (made.uid !== existing.uid || made.gid !== existing.gid) await handle.chown(existing.uid, existing.gid)
      await handle.chmod(existing.mode & 0o777)
    }
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes in place. An interruption leaves a partial file; such files can't be written in another way. */
async function writeInPlace(file: string, content: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.truncate()
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes a file when a signal ends the process. Call the returned function to cancel. */
function removeWhenKilled(file: string): () => void {
  const remove = (signal: NodeJS.Signals): void => {
    rmSync(file, { force: true })
    forget()
    process.kill(process.pid, signal)
  }
  const forget = (): void => SIGNALS.forEach((signal) => void process.off(signal, remove))
  // Not once(): a second signal must not end the process before the file is removed.
  for (const signal of SIGNALS) process.on(signal, remove)
  return forget
}

/** Returns `fallback` if the file doesn't exist. */
function orMissing<T>(fallback: T): (error: unknown) => T {
  return (error) => {
    if (isSystemError(error, 'ENOENT')) return fallback
    throw error
  }
}
