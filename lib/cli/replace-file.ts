import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure, isSystemError, systemFailure } from './failure.ts'

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

/**
 * Writes a file whole or not at all: under a temporary name beside it, renamed when all of it is on the disk. A file
 * that exists keeps its permissions, a symbolic link stays one. What is no file, such as `/dev/stdout`, is written to.
 */
export async function replaceFile(target: string, content: string): Promise<void> {
  try {
    const file = await realpath(target).catch(orMissing(target))
    const existing = await stat(file).catch(orMissing(undefined))
    if (existing?.isDirectory()) throw new Failure(target, 'is a directory')
    if (existing !== undefined && !existing.isFile()) return await writeFile(file, content)
    await writeBeside(file, content, existing?.mode)
  } catch (error) {
    throw systemFailure(target, error)
  }
}

async function writeBeside(file: string, content: string, mode: number | undefined): Promise<void> {
  const temporary = join(dirname(file), `.vm-allocator-${randomBytes(8).toString('hex')}.tmp`)
  const forget = removeWhenKilled(temporary)
  try {
    await writeNew(temporary, content, mode)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    forget()
  }
}

async function writeNew(file: string, content: string, mode: number | undefined): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    if (mode !== undefined) await handle.chmod(mode)
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes a file when a signal ends the process; the function that is returned calls that off. */
function removeWhenKilled(file: string): () => void {
  const remove = (signal: NodeJS.Signals): void => {
    rmSync(file, { force: true })
    forget()
    process.kill(process.pid, signal)
  }
  const forget = (): void => SIGNALS.forEach((signal) => void process.off(signal, remove))
  // Not once(): a second signal must not end the process before the file is gone.
  for (const signal of SIGNALS) process.on(signal, remove)
  return forget
}

/** Answers `fallback` for a file that isn't there. */
function orMissing<T>(fallback: T): (error: unknown) => T {
  return (error) => {
    if (isSystemError(error, 'ENOENT')) return fallback
    throw error
  }
}
