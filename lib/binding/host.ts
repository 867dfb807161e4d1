import { elfInterpreter } from './elf.ts'

export type Libc = 'glibc' | 'musl'

/** The running process's platform as napi-rs names it: `linux-x64-gnu`, `darwin-arm64`, `win32-x64-msvc`. */
export function hostPlatform(): string {
  const abi = { linux: hostLibc() === 'musl' ? '-musl' : '-gnu', win32: '-msvc' }[process.platform as string] ?? ''
  return `${process.platform}-${process.arch}${abi}`
}

/** The libc that the running process is linked with; `undefined` except on Linux. */
export function hostLibc(): Libc | undefined {
  if (process.platform !== 'linux') return undefined
  const interpreter = executableInterpreter()
  if (interpreter !== undefined) return interpreter.includes('ld-musl') ? 'musl' : 'glibc'
  const header = reportHeader()
  return header !== undefined && header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}

/** The version of the running process's glibc. Takes milliseconds, so use it only for errors. */
export function glibcVersion(): string | undefined {
  return process.platform === 'linux' ? reportHeader()?.glibcVersionRuntime : undefined
}

/** The runtime of this process, and its version. */
export function runtime(): { name: 'Node.js' | 'Bun' | 'Deno' | 'Electron'; version: string } {
  const { bun, deno, electron, node } = process.versions
  if (bun !== undefined) return { name: 'Bun', version: bun }
  if (deno !== undefined) return { name: 'Deno', version: deno }
  if (electron !== undefined) return { name: 'Electron', version: electron }
  return { name: 'Node.js', version: node }
}

/**
 * The dynamic loader of the running executable; `undefined` if there is none or it can't be read. Takes microseconds.
 */
export function executableInterpreter(): string | undefined {
  try {
    return elfInterpreter(process.execPath)
  } catch {
    return undefined
  }
}

/**
 * The header of a diagnostic report; `undefined` if there is none or it isn't allowed, as on Deno without --allow-sys.
 */
function reportHeader(): { glibcVersionRuntime?: string } | undefined {
  const report: (NodeJS.ProcessReport & { excludeNetwork?: boolean }) | undefined = process.report
  if (report === undefined) return undefined
  const { excludeNetwork = false } = report
  try {
    report.excludeNetwork = true // otherwise it resolves host names
    return (report.getReport() as { header?: { glibcVersionRuntime?: string } }).header
  } catch {
    return undefined
  } finally {
    report.excludeNetwork = excludeNetwork
  }
}
